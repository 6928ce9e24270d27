import { sql } from 'kysely'
import type { z } from 'zod'
import { type Actor, newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { Work } from '../journal/index.ts'
import type { IncidentView, Needs } from './incident.ts'
import { viewOf } from './incident-board.ts'
import type { personBody } from './incident-contract.ts'

/** Where an incident is, with what follows from it. */
export type Placed = {
  text: string
  premisesId: string | null
  lat: number | null
  lon: number | null
  areaId: string | null
  areaClass: 'urban' | 'rural' | null
  confirmed: boolean
}

/** What opening writes; grade, flags' clearing and closing have their own guarded ways. */
export type NewIncident = {
  id: string
  type: string
  summary: string
  where: Placed | null
  happeningNow: boolean
  flags: IncidentView['flags']
  needs: Needs
  handlerId: string | null
}

/** Saves a new incident under the next log number of the local day; take it as late as possible, it is the day's one row. */
export async function saveIncident(trx: Trx, incident: NewIncident): Promise<void> {
  const because = Object.entries(incident.flags).flatMap(([flag, raised]) =>
    raised ? [{ flag, because: 'said by the call handler' }] : [],
  )
  await sql`
    insert into incident (id, local_day, day_number, opening_category, type, summary, location_text, premises_id, lat, lon,
      area_id, area_class, location_confirmed, domestic_abuse, repeat_victim, vulnerable, treat_as_urgent, happening_now,
      flags_because, needs, handler_id)
    select ${incident.id}, day, take_log_number(day), ${incident.type}, ${incident.type}, ${incident.summary},
      ${incident.where?.text ?? ''}, ${incident.where?.premisesId ?? null}, ${incident.where?.lat ?? null}, ${incident.where?.lon ?? null},
      ${incident.where?.areaId ?? null}, ${incident.where?.areaClass ?? null}, ${incident.where?.confirmed ?? false},
      ${incident.flags.domesticAbuse}, ${incident.flags.repeatVictim}, ${incident.flags.vulnerable}, ${incident.flags.treatAsUrgent},
      ${incident.happeningNow}, ${JSON.stringify(because)}::jsonb, ${JSON.stringify(incident.needs)}::jsonb, ${incident.handlerId}
    from (select (now() at time zone 'Europe/London')::date as day) as today`.execute(trx)
}

/** Locks an incident and shows it whole; undefined when there is none that is open. */
export async function findOpenIncidentForUpdate(trx: Trx, incidentId: string): Promise<IncidentView | undefined> {
  const row = await trx.selectFrom('incident').selectAll().where('id', '=', incidentId).forUpdate().executeTakeFirst()
  return row?.status === 'open' ? viewOf(row) : undefined
}

/** Whether it is domestic abuse, repeat, vulnerable or to be treated as urgent; undefined: there is no such incident. */
export async function isWatched(trx: Trx, incidentId: string): Promise<boolean | undefined> {
  const row = await trx
    .selectFrom('incident')
    .select(['locked', 'treat_as_urgent'])
    .where('id', '=', incidentId)
    .executeTakeFirst()
  return row && (row.locked || row.treat_as_urgent)
}

/** Locks an incident that is open. @throws Refusal incident/unknown, incident/closed */
export async function getOpenIncidentForUpdate(trx: Trx, incidentId: string) {
  const row = await trx
    .selectFrom('incident')
    .select([
      'id',
      'status',
      'grade',
      'grade_position',
      'area_id',
      'premises_id',
      'lat',
      'lon',
      'type',
      'locked',
      'happening_now',
    ])
    .where('id', '=', incidentId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('incident/unknown', 'There is no such incident')
  if (row.status === 'closed') throw new Refusal('incident/closed', 'The incident is closed')
  return row
}

/** The area an incident belongs to, whether open or closed. @throws Refusal incident/unknown */
export async function getIncidentArea(trx: Trx, incidentId: string): Promise<string | null> {
  const row = await trx.selectFrom('incident').select('area_id').where('id', '=', incidentId).executeTakeFirst()
  if (!row) throw new Refusal('incident/unknown', 'There is no such incident')
  return row.area_id
}

/** Changes what a handler or dispatcher may change at any time. */
export async function saveIncidentChange(
  trx: Trx,
  incidentId: string,
  change: {
    summary?: string | undefined
    where?: Placed | undefined
    happeningNow?: boolean | undefined
    needs?: Needs | undefined
  },
): Promise<void> {
  await trx
    .updateTable('incident')
    .set({
      ...(change.summary === undefined ? {} : { summary: change.summary }),
      ...(change.happeningNow === undefined ? {} : { happening_now: change.happeningNow }),
      ...(change.needs === undefined ? {} : { needs: JSON.stringify(change.needs) }),
      ...(change.where === undefined
        ? {}
        : {
            location_text: change.where.text,
            premises_id: change.where.premisesId,
            lat: change.where.lat,
            lon: change.where.lon,
            area_id: change.where.areaId,
            area_class: change.where.areaClass,
            location_confirmed: change.where.confirmed,
          }),
    })
    .where('id', '=', incidentId)
    .execute()
}

/** Adds people as named; who they are in the records is found by the person check. @returns their ids, in order */
export async function savePeople(
  trx: Trx,
  incidentId: string,
  people: ReadonlyArray<z.output<typeof personBody>>,
  addedBy: string,
): Promise<string[]> {
  if (people.length === 0) return []
  const ids = people.map(() => newId())
  await trx
    .insertInto('incident_person')
    .values(
      people.map((person, index) => ({
        id: ids[index] as string,
        incident_id: incidentId,
        role: person.role,
        name: person.name,
        born_on: person.bornOn,
        aged: person.aged,
        relationship: person.relationship,
        present: person.present,
        added_by: addedBy,
      })),
    )
    .execute()
  return ids
}

/** A line of the log: append-only. */
export async function saveLogEntry(
  { trx, actor }: Pick<Work, 'trx' | 'actor'>,
  incidentId: string,
  entry: { kind: string; text: string; detail?: Record<string, unknown> },
): Promise<{ id: string; by: string; kind: string; text: string }> {
  const id = newId()
  await trx
    .insertInto('log_entry')
    .values({
      id,
      incident_id: incidentId,
      actor_id: actor.id,
      actor_name: actor.name,
      kind: entry.kind,
      text: entry.text,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute()
  return { id, by: actor.name, kind: entry.kind, text: entry.text }
}

/** Who wrote a line of this log, and when; undefined when it has no such line. */
export function findLogLine(trx: Trx, incidentId: string, entryId: string) {
  return trx
    .selectFrom('log_entry')
    .select(['at', 'actor_id', 'kind'])
    .where('id', '=', entryId)
    .where('incident_id', '=', incidentId)
    .executeTakeFirst()
}

/** Units that are going to this incident or are there. */
export async function listGoingTo(trx: Trx, incidentId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('deployment')
    .select('unit_id')
    .where('incident_id', '=', incidentId)
    .where('released_at', 'is', null)
    .execute()
  return rows.map((row) => row.unit_id)
}

/** Whether this unit is or was sent to this incident. */
export async function wasSent(trx: Trx, unitId: string, incidentId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('deployment')
    .select('id')
    .where('unit_id', '=', unitId)
    .where('incident_id', '=', incidentId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Everything on the log, read through the function that writes its audit row first (I8). */
export async function readIncidentLog(
  trx: Trx,
  actor: Actor,
  reason: string,
  incidentId: string,
): Promise<Record<string, unknown[]>> {
  const { rows } = await sql<{ answer: Record<string, unknown[]> | null }>`
    select read_incident(${JSON.stringify(actor)}::jsonb, ${reason}, ${incidentId}) as answer`.execute(trx)
  const answer = rows[0]?.answer
  if (!answer) throw new Refusal('incident/unknown', 'There is no such incident')
  return answer
}

/** Adds something that has to be done before closing. */
export async function saveAction(
  trx: Trx,
  action: { id: string; incidentId: string; text: string; owner: string; createdBy: string; dueAt?: Date },
): Promise<void> {
  await trx
    .insertInto('action')
    .values({
      id: action.id,
      incident_id: action.incidentId,
      text: action.text,
      owner: action.owner,
      created_by: action.createdBy,
      due_at: action.dueAt ?? null,
    })
    .execute()
}

/** What an action says, when it is still to be done on an incident that is open. */
export async function findActionToDo(trx: Trx, actionId: string): Promise<{ text: string } | undefined> {
  return trx
    .selectFrom('action')
    .innerJoin('incident', 'incident.id', 'action.incident_id')
    .select('action.text')
    .where('action.id', '=', actionId)
    .where('action.done_at', 'is', null)
    .where('incident.status', '=', 'open')
    .executeTakeFirst()
}

/** Marks an action done, once. @throws Refusal incident/action-unknown, incident/action-done */
export async function saveActionDone(trx: Trx, incidentId: string, actionId: string, doneBy: string): Promise<void> {
  const action = await trx
    .selectFrom('action')
    .select(['id', 'done_at'])
    .where('id', '=', actionId)
    .where('incident_id', '=', incidentId)
    .forUpdate()
    .executeTakeFirst()
  if (!action) throw new Refusal('incident/action-unknown', 'There is no such action on this incident')
  if (action.done_at) throw new Refusal('incident/action-done', 'The action is done already')
  await trx
    .updateTable('action')
    .set({ done_at: sql<Date>`clock_timestamp()`, done_by: doneBy })
    .where('id', '=', actionId)
    .execute()
}

/** Which of these incidents were opened within so many hours. */
export async function listOpenedWithin(trx: Trx, incidentIds: readonly string[], hours: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('incident')
    .select('id')
    .where('id', 'in', [...incidentIds])
    .where('opened_at', '>', sql<Date>`clock_timestamp() - make_interval(hours => ${hours}::int)`)
    .execute()
  return rows.map(({ id }) => id)
}

/** Links two incidents; linked already, nothing changes. @returns whether it is new */
export async function saveLink(
  trx: Trx,
  link: { incidentId: string; otherId: string; reason: string; linkedBy: string },
): Promise<boolean> {
  const row = await trx
    .insertInto('incident_link')
    .values({
      id: newId(),
      incident_id: link.incidentId,
      other_id: link.otherId,
      reason: link.reason,
      linked_by: link.linkedBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
