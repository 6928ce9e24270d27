import type { z } from 'zod'
import { Refusal } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { assess } from './assessment.ts'
import { mustOweNothing, tellAllMissing } from './closing-commands.ts'
import { endingAttempt } from './ending-attempt.ts'
import type { IncidentView } from './incident.ts'
import { getIncident } from './incident-board.ts'
import type { closeBody, flagBody, incidentEvents, reopenBody, retypeBody } from './incident-contract.ts'
import { saveClosure, saveFlagCleared, saveFlagsRaised, saveReopening, saveType } from './incident-guards-store.ts'
import { saveLogEntry } from './incident-store.ts'

type Event = EventOf<typeof incidentEvents>
type EndingDesk = Desk & { book: DefinitionBook }

/** Closes an incident; the database holds the lock of CR-27 and the least of CR-28, the force's own list the rest. */
export function closeIncident(
  desk: EndingDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof closeBody>,
): Promise<Answer<IncidentView>> {
  return endingAttempt(desk, order, incidentId, 'closing', async () => {
    await mustBeKnown(desk, body.closingCategory)
    const closing = command(desk, order, async (work) => {
      // before what it owes is told, the database asks who may close it
      await saveClosure(work, incidentId, body.closingCategory, body.result)
      await mustOweNothing(work, desk, incidentId, body.result)
      return written(work, incidentId, `Closed as ${body.closingCategory}`, (incident) => ({
        type: 'incident-closed',
        data: { incident, closedBy: work.actor.name },
      }))
    })
    return closing.catch(async (error: unknown) => {
      const isIncomplete = error instanceof Refusal && error.code === 'incident/incomplete'
      throw isIncomplete ? await tellAllMissing(desk, order, incidentId, body.result) : error
    })
  })
}

/** Opens a closed incident again; everything that was is kept. */
export function reopenIncident(
  desk: Desk,
  order: Order,
  incidentId: string,
  body: z.output<typeof reopenBody>,
): Promise<Answer<IncidentView>> {
  return endingAttempt(desk, order, incidentId, 'reopening', () =>
    command(desk, order, async (work) => {
      await saveReopening(work, incidentId, body.reason)
      return written(work, incidentId, `Reopened: ${body.reason}`, (incident) => ({
        type: 'incident-reopened',
        data: { incident, reason: body.reason },
      }))
    }),
  )
}

/** Corrects the type; the opening category stays as it was first recorded (NSIR). */
export function retypeIncident(
  desk: EndingDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof retypeBody>,
): Promise<Answer<IncidentView>> {
  return endingAttempt(desk, order, incidentId, 'retyping', async () => {
    const { body: types } = await desk.book.get('incident-types')
    if (!types.some((type) => type.code === body.type)) throw unknownCode('/type')
    return command(desk, order, async (work) => {
      const from = await saveType(work, incidentId, body.type, body.reason)
      const answer = await written(
        work,
        incidentId,
        `Type changed from ${from} to ${body.type}: ${body.reason}`,
        (incident) => ({
          type: 'incident-retyped',
          data: { incident, from, reason: body.reason },
        }),
      )
      await assess(work, incidentId, desk.book)
      return { ...answer, body: await getIncident(work.trx, incidentId) }
    })
  })
}

/** Raises a flag; anyone in the room may, nobody needs leave to be more careful. */
export function raiseFlag(
  desk: EndingDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof flagBody>,
): Promise<Answer<IncidentView>> {
  return command(desk, order, async (work) => {
    const is = (flag: string) => body.flag === flag
    await saveFlagsRaised(
      work.trx,
      incidentId,
      {
        domesticAbuse: is('domesticAbuse'),
        repeatVictim: is('repeatVictim'),
        vulnerable: is('vulnerable'),
        treatAsUrgent: is('treatAsUrgent'),
      },
      [{ flag: body.flag, because: body.reason }],
    )
    const answer = await written(work, incidentId, `Flag raised: ${body.flag}: ${body.reason}`, (incident) => ({
      type: 'incident-flagged',
      data: { incident, flag: body.flag, raised: true, because: body.reason },
    }))
    await assess(work, incidentId, desk.book)
    return { ...answer, body: await getIncident(work.trx, incidentId) }
  })
}

/** Clears a flag; for a supervisor who did not take the call, with the reason on the log. */
export function clearFlag(
  desk: Desk,
  order: Order,
  incidentId: string,
  body: z.output<typeof flagBody>,
): Promise<Answer<IncidentView>> {
  return endingAttempt(desk, order, incidentId, 'clearing a flag', () =>
    command(desk, order, async (work) => {
      await saveFlagCleared(work, incidentId, body.flag, body.reason)
      return written(work, incidentId, `Flag cleared: ${body.flag}: ${body.reason}`, (incident) => ({
        type: 'incident-flagged',
        data: { incident, flag: body.flag, raised: false, because: body.reason },
      }))
    }),
  )
}

type Draft = Event extends infer E ? (E extends { type: infer T; data: infer D } ? { type: T; data: D } : never) : never

async function written(
  work: Work,
  incidentId: string,
  line: string,
  event: (incident: IncidentView) => Draft,
): Promise<Answer<IncidentView>> {
  const incident = await getIncident(work.trx, incidentId)
  await saveLogEntry(work, incidentId, { kind: 'update', text: line })
  work.audit({
    op: 'alteration',
    subjectType: 'incident',
    subjectId: incidentId,
    incidentId,
    reason: event(incident).type,
  })
  work.record({ audience: 'room', incidentId, areaId: incident.areaId, ...event(incident) })
  return { status: 200, body: incident }
}

async function mustBeKnown(desk: EndingDesk, category: string): Promise<void> {
  const { body } = await desk.book.get('closing-categories')
  if (!body.some((known) => known.code === category)) throw unknownCode('/closingCategory')
}

function unknownCode(pointer: string): Refusal {
  return new Refusal('definition/unknown', 'The force has no such code', {
    errors: [{ pointer, detail: 'not a code in force' }],
  })
}
