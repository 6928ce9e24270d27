import { type App, give, orderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { requestChecksAgain } from './check-commands.ts'
import { checkParams, checksAgainAnswer, checksAgainBody } from './history-contract.ts'

/** The one thing a person asks of this room; every other check is asked by itself. */
export function historyRoutes(app: App, { desk }: { desk: Desk }): void {
  app.post(
    '/incidents/:incidentId/checks',
    {
      config: { right: 'incidents:add' },
      schema: {
        summary: 'Ask the history checks again',
        params: checkParams,
        body: checksAgainBody,
        response: { 201: checksAgainAnswer },
      },
    },
    async (request, reply) =>
      give(reply, await requestChecksAgain(desk, orderOf(request), request.params.incidentId, request.body.kinds)),
  )
}
