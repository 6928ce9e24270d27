import type { Reader } from '../db/index.ts'
import { type AddressQuery, isHouseNumber, normaliseAddress, readAddressQuery } from './address-rules.ts'
import { readMarkerPost } from './location-rules.ts'
import { type Place, type PlaceView, type Point, straightLineMetres } from './place.ts'
import { columnsOfPlace, type Gazetteer, placeOf, readGazetteer } from './place-index-board.ts'
import { matchPlace } from './place-match-rules.ts'
import { findNames, hasWord, type LikeWord, typedWord } from './place-names-rules.ts'
import { type Candidate, rankPlaces, saysBothRoads, viewPlace } from './place-rules.ts'
import { type LocalName, type LocalNames, makeLocalNames, respell } from './respelling-rules.ts'
import { type FoundPlace, isSamePlace, type PlaceReading, readPlace } from './same-place-rules.ts'

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
  /** Whether two texts surely say the same place: 6 Green Road is never 36, nor a Green Road of another town. */
  isSame(a: string, b: string): Promise<boolean>
  /** Reads the names now, so that the first search does not wait for it. */
  warm(): Promise<void>
}

/** A place by its id, as the service works with it: not masked. */
export async function findPlace(db: Reader, id: string): Promise<Place | undefined> {
  const row = await db.selectFrom('place').select(columnsOfPlace).where('id', '=', id).executeTakeFirst()
  return row && placeOf(row)
}

/** What people of the force's area call places, as it is in force; asked at every search. */
export type ReadLocalNames = () => Promise<readonly LocalName[]>

/**
 * Opens the search over the gazetteer. Names are fuzzy and searched in memory: see docs/decisions/0008. House numbers
 * are exact and looked up in the database: 6 Green Road is never 36 Green Road, and when the gazetteer has no such
 * number in the street, the street is offered. Names are read once; a gazetteer that is loaded anew is seen when the
 * node starts anew.
 */
export function openPlaceSearch(db: Reader, readLocalNames: ReadLocalNames = async () => []): PlaceSearch {
  let reading: Promise<Gazetteer> | undefined
  const gazetteer = () => {
    reading ??= readGazetteer(db).catch((error: unknown) => {
      reading = undefined
      throw error
    })
    return reading
  }
  let local: { of: readonly LocalName[]; names: LocalNames } = { of: [], names: new Map() }
  const localNames = async () => {
    const names = await readLocalNames()
    if (names !== local.of)
      local = { of: names, names: makeLocalNames(names, (name) => readAddressQuery(name).words.join(' ')) }
    return local.names
  }
  const read = async (text: string) => readText(await gazetteer(), await localNames(), text)
  return {
    warm: async () => void (await gazetteer()),
    search: async (text, options = {}) => searchPlaces(db, await gazetteer(), await read(text), options),
    isSame: async (a, b) => isSamePlace((await read(a)).reading(), (await read(b)).reading()),
  }
}

/** Places kept of one search by name. */
const MOST_FOUND = 60
/** Streets whose houses are looked up for one search. */
const STREETS_LOOKED_UP = 12
/** A house belongs to a street of that name this near. */
const SAME_STREET_METRES = 2_500
/** How well exact finds fit, beside names that fit to at most 1; the last two are added to how well the words fit. */
const exactScore = {
  markerPost: 1.2,
  houseAtPostcode: 1.1,
  postcode: 0.95,
  postcodeBegun: 0.9,
  houseInStreet: 0.08,
  town: 0.06,
} as const
/** A house on a street that fits less well than this share of the best is not what was asked for. */
const HOUSE_LEAST_OF_BEST = 0.9

/** A text with what its words found, each place once, the best first. */
type ReadText = {
  text: string
  query: AddressQuery
  postcode: Place | undefined
  /** the ways in which the words may be meant */
  ways: readonly LikeWord[][]
  named: readonly FoundPlace[]
  reading: () => PlaceReading
}

function readText(gazetteer: Gazetteer, local: LocalNames, text: string): ReadText {
  const { names } = gazetteer
  const query = readAddressQuery(text)
  const read = new Map<string, LikeWord>()
  const readWord = (word: string) => {
    const one = read.get(word) ?? typedWord(names, word)
    read.set(word, one)
    return one
  }
  const ways = respell(query.words, local, (word) => hasWord(names, word)).map((words) => words.map(readWord))
  const found = new Map<string, FoundPlace>()
  for (const typed of ways) {
    if (typed.length === 0) continue
    for (const one of findNames(names, typed, MOST_FOUND)) {
      if (one.place.kind === 'junction' && !saysBothRoads(one.place.name, typed)) continue
      const [known, score] = [found.get(one.place.id), favourTowns(one)]
      if (!known || known.score < score) found.set(one.place.id, { ...one, score, typed })
    }
  }
  const named = [...found.values()].sort((a, b) => b.score - a.score)
  const postcode = gazetteer.postcodes.get(query.postcode ?? '')
  return { text, query, postcode, ways, named, reading: () => readPlace(query, named, postcode) }
}

