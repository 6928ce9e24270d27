import { type RawBuilder, sql } from 'kysely'
import type { FigureId } from '../definitions/index.ts'
import type { Dimension } from './figure.ts'
import type { FigureQuery } from './figure-contract.ts'

/** A part of a statement. */
export type Sql = RawBuilder<unknown>
/** Of which days, as of which instant, by what limit a call is answered in time. */
export type Counting = { days: Sql; asOf: string; answerWithinSeconds: number }
/** What is asked of those days. */
type Asked = Omit<FigureQuery, 'from' | 'to' | 'asOf'>

/**
 * One row for each incident or contact and each figure it is counted in: its key by the dimension that is asked for, the value,
 * what it is of, and the dimensions that are rolled up.
 */
export function valuesOf(query: Asked, { days, asOf, answerWithinSeconds }: Counting): Sql {
  const at = sql`${asOf}::timestamptz`
  const wants = (id: FigureId) => query.figure === undefined || query.figure === id
  const parts: Sql[] = []
  if (contactFigures.some(wants)) parts.push(contactValues(query, days, at, answerWithinSeconds))
  if (query.figure === undefined || !contactFigures.includes(query.figure)) parts.push(incidentValues(query, days, at))
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

/** Of one figure: the value, whose work it was, and what the figure itself is divided by. */
type Row = readonly [figure: FigureId, value: Sql, officer: Sql, detail?: Sql]

/** Only what is asked for is computed: each row is one of every incident. */
function rowsOf(query: Asked, rows: readonly Row[]): Sql {
  const wanted = rows.filter(([figure]) => query.figure === undefined || query.figure === figure)
  const lines = wanted.map(
    ([figure, value, officer, detail]) => sql`(${sql.lit(figure)}, ${value}, ${officer}, ${detail ?? sql`null`}::text)`,
  )
  return sql`(values ${sql.join(lines)}) as v (figure, value, officer, detail)`
}

function incidentValues(query: Asked, days: Sql, at: Sql): Sql {
  const handler = sql`f.handler_id`
  const dispatcher = sql`f.assigned_by`
  const ifSent = (value: Sql) => sql`case when f.assigned_at is not null then ${value} end`
  const notFirst = sql`f.rank_chosen is distinct from 1`
  const rows: Row[] = [
    ['time-to-grade', seconds(sql`f.opened_at`, sql`f.first_graded_at`), handler],
    ['time-to-dispatch', seconds(sql`coalesce(f.first_graded_at, f.opened_at)`, sql`f.assigned_at`), dispatcher],
    ['time-to-attend', seconds(sql`f.opened_at`, sql`f.at_scene_at`), dispatcher],
    [
      'clocks-met',
      sql`case when f.first_attend_by is null then null
        when f.at_scene_at is not null then (f.at_scene_at <= f.first_attend_by)::int
        when f.closed_at <= f.first_attend_by then null
        when f.first_attend_by <= ${at} then 0 end`,
      dispatcher,
    ],
    [
      'not-first-sent',
      ifSent(sql`(${notFirst})::int`),
      dispatcher,
      ifSent(sql`case when ${notFirst} then coalesce(f.not_first_because, 'owed') end`),
    ],
    [
      'briefed-before-arrival',
      sql`case when f.at_scene_at is not null then (not f.arrived_unread)::int end`,
      dispatcher,
    ],
    ['checks-before-dispatch', ifSent(sql`f.checks_complete::int`), dispatcher],
    ['domestic-abuse-incidents', sql`f.domestic_abuse::int`, handler],
    ['repeat-victims', sql`case when f.domestic_abuse then f.repeat_victim::int end`, handler],
    ['closures', sql`(f.closed_at is not null)::int`, sql`f.closed_by`, sql`f.closing_category`],
    ['downgrades', sql`case when f.first_graded_at is not null then (f.times_lowered > 0)::int end`, handler],
    ['diverts', ifSent(sql`(f.times_diverted > 0)::int`), dispatcher],
    [
      'recontacts-kept',
      sql`case when f.recontacts <> '[]' then (select bool_and(coalesce(r."doneAt" <= r."dueAt", false))::int
        from jsonb_to_recordset(f.recontacts) as r("dueAt" timestamptz, "doneAt" timestamptz) where r."dueAt" <= ${at}) end`,
      dispatcher,
    ],
  ]
  return sql`
    select ${keyOf(query.by, sql`f`, sql`f`)} as key, v.figure, v.value, f.incident_id, null::uuid as contact_id,
      f.local_day, f.day_number, f.opened_at as at, f.first_grade, f.area_id, f.area_class, f.centre_id
    from (${stood('incident_figure', at, days)}) f cross join lateral ${rowsOf(query, rows)}
    where v.value is not null and ${filtered(query, sql`f`, sql`f`)}`
}

function contactValues(query: Asked, days: Sql, at: Sql, answerWithinSeconds: number): Sql {
  const handler = sql`c.handler_id`
  const ifCall = (value: Sql) => sql`case when c.channel in ('999', '101') then ${value} end`
  const answered = seconds(sql`coalesce(c.presented_at, c.received_at)`, sql`c.answered_at`)
  const inTime = sql`case when c.channel = '999' then (${answered} <= ${answerWithinSeconds})::int end`
  const rows: Row[] = [
    ['time-to-answer', ifCall(answered), handler, sql`c.channel`],
    ['answered-in-time', inTime, handler],
    ['contacts-unanswered', ifCall(sql`(c.answered_at is null)::int`), handler],
    ['domestic-abuse-contacts', sql`coalesce(i.domestic_abuse, false)::int`, handler],
  ]
  // one by one: the incidents of a month's contacts are few among all
  return sql`
    select ${keyOf(query.by, sql`c`, sql`i`)} as key, v.figure, v.value, c.incident_id, c.contact_id, i.local_day, i.day_number,
      c.received_at as at, i.first_grade, i.area_id, i.area_class, c.centre_id
    from (${stood('contact_figure', at, days)}) c
    left join lateral (${stood('incident_figure', at, sql`incident_id = c.incident_id`)} limit 1) i on true
    cross join lateral ${rowsOf(query, rows)}
    where v.value is not null and ${filtered(query, sql`c`, sql`i`)}`
}

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

function filtered(query: Asked, own: Sql, about: Sql): Sql {
  const conditions = [sql`true`]
  if (query.grade !== undefined) conditions.push(sql`${about}.first_grade = ${query.grade}`)
  if (query.areaId !== undefined) conditions.push(sql`${about}.area_id = ${query.areaId}`)
  if (query.areaClass !== undefined) conditions.push(sql`${about}.area_class = ${query.areaClass}`)
  if (query.centreId !== undefined) conditions.push(sql`${own}.centre_id = ${query.centreId}`)
  if (query.hour !== undefined) conditions.push(sql`${own}.local_hour = ${query.hour}`)
  if (query.officerId !== undefined) conditions.push(sql`v.officer = ${query.officerId}::uuid`)
  return sql`${sql.join(conditions, sql` and `)}`
}
