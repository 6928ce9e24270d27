import { sql } from 'kysely'
import { newId } from '../core/index.ts'
import type { Reader, Trx } from '../db/index.ts'

/** Who holds a post now, by the database's clock. */
export type Holder = { post: string; staffId: string; name: string; from: Date; until: Date }

/** Everybody who holds a post now. */
export async function listHolders(db: Reader): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select d.post, d.staff_id as "staffId", s.display_name as name, d.from_at as "from", d.until_at as until
    from duty d join staff s on s.id = d.staff_id and s.active
    where d.ended_at is null and d.until_at > clock_timestamp()`.execute(db)
  return rows
}

/** The posts that this person holds now. */
export async function listDutiesOf(db: Reader, staffId: string): Promise<string[]> {
  return (await listHolders(db)).filter((holder) => holder.staffId === staffId).map(({ post }) => post)
}

/** One at a time for a post: two who take it at the same moment wait for each other. */
export async function lockDuty(trx: Trx, post: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`duty/${post}`}, 0))`.execute(trx)
}

/** Ends whatever is held of this post, also what has run out by itself. */
export async function saveDutyEnded(trx: Trx, post: string, by: string): Promise<void> {
  await trx
    .updateTable('duty')
    .set({ ended_at: sql<Date>`clock_timestamp()`, ended_by: by })
    .where('post', '=', post)
    .where('ended_at', 'is', null)
    .execute()
}

/** This person holds the post from now on, for so many hours at most. */
export async function saveDuty(trx: Trx, post: string, staffId: string, hours: number): Promise<void> {
  await sql`
    insert into duty (id, post, staff_id, until_at)
    values (${newId()}, ${post}, ${staffId}, clock_timestamp() + make_interval(hours => ${hours}))`.execute(trx)
}
