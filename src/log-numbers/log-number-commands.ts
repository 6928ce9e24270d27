import type { z } from 'zod'
import { joinContact } from '../contacts/index.ts'
import { localClock, newId, Refusal } from '../core/index.ts'
import { requestCheck } from '../history/index.ts'
import {
  assess,
  getIncident,
  grade,
  type IncidentDesk,
  type IncidentView,
  type incidentEvents,
  mustBeKnownType,
  namePeople,
  placeIt,
  saveLogEntry,
} from '../incidents/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import type { LogNumberBlock } from './log-number.ts'
import { getBlock } from './log-number-board.ts'
import type { logNumberEvents, paperLogBody, reserveBody, unusedBody } from './log-number-contract.ts'
import { refuseBlock } from './log-number-rules.ts'
import { isOfTheRoom, saveBlock, savePaperLog, saveUnused } from './log-number-store.ts'
import { readPaperTime } from './wall-time-rules.ts'

type Event = EventOf<typeof logNumberEvents & typeof incidentEvents>

/** What this room works with. */
export type PaperDesk = Desk & Pick<IncidentDesk, 'book' | 'areas'>

/** Keeps numbers of a day back for paper: the service gives none of them. @throws Refusal log-number/limits */
export async function reserveNumbers(
  desk: PaperDesk,
  order: Order,
  body: z.output<typeof reserveBody>,
): Promise<Answer<LogNumberBlock>> {
  const limits = await desk.book.find('log-numbers')
  if (!limits) throw new Refusal('log-number/not-set-up', 'The force has not said how many numbers paper may have')
  return command(desk, order, async (work) => {
    const problem = refuseBlock(body, new Date(), limits.body)
    if (problem) throw new Refusal('log-number/limits', problem.detail, { errors: [problem] })
    const block = await getBlock(work.trx, await saveBlock(work, body))
    note(work, 'log-numbers-reserved', block, `numbers kept back for paper, by definition ${limits.version}`)
    return { status: 201, body: block }
  })
}

/** Says what became of numbers that were not used: all of them, or none. */
export function accountUnused(
  desk: PaperDesk,
  order: Order,
  blockId: string,
  body: z.output<typeof unusedBody>,
): Promise<Answer<LogNumberBlock>> {
  return command(desk, order, async (work) => {
    await getBlock(work.trx, blockId)
    await saveUnused(work, blockId, body)
    const block = await getBlock(work.trx, blockId)
    note(work, 'log-numbers-accounted', block, `${body.how}: numbers of a block`)
    return { status: 200, body: block }
  })
}

/**
 * Enters a paper log under its reserved number, with the times as written; the instant of entering stands beside each
 * (F20). From then on it is an incident like any other: checked, assessed and, with a grade, sent to dispatch.
 */
export function enterPaperLog(
  desk: PaperDesk,
  order: Order,
  blockId: string,
  body: z.output<typeof paperLogBody>,
): Promise<Answer<IncidentView>> {
  return command(desk, order, async (work) => {
    const { trx } = work
    await mustBeKnownType(desk, body.type)
    const { day } = await getBlock(trx, blockId)
    const now = new Date()
    const writtenAt = readPaperTime(body.written, day, now, '/written')
    const lines = body.lines.map((line, index) => ({
      ...line,
      at: readPaperTime(line.written, day, now, `/lines/${index}/written`),
    }))
    if (body.takenBy !== null && !(await isOfTheRoom(trx, body.takenBy)))
      throw new Refusal('staff/unknown', 'Nobody of the control room has this id', {
        errors: [{ pointer: '/takenBy', detail: 'nobody of the control room' }],
      })
    const id = newId()
    const where = body.location === null ? null : await placeIt(work, desk.areas, body.location)
    await savePaperLog(work, blockId, { ...body, id, writtenAt, where, handlerId: body.takenBy })
    if (body.contactId) await joinContact(work, body.contactId, id, where?.areaId ?? null)
    await saveLogEntry(work, id, {
      kind: 'system',
      text: `Entered from paper: opened there at ${localClock(writtenAt)}`,
      detail: { writtenAt: writtenAt.toISOString() },
    })
    for (const { at, by, text } of lines) {
      const detail = { writtenAt: at.toISOString(), writtenBy: by }
      await saveLogEntry(work, id, { kind: 'note', text: `On paper, ${localClock(at)}, ${by}: ${text}`, detail })
    }
    await namePeople(work, id, body.people)
    if (where?.premisesId)
      await requestCheck(work, {
        kind: 'premises',
        query: where.premisesId,
        incidentId: id,
        requestedBy: 'paper log entered',
      })
    work.audit({
      op: 'collection',
      subjectType: 'incident',
      subjectId: id,
      incidentId: id,
      reason: 'paper log entered',
    })
    const opened = await getIncident(trx, id)
    const route = { audience: 'room', incidentId: id, areaId: opened.areaId } as const
    work.record({ type: 'incident-opened', ...route, data: { incident: opened } } satisfies Event)
    await assess(work, id, desk.book)
    if (body.grade) await grade(work, id, body.grade, body.gradeReason)
    return { status: 201, body: await getIncident(trx, id) }
  })
}

function note(
  work: Work,
  type: 'log-numbers-reserved' | 'log-numbers-accounted',
  block: LogNumberBlock,
  reason: string,
): void {
  work.audit({ op: 'alteration', subjectType: 'log-numbers', subjectId: block.id, reason })
  work.record({ type, audience: 'supervision', data: { block } } satisfies Event)
}
