import type { DemandSurface } from './demand-surface.ts'

/** The demand as the reckoning wants it: one entry a point, in the order of the surface's points. */
export type CoverDemand = {
  /** shares; they add up to 1 */
  share: Float64Array
  /** seconds that may be driven to each point within the grade 1 clock */
  reachSeconds: Float64Array
  busyShare: number
}

/** A free unit that may be sent to grade 1: its road times (blue light) to the points, in their order. */
export type CoverUnit = {
  /** seconds to each point; from the unit itself, or from a place that it reaches in `extraSeconds` */
  secondsTo: ArrayLike<number>
  extraSeconds: number
}

/** Seconds between every two demand points, so that a unit's times are those of the point it is nearest to. */
export type ZoneTimes = { zones: number; seconds: Uint16Array }

/** More seconds than any clock: no road, or too far. */
const OUT_OF_REACH = 0xffff

/** The surface with the clock of grade 1; what goes by before a unit drives is taken off. */
export function coverDemandOf(
  { points, cover }: DemandSurface,
  clock: { urbanSeconds: number; ruralSeconds: number },
): CoverDemand {
  const whole = points.reduce((sum, { weight }) => sum + weight, 0)
  return {
    share: Float64Array.from(points, ({ weight }) => weight / whole),
    reachSeconds: Float64Array.from(
      points,
      ({ areaClass }) => (areaClass === 'urban' ? clock.urbanSeconds : clock.ruralSeconds) - cover.preparationSeconds,
    ),
    busyShare: cover.busyShare,
  }
}

/**
 * Expected cover: a point that k free units reach within its clock is covered with probability 1 - q^k, q the
 * share of time in which a unit is busy (Daskin 1983; used for sending by Jagtenberg and others 2017).
 * @returns the share of the demand that is covered, and by how much less it would be without each unit, 0 to 1.
 * Linear in units times points: 60 x 300 take 0.2 ms.
 */
export function coverLosses(
  { share, reachSeconds, busyShare }: CoverDemand,
  units: readonly CoverUnit[],
): { covered: number; losses: Float64Array } {
  const points = share.length
  const within = new Uint16Array(points)
  for (const { secondsTo, extraSeconds } of units) {
    for (let point = 0; point < points; point += 1) {
      if ((secondsTo[point] as number) + extraSeconds <= (reachSeconds[point] as number))
        within[point] = (within[point] as number) + 1
    }
  }
  // nobody is free: q^0, q^1, ... q^(units)
  const noneFree = Float64Array.from({ length: units.length + 1 }, (_, k) => busyShare ** k)
  // what the last of k units adds: q^(k-1) - q^k, times the point's share
  const added = new Float64Array(points)
  let covered = 0
  for (let point = 0; point < points; point += 1) {
    const k = within[point] as number
    if (k === 0) continue
    covered += (share[point] as number) * (1 - (noneFree[k] as number))
    added[point] = (share[point] as number) * ((noneFree[k - 1] as number) - (noneFree[k] as number))
  }
  const losses = Float64Array.from(units, ({ secondsTo, extraSeconds }) => {
    let loss = 0
    for (let point = 0; point < points; point += 1) {
      if ((secondsTo[point] as number) + extraSeconds <= (reachSeconds[point] as number)) loss += added[point] as number
    }
    return loss
  })
  return { covered, losses }
}

/** What cover is worth to the force: seconds for the whole of it, and when a unit is in time. */
export type CoverWorth = {
  /** zero turns the rule off: the nearest is first, as without it */
  weightSeconds: number
  /** so long before the clock runs out a unit must be expected, to be in time */
  spareSeconds: number
}

/**
 * Where a unit stands among those offered to a grade 2, the smaller the earlier: `late` first, then `cost`. Of those in
 * time the one whose going costs least, where what leaves the cover counts as seconds; those that come too late follow,
 * nearest first: cover is never kept at the price of the clock. Never for grade 1, where the nearest goes: cover bought
 * there is paid for with its mean response (Jagtenberg 2017). `loss` is a share of the demand, 0 to 1.
 */
export function placeByCover(
  { seconds, loss }: { seconds: number; loss: number },
  { weightSeconds, spareSeconds }: CoverWorth,
  secondsLeft: number,
): { late: number; cost: number } {
  const isLate = seconds > secondsLeft - spareSeconds
  return { late: Number(isLate), cost: isLate ? seconds : seconds + loss * weightSeconds }
}

/** The order in which units are offered, by that alone. @returns indices into `candidates`; ties keep the order given */
export function orderByCover(
  candidates: ReadonlyArray<{ seconds: number; loss: number }>,
  worth: CoverWorth,
  secondsLeft: number,
): number[] {
  const judged = candidates.map((candidate, index) => ({ index, ...placeByCover(candidate, worth, secondsLeft) }))
  return judged.sort((a, b) => a.late - b.late || a.cost - b.cost || a.index - b.index).map(({ index }) => index)
}

/** The table of zones, from one answer of the router a point: `answers[to][from]`, over the points in their order. */
export function zoneTimesOf(answers: ReadonlyArray<ReadonlyArray<{ known: boolean; seconds?: number }>>): ZoneTimes {
  const zones = answers.length
  const seconds = new Uint16Array(zones * zones).fill(OUT_OF_REACH)
  answers.forEach((column, to) => {
    column.forEach(({ seconds: known }, from) => {
      if (known !== undefined) seconds[from * zones + to] = Math.min(OUT_OF_REACH, Math.round(known))
    })
  })
  return { zones, seconds }
}

/** A unit's times to all points, by the zone it is in. */
export function timesFromZone({ zones, seconds }: ZoneTimes, zone: number): Uint16Array {
  return seconds.subarray(zone * zones, (zone + 1) * zones)
}

/** The zone a place is in: the nearest demand point, as the crow flies. */
export function zoneOf({ points }: DemandSurface, place: { lat: number; lon: number }): number {
  const eastward = Math.cos((place.lat * Math.PI) / 180)
  let zone = 0
  let nearest = Infinity
  for (let index = 0; index < points.length; index += 1) {
    const { lat, lon } = points[index] as DemandSurface['points'][number]
    const distance = (lat - place.lat) ** 2 + ((lon - place.lon) * eastward) ** 2
    if (distance >= nearest) continue
    nearest = distance
    zone = index
  }
  return zone
}
