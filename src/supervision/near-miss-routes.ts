import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { App } from '../http/index.ts'
import { listLateRegrades, listRefusedAttempts } from './near-miss-board.ts'
import { lateRegradesView, refusedAttemptsView } from './near-miss-contract.ts'

/** Ten minutes (F1), until the force says otherwise. */
const NEAR_CLOCK_SECONDS = 600

/** What nearly happened: attempts that were refused, and lower grades asked for as the clock ran out. */
export function nearMissRoutes(app: App, { db, book }: { db: Reader; book: DefinitionBook }): void {
  app.get(
    '/supervision/refused-attempts',
    {
      config: { right: 'supervision:watch' },
      schema: {
        summary: 'Attempts to end or lessen an incident that were refused, of seven days',
        response: { 200: refusedAttemptsView },
      },
    },
    async () => listRefusedAttempts(db),
  )
  app.get(
    '/supervision/late-regrades',
    {
      config: { right: 'supervision:watch' },
      schema: {
        summary: 'Lower grades asked for within minutes of the clock running out, of seven days',
        response: { 200: lateRegradesView },
      },
    },
    async () => listLateRegrades(db, (await book.find('regrading'))?.body.nearClockSeconds ?? NEAR_CLOCK_SECONDS),
  )
}
