import type { z } from 'zod'
import { newId, Refusal } from '../core/index.ts'
import { requestCheck, toTelephone } from '../history/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { chooseLocation, readCallerLocation } from './caller-location-rules.ts'
import type { AddressMatchView, ContactView, NetworkLocation, RawLocation } from './contact.ts'
import type { contactBody, contactChangeBody, contactEvents, ToldNetworkLocation } from './contact-contract.ts'
import {
  findContactByReference,
  getContactForUpdate,
  getNetworkLocation,
  readContact,
  readWaitingContacts,
  saveAnswered,
  saveContact,
  saveContactChange,
  saveJoined,
  saveLocation,
} from './contact-store.ts'

type Event = EventOf<typeof contactEvents>
type Contact = ContactView & { checks: unknown[] }
/** How an address stands to a place; undefined: there is no such place. */
export type MatchAddress = (address: string, placeId: string) => Promise<AddressMatchView | undefined>
/** Which protected place a telephone is at, for whoever may be told. */
export type FindProtected = (location: NetworkLocation) => ToldNetworkLocation['protectedPlace']
/** Whether a location leaves the service only masked. */
export type IsHidden = (location: NetworkLocation) => boolean

/**
 * Makes a contact durable, with its phone check begun, before anyone types (I4, CR-06). Handed over twice by
 * the same source it is one contact.
 */
export function receiveContact(
  desk: Desk,
  order: Order,
  body: z.output<typeof contactBody>,
): Promise<Answer<ContactView>> {
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    const id = newId()
    const telephone = toTelephone(body.number)
    const handlerId = actor.kind === 'staff' ? actor.id : null
    const location = readLocation(body.networkLocation)
    const isNew = await saveContact(trx, {
      ...body,
      id,
      telephone,
      networkLocation: location,
      source: actor.kind === 'staff' ? 'control-room' : actor.name,
      handlerId,
    })
    if (!isNew) {
      const earlier = await findContactByReference(
        trx,
        actor.kind === 'staff' ? 'control-room' : actor.name,
        body.externalRef ?? '',
      )
      return { status: 200, body: withoutChecks(await readContact(trx, actor, 'handed over again', earlier ?? id)) }
    }
    if (body.networkLocation && location) await keepLocation(work, id, body.networkLocation, location)
    if (telephone.number)
      await requestCheck(work, { kind: 'phone', query: telephone.number, contactId: id, requestedBy: 'ring' })
    work.audit({ op: 'collection', subjectType: 'contact', subjectId: id, reason: `contact by ${body.channel}` })
    const contact = withoutChecks(await readContact(trx, actor, 'answer to whoever handed it over', id))
    work.record({ type: 'contact-received', audience: 'room', data: { contact } } satisfies Event)
    return { status: 201, body: contact }
  })
}

/** A handler takes the contact: the screen that opens is already filled. */
export function answerContact(desk: Desk, order: Order, contactId: string): Promise<Answer<Contact>> {
  return command(desk, order, async (work) => {
    await getContactForUpdate(work.trx, contactId)
    await saveAnswered(work.trx, contactId, work.actor.id)
    return { status: 200, body: await changed(work, contactId, 'answering') }
  })
}

/** Adds what is learnt of a contact: a name, first words, that the line went silent, a late location. The address that was confirmed is the incident's, and is not touched. */
export function changeContact(
  desk: Desk,
  order: Order,
  contactId: string,
  change: z.output<typeof contactChangeBody>,
): Promise<Answer<Contact>> {
  return command(desk, order, async (work) => {
    await getContactForUpdate(work.trx, contactId)
    const { networkLocation: said, ...others } = change
    const location = said ? await takeLocation(work, contactId, said) : said
    await saveContactChange(work.trx, contactId, { ...others, networkLocation: location })
    work.audit({
      op: 'alteration',
      subjectType: 'contact',
      subjectId: contactId,
      reason: 'learnt later',
      detail: { fields: Object.keys(change) },
    })
    return { status: 200, body: await changed(work, contactId, 'after a change') }
  })
}

/** One contact with its checks, and the reading on the audit. */
export async function showContact(desk: Desk, order: Order, contactId: string): Promise<Answer<Contact>> {
  return command(desk, order, async ({ trx, actor }) => ({
    status: 200,
    body: await readContact(trx, actor, 'shown to a handler', contactId),
  }))
}

/**
 * Where the network says the telephone is, also when that is a protected address and masked everywhere else: to whoever
 * has the call, and to a supervisor; on the audit (CR-14). @throws Refusal place/protected
 */
