import { type App, give, orderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { identifyPerson, requestChecksAgain } from './check-commands.ts'
import { checkParams, checksAgainAnswer, checksAgainBody, identityBody, identityParams } from './history-contract.ts'

/** What a person asks of this room: the checks again, and who of the records was named. Every other check is asked by itself. */
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
  app.post(
    '/incidents/:incidentId/people/:namedId/identity',
    {
      config: { right: 'incidents:add' },
      schema: {
        summary: 'Say who of the records was named',
        params: identityParams,
        body: identityBody,
        response: { 201: checksAgainAnswer },
      },
    },
    async (request, reply) => {
      const { incidentId, namedId } = request.params
      return give(reply, await identifyPerson(desk, orderOf(request), incidentId, namedId, request.body))
    },
  )
}
