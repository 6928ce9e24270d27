import type { App } from '../http/index.ts'
import type { LocationDesk } from './location-board.ts'
import { placeQuery, placesFound } from './place-contract.ts'

/** The gazetteer, searched as one types. Protected places come masked: to see one, its incident is opened, and that is audited. */
export function placeRoutes(app: App, { locations }: { locations: LocationDesk }): void {
  // doors first: a search that comes before the names are read waits for them
  app.addHook('onListen', () => locations.warm().catch(() => undefined))
  app.get(
    '/places',
    {
      config: { right: 'places:search' },
      schema: { summary: 'Search places as one types', querystring: placeQuery, response: { 200: placesFound } },
    },
    async (request) => {
      const { text, nearLat, nearLon, areaId, limit } = request.query
      const near = nearLat === undefined || nearLon === undefined ? undefined : { lat: nearLat, lon: nearLon }
      return await locations.find(text, { near, areaId, limit })
    },
  )
}
