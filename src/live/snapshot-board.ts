import { sql } from 'kysely'
import type { Actor } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { listDeployments, listRecommendations } from '../dispatch/index.ts'
import { listOpenIncidents } from '../incidents/index.ts'
import { getJournalHead } from '../journal/index.ts'
import { listUnitsOnDuty, type Positions } from '../units/index.ts'

/** A whole picture at one number of the journal: what a console starts from, and what `reset` carries. */
export type Picture = { epoch: string; seq: number; snapshot: Record<string, unknown[]> }

/**
 * Everything this person may see, as it stood at one `seq`, from one read-only repeatable-read transaction. What is
 * personal comes after it in another, through the reading functions that write their audit rows (I8): an audit row is
 * linked at COMMIT, which a snapshot of the past may not do while others commit. So briefings and waiting contacts may
 * be newer than `seq`, never older; the events that follow say the same again.
 */
export async function takePicture(db: Reader, positions: Positions, actor: Actor): Promise<Picture> {
  const { epoch, seq, ...seen } = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => look(trx, positions, actor))
  if (!followsIncidents(actor)) return { epoch, seq, snapshot: {} }
  const personal = await db.transaction().execute(async (trx) => ({
    briefings: await readBriefings(
      trx,
      actor,
      seen.incidents.map(({ id }) => id),
    ),
    contacts: isOfTheRoom(actor) ? await readWaiting(trx, actor) : [],
  }))
  return { epoch, seq, snapshot: { ...seen, ...personal } }
}

/** An administrator sees no incident; a public protection unit reads its queue, each reading on the audit. */
function followsIncidents({ role }: Actor): boolean {
  return role !== 'administrator' && role !== 'ppu'
}

/** People at a desk of the control room; crews and terminals see only what is theirs. */
function isOfTheRoom(actor: Actor): boolean {
  return actor.kind === 'staff' && actor.role !== 'unit'
}

async function look(trx: Reader, positions: Positions, actor: Actor) {
  const head = await getJournalHead(trx)
  if (!followsIncidents(actor)) return { ...head, incidents: [], units: [], deployments: [], recommendations: [] }
  const isRoom = isOfTheRoom(actor)
  const everyUnit = await listUnitsOnDuty(trx, positions)
  const units = actor.role === 'unit' ? everyUnit.filter(({ id }) => id === actor.unitId) : everyUnit
  const ours = new Set(units.flatMap(({ commitment }) => (commitment ? [commitment.incidentId] : [])))
  const open = await listOpenIncidents(trx, actor.role === 'dispatcher' ? actor.areas : [])
  const incidents = isRoom ? open : open.filter(({ id }) => ours.has(id))
  const ids = incidents.map(({ id }) => id)
  // the room must know that somebody was there; who drives needs only what is still open
  const deployments = (await listDeployments(trx, ids)).filter(
    ({ unitId, releasedAt }) => (isRoom || releasedAt === null) && (actor.role !== 'unit' || unitId === actor.unitId),
  )
  const recommendations = isRoom ? await listRecommendations(trx, ids) : []
  return { ...head, incidents, units, deployments, recommendations }
}

async function readBriefings(trx: Reader, actor: Actor, incidentIds: string[]): Promise<unknown[]> {
  if (incidentIds.length === 0) return []
  const { rows } = await sql<{ answer: unknown }>`
    select read_briefing(${JSON.stringify(actor)}::jsonb, 'a console loads', asked.incident_id, null) as answer
    from unnest(${incidentIds}::uuid[]) as asked (incident_id)
    where exists (select from briefing b where b.incident_id = asked.incident_id)`.execute(trx)
  return rows.map(({ answer }) => answer)
}

async function readWaiting(trx: Reader, actor: Actor): Promise<unknown[]> {
  const { rows } = await sql<{ answer: unknown[] }>`
    select read_waiting_contacts(${JSON.stringify(actor)}::jsonb, 'a console loads') as answer`.execute(trx)
  return rows[0]?.answer ?? []
}
