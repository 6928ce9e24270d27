import { sql } from 'kysely'
import type { Reader, Trx } from '../db/index.ts'
import type { ContactFigure, CountedEvent, IncidentFigure } from './figure.ts'
import { COUNTED_EVENTS, foldContact, foldIncident } from './figure-folding-rules.ts'
import { forgetSpans } from './figure-span-store.ts'

/** Events that are folded in one transaction: some tenths of a second. */
const AT_ONCE = 1_000

/**
 * Reads on in the journal, one portion, and writes what each incident and contact was from then on. Any number of nodes
 * may try: one at a time does. @returns whether there may be more
 */
export function foldOn(db: Reader): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const head = await sql<{ seq: number; at: string }>`
      select seq, ${exact(sql`greatest(at, '0001-01-01')`)} as at from figure_head for update`.execute(trx)
    const from = head.rows[0]
    if (!from) throw new Error('there is no figure_head')
    const events = await listEvents(trx, from.seq)
    const last = events.at(-1)
    if (!last) return false
    // a clock that was set back: what is recorded later never stands earlier
    let newest = from.at
    for (const event of events) {
      if (event.recordedAt < newest) event.recordedAt = newest
      newest = event.recordedAt
    }
    await forgetSpans(trx, await saveIncidents(trx, events), await saveContacts(trx, events))
    await sql`update figure_head set seq = ${last.seq}, at = ${newest}::timestamptz`.execute(trx)
    return events.length === AT_ONCE
  })
}

type Recorded = CountedEvent & {
  seq: number
  /** to the microsecond: it says what counts as of an instant, and is compared as text */
  recordedAt: string
}

