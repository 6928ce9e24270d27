import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { logNumber, Refusal } from '../core/index.ts'
import type { Database, Reader } from '../db/index.ts'
import type { HandoverChange, HandoverHead, HandoverPicture } from './handover.ts'

/** More than one desk has open at once; a longer list nobody reads at the end of a shift. */
const MOST = 1_000
/** How many signed hand-overs are listed beside those that wait. */
const MOST_SIGNED = 20

type Wide = Omit<HandoverPicture, 'incidents' | 'promises' | 'exceptions'> & {
  incidents: (Omit<HandoverPicture['incidents'][number], 'reference'> & Numbered)[]
  promises: (Omit<HandoverPicture['promises'][number], 'reference'> & Numbered)[]
  exceptions: (Omit<HandoverPicture['exceptions'][number], 'reference'> & {
    day: string | null
    number: number | null
  })[]
}
type Numbered = { day: string; number: number }

/** What stands now of these areas, and the number of the journal that this is true at: one statement, one moment. */
export async function lookAtDesk(
  db: Reader,
  areas: readonly string[],
  offDuty: readonly string[],
): Promise<{ seq: number; picture: HandoverPicture }> {
  const { rows } = await sql<{ seq: string; picture: Wide }>`
    with open_here as (
      select * from incident where status = 'open' and not imported and (area_id = any(${[...areas]}) or area_id is null)
      order by opened_at limit ${MOST}
    )
    select h.seq, jsonb_build_object(
      'incidents', coalesce((select jsonb_agg(jsonb_build_object('incidentId', id, 'day', local_day, 'number', day_number,
          'type', type, 'grade', grade, 'attendBy', attend_by, 'locked', locked,
          'units', (select count(*) from deployment d where d.incident_id = i.id and d.released_at is null))
          order by grade_position nulls first, opened_at)
        from open_here i), '[]'),
      'promises', coalesce((select jsonb_agg(jsonb_build_object('actionId', a.id, 'incidentId', i.id, 'day', i.local_day,
          'number', i.day_number, 'text', a.text, 'owner', a.owner, 'dueAt', a.due_at) order by a.due_at nulls last, a.created_at)
        from open_here i join action a on a.incident_id = i.id where a.done_at is null), '[]'),
      'exceptions', coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'incidentId', x.incident_id,
          'day', i.local_day, 'number', i.day_number, 'because', x.because, 'inHand', x.acknowledged_by_name) order by x.raised_at)
        from exception x left join incident i on i.id = x.incident_id
        where x.resolved_at is null and x.kind <> 'handover-unsigned'
          and (i.area_id = any(${[...areas]}) or i.area_id is null)), '[]'),
      'roads', coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'because', because, 'to', valid_to) order by name)
        from road_change where withdrawn_at is null and valid_from <= now() and (valid_to is null or valid_to > now())), '[]'),
      'unitsMissing', coalesce((select jsonb_agg(jsonb_build_object('unitId', id, 'callsign', callsign) order by callsign)
        from unit where area_id = any(${[...areas]}) and state = any(${[...offDuty]}) and shift_from <= now() and shift_to > now()), '[]')
    ) as picture from journal_head h`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the journal has no head')
  const { picture, seq } = row
  return {
    seq: Number(seq),
    picture: {
      ...picture,
      incidents: picture.incidents.map(withReference),
      promises: picture.promises.map(withReference),
      exceptions: picture.exceptions.map(({ day, number, ...one }) => ({
        ...one,
        reference: day === null || number === null ? null : logNumber(day, number),
      })),
    },
  }
}

function withReference<T extends Numbered>({
  day,
  number,
  ...one
}: T): Omit<T, 'day' | 'number'> & { reference: string } {
  return { ...one, reference: logNumber(day, number) }
}

/** Tells one list of changes from another. */
export function keyOfChanges(changes: readonly HandoverChange[]): string {
  return createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 32)
}

/** The areas of a desk; undefined: there is no such area or centre. */
export async function findDeskAreas(db: Reader, scope: 'area' | 'centre', id: string): Promise<string[] | undefined> {
  const rows = await db
    .selectFrom('area')
    .select('id')
    .where(scope === 'area' ? 'id' : 'centre_id', '=', id)
    .execute()
  return rows.length === 0 ? undefined : rows.map((row) => row.id)
}

/** One hand-over as it is kept. @throws Refusal handover/unknown */
export async function getHandoverRow(db: Reader, handoverId: string) {
  const row = await db.selectFrom('handover').selectAll().where('id', '=', handoverId).executeTakeFirst()
  if (!row) throw new Refusal('handover/unknown', 'There is no such hand-over')
  return row
}

/** Those that wait for signatures, then the newest that are signed; of these areas, empty: all. */
export async function listHandovers(db: Reader, areas: readonly string[]): Promise<HandoverHead[]> {
  const rows = await db
    .selectFrom('handover')
    .selectAll()
    .where('superseded_at', 'is', null)
    .$if(areas.length > 0, (query) => query.where(sql<boolean>`areas && ${[...areas]}`))
    .orderBy(sql`incoming_at is not null`)
    .orderBy('drafted_at', 'desc')
    .limit(MOST_SIGNED)
    .execute()
  return rows.map(headOf)
}

/** A row without its picture. */
export function headOf(row: Selectable<Database['handover']>): HandoverHead {
  return {
    id: row.id,
    scope: row.scope as HandoverHead['scope'],
    scopeId: row.scope_id,
    role: row.role as HandoverHead['role'],
    draftedSeq: Number(row.drafted_seq),
    draftedAt: row.drafted_at.toISOString(),
    draftedBy: row.drafted_by_name,
    outgoingAt: row.outgoing_at?.toISOString() ?? null,
    incomingAt: row.incoming_at?.toISOString() ?? null,
    incomingBy: row.incoming_by_name,
    takenOn: row.taken_on,
    superseded: row.superseded_at !== null,
  }
}
