import {
  type AnsweredTime,
  type EngineTimes,
  mergeTimes,
  nearestByLine,
  type WithoutEngine,
} from './engine-answer-rules.ts'
import type { Point, Profile, Router, TravelTime } from './routing.ts'

/** An engine outside, such as the force's own Valhalla or OSRM: gateways implement it. */
export type RoadEngine = {
  /** said of each time that is its own */
  name: string
  /** how the vehicles of its times drive; another profile is derived from these by what our own router knows */
  profiles: readonly Profile[]
  /**
   * One answer for each of `from`, in order: the time by road from there to `to`, or null where it has none.
   * May reject, be late or answer nonsense: who asks is prepared for it. @throws RoadEngineFault
   */
  travelTimes(
    to: Point,
    from: readonly Point[],
    profile: Profile,
    signal: AbortSignal,
  ): Promise<Array<TravelTime | null>>
}

/** Why an engine gave no answer at all. Its message never holds a place. */
export class RoadEngineFault extends Error {
  readonly because: 'failed' | 'wrong-shape'
  constructor(because: 'failed' | 'wrong-shape', message: string) {
    super(message)
    this.because = because
  }
}

export type OutsideEngineOptions = {
  /** an answer not there within this is not waited for; milliseconds */
  timeLimitMs: number
  /** how many units are asked for, the nearest by straight line; the true nearest was among 20 in 99.9 % and more */
  most?: number
  /** told when the engine stops answering, with the reason, and (undefined) when it answers again: not each time */
  onChange?: (because: WithoutEngine | undefined) => void
  /** milliseconds; a test turns its own clock */
  now?: () => number
}

/** Failures in a row after which an engine is left alone for a while, so that nobody waits for one that is away. */
const FAILURES_BEFORE_REST = 3
const REST_MS = 10_000

/**
 * A router that asks an engine outside for the nearest units and the embedded one for all, at the same time, and
 * takes the engine's word where it has one. Nulls, lateness, errors and wrong shapes leave the embedded answer,
 * which says so (`withoutEngine`). Nothing it does takes longer than the embedded router and the time limit.
 */
export function withOutsideEngine(
  embedded: Router,
  engine: RoadEngine,
  { timeLimitMs, most = 20, onChange, now = () => performance.now() }: OutsideEngineOptions,
): Router {
  const places = new Map<string, Point>()
  let [failures, restsUntil] = [0, -Infinity]

  /** Asks within the limit. Never rejects. */
  async function ask(to: Point, from: readonly Point[], profile: Profile): Promise<EngineTimes> {
    if (now() < restsUntil) return { because: 'resting' }
    const limit = AbortSignal.timeout(timeLimitMs)
    const late = new Promise<never>((_, reject) => {
      limit.addEventListener('abort', () => reject(new LateError()), { once: true })
    })
    // a gateway that throws at once leaves nobody to hear of the limit
    late.catch(() => undefined)
    try {
      const times = await Promise.race([engine.travelTimes(to, from, profile, limit), late])
      if (times.length !== from.length) throw new RoadEngineFault('wrong-shape', 'another number of times')
      if (failures >= FAILURES_BEFORE_REST) onChange?.(undefined)
      failures = 0
      return { times }
    } catch (error) {
      const because = limit.aborted ? 'timed-out' : error instanceof RoadEngineFault ? error.because : 'failed'
      failures += 1
      if (failures >= FAILURES_BEFORE_REST) restsUntil = now() + REST_MS
      if (failures === FAILURES_BEFORE_REST) onChange?.(because)
      return { because }
    }
  }

  /** @param own what the embedded router answers, for `from` and for a profile */
  async function answer(
    to: Point,
    from: ReadonlyArray<Point | undefined>,
    profile: Profile,
    own: (profile: Profile) => Promise<TravelTime[]>,
  ): Promise<AnsweredTime[]> {
    const asked = nearestByLine(to, from, most)
    if (asked.length === 0)
      return mergeTimes({
        engine: engine.name,
        to,
        from,
        asked,
        own: await own(profile),
        said: { because: 'not-asked' },
      })
    const spoken = engine.profiles.includes(profile) ? profile : (engine.profiles[0] ?? profile)
    const points = asked.map((index) => from[index] as Point)
    const [times, timesAsSpoken, said] = await Promise.all([
      own(profile),
      spoken === profile ? undefined : own(spoken),
      ask(to, points, spoken),
    ])
    return mergeTimes({ engine: engine.name, to, from, asked, own: times, ownAsSpoken: timesAsSpoken, said })
  }

  const outside: Pick<Router, 'travelTimes' | 'moveUnit' | 'timesOfUnits'> = {
    travelTimes: (to, from, profile = 'normal') =>
      from.length === 0 ? Promise.resolve([]) : answer(to, from, profile, (as) => embedded.travelTimes(to, from, as)),
    moveUnit: (unitId, position) => {
      if (position) places.set(unitId, position)
      else places.delete(unitId)
      embedded.moveUnit(unitId, position)
    },
    // those that drive alike are asked for together
    timesOfUnits: async (to, units) => {
      const answers: AnsweredTime[] = []
      await Promise.all(
        [...new Set(units.map(({ profile }) => profile))].map(async (profile) => {
          const alike = [...units.keys()].filter((index) => units[index]?.profile === profile)
          const ids = alike.map((index) => units[index]?.unitId ?? '')
          const own = (as: Profile) =>
            embedded.timesOfUnits(
              to,
              ids.map((unitId) => ({ unitId, profile: as })),
            )
          const placed = ids.map((id) => places.get(id))
          const times = await answer(to, placed, profile, own)
          alike.forEach((index, i) => {
            answers[index] = times[i] as AnsweredTime
          })
        }),
      )
      return answers
    },
  }
  // everything else, its getters as well, is the embedded router's
  return Object.setPrototypeOf(outside, embedded) as Router
}

/** The limit has passed. */
class LateError extends Error {}
