import type { Candidate } from './dispatch.ts'

/** A force beyond the border (definition 'neighbouring-forces'). */
export type NeighbouringForce = {
  code: string
  name: string
  contact: { role: string; room: string }
  places: ReadonlyArray<{ name: string; lat: number; lon: number; withinKm: number }>
}

/** A neighbour to ask, with the place that makes it one, how far that is in a straight line, and what is said. */
export type Neighbour = { code: string; name: string; place: string; km: number; words: string }

const EARTH_KM = 6_371
const RADIANS = Math.PI / 180

/**
 * The neighbouring forces with a boundary place within its radius of the incident, the nearest first; each once, by
 * its nearest such place. They are asked, never sent: what they can do is theirs to say.
 */
export function neighbourFor(point: { lat: number; lon: number }, forces: readonly NeighbouringForce[]): Neighbour[] {
  return forces
    .flatMap(({ code, name, contact, places }) => {
      const near = places
        .map((place) => ({ place, km: kmBetween(point, place) }))
        .filter(({ place, km }) => km <= place.withinKm)
        .sort((a, b) => a.km - b.km)
      const [nearest] = near
      if (!nearest) return []
      const { place, km } = nearest
      const words = `Ask ${name} (${contact.role}, ${contact.room}) for a unit: ${whereOf(place.name, km)}`
      return [{ code, name, place: place.name, km, words }]
    })
    .sort((a, b) => a.km - b.km || a.name.localeCompare(b.name))
}

/** Whether one of the units that may go has a known road time within the seconds that are left. */
export function canAnyBeInTime(candidates: readonly Candidate[], secondsLeft: number): boolean {
  return candidates.some(({ rank, travel }) => rank !== null && travel.known && travel.seconds <= secondsLeft)
}

function whereOf(place: string, km: number): string {
  return km < 1 ? `it is at ${place}` : `${place} is ${Math.round(km)} km away`
}

function kmBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const x = (a.lon - b.lon) * RADIANS * Math.cos(((a.lat + b.lat) / 2) * RADIANS)
  return EARTH_KM * Math.hypot(x, (a.lat - b.lat) * RADIANS)
}
