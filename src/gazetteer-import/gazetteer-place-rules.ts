import { type FieldTable, RowProblem, type RowValues, type Shape } from '../importing/index.ts'
import {
  describeAddress,
  fromGrid,
  houseNumber,
  type PlaceKind,
  type Point,
  readPostcode,
  searchText,
} from '../places/index.ts'

/** Kinds of places that can be imported, and what each is in the gazetteer. */
export const gazetteerKinds = {
  premises: 'premises',
  streets: 'street',
  places: 'settlement',
  pois: 'landmark',
  junctions: 'landmark',
  postcodes: 'postcode',
} as const satisfies Record<string, PlaceKind>
export type GazetteerKind = keyof typeof gazetteerKinds

/** What each kind may be drawn as in GeoJSON: a line stands for the place half way along it, a surface for one inside it. */
export const gazetteerShapes: Readonly<Record<GazetteerKind, readonly Shape[]>> = {
  premises: ['point', 'surface'],
  streets: ['point', 'line'],
  places: ['point', 'surface'],
  pois: ['point', 'line', 'surface'],
  junctions: ['point'],
  postcodes: ['point', 'surface'],
}

const text = (most: number) => ({ as: 'text', most }) as const
const name = { ...text(200), needed: true } as const
const where = {
  reference: text(120),
  uprn: text(20),
  /** urban or rural, by which the attendance clock goes; without: that of the zone it lies in */
  areaClass: { as: 'code', codes: ['urban', 'rural'] },
  lat: { as: 'number', least: -90, most: 90 },
  lon: { as: 'number', least: -180, most: 180 },
  easting: { as: 'number', least: 0, most: 700_000 },
  northing: { as: 'number', least: 0, most: 1_300_000 },
} as const
const around = { locality: text(120), town: text(120), postcode: text(12) } as const

/** The fields of each kind; degrees are WGS84, easting and northing metres of OSGB36. */
export const gazetteerFields: Readonly<Record<GazetteerKind, FieldTable>> = {
  premises: { number: text(20), houseName: text(120), street: { ...text(120), needed: true }, ...around, ...where },
  streets: { name, roadNumber: text(20), district: text(8), ...around, ...where },
  places: { name, class: text(40), ...around, ...where },
  pois: { name, words: text(200), ...around, ...where },
  junctions: { name, roads: text(200), ...around, ...where },
  postcodes: { postcode: { ...text(12), needed: true }, ...where },
}

/** A place as its row says it, before it is known whether the gazetteer has it. */
export type GivenPlace = Point & {
  /** the source's own key, or what stands for it: the same row has the same one */
  key: string
  kind: PlaceKind
  name: string
  number: string | null
  street: string | null
  locality: string | null
  town: string | null
  postcode: string | null
  search: string
  uprn: string | null
  areaClass: 'urban' | 'rural' | null
}

/** Makes a place of a row: its name as people say it, and what it is found by, as the gazetteer's own are. */
export function readGivenPlace(kind: GazetteerKind, values: RowValues): GivenPlace | RowProblem {
  const point = pointOf(values)
  if (point instanceof RowProblem) return point
  const said = (field: string) => (values[field] as string | undefined) ?? null
  const postcode = values['postcode'] === undefined ? null : (readPostcode(said('postcode') as string) ?? undefined)
  if (postcode === undefined) return new RowProblem('postcode', 'is no postcode')
  const uprn = values['uprn'] === undefined ? null : (said('uprn') as string).replace(/^0+(?=.)/, '')
  if (uprn !== null && !/^\d{1,12}$/.test(uprn)) return new RowProblem('uprn', 'has not one to twelve figures')
  const [locality, town] = [said('locality'), said('town')]
  const called = calledBy(kind, said, { locality, town, postcode })
  if (called instanceof RowProblem) return called
  const key = said('reference') ?? uprn ?? `${called.name}|${postcode ?? town}|${point.lat}|${point.lon}`
  const areaClass = said('areaClass') as GivenPlace['areaClass']
  return { ...point, ...called, locality, town, postcode, uprn, areaClass, key, kind: gazetteerKinds[kind] }
}

type Called = Pick<GivenPlace, 'name' | 'number' | 'street' | 'search'>

function calledBy(
  kind: GazetteerKind,
  said: (field: string) => string | null,
  { locality, town, postcode }: Pick<GivenPlace, 'locality' | 'town' | 'postcode'>,
): Called | RowProblem {
  const called = (words: Array<string | null>, more: Partial<Called> = {}): Called => {
    const plain = said('name') as string
    return { name: plain, number: null, street: null, search: searchText([plain, ...words]), ...more }
  }
  switch (kind) {
    case 'premises':
      return callPremises(said, { locality, town, postcode })
    case 'streets':
      return called([said('roadNumber'), locality, town, said('district') ?? postcode], { street: said('name') })
    case 'places':
      return called([town, said('class')])
    case 'pois':
      return called([locality, town, postcode, said('words')])
    case 'junctions':
      return called([said('roads'), locality, town, 'junction'])
    case 'postcodes':
      return { name: postcode as string, number: null, street: null, search: searchText([postcode]) }
  }
}

/** A house with a number, or with a name on a street. */
function callPremises(
  said: (field: string) => string | null,
  around: Pick<GivenPlace, 'locality' | 'town' | 'postcode'>,
): Called | RowProblem {
  const street = said('street') as string
  const number = houseNumber(said('number') ?? '') ?? null
  const house = said('houseName') ?? said('number')
  if (house === null) return new RowProblem('number', 'is empty, and so is houseName')
  const { name: plain, search } = describeAddress({ number: number ?? house, street, ...around })
  return { name: number === null ? `${house}, ${street}` : plain, number, street, search }
}

function pointOf({ lat, lon, easting, northing }: RowValues): Point | RowProblem {
  if (typeof lat === 'number' && typeof lon === 'number') return { lat, lon }
  if (typeof easting === 'number' && typeof northing === 'number') return fromGrid({ easting, northing })
  return new RowProblem('lat', 'is empty, or lon, and there is no easting and northing')
}
