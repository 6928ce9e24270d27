import { localClock, localDay, wallInstants } from '../core/index.ts'
import type { DefinitionBody } from '../definitions/index.ts'

const HOUR = 3_600_000

/** A peak that is expected soon, or runs. */
export type ComingPeak = {
  code: string
  words: string
  from: Date
  to: Date
  areas: string[]
  expectedShare: number
}

/** What runs or begins within the force's hours, in these areas (empty: all), the earliest first (CR-35). */
export function listComingPeaks(
  { peaks, showHoursAhead }: DefinitionBody<'expected-peaks'>,
  now: Date,
  areas: readonly string[],
): ComingPeak[] {
  return peaks
    .map((peak) => ({ ...peak, from: instantOf(peak.from), to: instantOf(peak.to) }))
    .filter(({ from, to }) => to > now && from.getTime() - now.getTime() <= showHoursAhead * HOUR)
    .filter((peak) => peak.areas.length === 0 || areas.length === 0 || peak.areas.some((one) => areas.includes(one)))
    .sort((one, other) => one.from.getTime() - other.from.getTime())
    .map(({ what, where, ...peak }) => {
      const begun = peak.from <= now
      const at = begun ? peak.to : peak.from
      const day = localDay(at) === localDay(now) ? '' : `${localDay(at).slice(8)}/${localDay(at).slice(5, 7)} `
      const words = `${begun ? 'Until' : 'From'} ${day}${localClock(at)}: ${what}, ${where}`
      return {
        code: peak.code,
        words,
        from: peak.from,
        to: peak.to,
        areas: peak.areas,
        expectedShare: peak.expectedShare,
      }
    })
}

/** The first instant of a wall time; in the hour that is left out in spring, the one after it. */
function instantOf(wallTime: string): Date {
  const [day = '', clock = ''] = wallTime.split('T')
  return wallInstants(day, clock)[0] ?? new Date(`${wallTime}:00Z`)
}
