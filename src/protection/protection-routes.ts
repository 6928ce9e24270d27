import { type App, give, readingOrderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { tellAddress } from './protection-commands.ts'
import { addressParams, addressQuery, toldAddress } from './protection-contract.ts'

/** The one door through which a protected address leaves: to whoever is entitled, with its audit row. */
export function protectionRoutes(app: App, { desk }: { desk: Desk }): void {
  app.get(
    '/incidents/:incidentId/protected-address',
    {
      config: { right: 'addresses:protected', tellsProtected: true },
      schema: {
        summary: 'The address of an incident at a protected place, for whoever works it; on the audit',
        params: addressParams,
        querystring: addressQuery,
        response: { 200: toldAddress },
      },
    },
    async (request, reply) =>
      give(reply, await tellAddress(desk, readingOrderOf(request), request.params.incidentId, request.query.unitId)),
  )
}
