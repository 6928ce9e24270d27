import type { IncidentView } from '../incidents/index.ts'
import { metresBetween } from './demo-ground.ts'
import type { ScriptedCall } from './shift-call.ts'

/** A place as the search gives it, as far as it decides here. */
export type FoundPlace = {
  id: string
  kind: string
  name: string
  number: string | null
  street: string | null
  locality: string | null
  lat: number | null
  lon: number | null
}

/** A check of a contact, as far as it decides here. */
export type FoundCheck = { kind: string; findings: ReadonlyArray<{ kind: string; incidentId: string | null }> }

/** Where an incident is opened. */
export type ChosenPlace = { placeId: string | null; lat: number | null; lon: number | null; text: string }

/** Farther from where the caller means than this, in metres, a street of that name is another one. */
const SAME_STREET_METRES = 1_500
/** How many earlier incidents a handler looks at while the caller waits. */
const MOST_EARLIER = 3
/** House numbers that exist nowhere in the county; history is invented on no others. */
const INVENTED_NUMBER = /^9\d\d$/

/**
 * What the handler picks from the search: an invented house of that street where it is about a house and the
 * gazetteer has any, else the street, else the point. Real house numbers are never picked.
 */
export function choosePlace(
  places: readonly FoundPlace[],
  call: Pick<ScriptedCall, 'where' | 'atHouse' | 'whichHouse'>,
): ChosenPlace {
  const { number, street, locality, lat, lon } = call.where
  const text = `${number === null ? '' : `${number} `}${street}, ${locality}`
  const isThere = (place: FoundPlace) =>
    place.lat !== null &&
    place.lon !== null &&
    metresBetween({ lat: place.lat, lon: place.lon }, { lat, lon }) < SAME_STREET_METRES
  const houses = places
    .filter((place) => place.kind === 'premises' && place.street === street && INVENTED_NUMBER.test(place.number ?? ''))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const theHouse = call.atHouse
    ? houses.find((house) => house.number === number && house.locality === locality)
    : undefined
  const nearHouses = houses.filter(isThere)
  const house = theHouse ?? (call.atHouse ? nearHouses[Math.floor(call.whichHouse * nearHouses.length)] : undefined)
  if (house) return { placeId: house.id, lat: house.lat, lon: house.lon, text: '' }
  const found = places.find((place) => place.kind === 'street' && place.name === street && isThere(place))
  return found ? { placeId: found.id, lat: found.lat, lon: found.lon, text } : { placeId: null, lat, lon, text }
}

/** The newest earlier incidents that the phone check found: "are you at the same address?" */
export function listEarlier(checks: readonly FoundCheck[]): string[] {
  const found = checks.filter(({ kind }) => kind === 'phone').flatMap(({ findings }) => findings)
  return found
    .flatMap(({ kind, incidentId }) => (kind === 'incident' && incidentId !== null ? [incidentId] : []))
    .slice(0, MOST_EARLIER)
}

/** The house of an earlier incident, if it is an invented one. */
export function houseOf({
  premisesId,
  text,
  lat,
  lon,
}: Omit<IncidentView['location'], 'confirmed'>): ChosenPlace | undefined {
  if (premisesId === null || !/^9\d\d /.test(text)) return undefined
  return { placeId: premisesId, lat, lon, text: '' }
}

/** The grade a handler gives: as proposed, or without sending anybody where that is allowed and usual. */
export function chooseGrade(
  incident: Pick<IncidentView, 'proposal' | 'flags'>,
  call: Pick<ScriptedCall, 'grade'>,
): string {
  const { proposal, flags } = incident
  const asProposed = proposal.grade ?? '2'
  if (call.grade === null || proposal.binding || flags.domesticAbuse || flags.treatAsUrgent) return asProposed
  return call.grade
}

/** The open incident that a further call is about: the nearest of the same type. */
export function findSame(
  near: ReadonlyArray<{ incident: Pick<IncidentView, 'id' | 'type'>; metres: number }>,
  call: Pick<ScriptedCall, 'type'>,
): string | undefined {
  return [...near].sort((a, b) => a.metres - b.metres).find(({ incident }) => incident.type === call.type)?.incident.id
}
