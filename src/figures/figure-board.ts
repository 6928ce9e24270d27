import { type RawBuilder, sql } from 'kysely'
import { logNumber, Refusal } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { type FigureDefinitions, type FigureId, figureDefinitions } from '../definitions/index.ts'
import type { Dimension } from './figure.ts'
import type { FigureListQuery, FigureListView, FigureQuery, FiguresView } from './figure-contract.ts'
import { groupFigure, namesWithoutLookup, type Told, unitOf } from './figure-group-rules.ts'
import { foldOn } from './figure-store.ts'

/** What was in force at the instant that is asked about; undefined: the force had loaded none. */
type Definitions = { version: string; validFrom: string; body: FigureDefinitions } | undefined

/** Most portions of the journal that a question waits for: beyond it, the node is still reading on by itself. */
const MOST_PORTIONS = 200

/**
 * The instant that is asked about, once everything recorded up to it can be counted. Without one: now.
 * @throws Refusal request/invalid for an instant that has not come; figures/not-ready while the journal is still being read
 */
export async function settle(db: Reader, asOf: string | undefined): Promise<string> {
  const { rows } = await sql<{ now: Date }>`select settled_until() as now`.execute(db)
  const now = rows[0]?.now ?? new Date(0)
  const at = asOf === undefined ? now : new Date(asOf)
  if (at > now)
    throw new Refusal('request/invalid', 'That instant has not come yet', {
      errors: [{ pointer: '/querystring/asOf', detail: 'is in the future: figures are of what was recorded' }],
    })
  for (let portion = 0; await foldOn(db); portion += 1) {
    if (portion === MOST_PORTIONS) throw new Refusal('figures/not-ready', 'The journal is still being read for figures')
  }
  return at.toISOString()
}

/** The definitions of that instant: with those of today an answer of then would be another one. */
export async function findDefinitions(db: Reader, asOf: string): Promise<Definitions> {
  const row = await db
    .selectFrom('definition')
    .select(['version', 'valid_from', 'body'])
    .where('kind', '=', 'figure-definitions')
    .where('valid_from', '<=', new Date(asOf))
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', new Date(asOf))]))
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  return { version: row.version, validFrom: row.valid_from.toISOString(), body: figureDefinitions.parse(row.body) }
}

/** Every figure that the force has defined, by one dimension, as of that settled instant. */
export async function listFigures(
  db: Reader,
  definitions: Definitions,
  query: FigureQuery,
  asOf: string,
): Promise<FiguresView> {
  const { from, to, by } = query
  const head = { from, to, by, asOf }
  if (!definitions) return { ...head, definitions: null, figures: [] }
  const { version, validFrom, body } = definitions
  const wanted = body.figures.filter(({ id }) => query.figure === undefined || id === query.figure)
  const { rows } = await sql<Told>`
    select key, figure, value, count(*)::int as n from (${values(query, asOf, body.answerWithinSeconds)}) v
    where figure = any (${wanted.map(({ id }) => id)}) group by 1, 2, 3`.execute(db)
  const names = await nameKeys(db, by, rows)
  return {
    ...head,
    definitions: { version, validFrom, fewest: body.fewest },
    figures: wanted.map((figure) => ({
      ...figure,
      unit: unitOf(figure.id),
      groups: groupFigure(
        figure.id,
        by,
        rows.filter((row) => row.figure === figure.id),
        body.fewest,
        names,
      ),
    })),
  }
}

/** What is behind one number, the earliest first; the total is that number. */
export async function listBehind(
  db: Reader,
  definitions: Definitions,
  query: FigureListQuery,
  asOf: string,
): Promise<FigureListView> {
  if (!definitions?.body.figures.some(({ id }) => id === query.figure)) return { asOf, total: 0, rows: [] }
  const key =
    query.key === undefined ? sql`true` : sql`key is not distinct from ${query.key === 'none' ? null : query.key}`
  const part = query.part === 'counted' ? sql`true` : sql`value = ${query.part === 'met' ? 1 : 0}`
  const { rows } = await sql<{
    incident_id: string | null
    contact_id: string | null
    local_day: string | null
    day_number: number | null
    at: Date
    value: number
    total: number
  }>`
    select incident_id, contact_id, local_day, day_number, at, value, count(*) over ()::int as total
    from (${values(query, asOf, definitions.body.answerWithinSeconds)}) v
    where figure = ${query.figure} and ${key} and ${part}
    order by at, incident_id, contact_id offset ${query.offset} limit ${query.limit}`.execute(db)
  return {
    asOf,
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => ({
      incidentId: row.incident_id,
      reference: row.local_day === null || row.day_number === null ? null : logNumber(row.local_day, row.day_number),
      contactId: row.contact_id,
      at: row.at.toISOString(),
      value: row.value,
    })),
  }
}

