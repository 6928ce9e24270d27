import type { TravelTime } from './routing.ts'

/**
 * Travel times as they are found and as they travel between threads, without an object for each: three numbers a time
 * (seconds, metres, seconds at best; no number: not known) and a code that says why there is none.
 */
export type PackedTimes = { numbers: Float64Array; why: Uint8Array; delayedBy?: Map<number, string[]> }

const whys = ['known', 'no-position', 'off-network', 'unreachable', 'too-far', 'router-failed'] as const
type Why = (typeof whys)[number]

/** Codes of `why`. */
export const whyCode = Object.fromEntries(whys.map((why, code) => [why, code])) as Record<Why, number>

/** So many times, of each of which nothing is known but this. */
export function makeTimes(count: number, because: Exclude<Why, 'known'>): PackedTimes {
  return { numbers: new Float64Array(count * 3).fill(Number.NaN), why: new Uint8Array(count).fill(whyCode[because]) }
}

/** Puts a time in its place. */
export function packTime(packed: PackedTimes, at: number, time: TravelTime): void {
  packed.why[at] = whyCode[time.known ? 'known' : time.because]
  if (time.delayedBy) {
    packed.delayedBy ??= new Map()
    packed.delayedBy.set(at, time.delayedBy)
  }
  if (!time.known) return
  packed.numbers[3 * at] = time.seconds
  packed.numbers[3 * at + 1] = time.metres
  packed.numbers[3 * at + 2] = time.atBestSeconds ?? Number.NaN
}

/** The times, one object each. */
export function unpackTimes({ numbers, why, delayedBy }: PackedTimes): TravelTime[] {
  return Array.from(why, (code, at): TravelTime => {
    const because = whys[code] as Why
    const delays = delayedBy?.get(at)
    const delayed = delays ? { delayedBy: delays } : {}
    if (because !== 'known') return { known: false, because, ...delayed }
    const time = { known: true, seconds: numbers[3 * at] as number, metres: numbers[3 * at + 1] as number } as const
    const best = numbers[3 * at + 2] as number
    if (!delays && Number.isNaN(best)) return time
    return { ...time, ...(Number.isNaN(best) ? {} : { atBestSeconds: best }), ...delayed }
  })
}
