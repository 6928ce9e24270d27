import type pg from 'pg'
import type { MadeIncident } from './history-rows.ts'

/** `day/number` of the log numbers that rows wish for and other incidents have. */
export async function takenNumbers(client: pg.Client, rows: readonly MadeIncident[]): Promise<Set<string>> {
  const wished = rows.filter(({ logNumber }) => logNumber !== null)
  if (wished.length === 0) return new Set()
  const answer = await client.query<{ taken: string }>(
    `select i.local_day || '/' || i.day_number as taken from unnest($1::date[], $2::int[]) as w (local_day, day_number)
     join incident i using (local_day, day_number)`,
    [wished.map((row) => row.incident.local_day), wished.map(({ logNumber }) => logNumber)],
  )
  return new Set(answer.rows.map(({ taken }) => taken))
}

/** The log numbers of the rows, in their order: as they wish, or the next free ones of their days. */
export async function takeNumbers(client: pg.Client, rows: readonly MadeIncident[]): Promise<number[]> {
  const wished = new Map<string, number>()
  const wanted = new Map<string, number>()
  for (const {
    incident: { local_day: date },
    logNumber,
  } of rows) {
    if (logNumber === null) wanted.set(date, (wanted.get(date) ?? 0) + 1)
    else wished.set(date, Math.max(wished.get(date) ?? 0, logNumber))
  }
  // a day's number is locked until the commit, in one order, so that nobody waits in a circle
  const days = [...new Set([...wished.keys(), ...wanted.keys()])].sort()
  const answer = await client.query<{ local_day: string; last: number }>(
    `insert into log_number (local_day, last)
     select d, greatest(highest, 0) + many from unnest($1::date[], $2::int[], $3::int[]) as w (d, highest, many)
     on conflict (local_day) do update
     set last = greatest(log_number.last, (select highest from unnest($1::date[], $2::int[]) as w (d, highest) where d = log_number.local_day))
       + (select many from unnest($1::date[], $3::int[]) as w (d, many) where d = log_number.local_day)
     returning local_day::text, last`,
    [days, days.map((date) => wished.get(date) ?? 0), days.map((date) => wanted.get(date) ?? 0)],
  )
  const next = new Map(answer.rows.map(({ local_day, last }) => [local_day, last - (wanted.get(local_day) ?? 0)]))
  return rows.map(({ incident: { local_day: date }, logNumber }) => {
    if (logNumber !== null) return logNumber
    const number = (next.get(date) ?? 0) + 1
    next.set(date, number)
    return number
  })
}
