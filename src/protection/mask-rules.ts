import { hideAddress, hideWholly, mentions } from './hidden-address-rules.ts'
import { HIDDEN, labelOf, type ProtectedPlace } from './protected-place.ts'

/** What must not be told, and which incidents are at such a place, by id; those seen on the way are added. */
export type Secrets = { places: readonly ProtectedPlace[]; incidents: Map<string, ProtectedPlace> }

/** A network location so near a protected place is that of its telephone, in metres. */
const NEAR_METRES = 75
/** A point that is the place itself, in metres. */
const SAME_METRES = 10

type Json = Record<string, unknown>

/**
 * An answer or an event as it may leave the service (CR-14): of an incident at a protected place no address, no point
 * and no premises; no text that tells the address of one; no network location of a telephone there. `about`: the
 * incident the whole is about, where it is known. The value given is not changed; what holds nothing comes back as is.
 */
export function maskSecrets(value: unknown, secrets: Secrets, about: string | null = null): unknown {
  if (secrets.places.length === 0 || value === null || value === undefined) return value
  return mask(value, secrets, about === null ? undefined : secrets.incidents.get(about))
}

function mask(value: unknown, secrets: Secrets, at: ProtectedPlace | undefined): unknown {
  if (typeof value === 'string') return maskText(value, secrets, at)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (Array.isArray(value)) return value.map((inner) => mask(inner, secrets, at))
  return maskObject(value as Json, secrets, at)
}

function maskObject(object: Json, secrets: Secrets, outer: ProtectedPlace | undefined): Json {
  const at = incidentAt(object, secrets) ?? incidentAt(object['incident'], secrets) ?? byId(object, secrets) ?? outer
  if ('radiusMetres' in object) return maskNetworkLocation(object, secrets, at)
  return Object.fromEntries(
    Object.entries(object).map(([key, inner]) => {
      if (key === 'location' && isObject(inner)) return [key, maskLocation(inner, secrets, at)]
      return [key, mask(inner, secrets, at)]
    }),
  )
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

function maskLocation(location: Json, secrets: Secrets, at: ProtectedPlace | undefined): Json {
  if (at) return { ...location, text: labelOf(at), premisesId: null, lat: null, lon: null, protected: true }
  // a house of the same number and street in another town is no secret: somebody must find it
  if (typeof location['premisesId'] === 'string') return location
  return mask(location, secrets, undefined) as Json
}

function maskNetworkLocation(location: Json, secrets: Secrets, at: ProtectedPlace | undefined): Json {
  const { lat, lon, address } = location
  const isThere = secrets.places.some(
    (place) =>
      metresTo(place, lat, lon) <= NEAR_METRES ||
      (typeof address === 'string' && hideAddress(address, place) !== address),
  )
  if (!at && !isThere) return location
  return { ...location, lat: null, lon: null, radiusMetres: null, address: HIDDEN }
}

function maskText(text: string, { places }: Secrets, at: ProtectedPlace | undefined): string {
  const rest = at === undefined ? text : text === at.id ? HIDDEN : hideWholly(text, at)
  // most texts mention none of them: made small once, not once for each
  const plain = rest.toLowerCase()
  return places.reduce((told, place) => (mentions(rest, place, plain) ? hideAddress(told, place) : told), rest)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** As the crow flies; endless when the point is not known. */
function metresTo(place: ProtectedPlace, lat: unknown, lon: unknown): number {
  if (typeof lat !== 'number' || typeof lon !== 'number') return Number.POSITIVE_INFINITY
  const north = (lat - place.lat) * 111_195
  const east = (lon - place.lon) * 111_195 * Math.cos((place.lat * Math.PI) / 180)
  return Math.hypot(north, east)
}
