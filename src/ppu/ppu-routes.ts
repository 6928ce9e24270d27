import { type App, actorOf, give, orderOf, readingOrderOf } from '../http/index.ts'
import { incidentLog } from '../incidents/index.ts'
import { listQueue } from './ppu-board.ts'
import { acknowledgeEntry, type PpuDesk, readForPpu } from './ppu-commands.ts'
import { ppuParams as params, ppuEntry, ppuQueueView } from './ppu-contract.ts'

/** Domestic abuse incidents that the public protection units oversee. */
export function ppuRoutes(app: App, { desk }: { desk: PpuDesk }): void {
  app.get(
    '/ppu/queue',
    {
      config: { right: 'ppu:read' },
      schema: {
        summary: 'Domestic abuse incidents of your areas, attended or closed, that wait to be acknowledged',
        response: { 200: ppuQueueView },
      },
    },
    (request) => listQueue(desk.db, actorOf(request).actor),
  )
  app.get(
    '/ppu/incidents/:incidentId',
    {
      config: { right: 'ppu:read' },
      schema: { summary: 'The whole log of one of them, to read', params, response: { 200: incidentLog } },
    },
    async (request, reply) => give(reply, await readForPpu(desk, readingOrderOf(request), request.params.incidentId)),
  )
  app.post(
    '/ppu/incidents/:incidentId/acknowledge',
    {
      config: { right: 'ppu:acknowledge' },
      schema: { summary: 'Say that the unit has it, by name', params, response: { 200: ppuEntry } },
    },
    async (request, reply) => give(reply, await acknowledgeEntry(desk, orderOf(request), request.params.incidentId)),
  )
}
