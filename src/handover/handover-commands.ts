import type { z } from 'zod'
import { Refusal } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { endException, patienceSeconds, raiseException } from '../supervision/index.ts'
import type { HandoverChange, HandoverHead, HandoverPicture } from './handover.ts'
import { findDeskAreas, getHandoverRow, headOf, keyOfChanges, lookAtDesk } from './handover-board.ts'
import type { draftBody, handoverEvents, handoverView, signBody } from './handover-contract.ts'
import { listChanges, refuseSigning, worksDesk } from './handover-rules.ts'
import { lockHandover, saveDraft, saveIncoming, saveOutgoing, supersede } from './handover-store.ts'

type Event = EventOf<typeof handoverEvents>
type View = z.output<typeof handoverView>

/** What this room works with. */
export type HandoverDesk = Desk & { book: DefinitionBook }

const DUE = 'handover-due'

/** Drafts the hand-over of a desk, frozen at the journal's number; one that waits for signatures is superseded. */
export async function draftHandover(
  desk: HandoverDesk,
  order: Order,
  { scope, scopeId, notes }: z.output<typeof draftBody>,
): Promise<Answer<View>> {
  const dueSeconds = await patienceSeconds(desk.book, 'handover-unsigned')
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    const areas = await findDeskAreas(trx, scope, scopeId)
    if (!areas)
      throw new Refusal('handover/unknown-desk', `There is no such ${scope}`, {
        errors: [{ pointer: '/scopeId', detail: `no such ${scope}` }],
      })
    if (!worksDesk(actor, { scope, areas })) throw new Refusal('handover/not-yours', 'It is another desk')
    const role = actor.role as HandoverHead['role']
    const before = await supersede(trx, { scope, scopeId, role })
    if (before) await endException(work, desk.book, 'handover-unsigned', before)
    const { seq, picture } = await look(trx, desk.book, areas)
    const id = await saveDraft(trx, { scope, scopeId, role, areas, notes, picture, seq, by: actor })
    if (dueSeconds !== undefined) work.later({ kind: DUE, subjectId: id, inSeconds: dueSeconds })
    const head = await note(work, id, 'a hand-over drafted')
    work.record({ type: 'handover-drafted', ...routeOf(head), data: { handover: head } } satisfies Event)
    return { status: 201, body: { ...head, notes, picture, changes: [], changesKey: keyOfChanges([]) } }
  })
}

/** A hand-over to read, with what is otherwise by now; the reading is on the audit. */
export function showHandover(desk: HandoverDesk, order: Order, handoverId: string): Promise<Answer<View>> {
  return command(desk, order, async (work) => {
    const { view } = await read(work.trx, desk.book, handoverId)
    work.audit({ op: 'consultation', subjectType: 'handover', subjectId: handoverId, reason: 'a hand-over is read' })
    return { status: 200, body: view }
  })
}

/**
 * Signs it. The changes that whoever signs was shown are those of now, or it is refused with those of now; the incoming
 * signature freezes them. @throws Refusal handover/changed, and what `refuseSigning` says
 */
export function signHandover(
  desk: HandoverDesk,
  order: Order,
  handoverId: string,
  { as, changesKey, takenOn }: z.output<typeof signBody>,
): Promise<Answer<View>> {
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    await lockHandover(trx, handoverId)
    const { view, draftedById, areas, seq } = await read(trx, desk.book, handoverId)
    const mayTakeDesk = worksDesk(actor, { scope: view.scope, areas })
    const refused = refuseSigning({ head: view, draftedById, mayTakeDesk }, as, actor, takenOn)
    if (refused) throw refused
    if (view.changesKey !== changesKey)
      throw new Refusal('handover/changed', 'Something has changed since it was shown', {
        changes: view.changes,
        changesKey: view.changesKey,
      })
    if (as === 'outgoing') await saveOutgoing(trx, handoverId, seq)
    else {
      await saveIncoming(trx, handoverId, { seq, by: actor, takenOn: takenOn.trim(), changes: view.changes })
      await endException(work, desk.book, 'handover-unsigned', handoverId)
    }
    const head = await note(work, handoverId, `signed: ${as}`)
    work.record({ type: 'handover-signed', ...routeOf(head), data: { handover: head, as } } satisfies Event)
    return { status: 200, body: { ...view, ...head } }
  })
}

/** Tells the supervisor that a hand-over was not signed in time. */
export function handoverDueHandler({ book }: { book: DefinitionBook }): JobHandler {
  return {
    kind: DUE,
    run: async ({ subjectId }, work) => {
      await lockHandover(work.trx, subjectId)
      const head = headOf(await getHandoverRow(work.trx, subjectId))
      if (head.incomingAt !== null || head.superseded) return
      const by = head.outgoingAt === null ? 'either shift' : 'the incoming shift'
      await raiseException(work, book, {
        kind: 'handover-unsigned',
        incidentId: null,
        subjectType: 'force',
        subjectId,
        since: new Date(head.draftedAt),
        because: `${head.role}, ${head.scopeId}: not signed by ${by}`,
      })
    },
  }
}

async function look(trx: Reader, book: DefinitionBook, areas: readonly string[]) {
  const { body: states } = await book.get('unit-states')
  const offDuty = states.filter(({ onDuty }) => !onDuty).map(({ code }) => code)
  return lookAtDesk(trx, areas, offDuty)
}

/** As it is kept, with its changes: those of now until the incoming signature. */
async function read(trx: Reader, book: DefinitionBook, handoverId: string) {
  const row = await getHandoverRow(trx, handoverId)
  const { seq, picture: now } = await look(trx, book, row.areas)
  const picture = row.picture as HandoverPicture
  const changes = row.changes === null ? listChanges(picture, now) : (row.changes as HandoverChange[])
  const view: View = { ...headOf(row), notes: row.notes, picture, changes, changesKey: keyOfChanges(changes) }
  return { view, draftedById: row.drafted_by, areas: row.areas, seq }
}

async function note(work: Work, handoverId: string, reason: string): Promise<HandoverHead> {
  work.audit({ op: 'alteration', subjectType: 'handover', subjectId: handoverId, reason })
  return headOf(await getHandoverRow(work.trx, handoverId))
}

/** Whoever works that area, and every desk for a centre. */
function routeOf({ scope, scopeId }: HandoverHead) {
  return { audience: 'room', areaId: scope === 'area' ? scopeId : null } as const
}
