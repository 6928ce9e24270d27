import type { Reader } from '../db/index.ts'
import { isHouseNumber, normaliseAddress, readAddressQuery } from './address-rules.ts'
import {
  type AreaClass,
  type Place,
  type PlaceKind,
  type PlaceView,
  type Point,
  placeKinds,
  straightLineMetres,
} from './place.ts'
import { matchPlace, type TypedWord } from './place-match-rules.ts'
import {
  findNames,
  makePlaceNames,
  type NamedPlace,
  type PlaceNames,
  settlementName,
  typedWords,
} from './place-names-rules.ts'
import { type Candidate, rankPlaces, viewPlace } from './place-rules.ts'

/** Whom a search is for; `maySeeProtected` only where the reading is audited. */
export type SearchOptions = {
  near?: Point | undefined
  areaId?: string | undefined
  limit?: number
  maySeeProtected?: boolean
}

/** Finds places as they are typed. */
export type PlaceSearch = {
  /** Best first; `limit` of them, 10 if not said. */
  search(text: string, options?: SearchOptions): Promise<PlaceView[]>
  /** Reads the names now, so that the first search does not wait for it. */
  warm(): Promise<void>
}

const columns = [
  'id',
  'kind',
  'name',
  'number',
  'street',
  'locality',
  'town',
  'postcode',
  'lat',
  'lon',
  'area_id',
  'area_class',
  'protected',
] as const

/** A place by its id, as the service works with it: not masked. */
export async function findPlace(db: Reader, id: string): Promise<Place | undefined> {
  const row = await db.selectFrom('place').select(columns).where('id', '=', id).executeTakeFirst()
  return row && placeOf(row)
}

/**
 * Opens the search over the gazetteer. Names are fuzzy and searched in memory: 31,000 of them are 37 MB and take 1 ms,
 * where word similarity in the database took 30. House numbers are exact and looked up in the database: 6 Green Road
 * is never 36 Green Road, and when the gazetteer has no such number in the street, the street is offered. Names are
 * read once; a gazetteer that is loaded anew is seen when the node starts anew.
 */
export function openPlaceSearch(db: Reader): PlaceSearch {
  let reading: Promise<Gazetteer> | undefined
  const gazetteer = () => {
    reading ??= readGazetteer(db).catch((error: unknown) => {
      reading = undefined
      throw error
    })
    return reading
  }
  return {
    warm: async () => void (await gazetteer()),
    search: async (text, options = {}) => searchPlaces(db, await gazetteer(), text, options),
  }
}

/** Streets whose houses are looked up for one search. */
const STREETS_LOOKED_UP = 12
/** A house belongs to a street of that name this near. */
const SAME_STREET_METRES = 2_500
/** How well exact finds fit, beside names that fit to at most 1; the last two are added to how well the words fit. */
const exactScore = {
  houseAtPostcode: 1.1,
  postcode: 0.95,
  postcodeBegun: 0.9,
  houseInStreet: 0.08,
  town: 0.06,
} as const
/** A house on a street that fits less well than this share of the best is not what was asked for. */
const HOUSE_LEAST_OF_BEST = 0.9

async function searchPlaces(
  db: Reader,
  gazetteer: Gazetteer,
  text: string,
  options: SearchOptions,
): Promise<PlaceView[]> {
  const query = readAddressQuery(text)
  const typed = typedWords(gazetteer.names, query.words)
  const named = (typed.length > 0 ? findNames(gazetteer.names, typed, 60) : []).map(favourTowns)
  const postcode = gazetteer.postcodes.get(query.postcode ?? '')
  const near = options.near ?? postcode
  const houses = query.number
    ? [
        ...(await findInStreets(db, typed, query.number, named)),
        ...(postcode ? await findAtPostcode(db, postcode.name, query.number) : []),
      ]
    : []
  const hasItsHouse = ({ place }: Candidate) =>
    place.kind === 'street' &&
    houses.some(
      (house) => house.place.street === place.name && straightLineMetres(house.place, place) < SAME_STREET_METRES,
    )
  const candidates = new Map<string, Candidate>()
  for (const candidate of [
    ...(postcode ? [{ place: postcode, score: exactScore.postcode }] : []),
    ...(query.postcodeBegun ? listPostcodes(gazetteer, query.postcodeBegun) : []),
    ...named.filter((one) => !hasItsHouse(one)),
    ...houses,
  ]) {
    candidates.set(candidate.place.id, candidate)
  }
  return rankPlaces([...candidates.values()], { near, areaId: options.areaId })
    .slice(0, options.limit ?? 10)
    .map((place) => viewPlace(place, { maySeeProtected: options.maySeeProtected ?? false, near: options.near }))
}

