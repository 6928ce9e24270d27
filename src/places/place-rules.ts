import { normaliseAddress } from './address-rules.ts'
import { gridReference } from './grid-reference-rules.ts'
import { type Place, type PlaceView, type Point, placeKinds, straightLineMetres } from './place.ts'
import { type ReadWord, wordWeight } from './place-match-rules.ts'

/** A place as the asker may see it. */
export function viewPlace(place: Place, asker: { maySeeProtected: boolean; near?: Point | undefined }): PlaceView {
  const masked = place.protected && !asker.maySeeProtected
  const view = masked ? maskPlace(place) : { ...place, gridReference: gridReference(place) ?? null }
  if (!asker.near || view.lat === null || view.lon === null) return view
  return { ...view, distanceMetres: Math.round(straightLineMetres(asker.near, { lat: view.lat, lon: view.lon })) }
}

/**
 * What is left of a protected address (CR-14): the area, so that the right desk works it. Not its name, number,
 * street, postcode or position: none of them may reach a screen, a radio or an export by way of this view.
 */
export function maskPlace(place: Place): PlaceView {
  return {
    id: place.id,
    kind: place.kind,
    name: 'Protected address',
    number: null,
    street: null,
    locality: null,
    town: place.town,
    postcode: null,
    lat: null,
    lon: null,
    gridReference: null,
    areaId: place.areaId,
    areaClass: place.areaClass,
    protected: true,
  }
}

/** A place found, with how well it fits what was typed. */
export type Candidate = { place: Place; score: number }

/** A word is said when a typed word is this surely it. */
const SAID = 0.7

/**
 * Whether at least two of the roads of a junction were said, each by a word of its own: "London Road" is a street, not
 * every junction of it. A numbered junction of a motorway is one name.
 */
export function saysBothRoads(name: string, typed: readonly ReadWord[]): boolean {
  const roads = name.split(' / ')
  if (roads.length === 1) return true
  const used = new Set<ReadWord>()
  let said = 0
  for (const road of roads) {
    const all = normaliseAddress(road).split(' ')
    const telling = all.filter((word) => wordWeight(word) === 1)
    const words = telling.length > 0 ? telling : all
    const one = typed.find((word) => !used.has(word) && words.some((ofRoad) => word.quality(ofRoad) >= SAID))
    if (!one) continue
    used.add(one)
    said += 1
  }
  return said >= 2
}

/** Scores that differ by less than this are one. */
const SAME_SCORE = 0.04

/**
 * Best fit first; of places that fit alike those of the asker's area, then the nearest to the given point, then by
 * kind (a house before its street, a town before a shop called after it) and name.
 */
export function rankPlaces(
  candidates: readonly Candidate[],
  options: { near?: Point | undefined; areaId?: string | undefined },
): Place[] {
  const keyed = candidates.map(({ place, score }) => ({
    place,
    step: Math.round(score / SAME_SCORE),
    elsewhere: options.areaId !== undefined && place.areaId !== options.areaId ? 1 : 0,
    metres: options.near ? straightLineMetres(options.near, place) : 0,
    kind: placeKinds.indexOf(place.kind),
  }))
  keyed.sort(
    (a, b) =>
      b.step - a.step ||
      a.elsewhere - b.elsewhere ||
      a.metres - b.metres ||
      a.kind - b.kind ||
      a.place.name.localeCompare(b.place.name, 'en') ||
      (a.place.id < b.place.id ? -1 : 1),
  )
  return keyed.map(({ place }) => place)
}
