import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { type AddressMatch, judgeMatch } from './address-match-rules.ts'
import { gridReference } from './grid-reference-rules.ts'
import { readMarkerPost, readSaidPoint, readThreeWords } from './location-rules.ts'
import { addressInLine, type Place, type Point } from './place.ts'
import { findPlace, type PlaceSearch, type SearchOptions } from './place-board.ts'
import type { PlacesFound } from './place-contract.ts'
import { openCurrentPlaceSearch } from './place-news-board.ts'
import { WordsFault, type WordsLocator } from './three-words.ts'
import { placeOfWords } from './three-words-rules.ts'

/** Where something is, however it is said. */
export type LocationDesk = {
  find(text: string, options: SearchOptions): Promise<PlacesFound>
  /** How an address stands to a place, by its id; undefined: there is no such place. */
  match(address: string, placeId: string): Promise<AddressMatch | undefined>
  warm(): Promise<void>
}

/** Opens the one field in which a location is typed: figures are read, words are searched, and what cannot be known is said. */
export function openLocationDesk(deps: {
  db: Reader
  book: DefinitionBook
  wordsLocator?: WordsLocator | undefined
  /** for the operators: why the service for three words gave nothing; it names no words */
  onWordsFault?: (fault: WordsFault) => void
}): LocationDesk {
  const { db, book } = deps
  const search = openCurrentPlaceSearch(db, { localNames: async () => (await book.find('local-names'))?.body ?? [] })
  return {
    warm: () => search.warm(),
    match: async (address, placeId) => {
      const place = await findPlace(db, placeId)
      return place && (await matchAddress(search, address, place))
    },
    find: async (text, options) => {
      const said = readSaidPoint(text)
      if (said) return { places: [], point: pointView(said.as, said), notKnown: null }
      const words = readThreeWords(text)
      if (words) return { places: [], ...(await findWords(deps, words)) }
      const places = await search.search(text, options)
      const post = readMarkerPost(text)
      if (post && !places.some(({ kind }) => kind === 'marker-post'))
        return { places: [], point: null, notKnown: `${post.name} is not in the gazetteer. ${ASK_BY_THE_ROAD}` }
      return { places, point: null, notKnown: null }
    },
  }
}

/** Finds for one address whose places are looked at. */
const MOST_FOUND = 5

async function matchAddress(search: PlaceSearch, address: string, place: Place): Promise<AddressMatch> {
  const isSame = await search.isSame(address, addressInLine(place))
  if (isSame || place.protected) return judgeMatch({ place, isSame, found: [] })
  const found: Place[] = []
  for (const one of await search.search(address, { near: place, limit: MOST_FOUND, maySeeProtected: true })) {
    const { lat, lon } = one
    if (lat !== null && lon !== null && (await search.isSame(address, addressInLine(one))))
      found.push({ ...one, lat, lon })
  }
  return judgeMatch({ place, isSame, found })
}

const ASK_BY_THE_ROAD = 'Ask which junction was passed last, in which direction, and what can be seen.'
const ASK_THE_WORDS = 'Ask for the words again, letter by letter.'
const ASK_ANOTHER_WAY = 'Ask for a road, a place, a postcode or a grid reference.'

async function findWords(
  { wordsLocator, onWordsFault }: Pick<Parameters<typeof openLocationDesk>[0], 'wordsLocator' | 'onWordsFault'>,
  words: string,
): Promise<Pick<PlacesFound, 'point' | 'notKnown'>> {
  const notKnown = (why: string) => ({ point: null, notKnown: why })
  if (!wordsLocator)
    return notKnown(`Three words cannot be looked up: no service for them is set up. ${ASK_ANOTHER_WAY}`)
  try {
    const said = await wordsLocator.find(words)
    if (!said) return notKnown(`There is no place ///${words}. ${ASK_THE_WORDS}`)
    const place = placeOfWords(words, said)
    if (place === 'wrong') throw new WordsFault('wrong', 'its answer does not fit itself')
    if (place === 'abroad') return notKnown(`///${words} is not in Great Britain. ${ASK_THE_WORDS}`)
    const { nearestPlace } = place
    return { point: pointView('what3words', place, { said: words, nearestPlace }), notKnown: null }
  } catch (error) {
    if (!(error instanceof WordsFault)) throw error
    onWordsFault?.(error)
    return notKnown(`${NO_WORDS[error.because]} ${ASK_ANOTHER_WAY}`)
  }
}

const NO_WORDS = {
  unreachable: 'The service for three words does not answer.',
  refused: 'The service for three words refuses us: tell a supervisor.',
  wrong: 'The service for three words gave an answer that cannot be used.',
} as const

function pointView(
  as: NonNullable<PlacesFound['point']>['as'],
  { point, metres }: { point: Point; metres: number },
  words: NonNullable<PlacesFound['point']>['words'] = null,
): PlacesFound['point'] {
  const fine = metres < 10 ? 1 : metres < 100 ? 10 : 100
  return { as, lat: point.lat, lon: point.lon, metres, gridReference: gridReference(point, fine) ?? null, words }
}
