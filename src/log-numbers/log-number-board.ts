import { sql } from 'kysely'
import type { z } from 'zod'
import { localDayBounds, Refusal } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { AccountedNumber, LogNumberBlock } from './log-number.ts'
import type { dayAccountView } from './log-number-contract.ts'
import { countStates, findHoles, listReserved, openNumbers } from './log-number-rules.ts'

type BlockRow = {
  id: string
  day: string
  first: number
  last: number
  reason: string
  centre_id: string | null
  reserved_by: string
  reserved_at: Date
  done: number[]
}

const blocks = sql<BlockRow>`
  select b.id, b.local_day::text as day, b.first, b.last, b.reason, b.centre_id, s.display_name as reserved_by, b.reserved_at,
    array(select day_number from incident i where i.local_day = b.local_day and i.day_number between b.first and b.last
      union all select number from log_number_unused u where u.block_id = b.id) as done
  from log_number_block b join staff s on s.id = b.reserved_by`

/** Blocks of the last so many days and of days to come, the newest first. */
export async function listBlocks(db: Reader, daysBack: number): Promise<LogNumberBlock[]> {
  const { rows } = await sql<BlockRow>`${blocks}
    where b.local_day >= (now() at time zone 'Europe/London')::date - ${daysBack}::int
    order by b.local_day desc, b.first desc limit 500`.execute(db)
  return rows.map(blockOf)
}

/** One block. @throws Refusal log-number/unknown-block */
export async function getBlock(db: Reader, blockId: string): Promise<LogNumberBlock> {
  const { rows } = await sql<BlockRow>`${blocks} where b.id = ${blockId}`.execute(db)
  if (!rows[0]) throw new Refusal('log-number/unknown-block', 'There is no such block of log numbers')
  return blockOf(rows[0])
}

/** What became of every number of a day: one look, so that it is of one moment. */
export async function getDayAccount(db: Reader, day: string): Promise<z.output<typeof dayAccountView>> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const { rows: head } = await sql<{
        last: number
      }>`select last from log_number where local_day = ${day}::date`.execute(trx)
      const { rows } = await sql<Row>`
        select i.day_number as number, case when p.incident_id is null then 'incident' else 'paper' end as state,
          i.id as incident_id, null as reason, s.display_name as by, coalesce(p.entered_at, i.opened_at) as at, p.written_at
        from incident i left join paper_log p on p.incident_id = i.id left join staff s on s.id = p.entered_by
        where i.local_day = ${day}::date
        union all
        select u.number, u.how, null, u.reason, s.display_name, u.at, null
        from log_number_unused u join staff s on s.id = u.by where u.local_day = ${day}::date`.execute(trx)
      const { rows: ofDay } = await sql<BlockRow>`${blocks} where b.local_day = ${day}::date order by b.first`.execute(
        trx,
      )
      const last = head[0]?.last ?? 0
      const numbers = [...rows.map(numberOf), ...listReserved(ofDay.map(blockOf))].sort((a, b) => a.number - b.number)
      const { start, end } = localDayBounds(day)
      return {
        day,
        hours: (end.getTime() - start.getTime()) / 3_600_000,
        last,
        counts: countStates(numbers),
        numbers,
        holes: findHoles(last, numbers),
      }
    })
}

type Row = {
  number: number
  state: AccountedNumber['state']
  incident_id: string | null
  reason: string | null
  by: string | null
  at: Date
  written_at: Date | null
}

function numberOf({ number, state, incident_id, reason, by, at, written_at }: Row): AccountedNumber {
  const writtenAt = written_at?.toISOString() ?? null
  return { number, state, incidentId: incident_id, reason, by, at: at.toISOString(), writtenAt }
}

function blockOf(row: BlockRow): LogNumberBlock {
  const { id, day, first, last, reason } = row
  return {
    id,
    day,
    first,
    last,
    reason,
    centreId: row.centre_id,
    reservedBy: row.reserved_by,
    reservedAt: row.reserved_at.toISOString(),
    open: openNumbers(first, last, row.done),
  }
}
