import { type App, actorOf } from '../http/index.ts'
import type { PositionBoard } from './position-board.ts'
import { positionsAnswer, positionsBody } from './position-contract.ts'

/** Where vehicles say where they are: the AVL system for all, a crew's own page for itself. */
export function positionRoutes(app: App, { positions }: { positions: PositionBoard }): void {
  app.post(
    '/positions',
    {
      config: { right: 'positions:report' },
      schema: {
        summary: 'Report where units are; the newest fix wins',
        body: positionsBody,
        response: { 200: positionsAnswer },
      },
    },
    async (request) => positions.report(actorOf(request).actor, request.body.positions, new Date()),
  )
}