/** "Barrow" is the town before it is a hill, wherever the caller is; a town is the settlement without a nearer one. */
function favourTowns({ place, score }: Candidate): Candidate {
  return { place, score: place.kind === 'settlement' && place.town === null ? score + exactScore.town : score }
}

/** Houses with this number, on the streets that fit best. */
async function findInStreets(
  db: Reader,
  typed: readonly TypedWord[],
  number: string,
  named: readonly Candidate[],
): Promise<Candidate[]> {
  const streets = new Set<string>()
  for (const { place } of named)
    if (place.kind === 'street' && streets.size < STREETS_LOOKED_UP) streets.add(place.name)
  if (streets.size === 0) return []
  const rows = await db
    .selectFrom('place')
    .select(columns)
    .where('kind', '=', 'premises')
    .where('street', 'in', [...streets])
    .where((where) => where.or([where('number', '=', number), where('number', 'like', '%-%')]))
    .execute()
  const least = (named[0]?.score ?? 0) * HOUSE_LEAST_OF_BEST
  return (
    withNumber(rows.map(placeOf), number)
      .map((place) => ({ place, score: scoreHouse(place, typed) }))
      .filter(({ score }) => score >= least)
      // the number was asked for and is there: ahead of streets that fit as well
      .map(({ place, score }) => ({ place, score: score + exactScore.houseInStreet }))
  )
}

/** Houses with this number at a postcode. */
async function findAtPostcode(db: Reader, postcode: string, number: string): Promise<Candidate[]> {
  const rows = await db
    .selectFrom('place')
    .select(columns)
    .where('kind', '=', 'premises')
    .where('search', 'like', `% ${normaliseAddress(postcode)}`)
    .limit(200)
    .execute()
  return withNumber(rows.map(placeOf), number).map((place) => ({ place, score: exactScore.houseAtPostcode }))
}

function withNumber(places: readonly Place[], number: string): Place[] {
  return places.filter((place) => place.number !== null && isHouseNumber(number, place.number))
}

function scoreHouse({ street, locality, town, postcode }: Place, typed: readonly TypedWord[]): number {
  const around = [locality, town, postcode].flatMap((part) => (part ? normaliseAddress(part).split(' ') : []))
  return matchPlace(typed, normaliseAddress(street ?? '').split(' '), around)
}

function listPostcodes({ postcodes }: Gazetteer, begun: string): Candidate[] {
  const found: Candidate[] = []
  for (const [postcode, place] of postcodes) {
    if (postcode.startsWith(begun)) found.push({ place, score: exactScore.postcodeBegun })
    if (found.length === 50) break
  }
  return found
}

/** The names (streets, settlements, landmarks, houses with a name) and the postcodes. */
type Gazetteer = { names: PlaceNames<Place>; postcodes: Map<string, Place> }

/**
 * Protected places are left out: they are found by street and number only, and masked. Read kind by kind, so that the
 * consoles of this node are served in between.
 */
async function readGazetteer(db: Reader): Promise<Gazetteer> {
  const entries: Array<NamedPlace<Place>> = []
  const postcodes = new Map<string, Place>()
  // each word is kept once
  const known = new Map<string, string>()
  const wordsOf = (text: string) => text.split(' ').map((word) => known.get(word) ?? keep(known, word))
  for (const kind of placeKinds) {
    const rows = await db
      .selectFrom('place')
      .select([...columns, 'search'])
      .where('kind', '=', kind)
      .where('protected', '=', false)
      .$if(kind === 'premises', (query) => query.where('number', 'is', null))
      .orderBy('name')
      .orderBy('id')
      .execute()
    for (const { search, ...row } of rows) {
      const place = placeOf(row)
      if (kind === 'postcode') {
        postcodes.set(place.name, place)
        continue
      }
      const words = wordsOf(normaliseAddress(place.name))
      entries.push({ place, name: kind === 'settlement' ? settlementName(words) : words, around: wordsOf(search) })
    }
  }
  return { names: makePlaceNames(entries), postcodes }
}

/** A copy of its own: a piece cut from a text keeps the whole text in memory. */
function keep(known: Map<string, string>, word: string): string {
  const copy = Buffer.from(word).toString()
  known.set(copy, copy)
  return copy
}

/** A row of the table; its check constraints hold `kind` and `area_class` to the words of `place.ts`. */
type Row = Omit<Place, 'kind' | 'areaId' | 'areaClass'> & {
  kind: string
  area_id: string | null
  area_class: string | null
}

function placeOf({
  id,
  kind,
  name,
  number,
  street,
  locality,
  town,
  postcode,
  lat,
  lon,
  area_id,
  area_class,
  ...rest
}: Row): Place {
  return {
    id,
    kind: kind as PlaceKind,
    name,
    number,
    street,
    locality,
    town,
    postcode,
    lat,
    lon,
    areaId: area_id,
    areaClass: area_class as AreaClass | null,
    protected: rest.protected,
  }
}
