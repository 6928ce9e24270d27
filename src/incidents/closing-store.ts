import { sql } from 'kysely'
import { Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { ClosingFacts, Owed } from './closing-rules.ts'

/** What decides what an incident owes, and who took the call. @throws Refusal incident/unknown, incident/closed */
export async function getClosingFacts(
  trx: Trx,
  incidentId: string,
): Promise<ClosingFacts & { locked: boolean; tookTheCall: string[]; isOpen: boolean }> {
  const { rows } = await sql<{
    type: string
    status: string
    locked: boolean
    flags: ClosingFacts['flags']
    attended: boolean
    silent: boolean
    took_the_call: string[]
  }>`
    select type, status, locked,
      jsonb_build_object('domesticAbuse', domestic_abuse, 'repeatVictim', repeat_victim, 'vulnerable', vulnerable,
        'treatAsUrgent', treat_as_urgent) as flags,
      exists (select from deployment d where d.incident_id = i.id and d.at_scene_at is not null) as attended,
      exists (select from contact c where c.incident_id = i.id and c.kind in ('silent', 'abandoned')) as silent,
      array(select i.handler_id where i.handler_id is not null
        union select c.handler_id from contact c where c.incident_id = i.id and c.handler_id is not null
        union select unnest(c.handled_by) from contact c where c.incident_id = i.id) as took_the_call
    from incident i where id = ${incidentId}`.execute(trx)
  const row = rows[0]
  if (!row) throw new Refusal('incident/unknown', 'There is no such incident')
  const { took_the_call, status, ...facts } = row
  return { ...facts, tookTheCall: took_the_call, isOpen: status === 'open' }
}

/** What the database itself finds missing for such a result, each with who owes it (CR-28). */
export async function listMissingByFloor(
  trx: Trx,
  incidentId: string,
  result: object,
): Promise<Omit<Owed, 'fields'>[]> {
  const { rows } = await sql<{ missing: Omit<Owed, 'fields'>[] }>`
    select missing_before_closing(${incidentId}, ${JSON.stringify(result)}::jsonb) as missing`.execute(trx)
  return rows[0]?.missing ?? []
}
