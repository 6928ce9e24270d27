import { getIncident, planRecommendation, planRecontact, saveLogEntry } from '../incidents/index.ts'
import type { EventOf, Work } from '../journal/index.ts'
import type { DeploymentView } from './dispatch.ts'
import { getDeployment } from './dispatch-board.ts'
import type { dispatchEvents } from './dispatch-contract.ts'
import type { DivertWish } from './divert-rules.ts'
import { saveDiverted } from './divert-store.ts'

type Event = EventOf<typeof dispatchEvents>
/** The open deployment that a diverted unit leaves. */
type Left = { id: string; incident_id: string; area_id: string | null; watched: boolean }

/** Releases the unit from the incident that it leaves. @returns when that is contacted again, null: nobody promised to */
export function leaveIncident(work: Work, from: Left, to: string, wish: DivertWish | null): Promise<Date | null> {
  return saveDiverted(work.trx, from.id, {
    to,
    reason: wish?.reason ?? '',
    recontactInMinutes: wish?.recontactInMinutes ?? null,
  })
}

/**
 * The incident that loses its unit is told, asks again, and is contacted again if that was promised; if it is
 * watched its supervisors are told too.
 */
export async function noteDivert(
  work: Work,
  from: Left,
  callsign: string,
  to: DeploymentView,
  divert: { reason: string; recontactBy: Date | null },
): Promise<void> {
  const { reason, recontactBy } = divert
  await saveLogEntry(work, from.incident_id, {
    kind: 'action',
    text: `${callsign} diverted to another incident: ${reason}`,
    detail: { to: to.incidentId, recontactBy: recontactBy?.toISOString() ?? null },
  })
  const ended = await getDeployment(work.trx, from.id)
  const route = { incidentId: from.incident_id, areaId: from.area_id } as const
  work.record({
    type: 'deployment-ended',
    audience: 'room',
    ...route,
    unitIds: [ended.unitId],
    data: { deployment: ended, because: reason },
  } satisfies Event)
  if (recontactBy) {
    await planRecontact(work, {
      incidentId: from.incident_id,
      areaId: from.area_id,
      by: recontactBy,
      because: `${callsign} was diverted`,
    })
    if (from.watched) {
      const incident = await getIncident(work.trx, from.incident_id)
      work.record({
        type: 'diverted-from-watched',
        audience: 'supervision',
        ...route,
        data: { incident, deployment: ended, reason, by: work.actor.name, recontactBy: recontactBy.toISOString() },
      } satisfies Event)
    }
  }
  planRecommendation(work, from.incident_id, 'unit diverted')
}
