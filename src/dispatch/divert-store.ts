import { sql } from 'kysely'
import { Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'

/**
 * Ends an open deployment by a divert, with why and, if wished, when the incident is contacted again, by the
 * database's clock. @returns that instant. The database refuses the same things as `divertRefusal`, and a promise to
 * contact again that is not planned by the end of the transaction.
 */
export async function saveDiverted(
  trx: Trx,
  deploymentId: string,
  divert: { to: string; reason: string; recontactInMinutes: number | null },
): Promise<Date | null> {
  const { recontact_by } = await trx
    .updateTable('deployment')
    .set({
      released_at: sql<Date>`clock_timestamp()`,
      release_reason: 'diverted',
      diverted_to: divert.to,
      divert_reason: divert.reason,
      recontact_by: sql<Date | null>`date_trunc('second', clock_timestamp())
        + make_interval(mins => ${divert.recontactInMinutes}::int)`,
    })
    .where('id', '=', deploymentId)
    .returning('recontact_by')
    .executeTakeFirstOrThrow(() => new Refusal('deployment/unknown', 'There is no such deployment'))
  return recontact_by
}
