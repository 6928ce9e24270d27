import { sql } from 'kysely'
import { localDay, newId } from '../core/index.ts'
import type { Reader, Trx } from '../db/index.ts'
import { THE_FORCE } from './exception-store.ts'
import type { Reviews } from './review-rules.ts'

/** The kind of the job that looks once a day what is past its review date. */
export const REVIEWS = 'reviews'

/** What is past its review date today. */
export async function readReviews(trx: Trx): Promise<Reviews> {
  const { rows } = await sql<{
    what: string
    count: number
    since: Date | null
    now: Date
  }>`select what, count, since::timestamptz as since, clock_timestamp() as now from count_past_review()`.execute(trx)
  const definitions = await trx
    .selectFrom('definition')
    .distinctOn('kind')
    .select(['kind', 'valid_from'])
    .where('valid_from', '<=', sql<Date>`now()`)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', sql<Date>`now()`)]))
    .orderBy('kind')
    .orderBy('valid_from', 'desc')
    .execute()
  const of = (what: string) => {
    const row = rows.find((one) => one.what === what)
    return { count: row?.count ?? 0, since: row?.since?.getTime() ?? null }
  }
  return {
    now: rows[0]?.now.getTime() ?? 0,
    markers: of('markers'),
    plans: of('plans'),
    rules: definitions.map(({ kind, valid_from }) => ({ kind, validFrom: valid_from.getTime() })),
  }
}

/** Plans the look of today, unless it is planned or done: every node does so when it opens. */
export async function planReviews(db: Reader): Promise<void> {
  await sql`
    insert into job (id, kind, subject_id, variant, due_at)
    values (${newId()}, ${REVIEWS}, ${THE_FORCE}, ${localDay(new Date())}, clock_timestamp())
    on conflict (kind, subject_id, variant) do nothing`.execute(db)
}
