import { z } from 'zod'
import { type App, actorOf, give, orderOf } from '../http/index.ts'
import { endDuty, listDuties, takeDuty } from './duty-commands.ts'
import { dutyParams, dutyView, takeDutyBody } from './duty-contract.ts'
import type { WatchDesk } from './exception-commands.ts'

const shown = { 200: z.array(dutyView) }

/** Posts that somebody holds for a shift, such as the duty inspector. */
export function dutyRoutes(app: App, { desk }: { desk: WatchDesk }): void {
  app.get(
    '/duties',
    { config: { right: 'duties:hold' }, schema: { summary: 'Who is on duty in which post', response: shown } },
    async (request) => listDuties(desk, actorOf(request).actor),
  )
  app.post(
    '/duties/:post/take',
    {
      config: { right: 'duties:hold' },
      schema: { summary: 'Take a post for a shift', params: dutyParams, body: takeDutyBody, response: shown },
    },
    async (request, reply) => give(reply, await takeDuty(desk, orderOf(request), request.params.post, request.body)),
  )
  app.post(
    '/duties/:post/end',
    {
      config: { right: 'duties:hold' },
      schema: { summary: 'End a duty', params: dutyParams, response: shown },
    },
    async (request, reply) => give(reply, await endDuty(desk, orderOf(request), request.params.post)),
  )
}
