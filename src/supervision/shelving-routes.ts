import { type App, give, orderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { listShelved } from './shelving-board.ts'
import { shelveAlarm, unshelveAlarm } from './shelving-commands.ts'
import { shelveBody, shelvingListView, shelvingParams, shelvingView } from './shelving-contract.ts'

/** Which alarms do not sound just now, who put them aside, why and until when. */
export function shelvingRoutes(app: App, { desk }: { desk: Desk }): void {
  app.get(
    '/alarm-shelvings',
    {
      config: { right: 'exceptions:read' },
      schema: { summary: 'Alarms that are shelved now', response: { 200: shelvingListView } },
    },
    async () => listShelved(desk.db),
  )
  app.post(
    '/alarm-shelvings',
    {
      config: { right: 'alarms:shelve' },
      schema: {
        summary: 'Shelve a kind of alarm, 30 minutes at most, with a reason; never an emergency',
        body: shelveBody,
        response: { 201: shelvingView },
      },
    },
    async (request, reply) => give(reply, await shelveAlarm(desk, orderOf(request), request.body)),
  )
  app.post(
    '/alarm-shelvings/:shelvingId/end',
    {
      config: { right: 'alarms:shelve' },
      schema: { summary: 'Let it sound again', params: shelvingParams, response: { 200: shelvingView } },
    },
    async (request, reply) => give(reply, await unshelveAlarm(desk, orderOf(request), request.params.shelvingId)),
  )
}
