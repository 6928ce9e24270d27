import { sql } from 'kysely'
import type { Reader, Trx } from '../db/index.ts'
import { valuesOf } from './figure-value-board.ts'

/** A month is rolled up when it has been over for so long: nearly everything of it is closed. */
const OVER_FOR_DAYS = 35

/** Deletes what was rolled up of the days of incidents and contacts that have changed; the same transaction has written how. */
export async function forgetSpans(
  trx: Trx,
  incidentIds: readonly string[],
  contactIds: readonly string[],
): Promise<void> {
  await sql`
    delete from figure_span s using (
      select local_day from incident_figure where incident_id = any (${incidentIds}::uuid[])
      union select local_day from contact_figure where incident_id = any (${incidentIds}::uuid[])
      union select local_day from contact_figure where contact_id = any (${contactIds}::uuid[])
    ) d where d.local_day between s.from_day and s.to_day`.execute(trx)
}

/**
 * Rolls up one more month that is over, or a year whose months all are. @returns whether there may be more
 */
export function rollOn(db: Reader, answerWithinSeconds: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // nobody writes a state meanwhile
    await sql`select from figure_head for update`.execute(trx)
    return (await rollMonth(trx, answerWithinSeconds)) || (await rollYear(trx, answerWithinSeconds))
  })
}

async function rollMonth(trx: Trx, answerWithinSeconds: number): Promise<boolean> {
  const { rows } = await sql<{ from: string; to: string }>`
    select m::date as from, (m + interval '1 month - 1 day')::date as to
    from generate_series(date_trunc('month', (select least((select min(local_day) from incident_figure), (select min(local_day) from contact_figure)))::timestamp),
      date_trunc('month', localtimestamp - make_interval(days => ${OVER_FOR_DAYS})) - interval '1 month', interval '1 month') m
    where not exists (select from figure_span where from_day = m::date and to_day = (m + interval '1 month - 1 day')::date
      and answer_within_seconds = ${answerWithinSeconds})
    order by m limit 1`.execute(trx)
  const month = rows[0]
  if (!month) return false
  const { from, to } = month
  const days = sql`local_day between ${from}::date and ${to}::date`
  await sql`delete from figure_span where from_day <= ${to}::date and to_day >= ${from}::date`.execute(trx)
  await sql`
    insert into figure_span (from_day, to_day, stands_since, answer_within_seconds)
    select ${from}::date, ${to}::date, greatest('0001-01-01', max(at)), ${answerWithinSeconds} from (
      select greatest(since_at, first_attend_by, (select max((r ->> 'dueAt')::timestamptz) from jsonb_array_elements(recontacts) r)) as at
      from incident_figure where ${days}
      union all select greatest(c.since_at, (select i.since_at from incident_figure i where i.incident_id = c.incident_id))
      from contact_figure c where ${days}) changed`.execute(trx)
  // for ever: as of any instant from stands_since on every clock of that month has run out
  await sql`
    insert into figure_cell (from_day, to_day, first_grade, area_id, area_class, centre_id, figure, value, n)
    select ${from}::date, ${to}::date, first_grade, area_id, area_class, centre_id, figure, value, count(*)
    from (${valuesOf({ by: 'all' }, { days, asOf: 'infinity', answerWithinSeconds })}) v
    group by first_grade, area_id, area_class, centre_id, figure, value`.execute(trx)
  return true
}

async function rollYear(trx: Trx, answerWithinSeconds: number): Promise<boolean> {
  const { rows } = await sql<{ year: string }>`
    insert into figure_span (from_day, to_day, stands_since, answer_within_seconds)
    select y::date, (y + interval '1 year - 1 day')::date, stands_since, ${answerWithinSeconds} from (
      select date_trunc('year', from_day::timestamp) as y, max(stands_since) as stands_since from figure_span
      where to_day < from_day + 40 and answer_within_seconds = ${answerWithinSeconds} group by 1 having count(*) = 12) whole
    where not exists (select from figure_span where from_day = y::date and to_day = (y + interval '1 year - 1 day')::date)
    order by y limit 1
    returning from_day as year`.execute(trx)
  const year = rows[0]?.year
  if (year === undefined) return false
  await sql`
    insert into figure_cell (from_day, to_day, first_grade, area_id, area_class, centre_id, figure, value, n)
    select ${year}::date, (${year}::date + interval '1 year - 1 day')::date, first_grade, area_id, area_class, centre_id, figure, value, sum(n)
    from figure_cell where from_day between ${year}::date and (${year}::date + interval '1 year - 1 day')::date and to_day < from_day + 40
    group by first_grade, area_id, area_class, centre_id, figure, value`.execute(trx)
  return true
}
