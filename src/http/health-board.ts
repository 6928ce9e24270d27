import { sql } from 'kysely'
import type { Reader } from '../db/index.ts'

/** Open incidents by grade, and how long the oldest one that was graded has waited for its first unit, in seconds. */
export async function countOpenIncidents(
  db: Reader,
): Promise<Array<{ grade: string; open: number; oldest: number | null }>> {
  const { rows } = await sql<{ grade: string; open: number; oldest: number | null }>`
    select coalesce(i.grade, 'none') as grade, count(*)::int as open,
      max(extract(epoch from clock_timestamp() - i.graded_at)) filter (where i.graded_at is not null and not exists (
        select from deployment d where d.incident_id = i.id))::float8 as oldest
    from incident i where i.status = 'open' group by 1`.execute(db)
  return rows
}
