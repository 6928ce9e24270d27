import { sql } from 'kysely'
import { localDay } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { labelOf } from './protected-place.ts'
import { isOverdue } from './protecting-rules.ts'
import type { ProtectedPlaceView } from './protection-contract.ts'

/** Every protected place without its address, what is overdue for review first. */
export async function listProtectedPlaces(db: Reader): Promise<ProtectedPlaceView[]> {
  const rows = await db
    .selectFrom('place')
    .leftJoin('place_protection', (join) =>
      join.onRef('place_protection.place_id', '=', 'place.id').on('place_protection.ended_at', 'is', null),
    )
    .select([
      'place.id',
      'place.kind',
      'place.town',
      'place_protection.reason',
      'place_protection.marked_at',
      'place_protection.marked_by_name',
      sql<string | null>`place_protection.valid_from::text`.as('valid_from'),
      sql<string | null>`place_protection.review_on::text`.as('review_on'),
    ])
    .where('place.protected', '=', true)
    .orderBy(sql`place_protection.review_on nulls first`)
    .orderBy('place.town')
    .orderBy('place.id')
    .execute()
  const today = localDay(new Date())
  return rows.map((row) => ({
    placeId: row.id,
    label: labelOf(row),
    kind: row.kind,
    reason: row.reason,
    from: row.valid_from,
    reviewOn: row.review_on,
    overdue: isOverdue(row.review_on, today),
    markedAt: row.marked_at?.toISOString() ?? null,
    markedBy: row.marked_by_name,
  }))
}
