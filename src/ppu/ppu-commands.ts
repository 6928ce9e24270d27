import type { z } from 'zod'
import { Refusal } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { getIncident, type incidentLog, readWholeLog, saveLogEntry } from '../incidents/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order } from '../journal/index.ts'
import { endException, patienceSeconds, raiseException } from '../supervision/index.ts'
import { getEntry } from './ppu-board.ts'
import type { PpuEntry, ppuEvents } from './ppu-contract.ts'
import { lockEntry, saveEntryAcknowledged } from './ppu-store.ts'

type Event = EventOf<typeof ppuEvents>

/** What this room works with. */
export type PpuDesk = Desk & { book: DefinitionBook }

const ENTERED = 'ppu-entered'
const OVERDUE = 'ppu-overdue'
/** Whoever asks for an entry by itself sees all of them. */
const everyArea = { areas: [] }

/** Somebody of the unit has it, by name (CR-30). @throws Refusal ppu/not-queued, ppu/acknowledged */
export function acknowledgeEntry(desk: PpuDesk, order: Order, incidentId: string): Promise<Answer<PpuEntry>> {
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    await lockEntry(trx, incidentId)
    const before = await getEntry(trx, incidentId, actor)
    if (before.acknowledgedBy !== null) throw new Refusal('ppu/acknowledged', `${before.acknowledgedBy} has it`)
    await saveEntryAcknowledged(trx, incidentId, actor)
    await saveLogEntry(work, incidentId, { kind: 'action', text: 'Acknowledged by the public protection unit' })
    await endException(work, desk.book, 'ppu-unacknowledged', incidentId)
    work.audit({
      op: 'alteration',
      subjectType: 'ppu-entry',
      subjectId: incidentId,
      incidentId,
      reason: 'acknowledged by the public protection unit',
    })
    const entry = await getEntry(trx, incidentId, actor)
    const route = { audience: 'supervision', incidentId, areaId: entry.areaId } as const
    work.record({ type: 'ppu-acknowledged', ...route, data: { entry } } satisfies Event)
    return { status: 200, body: entry }
  })
}

/** The whole log of an incident that is in a queue of theirs, to read; the reading is on the audit. */
export function readForPpu(
  desk: PpuDesk,
  order: Order,
  incidentId: string,
): Promise<Answer<z.output<typeof incidentLog>>> {
  return command(desk, order, async ({ trx, actor }) => {
    await getEntry(trx, incidentId, actor)
    return { status: 200, body: await readWholeLog(trx, actor, 'overseen by the public protection unit', incidentId) }
  })
}

/** Tells the supervisors that an incident is in the queue, and sees to it that somebody looks whether it is acknowledged. */
export function ppuEnteredHandler({ book }: { book: DefinitionBook }): JobHandler {
  return {
    kind: ENTERED,
    run: async ({ subjectId }, work) => {
      const entry = await getEntry(work.trx, subjectId, everyArea)
      const route = { audience: 'supervision', incidentId: subjectId, areaId: entry.areaId } as const
      work.record({ type: 'ppu-queued', ...route, data: { entry } } satisfies Event)
      const inSeconds = await patienceSeconds(book, 'ppu-unacknowledged')
      if (inSeconds !== undefined) work.later({ kind: OVERDUE, subjectId, inSeconds })
    },
  }
}

/** Tells the supervisor that nobody of the unit has it in time. */
export function ppuOverdueHandler({ book }: { book: DefinitionBook }): JobHandler {
  return {
    kind: OVERDUE,
    run: async ({ subjectId }, work) => {
      await lockEntry(work.trx, subjectId)
      const { acknowledgedAt, queuedAt } = await getEntry(work.trx, subjectId, everyArea)
      if (acknowledgedAt !== null) return
      const { areaId } = await getIncident(work.trx, subjectId)
      await raiseException(work, book, {
        kind: 'ppu-unacknowledged',
        incidentId: subjectId,
        subjectType: 'incident',
        subjectId,
        since: new Date(queuedAt),
        because: `Nobody of the unit ${areaId === null ? '' : `(${areaId}) `}has acknowledged it`,
      })
    },
  }
}
