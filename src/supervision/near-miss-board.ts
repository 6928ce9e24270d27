import { sql } from 'kysely'
import type { z } from 'zod'
import { logNumber } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { type lateRegradesView, NEAR_MISS_DAYS, type refusedAttemptsView } from './near-miss-contract.ts'

const MOST = 200

/** Attempts to end or lessen an incident that were refused, the newest first; from the audit, which nobody rewrites. */
export async function listRefusedAttempts(db: Reader): Promise<z.output<typeof refusedAttemptsView>> {
  const rows = await db
    .selectFrom('audit')
    .innerJoin('incident', 'incident.id', 'audit.incident_id')
    .leftJoin('staff', 'staff.id', 'audit.actor_id')
    .leftJoin('system_account', 'system_account.id', 'audit.actor_id')
    .select(['audit.id', 'at', 'incident_id', 'reason', 'actor_role', 'detail', 'display_name', 'system_account.name'])
    .select(['local_day', 'day_number'])
    .where('op', '=', 'refusal')
    .where('subject_type', '=', 'incident')
    .where('at', '>', sql<Date>`now() - make_interval(days => ${NEAR_MISS_DAYS})`)
    .orderBy('at', 'desc')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    incidentId: row.incident_id ?? '',
    reference: logNumber(row.local_day, row.day_number),
    attempted: row.reason,
    by: row.display_name ?? row.name ?? 'unknown',
    role: row.actor_role,
    code: String((row.detail as { code?: unknown }).code ?? ''),
  }))
}

/** Lower grades asked for so close to the end of the clock, or after it (F1); what was refused is a near miss as well. */
export async function listLateRegrades(db: Reader, withinSeconds: number): Promise<z.output<typeof lateRegradesView>> {
  const { rows } = await sql<{
    id: string
    incident_id: string
    local_day: string
    day_number: number
    from_grade: string | null
    grade: string
    requested_at: Date
    requested_by: string
    seconds_left: number
    reason: string
    approved: boolean | null
    decided_by: string | null
    decided_because: string | null
  }>`
    select r.id, r.incident_id, i.local_day, i.day_number, r.from_grade, r.grade, r.requested_at, r.reason, r.approved,
      r.decided_because, asked.display_name as requested_by, decided.display_name as decided_by,
      extract(epoch from r.attend_by_then - r.requested_at)::float8 as seconds_left
    from regrade_request r join incident i on i.id = r.incident_id join staff asked on asked.id = r.requested_by
    left join staff decided on decided.id = r.decided_by
    where r.requested_at > now() - make_interval(days => ${NEAR_MISS_DAYS})
      and r.attend_by_then - r.requested_at <= make_interval(secs => ${withinSeconds})
    order by r.requested_at desc limit ${MOST}`.execute(db)
  return {
    withinSeconds,
    lines: rows.map((row) => ({
      id: row.id,
      incidentId: row.incident_id,
      reference: logNumber(row.local_day, row.day_number),
      from: row.from_grade,
      to: row.grade,
      requestedAt: row.requested_at.toISOString(),
      requestedBy: row.requested_by,
      secondsLeft: Math.round(row.seconds_left),
      reason: row.reason,
      state: row.approved === null ? 'waiting' : row.approved ? 'approved' : 'refused',
      decidedBy: row.decided_by,
      decidedBecause: row.decided_because,
    })),
  }
}
