import type { Reader } from '../db/index.ts'
import type { App } from '../http/index.ts'
import { listWatched } from './watch-board.ts'
import { watchListView } from './watch-contract.ts'

/** What supervisors keep an eye on. */
export function watchRoutes(app: App, { db }: { db: Reader }): void {
  app.get(
    '/supervision/watch-list',
    {
      config: { right: 'supervision:watch' },
      schema: { summary: 'Incidents to watch, with the three tests', response: { 200: watchListView } },
    },
    async () => listWatched(db),
  )
}
