import type { Point, TravelTime } from './routing.ts'

/**
 * Why a time is the embedded router's although there is an engine: `not-asked` it is not among the nearest;
 * `no-way` the engine has none; `not-believable` its time is none that a car could drive; `road-change` a closure or
 * slow-down that the engine does not know of is on the way; the others are of the engine as a whole.
 */
export type WithoutEngine =
  | 'not-asked'
  | 'no-way'
  | 'not-believable'
  | 'road-change'
  | 'timed-out'
  | 'failed'
  | 'wrong-shape'
  | 'resting'

/** A time that says whose it is. */
export type AnsweredTime = TravelTime & { answeredBy: string; withoutEngine?: WithoutEngine }

/** What the engine said: a time or null for each it was asked for, or why nothing. */
export type EngineTimes = { times: ReadonlyArray<TravelTime | null> } | { because: WithoutEngine }

export type Answers = {
  /** the engine's name */
  engine: string
  to: Point
  from: ReadonlyArray<Point | undefined>
  /** places in `from` that the engine was asked for */
  asked: readonly number[]
  /** the embedded router's times for all of `from` */
  own: readonly TravelTime[]
  /** and the same in the profile the engine was asked in, when that is another */
  ownAsSpoken?: readonly TravelTime[] | undefined
  said: EngineTimes
}

const EMBEDDED = 'embedded'
const EARTH_METRES = 6_371_009
const RADIANS = Math.PI / 180
/** No car is faster, in a straight line, than this; metres a second (about 190 mph). */
const FASTEST = 85
/** What snapping to another road may make of a short way; metres. */
const SHORT_METRES = 300
/** Engines that disagree by more than this are not brought to one scale. */
const MOST_SCALE = 3

/** Places in `from` of the `most` nearest to `to` by straight line, the nearest first; those without a place are left out. */
export function nearestByLine(to: Point, from: ReadonlyArray<Point | undefined>, most: number): number[] {
  return from
    .flatMap((point, index) => (point ? [{ index, metres: metresBetween(point, to) }] : []))
    .sort((a, b) => a.metres - b.metres || a.index - b.index)
    .slice(0, most)
    .map(({ index }) => index)
}

/**
 * The engine's times where they can be taken, the embedded router's where not.
 *
 * Times of two engines stand in one ranking, so they are brought to one scale. An engine that does not know blue light
 * is asked for normal driving, and each of its times is shortened as the embedded router shortens that very way.
 * Embedded times beside those of the engine are stretched by the median of what both know: otherwise a unit that was
 * not asked for would overtake all others as soon as the engine knows of traffic.
 */
export function mergeTimes({ engine, to, from, asked, own, ownAsSpoken, said }: Answers): AnsweredTime[] {
  if ('because' in said) return own.map((time) => ({ ...time, answeredBy: EMBEDDED, withoutEngine: said.because }))
  const shortening = shorteningOf(own, ownAsSpoken)
  const taken = new Map<number, AnsweredTime>()
  const refused = new Map<number, WithoutEngine>()
  asked.forEach((index, i) => {
    const time = said.times[i]
    const ours = own[index] as TravelTime
    if (isDelayed(ours)) refused.set(index, 'road-change')
    else if (!time?.known) refused.set(index, 'no-way')
    else if (!isBelievable(time, metresBetween(from[index] as Point, to))) refused.set(index, 'not-believable')
    else taken.set(index, { ...time, seconds: time.seconds * shortening(index), answeredBy: engine })
  })
  const scale = scaleOf([...taken].map(([index, time]) => [time, own[index] as TravelTime]))
  return own.map((time, index) => {
    const theirs = taken.get(index)
    if (theirs) return theirs
    const withoutEngine = refused.get(index) ?? 'not-asked'
    if (!time.known) return { ...time, answeredBy: EMBEDDED, withoutEngine }
    return { ...stretch(time, scale), answeredBy: EMBEDDED, withoutEngine }
  })
}

/** What a known time may say beside its seconds. */
type MayAlsoSay = { delayedBy?: readonly string[]; atBestSeconds?: number }

/** A way on which the embedded router met a closure or a slow-down that is in force now. */
function isDelayed(time: TravelTime & MayAlsoSay): boolean {
  return (time.delayedBy?.length ?? 0) > 0
}

function stretch(time: Extract<TravelTime, { known: true }> & MayAlsoSay, scale: number): TravelTime {
  const { atBestSeconds, seconds } = time
  return { ...time, seconds: seconds * scale, ...(atBestSeconds && { atBestSeconds: atBestSeconds * scale }) }
}

/** Neither zero for "I do not know", nor faster than any car. */
function isBelievable({ seconds, metres }: { seconds: number; metres: number }, lineMetres: number): boolean {
  if (!Number.isFinite(seconds) || !Number.isFinite(metres) || seconds < 0 || metres < 0) return false
  return lineMetres - SHORT_METRES <= seconds * FASTEST && lineMetres - SHORT_METRES <= metres
}

/** How blue light shortens each way; where the embedded router has no way, the median of the others. */
function shorteningOf(
  own: readonly TravelTime[],
  asSpoken: readonly TravelTime[] | undefined,
): (index: number) => number {
  if (!asSpoken) return () => 1
  const shares = own.map((time, index) => {
    const spoken = asSpoken[index]
    return time.known && spoken?.known && spoken.seconds > 0 ? time.seconds / spoken.seconds : undefined
  })
  const usual = median(shares.flatMap((share) => (share === undefined ? [] : [share]))) ?? 1
  return (index) => shares[index] ?? usual
}

function scaleOf(pairs: ReadonlyArray<readonly [theirs: TravelTime, ours: TravelTime]>): number {
  const ratios = pairs.flatMap(([theirs, ours]) =>
    theirs.known && ours.known && ours.seconds > 0 ? [theirs.seconds / ours.seconds] : [],
  )
  return Math.min(MOST_SCALE, Math.max(1 / MOST_SCALE, median(ratios) ?? 1))
}

function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

function metresBetween(a: Point, b: Point): number {
  const x = (a.lon - b.lon) * RADIANS * Math.cos(((a.lat + b.lat) / 2) * RADIANS)
  return EARTH_METRES * Math.hypot(x, (a.lat - b.lat) * RADIANS)
}
