import type { z } from 'zod'
import type { DefinitionBook } from '../definitions/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order } from '../journal/index.ts'
import { assess } from './assessment.ts'
import { grade } from './grade-commands.ts'
import { getIncident } from './incident-board.ts'
import type { incidentEvents } from './incident-contract.ts'
import { getIncidentArea, getOpenIncidentForUpdate, saveIncidentChange, saveLogEntry } from './incident-store.ts'
import type { ReassessmentView, reassessBody } from './reassessment-contract.ts'
import { readReassessments, saveReassessment } from './reassessment-store.ts'

type Event = EventOf<typeof incidentEvents>
type ReassessDesk = Desk & { book: DefinitionBook }

const said = {
  spoken: 'Spoken to again while waiting',
  'no-answer': 'Rung again while waiting: no answer',
  'not-safe': 'Rung again while waiting: not safe to talk',
} as const

/**
 * Whoever waits was contacted again, and what is known assessed anew (F3). Worse raises the grade as a further call that
 * says so does; nothing here ever lowers it.
 */
export function reassessIncident(
  desk: ReassessDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof reassessBody>,
): Promise<Answer<{ id: string; version: number }>> {
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    const before = await getOpenIncidentForUpdate(trx, incidentId)
    const saved = await saveReassessment(trx, { incidentId, grade: before.grade, by: actor.id }, body)
    if (body.worse) await saveIncidentChange(trx, incidentId, { happeningNow: true })
    const entry = await saveLogEntry(work, incidentId, {
      kind: 'update',
      text: `${said[body.reached]}${body.worse ? '; it has got worse' : ''} (assessment ${saved.version})`,
      detail: { reassessmentId: saved.id },
    })
    const route = { audience: 'room', incidentId, areaId: before.area_id } as const
    work.record({ type: 'log-entry-added', ...route, data: { incidentId, entry } } satisfies Event)
    work.record({
      type: 'incident-reassessed',
      ...route,
      data: { incidentId, version: saved.version, reached: body.reached, worse: body.worse },
    } satisfies Event)
    work.audit({
      op: 'collection',
      subjectType: 'reassessment',
      subjectId: saved.id,
      incidentId,
      reason: `contacted again: ${body.reached}`,
    })
    if (body.worse) {
      await assess(work, incidentId, desk.book)
      const { proposal } = await getIncident(trx, incidentId)
      const position = (await desk.book.listGrades()).find(({ id }) => id === proposal.grade)?.position
      if (proposal.grade && position !== undefined && position < (before.grade_position ?? Number.MAX_SAFE_INTEGER))
        await grade(work, incidentId, proposal.grade, 'Contacted again: it has got worse')
    }
    return { status: 201, body: saved }
  })
}

/** Every assessment of whoever waited, the oldest first; the reading is on the audit. */
export function showReassessments(desk: Desk, order: Order, incidentId: string): Promise<Answer<ReassessmentView[]>> {
  return command(desk, order, async ({ trx, actor }) => {
    await getIncidentArea(trx, incidentId)
    return {
      status: 200,
      body: await readReassessments(trx, actor, 'shown in the control room', incidentId),
    }
  })
}