type Sql = RawBuilder<unknown>

/** One row for each incident or contact and each figure it is counted in, with the value. */
function values(query: FigureQuery | FigureListQuery, asOf: string, answerWithinSeconds: number): Sql {
  const at = sql`${asOf}::timestamptz`
  const wants = (id: FigureId) => query.figure === undefined || query.figure === id
  const parts: Sql[] = []
  if (contactFigures.some(wants)) parts.push(contactValues(query, at, answerWithinSeconds))
  if (query.figure === undefined || !contactFigures.includes(query.figure)) parts.push(incidentValues(query, at))
  return sql`${sql.join(parts, sql` union all `)}`
}

/** Counted of contacts; every other figure is of incidents. */
const contactFigures: readonly FigureId[] = [
  'time-to-answer',
  'answered-in-time',
  'contacts-unanswered',
  'domestic-abuse-contacts',
]

/** Null where either is: greatest() alone would make 0 of that. */
const seconds = (from: Sql, to: Sql) =>
  sql`case when ${to} >= ${from} then floor(extract(epoch from ${to} - ${from}))::int when ${to} < ${from} then 0 end`

/** How each stood at that instant: what stands since before it, and what stood then and does no more. */
function stood(table: 'incident_figure' | 'contact_figure', at: Sql, days: Sql): Sql {
  const columns =
    table === 'incident_figure'
      ? sql`incident_id, local_day, day_number, local_hour, opened_at, area_id, area_class, centre_id, domestic_abuse, repeat_victim,
          handler_id, first_grade, first_graded_at, first_attend_by, times_lowered, assigned_at, assigned_by, rank_chosen,
          not_first_because, checks_complete, at_scene_at, arrived_unread, times_diverted, closed_at, closed_by, closing_category, recontacts`
      : sql`contact_id, local_day, local_hour, channel, received_at, presented_at, answered_at, handler_id, centre_id, incident_id`
  return sql`select ${columns} from ${sql.table(table)} where ${days} and since_at <= ${at}
    union all
    select ${columns} from ${sql.table(`${table}_past`)} where ${days} and tstzrange(since_at, until_at) @> ${at}`
}

function incidentValues(query: FigureQuery, at: Sql): Sql {
  const sent = sql`f.assigned_at is not null`
  return sql`
    select ${keyOf(query.by, sql`f`, sql`f`)} as key, v.figure, v.value, f.incident_id, null::uuid as contact_id,
      f.local_day, f.day_number, f.opened_at as at
    from (${stood('incident_figure', at, daysOf(query))}) f cross join lateral (values
      ('time-to-grade', ${seconds(sql`f.opened_at`, sql`f.first_graded_at`)}, f.handler_id, null::text),
      ('time-to-dispatch', ${seconds(sql`coalesce(f.first_graded_at, f.opened_at)`, sql`f.assigned_at`)}, f.assigned_by, null),
      ('time-to-attend', ${seconds(sql`f.opened_at`, sql`f.at_scene_at`)}, f.assigned_by, null),
      ('clocks-met', case when f.first_attend_by is null then null
        when f.at_scene_at is not null then (f.at_scene_at <= f.first_attend_by)::int
        when f.closed_at <= f.first_attend_by then null
        when f.first_attend_by <= ${at} then 0 end, f.assigned_by, null),
      ('not-first-sent', case when ${sent} then (f.rank_chosen is distinct from 1)::int end, f.assigned_by,
        case when ${sent} and f.rank_chosen is distinct from 1 then coalesce(f.not_first_because, 'owed') end),
      ('briefed-before-arrival', case when f.at_scene_at is not null then (not f.arrived_unread)::int end, f.assigned_by, null),
      ('checks-before-dispatch', case when ${sent} then f.checks_complete::int end, f.assigned_by, null),
      ('domestic-abuse-incidents', f.domestic_abuse::int, f.handler_id, null),
      ('repeat-victims', case when f.domestic_abuse then f.repeat_victim::int end, f.handler_id, null),
      ('closures', (f.closed_at is not null)::int, f.closed_by, f.closing_category),
      ('downgrades', case when f.first_graded_at is not null then (f.times_lowered > 0)::int end, f.handler_id, null),
      ('diverts', case when ${sent} then (f.times_diverted > 0)::int end, f.assigned_by, null),
      ('recontacts-kept', case when f.recontacts <> '[]' then (select bool_and(coalesce(r."doneAt" <= r."dueAt", false))::int
        from jsonb_to_recordset(f.recontacts) as r("dueAt" timestamptz, "doneAt" timestamptz) where r."dueAt" <= ${at}) end,
        f.assigned_by, null)
    ) as v (figure, value, officer, detail)
    where v.value is not null and ${filtered(query, sql`f`, sql`f`)}`
}

