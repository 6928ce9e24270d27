import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { App } from '../http/index.ts'
import { openLocationDesk } from './location-board.ts'
import { placeQuery, placesFound } from './place-contract.ts'
import type { WordsFault, WordsLocator } from './three-words.ts'

/** The gazetteer, searched as one types. Protected places come masked: to see one, its incident is opened, and that is audited. */
export function placeRoutes(
  app: App,
  deps: {
    db: Reader
    book: DefinitionBook
    wordsLocator?: WordsLocator | undefined
    onWordsFault?: (fault: WordsFault) => void
  },
): void {
  const desk = openLocationDesk(deps)
  // doors first: a search that comes before the names are read waits for them
  app.addHook('onListen', () => desk.warm().catch(() => undefined))
  app.get(
    '/places',
    {
      config: { right: 'places:search' },
      schema: { summary: 'Search places as one types', querystring: placeQuery, response: { 200: placesFound } },
    },
    async (request) => {
      const { text, nearLat, nearLon, areaId, limit } = request.query
      const near = nearLat === undefined || nearLon === undefined ? undefined : { lat: nearLat, lon: nearLon }
      return await desk.find(text, { near, areaId, limit })
    },
  )
}