export async function tellNetworkLocation(
  desk: Desk,
  order: Order,
  contactId: string,
  findProtected: FindProtected,
): Promise<Answer<ToldNetworkLocation>> {
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    const { handler_id } = await getContactForUpdate(trx, contactId)
    if (actor.role !== 'supervisor' && handler_id !== actor.id)
      throw new Refusal('place/protected', 'Where this telephone is, is told to whoever has the call')
    work.audit({
      op: 'consultation',
      subjectType: 'network-location',
      subjectId: contactId,
      reason: 'to find the caller',
    })
    const { id, networkLocation } = await readContact(trx, actor, 'where the telephone is', contactId)
    const protectedPlace = networkLocation === null ? null : findProtected(networkLocation)
    return { status: 200, body: { id, networkLocation, protectedPlace } }
  })
}

/**
 * Whether the address that the network gives is that of a place, or another, and how far. It tells neither of the two.
 * @throws Refusal contact/unknown, place/unknown
 */
export async function tellAddressMatch(
  desk: Desk,
  order: Order,
  contactId: string,
  placeId: string,
  { isHidden, matchAddress }: { isHidden: IsHidden; matchAddress: MatchAddress },
): Promise<Answer<AddressMatchView>> {
  // read and let go: the search asks the store too, and must not wait for us
  const { body: location } = await command(desk, order, async ({ trx, actor }) => {
    const contact = await readContact(trx, actor, 'to hold against the chosen place', contactId)
    return { status: 200, body: contact.networkLocation }
  })
  const say = (body: AddressMatchView) => ({ status: 200, body })
  if (location === null || location.address === null) return say({ answer: 'unsure', metres: null })
  // also beside the place: whoever tries one address after another would learn what is masked
  if (isHidden(location)) return say({ answer: 'withheld', metres: null })
  const match = await matchAddress(location.address, placeId)
  if (!match) throw new Refusal('place/unknown', 'There is no such place')
  return say(match)
}

/** The contacts that are not part of an incident yet. */
export async function showWaitingContacts(desk: Desk, order: Order): Promise<Answer<Contact[]>> {
  return command(desk, order, async ({ trx, actor }) => ({ status: 200, body: await readWaitingContacts(trx, actor) }))
}

/**
 * Joins a contact to an incident inside a command of the incidents room: the contact and its checks belong
 * to the incident from now on, for good (I10).
 * @throws Refusal contact/already-linked
 */
export async function joinContact(
  work: Work,
  contactId: string,
  incidentId: string,
  areaId: string | null,
  worse = false,
): Promise<Contact> {
  const contact = await getContactForUpdate(work.trx, contactId)
  if (contact.incident_id !== null && contact.incident_id !== incidentId) {
    throw new Refusal('contact/already-linked', 'The contact already belongs to an incident', {
      incidentId: contact.incident_id,
    })
  }
  await saveJoined(work.trx, contactId, incidentId)
  if (contact.handler_id === null && work.actor.kind === 'staff') await saveAnswered(work.trx, contactId, work.actor.id)
  const joined = await readContact(work.trx, work.actor, 'joined to an incident', contactId)
  work.record({
    type: 'contact-linked',
    audience: 'room',
    incidentId,
    areaId,
    data: { contact: withoutChecks(joined), incidentId, worse },
  } satisfies Event)
  return joined
}

type SaidLocation = RawLocation | NetworkLocation

function readLocation(said: SaidLocation | null): NetworkLocation | null {
  return said !== null && 'form' in said ? readCallerLocation(said) : said
}

/** A later location: kept as it came, and taken for the caller's unless it says less than what was known. */
async function takeLocation(work: Work, contactId: string, said: SaidLocation): Promise<NetworkLocation> {
  const location = readLocation(said) as NetworkLocation
  await keepLocation(work, contactId, said, location)
  return chooseLocation(await getNetworkLocation(work.trx, contactId), location)
}

async function keepLocation(
  { trx }: Work,
  contactId: string,
  said: SaidLocation,
  location: NetworkLocation,
): Promise<void> {
  const asItCame = 'form' in said ? said : { form: null, raw: said }
  await saveLocation(trx, contactId, { id: newId(), ...asItCame, location })
}

async function changed(work: Work, contactId: string, reason: string): Promise<Contact> {
  const contact = await readContact(work.trx, work.actor, reason, contactId)
  work.record({
    type: 'contact-changed',
    audience: 'room',
    incidentId: contact.incidentId,
    data: { contact: withoutChecks(contact) },
  } satisfies Event)
  return contact
}

function withoutChecks({ checks: _checks, ...contact }: Contact): ContactView {
  return contact
}
