import { sql } from 'kysely'
import type { z } from 'zod'
import { type Actor, logNumber } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { RepeatQuery, repeatView } from './figure-contract.ts'

/** Places and people of several incidents, as of a settled instant. The database writes the audit row first (I8). */
export async function readRepeats(
  db: Reader,
  actor: Actor,
  query: RepeatQuery,
  asOf: string,
): Promise<z.output<typeof repeatView>> {
  const { rows } = await sql<{
    found: { subjectId: string; n: number; incidents: { id: string; day: string; number: number }[] }[]
  }>`
    select read_repeats(${JSON.stringify(actor)}::jsonb, ${query.reason}, ${query.kind}, ${query.from}::date, ${query.to}::date, ${asOf}::timestamptz,
      ${query.areaId ?? null}, ${query.domesticAbuse ?? null}::boolean, ${query.least}) as found`.execute(db)
  return {
    asOf,
    subjects: (rows[0]?.found ?? []).map(({ incidents, ...subject }) => ({
      ...subject,
      incidents: incidents.map(({ id, day, number }) => ({ incidentId: id, reference: logNumber(day, number) })),
    })),
  }
}
