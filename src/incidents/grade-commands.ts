import type { z } from 'zod'
import { newId, Refusal } from '../core/index.ts'
import { isNotRecorded } from '../db/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { endingAttempt } from './ending-attempt.ts'
import type { IncidentView } from './incident.ts'
import { getIncident } from './incident-board.ts'
import type {
  decideLowerGradeBody,
  gradeBody,
  incidentEvents,
  LowerGradeView,
  lowerGradeBody,
} from './incident-contract.ts'
import { readLowerGrade, saveGrade, saveLowerGradeDecision, saveLowerGradeRequest } from './incident-guards-store.ts'
import { saveLogEntry } from './incident-store.ts'

type Event = EventOf<typeof incidentEvents>

/** How a command that grades has units recommended. */
export type Recommending = {
  /** sends what is read of the incident right behind the statement that locks it, without waiting for that one */
  readBehind?: (work: Work) => void
  /** recommends units for an incident that this command holds locked, in its commit */
  recommend: (work: Work, incident: IncidentView, because: string) => Promise<unknown>
}
/** What grading works with: `prepareRecommending` begins what can be read before the incident is locked. */
export type GradeDesk = Desk & {
  prepareRecommending: (incidentId: string, gradeId: string) => Recommending
  /** a fault of ours, without content */
  onFault: (fault: unknown) => void
}

/**
 * The first grade, or a more urgent one, decided by a person; starts or tightens the clock (CR-16..19). Units are
 * recommended in the same commit, because every further one is time that a caller waits. A grade is never lost for
 * want of a recommendation: when that fails, the grade is saved alone, and the recommendation is planned.
 */
export function gradeIncident(
  desk: GradeDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof gradeBody>,
): Promise<Answer<IncidentView>> {
  const attempt = (recommending: Recommending) =>
    command(desk, order, async (work) => ({
      status: 200,
      body: await grade(work, incidentId, body.grade, body.reason, recommending),
    }))
  return endingAttempt(desk, order, incidentId, 'grading', async () => {
    try {
      return await attempt(desk.prepareRecommending(incidentId, body.grade))
    } catch (error) {
      if (error instanceof Refusal || isNotRecorded(error)) throw error
      desk.onFault(error)
      return attempt(plan)
    }
  })
}

const plan: Recommending = {
  recommend: async (work, { id }, because) => planRecommendation(work, id, because),
}

/** Grades inside another command: opening with "send now", a further call that says it has got worse. */
export async function grade(
  work: Work,
  incidentId: string,
  to: string,
  reason: string,
  { readBehind, recommend }: Recommending = plan,
): Promise<IncidentView> {
  const saved = saveGrade(work, incidentId, to, reason)
  readBehind?.(work)
  const { incident, ...graded } = await saved
  work.audit({
    op: 'alteration',
    subjectType: 'incident',
    subjectId: incidentId,
    incidentId,
    reason: `graded ${graded.grade}, ${graded.direction}`,
  })
  work.record({
    type: 'incident-graded',
    audience: 'room',
    incidentId,
    areaId: incident.areaId,
    data: { incident, grade: graded.grade, from: graded.from, direction: graded.direction, reason },
  } satisfies Event)
  if (graded.deploys && graded.direction !== 'same')
    await recommend(work, incident, graded.direction === 'first' ? 'graded' : 'grade raised')
  return incident
}

/** Asks for a lower grade, with its reason; another decides (I2). */
export function requestLowerGrade(
  desk: Desk,
  order: Order,
  incidentId: string,
  body: z.output<typeof lowerGradeBody>,
): Promise<Answer<IncidentView>> {
  return endingAttempt(desk, order, incidentId, 'asking for a lower grade', () =>
    command(desk, order, async (work) => {
      await saveLowerGradeRequest(work, incidentId, body)
      const incident = await getIncident(work.trx, incidentId)
      await saveLogEntry(work, incidentId, {
        kind: 'update',
        text: `Lower grade ${body.grade} asked for: ${body.reason}`,
      })
      work.record({
        type: 'lower-grade-requested',
        audience: 'room',
        incidentId,
        areaId: incident.areaId,
        data: { incident, grade: body.grade, reason: body.reason, requestedBy: work.actor.name },
      } satisfies Event)
      return { status: 202, body: incident }
    }),
  )
}

/** The lower grade that waits, for whoever decides on it; the reading is on the audit. */
export function showLowerGrade(desk: Desk, order: Order, incidentId: string): Promise<Answer<LowerGradeView | null>> {
  return command(desk, order, async ({ trx, actor }) => {
    await getIncident(trx, incidentId)
    return { status: 200, body: await readLowerGrade(trx, actor, incidentId) }
  })
}

/** Approves or refuses the waiting request; the original clock stays on view either way. */
export function decideLowerGrade(
  desk: Desk,
  order: Order,
  incidentId: string,
  body: z.output<typeof decideLowerGradeBody>,
): Promise<Answer<IncidentView>> {
  return endingAttempt(desk, order, incidentId, 'approving a lower grade', () =>
    command(desk, order, async (work) => {
      const decided = await saveLowerGradeDecision(work, incidentId, body.approve, body.reason)
      const incident = await getIncident(work.trx, incidentId)
      const route = { audience: 'room', incidentId, areaId: incident.areaId } as const
      await saveLogEntry(work, incidentId, {
        kind: 'update',
        text: `Lower grade ${body.approve ? 'approved' : 'refused'}: ${body.reason}`,
      })
      work.audit({
        op: 'alteration',
        subjectType: 'incident',
        subjectId: incidentId,
        incidentId,
        reason: `lower grade ${body.approve ? 'approved' : 'refused'}`,
      })
      work.record({
        type: 'lower-grade-decided',
        ...route,
        data: { incident, grade: decided.grade, approved: decided.approved, reason: body.reason },
      } satisfies Event)
      if (decided.approved) {
        work.record({
          type: 'incident-graded',
          ...route,
          data: {
            incident,
            grade: decided.grade,
            from: decided.from ?? null,
            direction: 'lowered',
            reason: body.reason,
          },
        } satisfies Event)
        if (decided.deploys) planRecommendation(work, incidentId, 'grade lowered')
      }
      return { status: 200, body: incident }
    }),
  )
}

/**
 * Asks for a recommendation as soon as this is committed; the row is what must not be forgotten. A row of its own
 * each time: an older one may be locked by the recommender, which waits for the incident that we hold.
 */
export function planRecommendation(work: Work, incidentId: string, because: string): void {
  work.later({ kind: 'recommend', subjectId: incidentId, variant: newId(), payload: { because } })
}

/** Asks for the briefing to be composed again: what was learnt must reach a crew that is on its way (CRD/1 P6). */
export function planBriefing(work: Work, incidentId: string, because: string): void {
  work.later({ kind: 'brief', subjectId: incidentId, variant: newId(), payload: { because } })
}