const exact = (instant: ReturnType<typeof sql>) =>
  sql<string>`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Of each event what is counted, and of nobody what was said. */
async function listEvents(trx: Trx, after: number): Promise<Recorded[]> {
  const { rows } = await sql<Recorded>`
    select e.seq, e.type, e.actor_id as "actorId", e.incident_id as "incidentId", ${exact(sql`e.at`)} as "recordedAt",
      to_char(date_trunc('milliseconds', e.at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      case when i is not null then jsonb_build_object('id', i -> 'id', 'reference', i -> 'reference', 'openedAt', i -> 'openedAt',
        'type', i -> 'type', 'areaId', i -> 'areaId', 'areaClass', i -> 'areaClass', 'premisesId', i -> 'location' -> 'premisesId',
        'domesticAbuse', i -> 'flags' -> 'domesticAbuse', 'repeatVictim', i -> 'flags' -> 'repeatVictim',
        'vulnerable', i -> 'flags' -> 'vulnerable', 'handlerId', i -> 'handlerId', 'firstGrade', i -> 'firstGrade',
        'firstAttendBy', i -> 'firstAttendBy', 'gradedAt', i -> 'gradedAt', 'closedAt', i -> 'closedAt',
        'closingCategory', i -> 'closingCategory') end as incident,
      case when c is not null then jsonb_build_object('id', c -> 'id', 'channel', c -> 'channel', 'kind', c -> 'kind',
        'receivedAt', c -> 'receivedAt', 'presentedAt', c -> 'presentedAt', 'answeredAt', c -> 'answeredAt',
        'handlerId', c -> 'handlerId', 'incidentId', c -> 'incidentId') end as contact,
      case when d is not null then jsonb_build_object('id', d -> 'id', 'assignedAt', d -> 'assignedAt',
        'assignedBy', d -> 'assignedBy', 'rankChosen', d -> 'rankChosen', 'notFirstBecause', d -> 'notFirstBecause',
        'atSceneAt', d -> 'atSceneAt', 'arrivedUnread', d -> 'arrivedUnread', 'releaseReason', d -> 'releaseReason') end as deployment,
      case when e.type = 'contact-linked' then e.data ->> 'incidentId' end as "linkedTo",
      e.data ->> 'direction' as direction,
      (select jsonb_agg(jsonb_build_object('what', u -> 'what', 'state', u -> 'state'))
        from jsonb_array_elements(e.data -> 'briefing' -> 'unknowns') u) as unknowns,
      e.data ->> 'actionId' as "actionId", e.data ->> 'dueAt' as "dueAt"
    from (select *, data -> 'incident' as i, data -> 'contact' as c, data -> 'deployment' as d from journal
      where seq > ${after} and type = any (${COUNTED_EVENTS}) order by seq limit ${AT_ONCE}) e
    order by e.seq`.execute(trx)
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }))
}

/** Something that stood from one instant until another. */
type State<T> = { figure: T; sinceAt: string; untilAt: string | null }

/** The states that follow from events, with those that end: each is written once, and never again. */
function follow<T extends object>(
  standing: ReadonlyMap<string, { figure: T; sinceAt: string }>,
  events: readonly Recorded[],
  idOf: (event: Recorded) => string | null,
  fold: (stood: T | undefined, event: Recorded) => T | undefined,
): { now: State<T>[]; past: State<T>[] } {
  const now = new Map<string, State<T>>()
  const past: State<T>[] = []
  for (const event of events) {
    const id = idOf(event)
    if (id === null) continue
    const held = now.get(id)
    const stood = held ?? standing.get(id)
    const figure = fold(stood?.figure, event)
    if (!figure || figure === stood?.figure) continue
    if (stood) past.push({ figure: stood.figure, sinceAt: stood.sinceAt, untilAt: event.recordedAt })
    now.set(id, { figure, sinceAt: event.recordedAt, untilAt: null })
  }
  return { now: [...now.values()], past }
}

const incidentOf = (event: Recorded) => event.incident?.id ?? event.incidentId
const contactOf = (event: Recorded) => event.contact?.id ?? null

/** Columns of both tables of incidents, with the property that fills each. */
const incidentColumns = [
  ['incident_id', 'incidentId', 'uuid'],
  ['local_day', 'localDay', 'date'],
  ['day_number', 'dayNumber', 'int'],
  ['local_hour', 'localHour', 'smallint'],
  ['opened_at', 'openedAt', 'timestamptz'],
  ['area_id', 'areaId', 'text'],
  ['area_class', 'areaClass', 'text'],
  ['type', 'type', 'text'],
  ['premises_id', 'premisesId', 'uuid'],
  ['domestic_abuse', 'domesticAbuse', 'boolean'],
  ['repeat_victim', 'repeatVictim', 'boolean'],
  ['vulnerable', 'vulnerable', 'boolean'],
  ['handler_id', 'handlerId', 'uuid'],
  ['first_grade', 'firstGrade', 'text'],
  ['first_graded_at', 'firstGradedAt', 'timestamptz'],
  ['first_attend_by', 'firstAttendBy', 'timestamptz'],
  ['times_lowered', 'timesLowered', 'smallint'],
  ['deployment_id', 'deploymentId', 'uuid'],
  ['assigned_at', 'assignedAt', 'timestamptz'],
  ['assigned_by', 'assignedBy', 'uuid'],
  ['rank_chosen', 'rankChosen', 'smallint'],
  ['not_first_because', 'notFirstBecause', 'text'],
  ['checks_complete', 'checksComplete', 'boolean'],
  ['at_scene_at', 'atSceneAt', 'timestamptz'],
  ['arrived_unread', 'arrivedUnread', 'boolean'],
  ['times_diverted', 'timesDiverted', 'smallint'],
  ['closed_at', 'closedAt', 'timestamptz'],
  ['closed_by', 'closedBy', 'uuid'],
  ['closing_category', 'closingCategory', 'text'],
  ['recontacts', 'recontacts', 'jsonb'],
] as const satisfies readonly (readonly [string, keyof IncidentFigure, string])[]

const contactColumns = [
  ['contact_id', 'contactId', 'uuid'],
  ['local_day', 'localDay', 'date'],
  ['local_hour', 'localHour', 'smallint'],
  ['channel', 'channel', 'text'],
  ['kind', 'kind', 'text'],
  ['received_at', 'receivedAt', 'timestamptz'],
  ['presented_at', 'presentedAt', 'timestamptz'],
  ['answered_at', 'answeredAt', 'timestamptz'],
  ['handler_id', 'handlerId', 'uuid'],
  ['incident_id', 'incidentId', 'uuid'],
] as const satisfies readonly (readonly [string, keyof ContactFigure, string])[]

type Columns = readonly (readonly [column: string, property: string, kind: string])[]
type Table = 'incident_figure' | 'contact_figure'

async function saveIncidents(trx: Trx, events: readonly Recorded[]): Promise<string[]> {
  const standing = await readStanding<IncidentFigure>(trx, 'incident_figure', incidentColumns, events.map(incidentOf))
  const { now, past } = follow(standing, events, incidentOf, foldIncident)
  const centre = sql`(select centre_id from area where area.id = r."areaId")`
  await writeStates(trx, 'incident_figure', incidentColumns, centre, now, past)
  return now.map(({ figure }) => figure.incidentId)
}

async function saveContacts(trx: Trx, events: readonly Recorded[]): Promise<string[]> {
  const standing = await readStanding<ContactFigure>(trx, 'contact_figure', contactColumns, events.map(contactOf))
  const { now, past } = follow(standing, events, contactOf, foldContact)
  const centre = sql`(select centre_id from staff where staff.id = r."handlerId")`
  await writeStates(trx, 'contact_figure', contactColumns, centre, now, past)
  return now.map(({ figure }) => figure.contactId)
}

async function readStanding<T>(
  trx: Trx,
  table: Table,
  columns: Columns,
  ids: readonly (string | null)[],
): Promise<Map<string, { figure: T; sinceAt: string }>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const key = columns[0]?.[0] ?? ''
  const values = columns.map(([column, property, kind]) =>
    kind === 'timestamptz'
      ? sql`${sql.lit(property)}, to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
      : sql`${sql.lit(property)}, ${sql.ref(column)}`,
  )
  const { rows } = await sql<{ id: string; sinceAt: string; figure: T }>`
    select ${sql.ref(key)} as id, ${exact(sql`since_at`)} as "sinceAt", json_build_object(${sql.join(values)}) as figure
    from ${sql.table(table)} where ${sql.ref(key)} = any (${wanted}::uuid[])`.execute(trx)
  return new Map(rows.map(({ id, figure, sinceAt }) => [id, { figure, sinceAt }]))
}

