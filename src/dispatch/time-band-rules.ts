import type { DispatchRules } from '../definitions/index.ts'
import type { Travel } from './dispatch.ts'
import type { RoadTime } from './need.ts'

/**
 * The road time with how far it may be off. Since a stale position was fixed the unit may have come nearer or gone
 * away for as long as that is ago, so the time is widened by the position's age on both sides; older than the
 * force's bound it counts as unknown, never as 0. A fresh one has no width, unless nobody knows on which carriageway
 * it is.
 */
export function bandOf(
  travel: RoadTime,
  positionAgeSeconds: number | null,
  {
    stalePositionSeconds,
    positionUnknownAfterSeconds,
  }: Pick<DispatchRules, 'stalePositionSeconds' | 'positionUnknownAfterSeconds'>,
): Travel {
  if (!travel.known) return travel
  const age = positionAgeSeconds ?? Number.POSITIVE_INFINITY
  if (age > positionUnknownAfterSeconds) return { known: false, because: 'position-too-old' }
  const off = age > stalePositionSeconds ? age : 0
  const { atBestSeconds = travel.seconds, ...road } = travel
  return {
    ...road,
    earliestSeconds: Math.max(0, atBestSeconds - off),
    latestSeconds: travel.seconds + off,
  }
}

/**
 * The time that is ranked by: the middle between earliest and latest. By the latest a unit that has been silent for
 * some minutes gave way to units much farther off, and more callers waited longer (docs/decisions/0009). Of two
 * equally far that of the older position is never the nearer. Unknown: infinite.
 */
export function likelyOf(travel: Travel): number {
  return travel.known ? (travel.earliestSeconds + travel.latestSeconds) / 2 : Number.POSITIVE_INFINITY
}

/** A road time as it is said: "5 min", "3 to 9 min", "time unknown". */
export function travelInWords(travel: Travel): string {
  if (!travel.known) return 'time unknown'
  const earliest = inWords(travel.earliestSeconds)
  const latest = inWords(travel.latestSeconds)
  if (earliest === latest) return latest
  // "3 to 9 min", but "50 s to 3 min"
  return `${latest.endsWith(' min') ? earliest.replace(/^(\d+) min$/, '$1') : earliest} to ${latest}`
}

/** A duration as it is said: "50 s", "7 min", "1 h 20 min". */
export function inWords(duration: number): string {
  if (duration < 90) return `${Math.max(0, Math.round(duration))} s`
  const minutes = Math.round(duration / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
