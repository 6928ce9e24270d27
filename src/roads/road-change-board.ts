import { type Selectable, sql } from 'kysely'
import type { Database, Reader } from '../db/index.ts'
import type { RoadChangeView } from './road-change.ts'

/** What has not ended: in force now, or planned. Those in force first, the newest first. */
export async function listRoadChanges(db: Reader): Promise<RoadChangeView[]> {
  const rows = await db
    .selectFrom('road_change')
    .selectAll()
    .where('withdrawn_at', 'is', null)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', sql<Date>`clock_timestamp()`)]))
    .orderBy((order) => order.case().when('valid_from', '<=', sql<Date>`clock_timestamp()`).then(0).else(1).end())
    .orderBy('valid_from', 'desc')
    .limit(500)
    .execute()
  return rows.map(viewOf)
}

/** What is in force now, in one order. */
export async function listInForce(db: Reader): Promise<RoadChangeView[]> {
  const rows = await db
    .selectFrom('road_change')
    .selectAll()
    .where('withdrawn_at', 'is', null)
    .where('valid_from', '<=', sql<Date>`clock_timestamp()`)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', sql<Date>`clock_timestamp()`)]))
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map(viewOf)
}

/** One row as consoles show it. */
export function viewOf(row: Selectable<Database['road_change']>): RoadChangeView {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as RoadChangeView['kind'],
    factor: row.factor,
    because: row.because,
    place: row.place as RoadChangeView['place'],
    roads: row.roads,
    metres: row.metres,
    from: row.valid_from.toISOString(),
    to: row.valid_to?.toISOString() ?? null,
    madeAt: row.made_at.toISOString(),
    madeBy: row.made_by,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  }
}
