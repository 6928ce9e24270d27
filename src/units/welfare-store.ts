import { newId } from '../core/index.ts'
import type { Trx } from '../db/index.ts'

/**
 * Locks the incident that a unit is on, if any, before the unit: the order of everybody who needs both. Where it leaves
 * meanwhile, or goes to another, the unit itself says so once it is locked.
 */
export async function lockIncidentOf(trx: Trx, unitId: string): Promise<void> {
  const going = await trx
    .selectFrom('deployment')
    .select('incident_id')
    .where('unit_id', '=', unitId)
    .where('released_at', 'is', null)
    .executeTakeFirst()
  if (going) await trx.selectFrom('incident').select('id').where('id', '=', going.incident_id).forUpdate().execute()
}

/** Keeps what a crew answered, by the database's clock. */
export async function saveWelfareCheck(
  trx: Trx,
  check: { deploymentId: string; incidentId: string; unitId: string; answer: string; by: string },
): Promise<string> {
  const id = newId()
  await trx
    .insertInto('welfare_check')
    .values({
      id,
      deployment_id: check.deploymentId,
      incident_id: check.incidentId,
      unit_id: check.unitId,
      answer: check.answer,
      by: check.by,
    })
    .execute()
  return id
}
