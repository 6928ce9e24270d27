import type { Reader } from '../db/index.ts'
import type { App } from '../http/index.ts'
import { readGridReference } from './grid-reference-rules.ts'
import { placeQuery, placesFound } from './place-contract.ts'
import { openCurrentPlaceSearch } from './place-news-board.ts'

/** The gazetteer, searched as one types. Protected places come masked: to see one, its incident is opened, and that is audited. */
export function placeRoutes(app: App, { db }: { db: Reader }): void {
  const places = openCurrentPlaceSearch(db)
  // doors first: a search that comes before the names are read waits for them
  app.addHook('onListen', () => places.warm().catch(() => undefined))
  app.get(
    '/places',
    {
      config: { right: 'places:search' },
      schema: { summary: 'Search places as one types', querystring: placeQuery, response: { 200: placesFound } },
    },
    async (request) => {
      const { text, nearLat, nearLon, areaId, limit } = request.query
      const near = nearLat === undefined || nearLon === undefined ? undefined : { lat: nearLat, lon: nearLon }
      const grid = readGridReference(text)
      return {
        places: grid ? [] : await places.search(text, { near, areaId, limit }),
        gridPoint: grid ? { ...grid.point, squareMetres: grid.squareMetres } : null,
      }
    },
  )
}
