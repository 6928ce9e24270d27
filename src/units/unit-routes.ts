import { z } from 'zod'
import { type App, give, orderOf } from '../http/index.ts'
import { unitView } from './unit.ts'
import { listUnitsOnDuty } from './unit-board.ts'
import { setUnitState, type UnitDesk } from './unit-commands.ts'
import { unitParams, unitStateBody } from './unit-contract.ts'

/** Who is on duty, and in which state. */
export function unitRoutes(app: App, { desk }: { desk: UnitDesk }): void {
  app.get('/units', { config: { right: 'units:read' }, schema: { summary: 'Units on duty', response: { 200: z.array(unitView) } } }, async () => listUnitsOnDuty(desk.db, desk.positions))
  app.put('/units/:unitId/state', { config: { right: 'units:state' }, schema: { summary: 'Set the state of a unit', params: unitParams, body: unitStateBody, response: { 200: unitView } } }, async (request, reply) =>
    give(reply, await setUnitState(desk, orderOf(request), request.params.unitId, request.body.state)),
  )
}
