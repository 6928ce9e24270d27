import { sql } from 'kysely'
import type { Reader } from '../db/index.ts'
import type { Audience } from '../journal/index.ts'
import type { Addressed } from './audience-rules.ts'
import { escalations, isReceipted, mustBeReceipted, RECEIPTED } from './receipt-rules.ts'

/** The kind of the jobs that watch for receipts; subject is the journal row, variant the escalation. */
export const RECEIPT_OVERDUE = 'receipt-overdue'

/** Events further back than this are history: what is open of them is on the snapshot and the watch list. */
const LOOK_BACK_MINUTES = 15
/** More events than the largest force has in that time; bounds the search to the newest of the journal. */
const LOOK_BACK_EVENTS = 20_000

/** An event that must be receipted, with whose consoles have shown it. */
export type OpenReceipt = Addressed & { id: string; seq: number; waitedSeconds: number; shownTo: string[] }

/** Newest events that must be receipted and are not. */
export async function listUnreceipted(db: Reader): Promise<OpenReceipt[]> {
  const { rows } = await sql<ReceiptRow>`
    ${receiptRows}
    where j.seq > (select seq from journal_head) - ${LOOK_BACK_EVENTS}
      and j.type = any(${[...RECEIPTED.keys()]}::text[])
      and j.at > clock_timestamp() - make_interval(mins => ${LOOK_BACK_MINUTES})
    order by j.seq`.execute(db)
  return rows
    .filter((row) => mustBeReceipted(row.type, row.direction) && !isReceipted(row.type, row.shown_to))
    .map(toOpen)
}

/** The event of one journal row. */
export async function getReceiptState(db: Reader, journalId: string): Promise<OpenReceipt> {
  const { rows } = await sql<ReceiptRow>`${receiptRows} where j.id = ${journalId}`.execute(db)
  if (!rows[0]) throw new Error('a receipt is watched for an event that is not there')
  return toOpen(rows[0])
}

/** These events, as far as they must be receipted: for checking who may receipt them. */
export async function listReceiptable(db: Reader, seqs: readonly number[]): Promise<OpenReceipt[]> {
  const { rows } = await sql<ReceiptRow>`${receiptRows} where j.seq = any(${seqs}::bigint[])`.execute(db)
  return rows.filter((row) => mustBeReceipted(row.type, row.direction)).map(toOpen)
}

/** Notes who has shown what, with the database's clock; what is noted already stays as it was. */
export async function saveReceipts(db: Reader, receipts: readonly { seq: number; staffId: string }[]): Promise<void> {
  if (receipts.length === 0) return
  await sql`
    insert into receipt (seq, staff_id)
    select * from unnest(${receipts.map((one) => one.seq)}::bigint[], ${receipts.map((one) => one.staffId)}::uuid[])
    on conflict do nothing`.execute(db)
}

/**
 * Plans the escalations of these events; every node may try, the first one counts. `from: 'event'` measures
 * from the commit; `'now'` gives a room that has just come back the full time to show what it missed.
 */
export async function planEscalations(db: Reader, seqs: readonly number[], from: 'event' | 'now'): Promise<void> {
  if (seqs.length === 0) return
  await sql`
    insert into job (id, kind, subject_id, variant, due_at, payload)
    select gen_random_uuid(), ${RECEIPT_OVERDUE}, j.id, stage.variant,
      (case when ${from} = 'event' then j.at else clock_timestamp() end) + make_interval(secs => stage.after_seconds),
      jsonb_build_object('seq', j.seq)
    from journal j cross join unnest(${escalations.map((one) => one.variant)}::text[],
      ${escalations.map((one) => one.afterSeconds)}::int[]) as stage(variant, after_seconds)
    where j.seq = any(${seqs}::bigint[])
    on conflict (kind, subject_id, variant) do nothing`.execute(db)
}

type ReceiptRow = {
  id: string
  seq: number
  type: string
  incident_id: string | null
  area_id: string | null
  unit_ids: string[]
  audience: Audience
  direction: string | null
  waited: number
  shown_to: string[]
}

const receiptRows = sql`
  select j.id, j.seq, j.type, j.incident_id, j.area_id, j.unit_ids, j.audience, j.data ->> 'direction' as direction,
    extract(epoch from clock_timestamp() - j.at)::double precision as waited,
    array(select distinct s.role from receipt r join staff s on s.id = r.staff_id where r.seq = j.seq) as shown_to
  from journal j`

function toOpen(row: ReceiptRow): OpenReceipt {
  return {
    id: row.id,
    seq: row.seq,
    type: row.type,
    incidentId: row.incident_id,
    areaId: row.area_id,
    unitIds: row.unit_ids,
    audience: row.audience,
    waitedSeconds: row.waited,
    shownTo: row.shown_to,
  }
}
