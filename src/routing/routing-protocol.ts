import type { PackedTimes } from './packed-times-rules.ts'
import type { CaughtRoads, MatchedChange, NearbyRoads, Place, Point, Profile, RoadChange, Route } from './routing.ts'

/** Where the worker finds the network and the force's speeds, and where it may keep what it prepared. */
export type WorkerSources = { graphFolder: string; speedsFile: string; cacheFolder: string | undefined }

/** What the router asks its worker; profiles travel by their place in `profiles`, places as lat, lon, heading (NaN: none), lat, lon, heading ... */
export type Question = { id: number } & (
  | { ask: 'travel-times'; to: Float64Array; from: Float64Array; profile: Profile }
  | { ask: 'route'; to: Float64Array; from: Float64Array; profile: Profile }
  | { ask: 'times-of-units'; to: Float64Array; slots: Int32Array; profiles: Uint8Array }
  | { ask: 'road-changes'; changes: readonly RoadChange[] }
  | { ask: 'try-road-change'; where: RoadChange['where'] }
  | { ask: 'roads-near'; middle: Point; radiusMetres: number; most: number }
)

/** What the router tells it, without an answer: where units are now; a latitude that is no number forgets the unit. */
export type Moves = { tell: 'moves'; slots: Int32Array; places: Float64Array }

/** What the worker says. `ready` comes once, before any answer; `prepared` when times come from labels. */
export type Answer =
  | { say: 'ready'; speedsVersion: string; roads: number }
  | { say: 'prepared'; from: Prepared['from']; ms: number }
  | { say: 'not-prepared'; because: string }
  | { say: 'times'; id: number; times: PackedTimes }
  | { say: 'route'; id: number; route: Route | undefined }
  | { say: 'changed'; id: number; matched: MatchedChange[] }
  | { say: 'caught'; id: number; caught: CaughtRoads }
  | { say: 'roads-near'; id: number; near: NearbyRoads }
  | { say: 'failed'; id: number; because: string }

/** How the hierarchy came to be, and how long that took from the start of the worker. */
export type Prepared = { from: 'cache' | 'roads'; ms: number }

/** Three numbers for each place. */
export function packPlaces(places: ReadonlyArray<Place | undefined>): Float64Array {
  const numbers = new Float64Array(places.length * 3).fill(Number.NaN)
  places.forEach((place, i) => {
    if (!place) return
    numbers[3 * i] = place.lat
    numbers[3 * i + 1] = place.lon
    numbers[3 * i + 2] = place.headingDegrees ?? Number.NaN
  })
  return numbers
}

/** The places that were packed; undefined for one whose latitude is no number. */
export function unpackPlaces(numbers: Float64Array): Array<Place | undefined> {
  return Array.from({ length: numbers.length / 3 }, (_, i) => {
    const [lat, lon, heading] = [numbers[3 * i] as number, numbers[3 * i + 1] as number, numbers[3 * i + 2] as number]
    return Number.isNaN(lat) ? undefined : { lat, lon, headingDegrees: Number.isNaN(heading) ? null : heading }
  })
}
