import { metresPerSecond } from './road-speed-rules.ts'
import type { RoadSpeeds } from './road-speeds.ts'
import type { TravelTime } from './routing.ts'
import type { Snapped } from './snap-rules.ts'

/** Why a unit that is on a road has no way. */
export type NoWay = 'unreachable' | 'too-far'

/** The fastest drive between two places on roads; `delayedBy` as in a TravelTime. */
export type Drive = { ms: number; metres: number; delayedBy?: string[] } | { none: NoWay; delayedBy?: string[] }

/**
 * What is answered for a unit: with more than one place it may be at, or the incident (on one carriageway or the
 * other), the slower of the drives that are known, and beside it how fast it is at best.
 */
export function answerFrom(
  offRoad: RoadSpeeds['offRoad'],
  units: readonly Snapped[],
  incidents: readonly Snapped[],
  drive: (unit: number, incident: number) => Drive,
): TravelTime {
  let slowest: TravelTime = { known: false, because: 'off-network' }
  let best = Infinity
  for (let unit = 0; unit < units.length; unit += 1) {
    for (let incident = 0; incident < incidents.length; incident += 1) {
      const found = drive(unit, incident)
      const delayed = found.delayedBy ? { delayedBy: found.delayedBy } : {}
      if ('none' in found) {
        if (!slowest.known) slowest = { known: false, because: found.none, ...delayed }
        continue
      }
      const offRoadMetres = (units[unit] as Snapped).offRoadMetres + (incidents[incident] as Snapped).offRoadMetres
      const seconds = found.ms / 1000 + offRoadMetres / metresPerSecond(offRoad.mph)
      best = Math.min(best, seconds)
      if (slowest.known && slowest.seconds >= seconds) continue
      slowest = { known: true, seconds, metres: found.metres + offRoadMetres, ...delayed }
    }
  }
  return slowest.known && best < slowest.seconds ? { ...slowest, atBestSeconds: best } : slowest
}