function contactValues(query: FigureQuery, at: Sql, answerWithinSeconds: number): Sql {
  const call = sql`c.channel in ('999', '101')`
  const answered = seconds(sql`coalesce(c.presented_at, c.received_at)`, sql`c.answered_at`)
  return sql`
    select ${keyOf(query.by, sql`c`, sql`i`)} as key, v.figure, v.value, c.incident_id, c.contact_id, i.local_day, i.day_number,
      c.received_at as at
    from (${stood('contact_figure', at, daysOf(query))}) c
    left join (${stood('incident_figure', at, sql`true`)}) i on i.incident_id = c.incident_id
    cross join lateral (values
      ('time-to-answer', case when ${call} then ${answered} end, c.handler_id, c.channel),
      ('answered-in-time', case when c.channel = '999' then (${answered} <= ${answerWithinSeconds})::int end, c.handler_id, null),
      ('contacts-unanswered', case when ${call} then (c.answered_at is null)::int end, c.handler_id, null),
      ('domestic-abuse-contacts', coalesce(i.domestic_abuse, false)::int, c.handler_id, null)
    ) as v (figure, value, officer, detail)
    where v.value is not null and ${filtered(query, sql`c`, sql`i`)}`
}

const daysOf = ({ from, to }: FigureQuery) => sql`local_day between ${from}::date and ${to}::date`

/** `own`: what is counted; `about`: the incident it is about. */
function keyOf(by: Dimension, own: Sql, about: Sql): Sql {
  const keys: Record<Dimension, Sql> = {
    all: sql`'all'`,
    grade: sql`${about}.first_grade`,
    area: sql`${about}.area_id`,
    'area-class': sql`${about}.area_class`,
    hour: sql`lpad(${own}.local_hour::text, 2, '0')`,
    centre: sql`${own}.centre_id`,
    day: sql`${own}.local_day::text`,
    officer: sql`v.officer::text`,
    detail: sql`v.detail`,
  }
  return keys[by]
}

function filtered(query: FigureQuery, own: Sql, about: Sql): Sql {
  const conditions = [sql`true`]
  if (query.grade !== undefined) conditions.push(sql`${about}.first_grade = ${query.grade}`)
  if (query.areaId !== undefined) conditions.push(sql`${about}.area_id = ${query.areaId}`)
  if (query.areaClass !== undefined) conditions.push(sql`${about}.area_class = ${query.areaClass}`)
  if (query.centreId !== undefined) conditions.push(sql`${own}.centre_id = ${query.centreId}`)
  if (query.hour !== undefined) conditions.push(sql`${own}.local_hour = ${query.hour}`)
  if (query.officerId !== undefined) conditions.push(sql`v.officer = ${query.officerId}::uuid`)
  return sql`${sql.join(conditions, sql` and `)}`
}

/** Keys in the force's words; one nobody knows any more is told as it is. */
async function nameKeys(db: Reader, by: Dimension, rows: readonly Told[]): Promise<ReadonlyMap<string, string>> {
  const keys = [...new Set(rows.map(({ key }) => key).filter((key) => key !== null))]
  const names = namesWithoutLookup(by, keys)
  if (names) return names
  const table = {
    grade: sql`select distinct on (id) id as key, name from grade order by id, valid_from desc`,
    area: sql`select id as key, name from area`,
    centre: sql`select distinct centre_id as key, initcap(centre_id) as name from area`,
    officer: sql`select id::text as key, display_name as name from staff where id = any (${keys.filter((key) => by === 'officer' && key)}::uuid[])`,
    detail: sql`select c ->> 'code' as key, c ->> 'name' as name from definition d, jsonb_array_elements(d.body) c
      where d.kind in ('not-first-reasons', 'closing-categories') order by d.valid_from`,
  }[by as 'grade' | 'area' | 'centre' | 'officer' | 'detail']
  const found = await sql<{ key: string; name: string }>`${table}`.execute(db)
  return new Map(found.rows.map(({ key, name }) => [key, name]))
}
