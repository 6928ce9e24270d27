import { sql } from 'kysely'
import { newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import { type IncidentView, viewOf } from '../incidents/index.ts'
import type { Work } from '../journal/index.ts'
import { addressInLine } from '../places/index.ts'
import { type ProtectedPlace, RECOGNISED_BY } from './protected-place.ts'
import type { ToldPlace } from './protection-contract.ts'

type Holder = Pick<Work, 'trx' | 'tokenHash'>

/** The database asks who holds the token, and writes it; there is no other way to mark a place. */
export async function saveProtection(
  { trx, tokenHash }: Holder,
  { placeId, reason, from, reviewOn }: { placeId: string; reason: string; from: string; reviewOn: string },
): Promise<void> {
  await sql`select protect_place(${tokenHash}, ${newId()}, ${placeId}, ${reason}, ${from}::date, ${reviewOn}::date)`.execute(
    trx,
  )
}

/** The same for taking it off again; what was is kept. */
export async function saveProtectionEnd({ trx, tokenHash }: Holder, placeId: string, reason: string): Promise<void> {
  await sql`select end_protection(${tokenHash}, ${newId()}, ${placeId}, ${reason})`.execute(trx)
}

/** A place as it is recognised. @throws Refusal place/unknown */
export async function getPlace(trx: Trx, placeId: string): Promise<ProtectedPlace> {
  const place = await trx.selectFrom('place').select(RECOGNISED_BY).where('id', '=', placeId).executeTakeFirst()
  if (!place) throw new Refusal('place/unknown', 'There is no such place')
  return place
}

/** One place with its address and all that was. @throws Refusal place/unknown, place/not-marked */
export async function getToldPlace(trx: Trx, placeId: string): Promise<ToldPlace> {
  const place = await trx
    .selectFrom('place')
    .select(['id', 'name', 'number', 'street', 'locality', 'town', 'postcode', 'protected'])
    .where('id', '=', placeId)
    .executeTakeFirst()
  if (!place) throw new Refusal('place/unknown', 'There is no such place')
  const rows = await trx
    .selectFrom('place_protection')
    .selectAll()
    .select([sql<string>`valid_from::text`.as('from_day'), sql<string>`review_on::text`.as('review_day')])
    .where('place_id', '=', placeId)
    .orderBy('marked_at', 'desc')
    .execute()
  if (!place.protected && rows.length === 0) throw new Refusal('place/not-marked', 'The place is not protected')
  return {
    placeId,
    address: addressInLine(place),
    protected: place.protected,
    history: rows.map((row) => ({
      reason: row.reason,
      from: row.from_day,
      reviewOn: row.review_day,
      markedAt: row.marked_at.toISOString(),
      markedBy: row.marked_by_name,
      endedAt: row.ended_at?.toISOString() ?? null,
      endedBy: row.ended_by_name,
      endReason: row.end_reason,
    })),
  }
}

/** The open incidents at a place, as consoles are shown them. */
export async function listIncidentsAt(trx: Trx, placeId: string): Promise<IncidentView[]> {
  const rows = await trx
    .selectFrom('incident')
    .selectAll()
    .where('premises_id', '=', placeId)
    .where('status', '=', 'open')
    .execute()
  return rows.map(viewOf)
}
