import { sql } from 'kysely'
import type { Trx } from '../db/index.ts'
import type { Job } from './job.ts'

/**
 * Claims the next due job of these kinds: locks the row, and nothing is joined to it. Due by now(), the beginning of this
 * transaction, which the index can be asked with: by clock_timestamp() each look that finds nothing would read every
 * timer that is still to come.
 */
export async function claimNext(trx: Trx, kinds: string[]): Promise<Job | undefined> {
  const row = await trx
    .selectFrom('job')
    .select(['id', 'kind', 'subject_id', 'variant', 'payload', 'attempts'])
    .where('done_at', 'is', null)
    .where('due_at', '<=', sql<Date>`now()`)
    .where('kind', 'in', kinds)
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!row) return undefined
  const { id, kind, variant, attempts } = row
  return { id, kind, subjectId: row.subject_id, variant, payload: row.payload as Record<string, unknown>, attempts }
}

/** Done, in the same commit as the work. */
export async function saveDone(trx: Trx, jobId: string): Promise<void> {
  await trx
    .updateTable('job')
    .set({ done_at: sql<Date>`clock_timestamp()`, last_error: null })
    .where('id', '=', jobId)
    .execute()
}

/** Due again after 1, 2, 4, 8 seconds; after the last attempt it is over. `error` holds a name and a code, no values. */
export async function savePutOff(trx: Trx, job: Job, error: string, last: boolean): Promise<void> {
  await trx
    .updateTable('job')
    .set({
      attempts: job.attempts + 1,
      last_error: error,
      due_at: sql<Date>`clock_timestamp() + make_interval(secs => ${2 ** job.attempts})`,
      ...(last ? { done_at: sql<Date>`clock_timestamp()` } : {}),
    })
    .where('id', '=', job.id)
    .execute()
}
