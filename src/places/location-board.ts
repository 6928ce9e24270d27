import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { gridReference } from './grid-reference-rules.ts'
import { readMarkerPost, readSaidPoint, readThreeWords } from './location-rules.ts'
import type { Point } from './place.ts'
import type { SearchOptions } from './place-board.ts'
import type { PlacesFound } from './place-contract.ts'
import { openCurrentPlaceSearch } from './place-news-board.ts'

/** A service that knows what three words mean; undefined when it knows no such words. May throw: it is outside. */
export type WordsLocator = { find(words: string): Promise<Point | undefined> }

/** Where something is, however it is said. */
export type LocationDesk = {
  find(text: string, options: SearchOptions): Promise<PlacesFound>
  warm(): Promise<void>
}

/** A square of what3words, in metres. */
const WORDS_METRES = 3

/** Opens the one field in which a location is typed: figures are read, words are searched, and what cannot be known is said. */
export function openLocationDesk(deps: {
  db: Reader
  book: DefinitionBook
  wordsLocator?: WordsLocator | undefined
}): LocationDesk {
  const { db, book, wordsLocator } = deps
  const search = openCurrentPlaceSearch(db, { localNames: async () => (await book.find('local-names'))?.body ?? [] })
  return {
    warm: () => search.warm(),
    find: async (text, options) => {
      const said = readSaidPoint(text)
      if (said) return { places: [], point: pointView(said.as, said.point, said.metres), notKnown: null }
      const words = readThreeWords(text)
      if (words) return { places: [], ...(await findWords(wordsLocator, words)) }
      const places = await search.search(text, options)
      const post = readMarkerPost(text)
      if (post && !places.some(({ kind }) => kind === 'marker-post'))
        return { places: [], point: null, notKnown: `${post.name} is not in the gazetteer. ${ASK_BY_THE_ROAD}` }
      return { places, point: null, notKnown: null }
    },
  }
}

const ASK_BY_THE_ROAD = 'Ask which junction was passed last, in which direction, and what can be seen.'
const ASK_ANOTHER_WAY = 'Ask for a road, a place, a postcode or a grid reference.'

async function findWords(
  locator: WordsLocator | undefined,
  words: string,
): Promise<Pick<PlacesFound, 'point' | 'notKnown'>> {
  if (!locator)
    return {
      point: null,
      notKnown: `Three words cannot be looked up: no service for them is set up. ${ASK_ANOTHER_WAY}`,
    }
  try {
    const point = await locator.find(words)
    if (point) return { point: pointView('what3words', point, WORDS_METRES), notKnown: null }
    return { point: null, notKnown: `There is no place ///${words}. Ask for the words again, letter by letter.` }
  } catch {
    return { point: null, notKnown: `The service for three words does not answer. ${ASK_ANOTHER_WAY}` }
  }
}

function pointView(as: NonNullable<PlacesFound['point']>['as'], point: Point, metres: number): PlacesFound['point'] {
  const fine = metres < 10 ? 1 : metres < 100 ? 10 : 100
  return { as, lat: point.lat, lon: point.lon, metres, gridReference: gridReference(point, fine) ?? null }
}
