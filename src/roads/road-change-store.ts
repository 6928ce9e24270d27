import { type Selectable, sql } from 'kysely'
import type { Database, Reader, Trx } from '../db/index.ts'
import type { RoadChangeView } from './road-change.ts'

/** A change before it is saved. */
export type NewRoadChange = Omit<RoadChangeView, 'from' | 'madeAt' | 'withdrawnAt'> & {
  /** null: from now, by the database's clock */
  from: string | null
}

export async function saveRoadChange(trx: Trx, change: NewRoadChange): Promise<RoadChangeView> {
  const row = await trx
    .insertInto('road_change')
    .values({
      id: change.id,
      name: change.name,
      kind: change.kind,
      factor: change.factor,
      because: change.because,
      place: JSON.stringify(change.place),
      roads: change.roads,
      metres: change.metres,
      valid_from: change.from === null ? sql<Date>`clock_timestamp()` : new Date(change.from),
      valid_to: change.to === null ? null : new Date(change.to),
      made_by: change.madeBy,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return viewOf(row)
}

/** Withdraws it, once; undefined when there is none that could be. */
export async function saveWithdrawal(
  trx: Trx,
  changeId: string,
  withdrawnBy: string,
): Promise<RoadChangeView | undefined> {
  const row = await trx
    .updateTable('road_change')
    .set({ withdrawn_at: sql<Date>`clock_timestamp()`, withdrawn_by: withdrawnBy })
    .where('id', '=', changeId)
    .where('withdrawn_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row && viewOf(row)
}

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

function viewOf(row: Selectable<Database['road_change']>): RoadChangeView {
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
