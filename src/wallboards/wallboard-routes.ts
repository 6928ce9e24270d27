import { z } from 'zod'
import type { DefinitionBook } from '../definitions/index.ts'
import { type App, give, orderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { wallboardView } from './room-figures.ts'
import { getWallboard, listWallboards } from './wallboard-board.ts'
import { endWallboard, lightWallboard } from './wallboard-commands.ts'
import { lightBody, wallboardKept, wallboardParams } from './wallboard-contract.ts'

/** Boards on the wall, and what they read. */
export function wallboardRoutes(app: App, { desk }: { desk: Desk & { book: DefinitionBook } }): void {
  app.get(
    '/wallboard',
    {
      config: { right: 'wallboard:read' },
      schema: { summary: 'How the room stands, in numbers that name nobody', response: { 200: wallboardView } },
    },
    () => getWallboard(desk),
  )
  app.get(
    '/wallboards',
    {
      config: { right: 'wallboards:keep' },
      schema: { summary: 'All boards on the wall', response: { 200: z.array(wallboardKept) } },
    },
    () => listWallboards(desk.db),
  )
  app.post(
    '/wallboards',
    {
      config: { right: 'wallboards:keep' },
      schema: { summary: 'Light a board on the wall', body: lightBody, response: { 201: wallboardKept } },
    },
    async (request, reply) => give(reply, await lightWallboard(desk, orderOf(request), request.body)),
  )
  app.post(
    '/wallboards/:wallboardId/end',
    {
      config: { right: 'wallboards:keep' },
      schema: {
        summary: 'End a board: its token opens nothing any more',
        params: wallboardParams,
        response: { 200: z.strictObject({ id: z.uuid() }) },
      },
    },
    async (request, reply) => give(reply, await endWallboard(desk, orderOf(request), request.params.wallboardId)),
  )
}
