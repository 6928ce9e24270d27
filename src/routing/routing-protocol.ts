import type { MatchedChange, Place, Profile, RoadChange, Route, TravelTime } from './routing.ts'

/** Where the worker finds the network and the force's speeds, and where it may keep what it prepared. */
export type WorkerSources = { graphFolder: string; speedsFile: string; cacheFolder: string | undefined }

/** What the router asks its worker; profiles travel by their place in `profiles`, places as lat, lon, heading (NaN: none), lat, lon, heading ... */
export type Question = { id: number } & (
  | { ask: 'travel-times'; to: Float64Array; from: Float64Array; profile: Profile }
  | { ask: 'route'; to: Float64Array; from: Float64Array; profile: Profile }
  | { ask: 'times-of-units'; to: Float64Array; slots: Int32Array; profiles: Uint8Array }
  | { ask: 'road-changes'; changes: readonly RoadChange[] }
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
  | { say: 'failed'; id: number; because: string }

/** How the hierarchy came to be, and how long that took from the start of the worker. */
export type Prepared = { from: 'cache' | 'roads'; ms: number }

/** Travel times as they travel between threads: three numbers a time (NaN: none), and why there is none. */
export type PackedTimes = { numbers: Float64Array; why: Uint8Array; delayedBy?: Map<number, string[]> }

const whys = ['known', 'off-network', 'unreachable', 'too-far', 'router-failed', 'no-position'] as const

/** For the way between threads: an object for each of 300 times takes longer than finding them. */
export function packTimes(times: readonly TravelTime[]): PackedTimes {
  const packed: PackedTimes = { numbers: new Float64Array(times.length * 3), why: new Uint8Array(times.length) }
  times.forEach((time, i) => {
    if (time.delayedBy) {
      packed.delayedBy ??= new Map()
      packed.delayedBy.set(i, time.delayedBy)
    }
    packed.why[i] = whys.indexOf(time.known ? 'known' : time.because)
    if (!time.known) return
    packed.numbers[3 * i] = time.seconds
    packed.numbers[3 * i + 1] = time.metres
    packed.numbers[3 * i + 2] = time.atBestSeconds ?? Number.NaN
  })
  return packed
}

/** The times that were packed. */
export function unpackTimes({ numbers, why, delayedBy }: PackedTimes): TravelTime[] {
  return Array.from(why, (code, i): TravelTime => {
    const because = whys[code] ?? 'router-failed'
    const delayed = delayedBy?.get(i)
    const more = delayed ? { delayedBy: delayed } : {}
    if (because !== 'known') return { known: false, because, ...more }
    const time = { known: true, seconds: numbers[3 * i] as number, metres: numbers[3 * i + 1] as number } as const
    const best = numbers[3 * i + 2] as number
    if (!delayed && Number.isNaN(best)) return time
    return { ...time, ...(Number.isNaN(best) ? {} : { atBestSeconds: best }), ...more }
  })
}

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
