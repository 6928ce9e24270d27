import { sql } from 'kysely'
import type { z } from 'zod'
import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { WallboardView } from './room-figures.ts'
import type { wallboardKept } from './wallboard-contract.ts'

/** 999 calls are counted so far back, in milliseconds, and are in time within so many seconds (national standard 2026). */
const COUNTED_MS = 30 * 60_000
const IN_TIME_SECONDS = 10

/** All boards, lit or ended. */
export async function listWallboards(db: Reader): Promise<z.output<typeof wallboardKept>[]> {
  const { rows } = await sql<z.output<typeof wallboardKept>>`
    select id, name, active as lit from system_account where scopes = '{wallboard}' order by active desc, name`.execute(
    db,
  )
  return rows
}

/** How the room stands now, in numbers: counts alone leave the database. */
export async function getWallboard({ db, book }: { db: Reader; book: DefinitionBook }): Promise<WallboardView> {
  const [grades, states] = await Promise.all([book.listGrades(), book.find('unit-states')])
  const sent = [...grades].filter(({ deploys }) => deploys).sort((a, b) => a.position - b.position)
  const free = (states?.body ?? []).filter(({ deployable }) => deployable).map(({ code }) => code)
  const onDuty = (states?.body ?? []).filter((state) => state.onDuty).map(({ code }) => code)
  const ids = sent.map(({ id }) => id)
  const [room, open, available, closed] = await Promise.all([
    sql<Room>`
      with recent as (
        -- identifiers begin with the time: the primary key finds the last half hour among ten million contacts
        select presented_at, received_at, answered_at from contact
        where id >= ${idFrom(Date.now() - COUNTED_MS)} and channel = '999' and answered_at is not null and not imported
      ), waiting as (
        select channel, received_at from contact
        where incident_id is null and not imported and answered_at is null and ended_at is null and channel in ('999', '101')
      )
      select clock_timestamp() as at,
        (select count(*)::int from recent) as answered,
        (select count(*)::int from recent
          where answered_at <= coalesce(presented_at, received_at) + make_interval(secs => ${IN_TIME_SECONDS})) as in_time,
        (select count(*)::int from waiting where channel = '999') as emergency,
        (select count(*)::int from waiting where channel = '101') as other,
        (select extract(epoch from clock_timestamp() - min(received_at))::int from waiting) as longest`.execute(db),
    sql<Open>`
      select i.grade, count(*)::int as open,
        count(*) filter (where d.going = 0 and d.arrived is null)::int as waiting,
        extract(epoch from clock_timestamp() - min(i.graded_at) filter (where d.going = 0 and d.arrived is null))::int as longest,
        count(*) filter (where i.attend_by < clock_timestamp() and d.arrived is null)::int as late
      from incident i cross join lateral (
        select count(*) filter (where released_at is null) as going, min(at_scene_at) as arrived
        from deployment where incident_id = i.id) d
      where i.status = 'open' and i.grade = any(${ids}::text[])
      group by i.grade`.execute(db),
    sql<{ area: string; free: number; onDuty: number }>`
      select a.name as area,
        count(u.id) filter (where u.state = any(${onDuty}::text[]))::int as "onDuty",
        count(u.id) filter (where u.state = any(${free}::text[]) and not exists (
          select from deployment d where d.unit_id = u.id and d.released_at is null))::int as free
      from area a left join unit u on u.area_id = a.id and u.shift_from <= now() and u.shift_to > now()
      group by a.id, a.name order by a.name`.execute(db),
    sql<{ name: string; to: Date | null }>`
      select name, valid_to as to from road_change
      where withdrawn_at is null and kind = 'closed' and valid_from <= clock_timestamp()
        and (valid_to is null or valid_to > clock_timestamp())
      order by valid_from desc limit 3`.execute(db),
  ])
  const [now] = room.rows
  const byGrade = new Map(open.rows.map((row) => [row.grade, row]))
  const sum = (of: (row: Open) => number) => open.rows.reduce((total, row) => total + of(row), 0)
  return {
    at: (now?.at ?? new Date()).toISOString(),
    waiting: { '999': now?.emergency ?? 0, '101': now?.other ?? 0, longestSeconds: Math.max(0, now?.longest ?? 0) },
    answered: { within: now?.in_time ?? 0, of: now?.answered ?? 0 },
    open: sent.map(({ id, name }) => ({ grade: id, name, open: byGrade.get(id)?.open ?? 0 })),
    noUnit: {
      count: sum(({ waiting }) => waiting),
      longestSeconds: Math.max(0, ...open.rows.map(({ longest }) => longest ?? 0)),
    },
    late: sum(({ late }) => late),
    available: available.rows,
    closed: closed.rows.map(({ name, to }) => ({ name, to: to?.toISOString() ?? null })),
  }
}

type Room = { at: Date; answered: number; in_time: number; emergency: number; other: number; longest: number | null }
type Open = { grade: string; open: number; waiting: number; longest: number | null; late: number }

/** The smallest identifier (UUIDv7) that can have been made at this moment. */
function idFrom(ms: number): string {
  const digits = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`
}
