import type { z } from 'zod'
import { localDay, Refusal } from '../core/index.ts'
import {
  findOpenIncidentForUpdate,
  type IncidentView,
  type incidentEvents,
  listGoingTo,
  planBriefing,
} from '../incidents/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { maskSecrets } from './mask-rules.ts'
import type { ProtectedPlace } from './protected-place.ts'
import { checkDays } from './protecting-rules.ts'
import { getPlace, getToldPlace, listIncidentsAt, saveProtection, saveProtectionEnd } from './protecting-store.ts'
import type { placeProtection, protectBody, protectionEvents, ToldPlace } from './protection-contract.ts'

type Event = EventOf<typeof protectionEvents>
type PlaceProtection = z.output<typeof placeProtection>

/**
 * Takes a place under protection: what is open there is told anew to every console, without its address.
 * @throws Refusal place/unknown, place/not-protectable, request/invalid
 */
export function protectPlace(
  desk: Desk,
  order: Order,
  body: z.output<typeof protectBody>,
): Promise<Answer<PlaceProtection>> {
  const errors = checkDays(body, localDay(new Date()))
  if (errors.length > 0) throw new Refusal('request/invalid', 'The days do not fit', { errors })
  return command(desk, order, async (work) => {
    await saveProtection(work, body)
    const place = await getPlace(work.trx, body.placeId)
    for (const incident of await listIncidentsAt(work.trx, body.placeId)) await tellMasked(work, incident, place)
    return changed(work, { placeId: body.placeId, protected: true }, 'place taken under protection')
  })
}

/**
 * Takes it off again; what was marked, why and by whom stays. What is open there is told anew once every node has heard: until
 * then a node would still mask it. @throws Refusal place/unknown, place/not-marked
 */
export function endProtection(
  desk: Desk,
  order: Order,
  placeId: string,
  reason: string,
): Promise<Answer<PlaceProtection>> {
  return command(desk, order, async (work) => {
    await saveProtectionEnd(work, placeId, reason)
    for (const { id } of await listIncidentsAt(work.trx, placeId)) {
      planBriefing(work, id, 'its place is protected no more')
      work.later({ kind: TELL_UNMASKED, subjectId: id, inSeconds: HEARD_EVERYWHERE_SECONDS })
    }
    return changed(work, { placeId, protected: false }, 'place taken off protection')
  })
}

const TELL_UNMASKED = 'tell-unmasked'
/** By then every node that is up has read the list of protected places again, twice (`shield-board.ts`). */
const HEARD_EVERYWHERE_SECONDS = 10

/** Tells the consoles the address of what is open at a place that is protected no more; if it is again, it is masked again. */
export const tellUnmaskedHandler: JobHandler = {
  kind: TELL_UNMASKED,
  run: async (job, work) => {
    const incident = await findOpenIncidentForUpdate(work.trx, job.subjectId)
    if (incident) await tellPlaced(work, incident)
  },
}

/** Tells which address a listed place is, to whoever keeps the list; each telling is on the audit. */
export function tellProtectedPlace(desk: Desk, order: Order, placeId: string): Promise<Answer<ToldPlace>> {
  return command(desk, order, async (work) => {
    const body = await getToldPlace(work.trx, placeId)
    work.audit({
      op: 'consultation',
      subjectType: 'protected-place',
      subjectId: placeId,
      reason: 'protected place looked at by whoever keeps the list',
    })
    return { status: 200, body }
  })
}

function changed(work: Work, body: PlaceProtection, reason: string): Answer<PlaceProtection> {
  work.audit({ op: 'alteration', subjectType: 'protected-place', subjectId: body.placeId, reason })
  work.record({ type: 'place-protection-changed', audience: 'administration', data: body } satisfies Event)
  return { status: 200, body }
}

/** A console keeps what it was told: what is open there is told again, masked already, whichever node hands it over. */
async function tellMasked(work: Work, incident: IncidentView, place: ProtectedPlace): Promise<void> {
  const secrets = { places: [place], incidents: new Map([[incident.id, place]]) }
  await tellPlaced(work, maskSecrets(incident, secrets) as IncidentView)
  planBriefing(work, incident.id, 'its place is protected')
}

async function tellPlaced(work: Work, incident: IncidentView): Promise<void> {
  work.record({
    type: 'incident-changed',
    audience: 'room',
    incidentId: incident.id,
    areaId: incident.areaId,
    unitIds: await listGoingTo(work.trx, incident.id),
    data: { incident, changed: ['location'] },
  } satisfies EventOf<typeof incidentEvents>)
}
