import { sql } from 'kysely'
import { type Actor, newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'

/** Something to be developed: by whom, by which local day. */
export type NewAction = { text: string; ownerId: string; dueOn: string }

/** Tells the person what was found; once. */
export async function saveShared(trx: Trx, reviewId: string, by: string, feedback: string): Promise<void> {
  await trx
    .updateTable('quality_finding')
    .set({ feedback, shared_by: by, shared_at: sql<Date>`clock_timestamp()` })
    .where('review_id', '=', reviewId)
    .execute()
}

/** The person has read it; own words may be empty. */
export async function saveAcknowledged(trx: Trx, reviewId: string, words: string): Promise<void> {
  await trx
    .updateTable('quality_finding')
    .set({ acknowledged_at: sql<Date>`clock_timestamp()`, own_words: words })
    .where('review_id', '=', reviewId)
    .execute()
}

/** Writes what is to be developed. */
export async function saveActions(
  trx: Trx,
  reviewId: string,
  createdBy: string,
  actions: readonly NewAction[],
): Promise<void> {
  if (actions.length === 0) return
  await trx
    .insertInto('quality_action')
    .values(
      actions.map(({ text, ownerId, dueOn }) => ({
        id: newId(),
        review_id: reviewId,
        text,
        owner_id: ownerId,
        due_on: dueOn,
        created_by: createdBy,
      })),
    )
    .execute()
}

/** Which of these are people who work here. */
export async function listActiveStaff(trx: Trx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await trx
    .selectFrom('staff')
    .select('id')
    .where('id', 'in', [...ids])
    .where('active', '=', true)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Locks an action, then reads whose it is. @throws Refusal quality/action-unknown */
export async function getActionForUpdate(trx: Trx, actionId: string) {
  const row = await trx
    .selectFrom('quality_action')
    .select(['id', 'review_id', 'owner_id', 'done_at'])
    .where('id', '=', actionId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('quality/action-unknown', 'There is no such action')
  return row
}

/** It is done; once. */
export async function saveDone(trx: Trx, actionId: string, by: string, words: string): Promise<void> {
  await trx
    .updateTable('quality_action')
    .set({ done_at: sql<Date>`clock_timestamp()`, done_by: by, done_words: words })
    .where('id', '=', actionId)
    .execute()
}

/** What was shared with one person, read through the function that writes its audit row first (I8). */
export async function readFindings(
  trx: Trx,
  actor: Actor,
  reason: string,
  staffId: string,
): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ answer: Record<string, unknown>[] }>`
    select read_quality_findings(${JSON.stringify(actor)}::jsonb, ${reason}, ${staffId}) as answer`.execute(trx)
  return rows[0]?.answer ?? []
}

/** Development actions of one owner, with null of everybody; on the audit. */
export async function readActions(
  trx: Trx,
  actor: Actor,
  reason: string,
  ownerId: string | null,
): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ answer: Record<string, unknown>[] }>`
    select read_quality_actions(${JSON.stringify(actor)}::jsonb, ${reason}, ${ownerId}) as answer`.execute(trx)
  return rows[0]?.answer ?? []
}

/** The name of somebody who works or worked here. @throws Refusal staff/unknown */
export async function getStaffName(trx: Trx, staffId: string): Promise<string> {
  const row = await trx.selectFrom('staff').select('display_name').where('id', '=', staffId).executeTakeFirst()
  if (!row) throw new Refusal('staff/unknown', 'There is no such person')
  return row.display_name
}
