import { sql } from 'kysely'
import { newId } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { Placed } from '../incidents/index.ts'
import type { Work } from '../journal/index.ts'

/**
 * The guard functions of `migrations/0021-shift-and-transfer.sql`: the database asks who holds the token, and there is
 * no other way to a block, a paper log or an unused number.
 */
type Holder = Pick<Work, 'trx' | 'tokenHash' | 'actor'>

/** Takes the next numbers of that day in one step. @returns the block's id */
export async function saveBlock(
  { trx, tokenHash, actor }: Holder,
  { day, size, reason }: { day: string; size: number; reason: string },
): Promise<string> {
  const id = newId()
  await sql`select reserve_log_numbers(${tokenHash}, ${id}, ${day}::date, ${size}, ${reason}, ${actor.centreId})`.execute(
    trx,
  )
  return id
}

/** Of each of these numbers nothing will come. @throws Refusal when one is not reserved, or used */
export async function saveUnused(
  { trx, tokenHash }: Holder,
  blockId: string,
  { numbers, how, reason }: { numbers: readonly number[]; how: string; reason: string },
): Promise<void> {
  await sql`
    select account_unused_number(${tokenHash}, ${blockId}, n, ${how}, ${reason})
    from unnest(${[...numbers]}::int[]) as n`.execute(trx)
}

/** An incident as it stands on paper, before it is saved. */
export type PaperIncident = {
  id: string
  number: number
  writtenAt: Date
  type: string
  summary: string
  where: Placed | null
  happeningNow: boolean
  domesticAbuse: boolean
  vulnerable: boolean
  handlerId: string | null
}

/** Opens it under its reserved number, with the time as written. */
export async function savePaperLog({ trx, tokenHash }: Holder, blockId: string, one: PaperIncident): Promise<void> {
  const { where } = one
  const because = (['domesticAbuse', 'vulnerable'] as const).flatMap((flag) =>
    one[flag] ? [{ flag, because: 'written on paper' }] : [],
  )
  const row = {
    id: one.id,
    type: one.type,
    summary: one.summary,
    location_text: where?.text,
    premises_id: where?.premisesId,
    lat: where?.lat,
    lon: where?.lon,
    area_id: where?.areaId,
    area_class: where?.areaClass,
    location_confirmed: where?.confirmed,
    domestic_abuse: one.domesticAbuse,
    vulnerable: one.vulnerable,
    happening_now: one.happeningNow,
    flags_because: because,
    handler_id: one.handlerId,
  }
  await sql`
    select open_paper_log(${tokenHash}, ${blockId}, ${one.number}, ${one.writtenAt}, ${JSON.stringify(row)}::jsonb)`.execute(
    trx,
  )
}

/** Whether somebody of the control room has this id. */
export async function isOfTheRoom(trx: Trx, staffId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('staff')
    .select('id')
    .where('id', '=', staffId)
    .where('role', 'in', ['call-handler', 'front-desk', 'dispatcher', 'supervisor'])
    .executeTakeFirst()
  return row !== undefined
}
