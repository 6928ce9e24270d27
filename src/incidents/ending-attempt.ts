import { Refusal } from '../core/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order } from '../journal/index.ts'
import type { incidentEvents } from './incident-contract.ts'
import { isWatched, saveLogEntry } from './incident-store.ts'

type Event = EventOf<typeof incidentEvents>

/** Refusals that mean: somebody tried to end or lessen an incident without the right to. */
const attempts = new Set([
  'incident/locked',
  'incident/own-call',
  'incident/not-yours',
  'grade/second-person',
  'grade/binding',
  'grade/domestic-abuse',
  'grade/not-yours',
  'grade/lower',
  'grade/happening-now',
  'grade/remote-conditions',
])
/** Of an ordinary incident these are slips of the hand. */
const slips = new Set(['grade/lower'])

/**
 * Runs what may end or lessen an incident. When the database refuses it for want of the right, the attempt
 * itself is written: on the log, on the audit, and to the supervisors (CR-27). The refusal goes on to the caller.
 */
export async function endingAttempt<T>(
  desk: Desk,
  order: Order,
  incidentId: string,
  attempted: string,
  run: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Refusal && attempts.has(error.code))
      await noteAttempt(desk, order, incidentId, attempted, error.code)
    throw error
  }
}

/** Writes an attempt down that was refused; of an incident that there is not, nothing. */
export async function noteAttempt(
  desk: Desk,
  order: Order,
  incidentId: string,
  attempted: string,
  code: string,
): Promise<void> {
  await command(desk, { ...order, idempotencyKey: null }, async (work) => {
    const { actor } = work
    const watched = await isWatched(work.trx, incidentId)
    if (watched === undefined || (!watched && slips.has(code))) return { status: 200, body: null }
    await saveLogEntry(work, incidentId, {
      kind: 'refused',
      text: `Refused: ${attempted}, by ${actor.name} (${actor.role})`,
      detail: { code },
    })
    work.audit({
      op: 'refusal',
      subjectType: 'incident',
      subjectId: incidentId,
      incidentId,
      reason: attempted,
      detail: { code },
    })
    work.record({
      type: 'ending-refused',
      audience: 'supervision',
      incidentId,
      data: { incidentId, attempted, by: actor.name, role: actor.role, code },
    } satisfies Event)
    return { status: 200, body: null }
  })
}
