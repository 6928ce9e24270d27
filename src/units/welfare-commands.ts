import { Refusal } from '../core/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order } from '../journal/index.ts'
import { mustBeOwnUnit } from './unit-commands.ts'
import type { unitEvents, WelfareAnswer } from './unit-contract.ts'
import { getUnitForUpdate } from './unit-store.ts'
import { lockIncidentOf, saveWelfareCheck } from './welfare-store.ts'

type Event = EventOf<typeof unitEvents>

/**
 * A crew on a call was asked whether it is well, or says so itself; its welfare clock starts anew when it is. That it
 * did not answer is kept, and the clock goes on. Help is asked for by the unit's state, never here.
 */
export function checkWelfare(
  desk: Desk,
  order: Order,
  unitId: string,
  answer: WelfareAnswer,
): Promise<Answer<{ id: string }>> {
  mustBeOwnUnit(order, unitId)
  return command(desk, order, async (work) => {
    await lockIncidentOf(work.trx, unitId)
    const { open, callsign } = await getUnitForUpdate(work.trx, unitId)
    if (!open) throw new Refusal('unit/state', `${callsign} is not on a call`)
    const route = { deploymentId: open.id, incidentId: open.incident_id }
    const id = await saveWelfareCheck(work.trx, { ...route, unitId, answer, by: work.actor.id })
    work.record({
      type: 'welfare-checked',
      audience: 'room',
      incidentId: open.incident_id,
      areaId: open.area_id,
      unitIds: [unitId],
      data: { ...route, unitId, answer },
    } satisfies Event)
    return { status: 201, body: { id } }
  })
}
