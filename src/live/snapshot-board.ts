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
 * Everything this person may see, as it stood at one `seq`: one repeatable-read transaction. The personal
 * parts come through the reading functions, which write their audit rows first (I8).
 */
export async function takePicture(db: Reader, positions: Positions, actor: Actor): Promise<Picture> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const { epoch, seq } = await getJournalHead(trx)
      if (actor.role === 'administrator') return { epoch, seq, snapshot: {} }
      const everyUnit = await listUnitsOnDuty(trx, positions)
      const isCrew = actor.role === 'unit'
      const units = isCrew ? everyUnit.filter(({ id }) => id === actor.unitId) : everyUnit
      const ours = new Set(units.flatMap(({ commitment }) => (commitment ? [commitment.incidentId] : [])))
      const mayWorkHere = actor.role === 'dispatcher' ? actor.areas : []
      const open = actor.kind === 'system' || isCrew ? [] : await listOpenIncidents(trx, mayWorkHere)
      const incidents =
        isCrew || actor.kind === 'system' ? (await listOpenIncidents(trx, [])).filter(({ id }) => ours.has(id)) : open
      const ids = incidents.map(({ id }) => id)
      // the room must know that somebody was there; who drives needs only what is still open
      const isRoom = !isCrew && actor.kind === 'staff'
      const deployments = (await listDeployments(trx, ids)).filter(
        ({ unitId, releasedAt }) => (isRoom || releasedAt === null) && (!isCrew || unitId === actor.unitId),
      )
      const recommendations = isCrew || actor.kind === 'system' ? [] : await listRecommendations(trx, ids)
      const contacts = isCrew || actor.kind === 'system' ? [] : await readWaiting(trx, actor)
      return {
        epoch,
        seq,
        snapshot: {
          incidents,
          units,
          deployments,
          recommendations,
          briefings: await readBriefings(trx, actor, ids),
          contacts,
        },
      }
    })
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
