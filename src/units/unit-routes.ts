import { z } from 'zod'
import { type App, actorOf, give, orderOf } from '../http/index.ts'
import { unitView } from './unit.ts'
import { listUnitsOnDuty } from './unit-board.ts'
import { setUnitState, type UnitDesk } from './unit-commands.ts'
import { unitParams, unitStateBody, welfareBody } from './unit-contract.ts'
import { checkWelfare } from './welfare-commands.ts'

/** Who is on duty, and in which state. */
export function unitRoutes(app: App, { desk }: { desk: UnitDesk }): void {
  app.get(
    '/units',
    {
      config: { right: 'units:read' },
      schema: { summary: 'Units on duty; a crew sees its own', response: { 200: z.array(unitView) } },
    },
    async (request) => {
      const { actor } = actorOf(request)
      const units = await listUnitsOnDuty(desk.db, desk.positions)
      return actor.role === 'unit' ? units.filter(({ id }) => id === actor.unitId) : units
    },
  )
  app.put(
    '/units/:unitId/state',
    {
      config: { right: 'units:state' },
      schema: {
        summary: 'Set the state of a unit',
        params: unitParams,
        body: unitStateBody,
        response: { 200: unitView },
      },
    },
    async (request, reply) =>
      give(reply, await setUnitState(desk, orderOf(request), request.params.unitId, request.body)),
  )
  app.post(
    '/units/:unitId/welfare',
    {
      config: { right: 'units:state' },
      schema: {
        summary: 'A crew on a call is well, or did not answer',
        params: unitParams,
        body: welfareBody,
        response: { 201: z.strictObject({ id: z.uuid() }) },
      },
    },
    async (request, reply) =>
      give(reply, await checkWelfare(desk, orderOf(request), request.params.unitId, request.body.answer)),
  )
}