async function searchPlaces(
  db: Reader,
  gazetteer: Gazetteer,
  { text, query, postcode, ways, named }: ReadText,
  options: SearchOptions,
): Promise<PlaceView[]> {
  const near = options.near ?? postcode
  const houses = query.number
    ? [
        ...(await findInStreets(db, ways, query.number, named)),
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
    ...listPosts(gazetteer, text),
    ...(postcode ? [{ place: postcode, score: exactScore.postcode }] : []),
    ...(query.postcodeBegun ? listPostcodes(gazetteer, query.postcodeBegun) : []),
    ...named.filter((one) => !hasItsHouse(one)),
    ...houses,
  ]) {
    candidates.set(candidate.place.id, candidate)
  }
  const best = rankPlaces([...candidates.values()], { near, areaId: options.areaId }).slice(0, options.limit ?? 10)
  return (await withoutNewlyProtected(db, best)).map((place) =>
    viewPlace(place, { maySeeProtected: options.maySeeProtected ?? false, near: options.near }),
  )
}

/** The names in memory are some seconds old: what was protected meanwhile is not found by its name. */
async function withoutNewlyProtected(db: Reader, places: readonly Place[]): Promise<readonly Place[]> {
  const named = places.filter((place) => !place.protected && place.number === null).map(({ id }) => id)
  if (named.length === 0) return places
  const hidden = await db
    .selectFrom('place')
    .select('id')
    .where('id', 'in', named)
    .where('protected', '=', true)
    .execute()
  return hidden.length === 0 ? places : places.filter(({ id }) => !hidden.some((one) => one.id === id))
}

/** "Barrow" is the town before it is a hill, wherever the caller is; a town is the settlement without a nearer one. */
function favourTowns({ place, score }: Candidate): number {
  return place.kind === 'settlement' && place.town === null ? score + exactScore.town : score
}

/** Houses with this number, on the streets that fit best. */
async function findInStreets(
  db: Reader,
  ways: readonly LikeWord[][],
  number: string,
  named: readonly Candidate[],
): Promise<Candidate[]> {
  const streets = new Set<string>()
  for (const { place } of named)
    if (place.kind === 'street' && streets.size < STREETS_LOOKED_UP) streets.add(place.name)
  if (streets.size === 0) return []
  const rows = await db
    .selectFrom('place')
    .select(columnsOfPlace)
    .where('kind', '=', 'premises')
    .where('street', 'in', [...streets])
    .where((where) => where.or([where('number', '=', number), where('number', 'like', '%-%')]))
    .execute()
  const least = (named[0]?.score ?? 0) * HOUSE_LEAST_OF_BEST
  return (
    withNumber(rows.map(placeOf), number)
      .map((place) => ({ place, score: Math.max(...ways.map((typed) => scoreHouse(place, typed))) }))
      .filter(({ score }) => score >= least)
      // the number was asked for and is there: ahead of streets that fit as well
      .map(({ place, score }) => ({ place, score: score + exactScore.houseInStreet }))
  )
}

/** Houses with this number at a postcode. */
async function findAtPostcode(db: Reader, postcode: string, number: string): Promise<Candidate[]> {
  const rows = await db
    .selectFrom('place')
    .select(columnsOfPlace)
    .where('kind', '=', 'premises')
    .where('postcode', '=', postcode)
    .where('number', 'is not', null)
    .limit(200)
    .execute()
  return withNumber(rows.map(placeOf), number).map((place) => ({ place, score: exactScore.houseAtPostcode }))
}

function withNumber(places: readonly Place[], number: string): Place[] {
  return places.filter((place) => place.number !== null && isHouseNumber(number, place.number))
}

function scoreHouse({ street, locality, town, postcode }: Place, typed: readonly LikeWord[]): number {
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

/** The posts of that distance; of both carriageways when none was said. */
function listPosts({ posts }: Gazetteer, text: string): Candidate[] {
  const said = readMarkerPost(text)
  if (!said) return []
  const there = posts.get(`${said.road} marker post ${said.kilometres}`) ?? []
  return there
    .filter(({ name }) => said.carriageway === '' || name === said.name)
    .map((place) => ({ place, score: exactScore.markerPost }))
}
