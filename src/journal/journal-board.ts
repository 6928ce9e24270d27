import type { Reader } from '../db/index.ts'
import type { Audience, JournalEvent } from './event.ts'

/** Where the journal stands. `epoch` changes only when the store was restored to an earlier time. */
export type JournalHead = { epoch: string; seq: number }

/** The newest number given, and the store's epoch. */
export async function getJournalHead(db: Reader): Promise<JournalHead> {
  return db.selectFrom('journal_head').select(['epoch', 'seq']).executeTakeFirstOrThrow()
}

/** Events after `seq`, in order, without holes; at most `limit`. */
export async function listEventsAfter(db: Reader, seq: number, limit: number): Promise<JournalEvent[]> {
  const rows = await db
    .selectFrom('journal')
    .select(['seq', 'at', 'type', 'actor_id', 'incident_id', 'area_id', 'unit_ids', 'audience', 'data'])
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: row.at,
    type: row.type,
    actorId: row.actor_id,
    incidentId: row.incident_id,
    areaId: row.area_id,
    unitIds: row.unit_ids,
    audience: row.audience as Audience,
    data: row.data,
  }))
}
