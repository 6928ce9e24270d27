import { hideAddress, hideWholly, mentions } from './hidden-address-rules.ts'
import { HIDDEN, labelOf, metresTo, NEAR_METRES, type ProtectedPlace } from './protected-place.ts'

/** What must not be told, and which incidents are at such a place, by id; those seen on the way are added. */
export type Secrets = { places: readonly ProtectedPlace[]; incidents: Map<string, ProtectedPlace> }

/** A house of the same number and street farther away is in another street of that name, in metres. */
const SAME_STREET_METRES = 2_500
/** A point that is the place itself, in metres. */
const SAME_METRES = 10

type Json = Record<string, unknown>

/**
 * What a record is about: `at`, the protected place it is at, of which nothing may lead there; `about`, the places of
 * which its words tell, `at` among them.
 */
type Context = { at: ProtectedPlace | undefined; about: readonly ProtectedPlace[] }

/**
 * An answer or an event as it may leave the service (CR-14): of an incident at a protected place no address, no point
 * and no premises; no text that tells the address of one; no network location of a telephone there. The street alone
 * is withheld in what is about the place, and nowhere else: others live in it, and must be found. `about`: the
 * incident the whole is about, where it is known. The value given is not changed; what holds nothing comes back as is.
 */
export function maskSecrets(value: unknown, secrets: Secrets, about: string | null = null): unknown {
  if (secrets.places.length === 0 || value === null || value === undefined) return value
  return mask(value, secrets, within(nowhere, about === null ? undefined : secrets.incidents.get(about)))
}

const nowhere: Context = { at: undefined, about: [] }

/**
 * What is known when the store was read: the places and the incidents `there`. Those seen on the way stay, they may be
 * newer than what was read; what was at a place that is protected no more is no secret any more.
 */
export function renewSecrets(
  known: Secrets,
  places: readonly ProtectedPlace[],
  there: readonly { id: string; premises_id: string | null }[],
): Secrets {
  const byPlace = new Map(places.map((place) => [place.id, place]))
  const incidents = new Map<string, ProtectedPlace>()
  const seen = [...known.incidents].map(([id, { id: premises_id }]) => ({ id, premises_id }))
  for (const { id, premises_id } of [...seen, ...there]) {
    const place = byPlace.get(premises_id ?? '')
    if (place) incidents.set(id, place)
  }
  return { places, incidents }
}

function within(context: Context, at: ProtectedPlace | undefined): Context {
  return at === undefined || at === context.at ? context : { at, about: [...context.about, at] }
}

function mask(value: unknown, secrets: Secrets, context: Context): unknown {
  if (typeof value === 'string') return maskText(value, secrets, context)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (Array.isArray(value)) return value.map((inner) => mask(inner, secrets, context))
  return maskObject(value as Json, secrets, context)
}

function maskObject(object: Json, secrets: Secrets, outer: Context): Json {
  const at = incidentAt(object, secrets) ?? incidentAt(object['incident'], secrets) ?? byId(object, secrets)
  // an incident inside of another's answer is a record of its own
  const context = within(typeof object['id'] === 'string' && isObject(object['location']) ? nowhere : outer, at)
  if (isOtherHouse(object, secrets)) return object
  if ('radiusMetres' in object) return maskNetworkLocation(object, secrets, context)
  const about = [...context.about, ...findAbout(object, secrets)]
  return Object.fromEntries(
    Object.entries(object).map(([key, inner]) => {
      if (key === 'location' && isObject(inner)) return [key, maskLocation(inner, secrets, context)]
      // where its telephone is, is hidden where it is there, and not because its words tell of the place
      return [key, mask(inner, secrets, key === 'networkLocation' ? context : { ...context, about })]
    }),
  )
}

/** The places that a record is about without being there: its telephone is, it asked about it, or its words tell it. */
function findAbout(object: Json, secrets: Secrets): ProtectedPlace[] {
  const { kind, query, networkLocation } = object
  // made small once, not once for each place
  const texts = Object.values(object).flatMap((one) => (typeof one === 'string' ? [[one, one.toLowerCase()]] : []))
  return secrets.places.filter(
    (place) =>
      (kind === 'premises' && query === place.id) ||
      (isObject(networkLocation) && isOfTelephone(networkLocation, place)) ||
      texts.some(([text = '', plain]) => mentions(text, place, plain) && hideAddress(text, place) !== text),
  )
}

/** A place of the gazetteer that is too far from every protected one to be it, whatever it is called. */
function isOtherHouse(object: Json, { places }: Secrets): boolean {
  const { id, lat, lon } = object
  if (object['protected'] !== false || !('gridReference' in object)) return false
  return places.every((place) => place.id !== id && metresTo(place, lat, lon) > SAME_STREET_METRES)
}

/** The protected place that an incident, as consoles are shown it, is at. */
function incidentAt(incident: unknown, secrets: Secrets): ProtectedPlace | undefined {
  if (!isObject(incident) || !isObject(incident['location'])) return undefined
  const { premisesId, lat, lon } = incident['location']
  const place = secrets.places.find(
    (one) => one.id === premisesId || (premisesId === null && metresTo(one, lat, lon) <= SAME_METRES),
  )
  const { id } = incident
  if (typeof id === 'string') {
    if (place) secrets.incidents.set(id, place)
    // it was moved to another address: nothing of it is to be hidden any more but what tells the old one
    else secrets.incidents.delete(id)
  }
  return place
}

function byId({ incidentId }: Json, { incidents }: Secrets): ProtectedPlace | undefined {
  return typeof incidentId === 'string' ? incidents.get(incidentId) : undefined
}

function maskLocation(location: Json, secrets: Secrets, { at }: Context): Json {
  if (at) return { ...location, text: labelOf(at), premisesId: null, lat: null, lon: null, protected: true }
  // a house of the same number and street in another town is no secret: somebody must find it
  if (typeof location['premisesId'] === 'string') return location
  return mask(location, secrets, nowhere) as Json
}

function maskNetworkLocation(location: Json, secrets: Secrets, { at }: Context): Json {
  if (!at && !secrets.places.some((place) => isOfTelephone(location, place))) return location
  return { ...location, lat: null, lon: null, radiusMetres: null, address: HIDDEN, hidden: true }
}

function isOfTelephone({ lat, lon, address }: Json, place: ProtectedPlace): boolean {
  return (
    metresTo(place, lat, lon) <= NEAR_METRES || (typeof address === 'string' && hideAddress(address, place) !== address)
  )
}

function maskText(text: string, { places }: Secrets, { about }: Context): string {
  if (about.some(({ id }) => id === text)) return HIDDEN
  const rest = about.reduce(hideWholly, text)
  // most texts mention none of them: made small once, not once for each
  const plain = rest.toLowerCase()
  return places.reduce((told, place) => (mentions(rest, place, plain) ? hideAddress(told, place) : told), rest)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
