import { sql } from 'kysely'
import { Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'

/**
 * Locks the unit, then reads what it is committed to. Two statements on purpose: a join in the locking
 * statement would show commitments as they were before we waited for the lock, and give one unit to two.
 */
export async function getUnitForUpdate(trx: Trx, unitId: string) {
  const unit = await trx
    .selectFrom('unit')
    .select([
      'id',
      'callsign',
      'kind',
      'area_id',
      'state',
      'state_at',
      'crew_size',
      sql<boolean>`shift_from <= now() and shift_to > now()`.as('on_shift'),
    ])
    .where('id', '=', unitId)
    .forUpdate()
    .executeTakeFirst()
  if (!unit) throw new Refusal('unit/unknown', 'There is no such unit')
  const open = await trx
    .selectFrom('deployment')
    .innerJoin('incident', 'incident.id', 'deployment.incident_id')
    .select([
      'deployment.id',
      'deployment.incident_id',
      'deployment.mobile_at',
      'deployment.at_scene_at',
      'incident.grade_position',
      'incident.area_id',
      sql<boolean>`incident.locked or incident.treat_as_urgent`.as('watched'),
    ])
    .where('deployment.unit_id', '=', unitId)
    .where('deployment.released_at', 'is', null)
    .executeTakeFirst()
  return { ...unit, open: open ?? null }
}

/** Puts a unit into a state, by the database's clock. */
export async function saveUnitState(trx: Trx, unitId: string, state: string): Promise<void> {
  await trx
    .updateTable('unit')
    .set({ state, state_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', unitId)
    .execute()
}
