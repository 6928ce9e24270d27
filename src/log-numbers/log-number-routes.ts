import { z } from 'zod'
import { type App, give, orderOf } from '../http/index.ts'
import { incidentView } from '../incidents/index.ts'
import { logNumberBlock } from './log-number.ts'
import { getDayAccount, listBlocks } from './log-number-board.ts'
import { accountUnused, enterPaperLog, type PaperDesk, reserveNumbers } from './log-number-commands.ts'
import {
  dayAccountView,
  dayParams,
  paperLogBody,
  blockParams as params,
  reserveBody,
  unusedBody,
} from './log-number-contract.ts'

/** Blocks of this many days back are listed. */
const DAYS_BACK = 14

/** Log numbers that are kept back for paper, paper logs, and the account of a day. */
export function logNumberRoutes(app: App, { desk }: { desk: PaperDesk }): void {
  app.get(
    '/log-number-blocks',
    {
      config: { right: 'paper-logs:enter' },
      schema: {
        summary: 'Numbers kept back for paper, the newest day first',
        response: { 200: z.array(logNumberBlock) },
      },
    },
    () => listBlocks(desk.db, DAYS_BACK),
  )
  app.post(
    '/log-number-blocks',
    {
      config: { right: 'log-numbers:keep' },
      schema: { summary: 'Keep numbers of a day back for paper', body: reserveBody, response: { 201: logNumberBlock } },
    },
    async (request, reply) => give(reply, await reserveNumbers(desk, orderOf(request), request.body)),
  )
  app.post(
    '/log-number-blocks/:blockId/unused',
    {
      config: { right: 'log-numbers:keep' },
      schema: {
        summary: 'Say what became of reserved numbers that were not used',
        params,
        body: unusedBody,
        response: { 200: logNumberBlock },
      },
    },
    async (request, reply) =>
      give(reply, await accountUnused(desk, orderOf(request), request.params.blockId, request.body)),
  )
  app.post(
    '/log-number-blocks/:blockId/paper-logs',
    {
      config: { right: 'paper-logs:enter' },
      schema: {
        summary: 'Enter a paper log under its reserved number, with the times as written',
        params,
        body: paperLogBody,
        response: { 201: incidentView },
      },
    },
    async (request, reply) =>
      give(reply, await enterPaperLog(desk, orderOf(request), request.params.blockId, request.body)),
  )
  app.get(
    '/log-numbers/:day',
    {
      config: { right: 'log-numbers:keep' },
      schema: {
        summary: 'The account of a day: what became of each of its numbers',
        params: dayParams,
        response: { 200: dayAccountView },
      },
    },
    (request) => getDayAccount(desk.db, request.params.day),
  )
}
