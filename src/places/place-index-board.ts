import type { Reader } from '../db/index.ts'
import { normaliseAddress } from './address-rules.ts'
import { junctionNames } from './junction-rules.ts'
import { type AreaClass, type Place, type PlaceKind, placeKinds } from './place.ts'
import { makePlaceNames, type NamedPlace, type PlaceNames, settlementName } from './place-names-rules.ts'

/** The columns of a place. */
export const columnsOfPlace = [
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

/**
 * The names (streets, settlements, landmarks, junctions, houses with a name), the postcodes, and the marker posts by
 * their name without the carriageway.
 */
export type Gazetteer = { names: PlaceNames<Place>; postcodes: Map<string, Place>; posts: Map<string, Place[]> }

/**
 * Protected places are left out: they are found by street and number only, and masked. Read kind by kind, so that the
 * consoles of this node are served in between.
 */
export async function readGazetteer(db: Reader): Promise<Gazetteer> {
  const entries: Array<NamedPlace<Place>> = []
  const postcodes = new Map<string, Place>()
  const posts = new Map<string, Place[]>()
  // each word is kept once
  const known = new Map<string, string>()
  const wordsOf = (text: string) => text.split(' ').map((word) => known.get(word) ?? keep(known, word))
  for (const kind of placeKinds) {
    const rows = await db
      .selectFrom('place')
      .select([...columnsOfPlace, 'search'])
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
      if (kind === 'marker-post') {
        const name = place.name.replace(/[A-Z]$/, '')
        posts.set(name, [...(posts.get(name) ?? []), place])
        continue
      }
      const around = wordsOf(search)
      const called = kind === 'junction' ? junctionNames(place.name) : [place.name]
      for (const one of called) {
        const words = wordsOf(normaliseAddress(one))
        entries.push({ place, name: kind === 'settlement' ? settlementName(words) : words, around })
      }
    }
  }
  return { names: makePlaceNames(entries), postcodes, posts }
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

/** A place from its row. */
export function placeOf({
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
