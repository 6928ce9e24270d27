import { sql } from 'kysely'
import { type Actor, newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { HandoverChange, HandoverHead, HandoverPicture } from './handover.ts'

/** The desk that a hand-over is of. */
export type DeskOf = Pick<HandoverHead, 'scope' | 'scopeId' | 'role'>

/** Another is drafted in the place of one that waits. @returns the one that waited */
export async function supersede(trx: Trx, { scope, scopeId, role }: DeskOf): Promise<string | undefined> {
  const row = await trx
    .updateTable('handover')
    .set({ superseded_at: sql<Date>`clock_timestamp()` })
    .where('scope', '=', scope)
    .where('scope_id', '=', scopeId)
    .where('role', '=', role)
    .where('incoming_at', 'is', null)
    .where('superseded_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** Saves a draft, frozen at that number of the journal. @throws Refusal handover/waiting when another was quicker */
export async function saveDraft(
  trx: Trx,
  draft: DeskOf & { areas: string[]; notes: string; picture: HandoverPicture; seq: number; by: Actor },
): Promise<string> {
  const row = await trx
    .insertInto('handover')
    .values({
      id: newId(),
      scope: draft.scope,
      scope_id: draft.scopeId,
      areas: draft.areas,
      role: draft.role,
      notes: draft.notes,
      picture: JSON.stringify(draft.picture),
      drafted_seq: draft.seq,
      drafted_by: draft.by.id,
      drafted_by_name: draft.by.name,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Refusal('handover/waiting', 'Somebody drafted one for this desk a moment ago')
  return row.id
}

/** Locks it. */
export async function lockHandover(trx: Trx, handoverId: string): Promise<void> {
  await trx.selectFrom('handover').select('id').where('id', '=', handoverId).forUpdate().execute()
}

/** The outgoing shift has signed, at that number of the journal. */
export async function saveOutgoing(trx: Trx, handoverId: string, seq: number): Promise<void> {
  await trx
    .updateTable('handover')
    .set({ outgoing_at: sql<Date>`clock_timestamp()`, outgoing_seq: seq })
    .where('id', '=', handoverId)
    .execute()
}

/** The incoming shift has signed, and has taken this on; with what had changed by then. */
export async function saveIncoming(
  trx: Trx,
  handoverId: string,
  signed: { seq: number; by: Actor; takenOn: string; changes: readonly HandoverChange[] },
): Promise<void> {
  await trx
    .updateTable('handover')
    .set({
      incoming_at: sql<Date>`clock_timestamp()`,
      incoming_seq: signed.seq,
      incoming_by: signed.by.id,
      incoming_by_name: signed.by.name,
      taken_on: signed.takenOn,
      changes: JSON.stringify(signed.changes),
    })
    .where('id', '=', handoverId)
    .execute()
}
