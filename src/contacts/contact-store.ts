import { sql } from 'kysely'
import type { z } from 'zod'
import { type Actor, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import { type ContactView, type NetworkLocation, networkLocation } from './contact.ts'
import type { contactBody, contactChangeBody } from './contact-contract.ts'

/** A contact that is not there yet, with its number in E.164. */
export type NewContact = Omit<z.output<typeof contactBody>, 'networkLocation'> & {
  networkLocation: NetworkLocation | null
  id: string
  telephone: { number: string | null; withheld: boolean; payphone: boolean }
  source: string
  handlerId: string | null
}

/** Saves a new contact; @returns false when this source has already handed it over. */
export async function saveContact(trx: Trx, contact: NewContact): Promise<boolean> {
  const saved = await trx
    .insertInto('contact')
    .values({
      id: contact.id,
      channel: contact.channel,
      kind: contact.kind,
      number: contact.telephone.number,
      number_as_given: contact.number,
      number_withheld: contact.telephone.withheld,
      public_telephone: contact.telephone.payphone,
      caller_name: contact.callerName,
      caller_role: contact.callerRole,
      first_words: contact.firstWords,
      network_location: contact.networkLocation === null ? null : JSON.stringify(contact.networkLocation),
      source: contact.source,
      external_ref: contact.externalRef,
      presented_at: contact.presentedAt,
      handler_id: contact.handlerId,
      ...(contact.handlerId === null ? {} : { answered_at: sql<Date>`clock_timestamp()` }),
    })
    .onConflict((conflict) => conflict.columns(['source', 'external_ref']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return saved !== undefined
}

/** The contact this source handed over before under this identifier. */
export async function findContactByReference(
  trx: Trx,
  source: string,
  externalRef: string,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('contact')
    .select('id')
    .where('source', '=', source)
    .where('external_ref', '=', externalRef)
    .executeTakeFirst()
  return row?.id
}

/** What decides whether and how a contact may change; locked. Nothing is joined here. */
export async function getContactForUpdate(trx: Trx, contactId: string) {
  const row = await trx
    .selectFrom('contact')
    .select(['id', 'kind', 'handler_id', 'incident_id', 'answered_at', 'ended_at'])
    .where('id', '=', contactId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('contact/unknown', 'There is no such contact')
  return row
}

/** Somebody has it now; the first answer keeps its instant. */
export async function saveAnswered(trx: Trx, contactId: string, handlerId: string): Promise<void> {
  await trx
    .updateTable('contact')
    .set({ handler_id: handlerId, answered_at: sql<Date>`coalesce(answered_at, clock_timestamp())` })
    .where('id', '=', contactId)
    .execute()
}

/** Writes what was learnt; what is not said stays. */
export async function saveContactChange(
  trx: Trx,
  contactId: string,
  change: Omit<z.output<typeof contactChangeBody>, 'networkLocation'> & {
    networkLocation?: NetworkLocation | null | undefined
  },
): Promise<void> {
  await trx
    .updateTable('contact')
    .set({
      ...(change.kind === undefined ? {} : { kind: change.kind }),
      ...(change.callerName === undefined ? {} : { caller_name: change.callerName }),
      ...(change.callerRole === undefined ? {} : { caller_role: change.callerRole }),
      ...(change.firstWords === undefined ? {} : { first_words: change.firstWords }),
      ...(change.networkLocation === undefined
        ? {}
        : { network_location: change.networkLocation === null ? null : JSON.stringify(change.networkLocation) }),
      ...(change.ended ? { ended_at: sql<Date>`coalesce(ended_at, clock_timestamp())` } : {}),
    })
    .where('id', '=', contactId)
    .execute()
}

/** A location as it came and as it was read, beside those before it. */
export async function saveLocation(
  trx: Trx,
  contactId: string,
  said: { id: string; form: string | null; raw: unknown; location: NetworkLocation },
): Promise<void> {
  await trx
    .insertInto('contact_location')
    .values({
      id: said.id,
      contact_id: contactId,
      form: said.form,
      raw: JSON.stringify(said.raw),
      location: JSON.stringify(said.location),
    })
    .execute()
}

/** What stands for the caller's location now. It is asked by the service to choose, and shown to nobody. */
export async function getNetworkLocation(trx: Trx, contactId: string): Promise<NetworkLocation | null> {
  const { rows } = await sql<{ location: unknown }>`select network_location_of(${contactId}) as location`.execute(trx)
  const location = rows[0]?.location ?? null
  return location === null ? null : networkLocation.parse(location)
}

/** The contact and its checks belong to this incident from now on. */
export async function saveJoined(trx: Trx, contactId: string, incidentId: string): Promise<void> {
  await trx.updateTable('contact').set({ incident_id: incidentId }).where('id', '=', contactId).execute()
  await trx.updateTable('check_run').set({ incident_id: incidentId }).where('contact_id', '=', contactId).execute()
}

/** Reads a contact through the function that writes its audit row first (I8). */
export async function readContact(
  trx: Trx,
  actor: Actor,
  reason: string,
  contactId: string,
): Promise<ContactView & { checks: unknown[] }> {
  const { rows } = await sql<{ answer: (ContactView & { checks: unknown[] }) | null }>`
    select read_contact(${JSON.stringify(actor)}::jsonb, ${reason}, ${contactId}) as answer`.execute(trx)
  const answer = rows[0]?.answer
  if (!answer) throw new Refusal('contact/unknown', 'There is no such contact')
  return answer
}

/** The contacts that wait for a handler, oldest first, read the same way. */
export async function readWaitingContacts(trx: Trx, actor: Actor): Promise<Array<ContactView & { checks: unknown[] }>> {
  const { rows } = await sql<{ answer: Array<ContactView & { checks: unknown[] }> }>`
    select read_waiting_contacts(${JSON.stringify(actor)}::jsonb, 'the handlers'' list') as answer`.execute(trx)
  return rows[0]?.answer ?? []
}
