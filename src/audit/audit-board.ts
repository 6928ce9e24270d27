import { sql } from 'kysely'
import type { z } from 'zod'
import type { Reader } from '../db/index.ts'
import type { auditQuery, auditView, chainView } from './audit-contract.ts'

/** Who looked at what, when and why; newest first. */
export async function listAudit(db: Reader, query: z.output<typeof auditQuery>): Promise<z.output<typeof auditView>> {
  const rows = await db
    .selectFrom('audit')
    .leftJoin('staff', 'staff.id', 'audit.actor_id')
    .leftJoin('system_account', 'system_account.id', 'audit.actor_id')
    .select([
      'n',
      'at',
      'op',
      'actor_id',
      'staff.display_name',
      'system_account.name',
      'actor_role',
      'subject_type',
      'incident_id',
      'reason',
    ])
    .where('n', 'is not', null)
    .$if(query.incidentId !== undefined, (select) => select.where('incident_id', '=', query.incidentId ?? ''))
    .$if(query.actorId !== undefined, (select) => select.where('actor_id', '=', query.actorId ?? ''))
    .$if(query.op !== undefined, (select) => select.where('op', '=', query.op ?? ''))
    .$if(query.before !== undefined, (select) => select.where('n', '<', query.before ?? 0))
    .orderBy('n', 'desc')
    .limit(query.limit)
    .execute()
  return rows.map((row) => ({
    n: Number(row.n),
    at: row.at.toISOString(),
    op: row.op,
    actorId: row.actor_id,
    actorName: row.display_name ?? row.name,
    actorRole: row.actor_role,
    subjectType: row.subject_type,
    incidentId: row.incident_id,
    reason: row.reason,
  }))
}

/** Reads the whole chain and says where it breaks, if it does. */
export async function checkChain(db: Reader): Promise<z.output<typeof chainView>> {
  const { rows } = await sql<{ broken: number | null; entries: number }>`
    select first_broken_audit() as broken, (select audit_n from journal_head) as entries`.execute(db)
  const broken = rows[0]?.broken ?? null
  return { whole: broken === null, firstBroken: broken, entries: Number(rows[0]?.entries ?? 0) }
}
