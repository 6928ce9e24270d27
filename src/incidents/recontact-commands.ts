import { localClock, newId } from '../core/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { EventOf, Work } from '../journal/index.ts'
import { getIncident } from './incident-board.ts'
import type { incidentEvents } from './incident-contract.ts'
import { findActionToDo, saveAction, saveLogEntry } from './incident-store.ts'

type Event = EventOf<typeof incidentEvents>
const RECONTACT = 'recontact'

/**
 * Plans that an incident is contacted again by an instant: something to be done before it can be closed, with a
 * timer that is a row. Inside the caller's transaction.
 */
export async function planRecontact(
  work: Work,
  plan: { incidentId: string; areaId: string | null; by: Date; because: string },
): Promise<void> {
  const { incidentId, areaId, by } = plan
  const id = newId()
  const text = `Contact again by ${localClock(by)}: ${plan.because}`
  const owner = 'dispatcher'
  await saveAction(work.trx, { id, incidentId, text, owner, createdBy: work.actor.id, dueAt: by })
  work.record({
    type: 'action-added',
    audience: 'room',
    incidentId,
    areaId,
    data: { incidentId, actionId: id, text, owner, dueAt: by.toISOString() },
  } satisfies Event)
  const inSeconds = Math.max(0, (by.getTime() - Date.now()) / 1_000)
  work.later({ kind: RECONTACT, subjectId: incidentId, variant: id, inSeconds })
}

/** When the time has come and nobody has marked it done: says so on the log and to the room. */
export const recontactHandler: JobHandler = {
  kind: RECONTACT,
  async run(job, work) {
    const action = await findActionToDo(work.trx, job.variant)
    if (!action) return
    const incident = await getIncident(work.trx, job.subjectId)
    await saveLogEntry(work, incident.id, { kind: 'system', text: `Not done in time: ${action.text}` })
    work.record({
      type: 'recontact-due',
      audience: 'room',
      incidentId: incident.id,
      areaId: incident.areaId,
      data: { incident, actionId: job.variant, text: action.text },
    } satisfies Event)
  },
}
