import { sql } from 'kysely'
import type { Trx } from '../db/index.ts'
import type { RoadChangeView } from './road-change.ts'
import { viewOf } from './road-change-board.ts'

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
