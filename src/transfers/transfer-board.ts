import type { Selectable } from 'kysely'
import { Refusal } from '../core/index.ts'
import type { Database, Reader } from '../db/index.ts'
import { getIncident } from '../incidents/index.ts'
import type { TransferView } from './transfer.ts'

const columns = [
  'id',
  'incident_id',
  'partner',
  'partner_name',
  'reason',
  'grade',
  'made_by_name',
  'made_at',
  'state',
  'attempts',
  'last_fault',
  'delivered_at',
  'acknowledged_at',
  'acknowledged_by',
  'their_reference',
  'their_grade',
  'withdrawn_at',
  'withdrawn_because',
] as const
type Row = Pick<Selectable<Database['transfer']>, (typeof columns)[number]>

/** More than wait at once in the worst hour. */
const MOST_WAITING = 500

/** One transfer. @throws Refusal transfer/unknown */
export async function getTransfer(db: Reader, transferId: string): Promise<TransferView> {
  const row = await db.selectFrom('transfer').select(columns).where('id', '=', transferId).executeTakeFirst()
  if (!row) throw new Refusal('transfer/unknown', 'There is no such transfer')
  return viewOf(row)
}

/** What nobody there has acknowledged yet: dead letters first, then the oldest. */
export async function listWaitingTransfers(db: Reader): Promise<TransferView[]> {
  const rows = await db
    .selectFrom('transfer')
    .select(columns)
    .where('state', 'in', ['sending', 'delivered', 'dead'])
    .orderBy((order) => order.case().when('state', '=', 'dead').then(0).else(1).end())
    .orderBy('made_at')
    .limit(MOST_WAITING)
    .execute()
  return rows.map(viewOf)
}

/** Every transfer of one incident, the newest first. @throws Refusal incident/unknown */
export async function listTransfersOf(db: Reader, incidentId: string): Promise<TransferView[]> {
  await getIncident(db, incidentId)
  const rows = await db
    .selectFrom('transfer')
    .select(columns)
    .where('incident_id', '=', incidentId)
    .orderBy('made_at', 'desc')
    .execute()
  return rows.map(viewOf)
}

/** Who a transfer was made to; undefined: there is none. */
export async function findPartnerOf(db: Reader, transferId: string): Promise<string | undefined> {
  const row = await db.selectFrom('transfer').select('partner').where('id', '=', transferId).executeTakeFirst()
  return row?.partner
}

function viewOf(row: Row): TransferView {
  const iso = (at: Date | null) => at?.toISOString() ?? null
  return {
    id: row.id,
    incidentId: row.incident_id,
    partner: row.partner,
    partnerName: row.partner_name,
    reason: row.reason,
    grade: row.grade,
    madeBy: row.made_by_name,
    madeAt: row.made_at.toISOString(),
    state: row.state as TransferView['state'],
    attempts: row.attempts,
    lastFault: row.last_fault,
    deliveredAt: iso(row.delivered_at),
    acknowledgedAt: iso(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    theirReference: row.their_reference,
    theirGrade: row.their_grade,
    withdrawnAt: iso(row.withdrawn_at),
    withdrawnBecause: row.withdrawn_because,
  }
}