/** What ended goes beside what stands; its centre is the one it was written with. */
async function writeStates(
  trx: Trx,
  table: Table,
  columns: Columns,
  centre: ReturnType<typeof sql>,
  now: readonly State<object>[],
  past: readonly State<object>[],
): Promise<void> {
  const names = sql.join(columns.map(([column]) => sql.ref(column)))
  const values = sql.join(columns.map(([, property]) => sql.ref(`r.${property}`)))
  const shape = sql.join([
    ...columns.map(([, property, kind]) => sql`${sql.ref(property)} ${sql.raw(kind)}`),
    sql`"sinceAt" timestamptz, "untilAt" timestamptz`,
  ])
  const key = sql.ref(columns[0]?.[0] ?? '')
  const rowsOf = (states: readonly State<object>[]) =>
    sql`jsonb_to_recordset(${JSON.stringify(states.map(({ figure, ...when }) => ({ ...figure, ...when })))}::jsonb) as r(${shape})`
  await sql`insert into ${sql.table(`${table}_past`)} (${names}, centre_id, since_at, until_at)
    select ${values}, ${centre}, r."sinceAt", r."untilAt" from ${rowsOf(past)}`.execute(trx)
  const fresh = sql.join(
    [...columns.slice(1).map(([column]) => column), 'centre_id', 'since_at'].map(
      (column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`,
    ),
  )
  await sql`insert into ${sql.table(table)} (${names}, centre_id, since_at)
    select ${values}, ${centre}, r."sinceAt" from ${rowsOf(now)}
    on conflict (${key}) do update set ${fresh}`.execute(trx)
}
