import { sql } from 'kysely'
import { type Actor, newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import { shelvingOf } from './shelving-board.ts'
import type { ShelvingView } from './shelving-contract.ts'

/** One shelving at a time is begun or ended: two supervisors would shelve one kind twice. */
export async function lockShelvings(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('alarm-shelvings', 0))`.execute(trx)
}

/** Puts it aside from now on, by the database's clock. */
export async function saveShelving(
  trx: Trx,
  one: { kind: string; minutes: number; reason: string; by: Actor },
): Promise<ShelvingView> {
  const row = await trx
    .insertInto('alarm_shelving')
    .values({
      id: newId(),
      kind: one.kind,
      reason: one.reason,
      shelved_at: sql<Date>`now()`,
      until: sql<Date>`now() + make_interval(mins => ${one.minutes})`,
      shelved_by: one.by.id,
      shelved_by_name: one.by.name,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return shelvingOf(row)
}

/** Ends it before its time. @throws Refusal alarm/shelving-unknown, alarm/shelving-over */
export async function endShelving(trx: Trx, shelvingId: string, by: Actor): Promise<ShelvingView> {
  const row = await trx
    .updateTable('alarm_shelving')
    .set({ ended_at: sql<Date>`clock_timestamp()`, ended_by: by.id })
    .where('id', '=', shelvingId)
    .where('ended_at', 'is', null)
    .where('until', '>', sql<Date>`clock_timestamp()`)
    .returningAll()
    .executeTakeFirst()
  if (row) return shelvingOf(row)
  const known = await trx.selectFrom('alarm_shelving').select('id').where('id', '=', shelvingId).executeTakeFirst()
  if (known) throw new Refusal('alarm/shelving-over', 'It has ended already')
  throw new Refusal('alarm/shelving-unknown', 'There is no such shelving')
}
