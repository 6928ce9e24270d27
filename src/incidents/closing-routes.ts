import type { DefinitionBook } from '../definitions/index.ts'
import { type App, give, readingOrderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { showClosing } from './closing-commands.ts'
import { closingView } from './closing-contract.ts'
import { incidentParams } from './incident-contract.ts'

/** What is owed before closing; closing itself is among the routes of the incident. */
export function closingRoutes(app: App, { desk }: { desk: Desk & { book: DefinitionBook } }): void {
  app.get(
    '/incidents/:incidentId/closing',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'What is still owed before closing, by whom, and whether you may close it',
        params: incidentParams,
        response: { 200: closingView },
      },
    },
    async (request, reply) => give(reply, await showClosing(desk, readingOrderOf(request), request.params.incidentId)),
  )
}
