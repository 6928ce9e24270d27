import type { z } from 'zod'
import { Refusal } from '../core/index.ts'
import { getIncident, saveLogEntry } from '../incidents/index.ts'
import { type Answer, command, type EventOf, type Order } from '../journal/index.ts'
import { getUnitForUpdate, mustBeOwnUnit } from '../units/index.ts'
import type { DeploymentView } from './dispatch.ts'
import { getDeployment } from './dispatch-board.ts'
import type { dispatchEvents, moreUnitsBody } from './dispatch-contract.ts'
import { getDeploymentForUpdate, getDeploymentSubject, saveMoreUnits } from './dispatch-store.ts'
import type { DispatchDesk } from './recommender.ts'

type Event = EventOf<typeof dispatchEvents>

/**
 * A crew at work asks for more units: told to the room at once, and an exception until so many were sent. Who goes is
 * the dispatcher's decision; what is recommended does not change by it. @throws Refusal deployment/ended, unit/not-yours
 */
export function askMoreUnits(
  desk: DispatchDesk,
  order: Order,
  deploymentId: string,
  { units, text }: z.output<typeof moreUnitsBody>,
): Promise<Answer<DeploymentView>> {
  return command(desk, order, async (work) => {
    const { trx } = work
    const subject = await getDeploymentSubject(trx, deploymentId)
    mustBeOwnUnit(order, subject.unit_id)
    const unit = await getUnitForUpdate(trx, subject.unit_id)
    const before = await getDeploymentForUpdate(trx, deploymentId)
    if (before.released_at) throw new Refusal('deployment/ended', 'The deployment has ended: ask by radio')
    await saveMoreUnits(trx, deploymentId, units)
    const deployment = await getDeployment(trx, deploymentId)
    const { id: incidentId, areaId } = await getIncident(trx, before.incident_id)
    const route = { audience: 'room', incidentId, areaId, unitIds: [unit.id] } as const
    work.record({ type: 'more-units-wanted', ...route, data: { deployment, units } } satisfies Event)
    await saveLogEntry(work, incidentId, {
      kind: 'action',
      text: `${unit.callsign} asks for ${units} more ${units === 1 ? 'unit' : 'units'}${text === '' ? '' : `. ${text}`}`,
    })
    return { status: 200, body: deployment }
  })
}
