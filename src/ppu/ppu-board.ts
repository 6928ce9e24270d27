import { sql } from 'kysely'
import { type Actor, logNumber, Refusal } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { PpuEntry } from './ppu-contract.ts'

/** More than three units have at once. */
const MOST = 500

/** The queue of this person's areas (none named: all). */
export async function listQueue(db: Reader, { areas }: Pick<Actor, 'areas'>): Promise<PpuEntry[]> {
  const rows = await entries(db)
    .where((where) =>
      where.or([
        where('acknowledged_at', 'is', null),
        where('acknowledged_at', '>', sql<Date>`now() - interval '7 days'`),
      ]),
    )
    .$if(areas.length > 0, (query) =>
      // one whose area nobody knows is in every queue, so that it is in one
      query.where((where) => where.or([where('area_id', 'in', [...areas]), where('area_id', 'is', null)])),
    )
    .orderBy(sql`acknowledged_at is not null`)
    .orderBy(sql`acknowledged_at desc`)
    .orderBy('queued_at')
    .limit(MOST)
    .execute()
  return rows.map(entryOf)
}

/** An entry that this person may see. @throws Refusal ppu/not-queued, also for one of another area */
export async function getEntry(db: Reader, incidentId: string, { areas }: Pick<Actor, 'areas'>): Promise<PpuEntry> {
  const row = await entries(db).where('incident_id', '=', incidentId).executeTakeFirst()
  if (!row || (areas.length > 0 && row.area_id !== null && !areas.includes(row.area_id)))
    throw new Refusal('ppu/not-queued', 'It is in no queue of yours')
  return entryOf(row)
}

function entries(db: Reader) {
  return db
    .selectFrom('ppu_entry')
    .innerJoin('incident', 'incident.id', 'ppu_entry.incident_id')
    .select([
      'incident_id',
      'local_day',
      'day_number',
      'area_id',
      'status',
      'type',
      'grade',
      'repeat_victim',
      'vulnerable',
    ])
    .select(['because', 'queued_at', 'acknowledged_at', 'acknowledged_by_name'])
}

type Row = Awaited<ReturnType<ReturnType<typeof entries>['execute']>>[number]

function entryOf(row: Row): PpuEntry {
  return {
    incidentId: row.incident_id,
    reference: logNumber(row.local_day, row.day_number),
    areaId: row.area_id,
    status: row.status as PpuEntry['status'],
    type: row.type,
    grade: row.grade,
    repeatVictim: row.repeat_victim,
    vulnerable: row.vulnerable,
    because: row.because as PpuEntry['because'],
    queuedAt: row.queued_at.toISOString(),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: row.acknowledged_by_name,
  }
}
