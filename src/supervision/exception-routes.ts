import { type App, actorOf, give, orderOf } from '../http/index.ts'
import { getIncidentClock, listAlarmRates, listExceptions } from './exception-board.ts'
import { acknowledgeException, type WatchDesk } from './exception-commands.ts'
import {
  alarmRateView,
  exceptionListView,
  exceptionParams,
  exceptionView,
  incidentClockParams,
  incidentClockView,
} from './exception-contract.ts'

/** What waits too long, who was told, who has it in hand; and how much each desk is told. */
export function exceptionRoutes(app: App, { desk }: { desk: WatchDesk }): void {
  app.get(
    '/exceptions',
    {
      config: { right: 'exceptions:read' },
      schema: { summary: 'What waits too long now, ranked and merged', response: { 200: exceptionListView } },
    },
    async (request) => {
      const rules = await desk.book.find('escalation')
      return rules ? listExceptions(desk.db, actorOf(request).actor, rules.body) : { standing: 0, lines: [] }
    },
  )
  app.post(
    '/exceptions/:exceptionId/acknowledge',
    {
      config: { right: 'exceptions:acknowledge' },
      schema: { summary: 'Say that it is in hand', params: exceptionParams, response: { 200: exceptionView } },
    },
    async (request, reply) =>
      give(reply, await acknowledgeException(desk, orderOf(request), request.params.exceptionId)),
  )
  app.get(
    '/supervision/alarm-rates',
    {
      config: { right: 'supervision:watch' },
      schema: {
        summary: 'What each person who is signed in was told, against EEMUA 191 and ISA-18.2',
        response: { 200: alarmRateView },
      },
    },
    async () => {
      const rules = await desk.book.find('escalation')
      return listAlarmRates(desk.db, rules?.body.posts ?? [])
    },
  )
  app.get(
    '/incidents/:incidentId/clock',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'The first clock, the present one, every instant either may start from, and who was told what',
        params: incidentClockParams,
        response: { 200: incidentClockView },
      },
    },
    async (request) => getIncidentClock(desk.db, request.params.incidentId),
  )
}
