import { type Selectable, sql } from 'kysely'
import type { Database, Reader } from '../db/index.ts'
import type { ShelvingView } from './shelving-contract.ts'

/** What is shelved now, by the database's clock; the oldest first. */
export async function listShelved(db: Reader): Promise<ShelvingView[]> {
  const rows = await db
    .selectFrom('alarm_shelving')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('until', '>', sql<Date>`clock_timestamp()`)
    .orderBy('shelved_at')
    .execute()
  return rows.map(shelvingOf)
}

/** One row as consoles show it. */
export function shelvingOf(row: Selectable<Database['alarm_shelving']>): ShelvingView {
  return {
    id: row.id,
    kind: row.kind as ShelvingView['kind'],
    reason: row.reason,
    shelvedBy: row.shelved_by_name,
    shelvedAt: row.shelved_at.toISOString(),
    until: row.until.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
