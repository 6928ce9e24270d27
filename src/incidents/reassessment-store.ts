import { sql } from 'kysely'
import type { z } from 'zod'
import { type Actor, newId } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { ReassessmentView, reassessBody } from './reassessment-contract.ts'

/** Saves the next version; the incident is locked by the caller. */
export async function saveReassessment(
  trx: Trx,
  of: { incidentId: string; grade: string | null; by: string },
  { reached, worse, thrive }: z.output<typeof reassessBody>,
): Promise<{ id: string; version: number }> {
  const { rows } = await sql<{ id: string; version: number }>`
    insert into reassessment (id, incident_id, version, reached, worse, thrive, grade, by)
    select ${newId()}, ${of.incidentId}, coalesce(max(version), 0) + 1, ${reached}, ${worse}, ${JSON.stringify(thrive)}::jsonb,
      ${of.grade}, ${of.by}
    from reassessment where incident_id = ${of.incidentId}
    returning id, version`.execute(trx)
  if (!rows[0]) throw new Error('a re-assessment was not saved')
  return rows[0]
}

/** Every version, read through the function that writes its audit row first (I8). */
export async function readReassessments(
  trx: Trx,
  actor: Actor,
  reason: string,
  incidentId: string,
): Promise<ReassessmentView[]> {
  const { rows } = await sql<{ answer: ReassessmentView[] }>`
    select read_reassessments(${JSON.stringify(actor)}::jsonb, ${reason}, ${incidentId}) as answer`.execute(trx)
  return rows[0]?.answer ?? []
}
