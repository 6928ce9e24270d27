import { newId } from '../core/index.ts'
import type { Trx } from '../db/index.ts'

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
