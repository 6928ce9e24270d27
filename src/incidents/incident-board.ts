import { type Selectable, sql } from 'kysely'
import { logNumber, Refusal } from '../core/index.ts'
import type { Database, Reader } from '../db/index.ts'
import type { Origin } from '../history/index.ts'
import type { IncidentView } from './incident.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

/** One row as consoles show it. */
export function viewOf(row: Selectable<Database['incident']>): IncidentView {
  return {
    id: row.id,
    reference: logNumber(row.local_day, row.day_number),
    status: row.status as IncidentView['status'],
    type: row.type,
    openingCategory: row.opening_category,
    closingCategory: row.closing_category,
    summary: row.summary,
    location: {
      text: row.location_text,
      premisesId: row.premises_id,
      lat: row.lat,
      lon: row.lon,
      confirmed: row.location_confirmed,
    },
    areaId: row.area_id,
    areaClass: row.area_class as IncidentView['areaClass'],
    flags: {
      domesticAbuse: row.domestic_abuse,
      repeatVictim: row.repeat_victim,
      vulnerable: row.vulnerable,
      treatAsUrgent: row.treat_as_urgent,
    },
    flagsBecause: row.flags_because as IncidentView['flagsBecause'],
    locked: row.locked,
    happeningNow: row.happening_now,
    needs: row.needs as IncidentView['needs'],
    proposal: { grade: row.proposed_grade, because: row.proposed_because as string[], binding: row.proposal_binding },
    grade: row.grade,
    firstGrade: row.first_grade,
    gradedAt: iso(row.graded_at),
    attendBy: iso(row.attend_by),
    firstAttendBy: iso(row.first_attend_by),
    handlerId: row.handler_id,
    dispatcherId: row.dispatcher_id,
    openedAt: row.opened_at.toISOString(),
    closedAt: iso(row.closed_at),
  }
}

/** One incident. @throws Refusal incident/unknown */
export async function getIncident(db: Reader, incidentId: string): Promise<IncidentView> {
  const row = await db.selectFrom('incident').selectAll().where('id', '=', incidentId).executeTakeFirst()
  if (!row) throw new Refusal('incident/unknown', 'There is no such incident')
  return viewOf(row)
}

/** Where an incident came from that was imported; null for one of ours. */
export async function findOrigin(db: Reader, incidentId: string): Promise<Origin | null> {
  const row = await db
    .selectFrom('incident')
    .select(['imported_from', 'imported_reference', 'imported_at'])
    .where('id', '=', incidentId)
    .executeTakeFirst()
  if (!row?.imported_from) return null
  return { from: row.imported_from, reference: row.imported_reference, at: iso(row.imported_at) }
}

/** Every open incident of these areas (empty: all), most urgent and oldest first; at most 2,000. */
export async function listOpenIncidents(db: Reader, areas: readonly string[]): Promise<IncidentView[]> {
  const rows = await db
    .selectFrom('incident')
    .selectAll()
    .where('status', '=', 'open')
    .$if(areas.length > 0, (query) =>
      query.where((where) => where.or([where('area_id', 'in', [...areas]), where('area_id', 'is', null)])),
    )
    .orderBy(sql`grade_position nulls first`)
    .orderBy('opened_at')
    .limit(2_000)
    .execute()
  return rows.map(viewOf)
}

/** These incidents, in no order. */
export async function listIncidents(db: Reader, ids: readonly string[]): Promise<IncidentView[]> {
  if (ids.length === 0) return []
  return (
    await db
      .selectFrom('incident')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute()
  ).map(viewOf)
}

/** Open incidents within so many metres of a point, nearest first. */
export async function listNearIncidents(
  db: Reader,
  lat: number,
  lon: number,
  metres: number,
): Promise<Array<{ incident: IncidentView; metres: number }>> {
  const { rows } = await sql<{
    id: string
    metres: number
  }>`select id, metres from near_open_incidents(${lat}, ${lon}, ${metres}, null)`.execute(db)
  const incidents = await listIncidents(
    db,
    rows.map(({ id }) => id),
  )
  const byId = new Map(incidents.map((one) => [one.id, one]))
  return rows.flatMap(({ id, metres: away }) => {
    const incident = byId.get(id)
    return incident ? [{ incident, metres: Math.round(away) }] : []
  })
}
