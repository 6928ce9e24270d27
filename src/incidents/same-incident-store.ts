import { sql } from 'kysely'
import { type Actor, theService } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { Said } from './worse-rules.ts'

/** What a new contact is compared by; its number is compared in the database and never leaves it. */
export type AskedSame = {
  contactId: string | null
  placeId: string | null
  lat: number | null
  lon: number | null
  metres: number
}
/** A candidate as the database finds it. */
export type FoundSame = {
  id: string
  metres: number | null
  same_premises: boolean
  same_number: boolean
  opened_at: Date
  last_contact_at: Date
  contacts: number
}

/** Open incidents that a contact may be about; comparing its number is on the audit (I8). */
export async function listSame(trx: Trx, actor: Actor, asked: AskedSame): Promise<FoundSame[]> {
  const { rows } = await sql<FoundSame>`
    select id, metres, same_premises, same_number, opened_at, last_contact_at, contacts
    from same_incidents(${JSON.stringify(actor)}::jsonb, ${asked.contactId}, ${asked.placeId}, ${asked.lat}, ${asked.lon},
      ${asked.metres})`.execute(trx)
  return rows
}

/** What was said of an incident, call by call; the reading is on the audit (I8). */
export async function readSaid(trx: Trx, incidentId: string): Promise<Said[]> {
  const { rows } = await sql<{ said: Said[] }>`
    select read_said(${JSON.stringify(theService)}::jsonb, ${incidentId}) as said`.execute(trx)
  return rows[0]?.said ?? []
}

/** What the call handler noted of a further call: kept with the contact, beside its first words. */
export async function saveAccount(trx: Trx, contactId: string, account: string): Promise<void> {
  await trx.updateTable('contact').set({ account }).where('id', '=', contactId).execute()
}
