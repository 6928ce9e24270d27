import type { DispatchRules } from '../definitions/index.ts'
import type { Candidate } from './dispatch.ts'
import { GOING_HERE } from './fitness-rules.ts'
import { inWords, likelyOf } from './time-band-rules.ts'

/** A recommendation as far as it can become outdated: as it was shown, or as it would be made now. */
export type Standing = { candidates: readonly Candidate[]; unitsNeeded: number }

/** The clock of the incident, in seconds from the moment each was ranked. */
export type Clock = { leftBefore: number; leftNow: number }

/** The clock of an incident that is to be attended by then, when its recommendation was made and now; without one it never runs out. */
export function clockOf(attendBy: string | null, madeAt: string, nowMs: number): Clock {
  const end = attendBy === null ? Number.POSITIVE_INFINITY : Date.parse(attendBy)
  return { leftBefore: (end - Date.parse(madeAt)) / 1_000, leftNow: (end - nowMs) / 1_000 }
}

/**
 * Whether a recommendation that waits is outdated, said as the reason for the new one; undefined while it holds. News
 * is, of a need that is not met: another first choice, another unit beside it, its time in another band, its making the clock or no longer. Two
 * units about as near do not take turns, and a time at the edge of a band does not go to and fro: the force says by how much.
 */
export function whatChanged(
  before: Standing,
  now: Standing,
  clock: Clock,
  live: DispatchRules['live'],
): string | undefined {
  const going = new Set(now.candidates.flatMap(({ unitId, rules }) => (rules.includes(GOING_HERE) ? [unitId] : [])))
  if (going.size >= now.unitsNeeded) return undefined
  const [shown, first] = [before.candidates.find(({ unitId }) => !going.has(unitId)), now.candidates[0]]
  if (!first || !shown) return first === shown ? undefined : 'the units on duty changed'
  const was = shown.rank === null ? undefined : shown
  const is = first.rank === null ? undefined : first
  if (!was) return is && `${is.callsign} can go now`
  const still = now.candidates.find(({ unitId }) => unitId === was.unitId)
  if (!is || !still || still.rank === null) return `${was.callsign} can no longer go`
  if (is.unitId !== was.unitId) {
    const nearer = likelyOf(still.travel) - likelyOf(is.travel)
    if (!(nearer < live.nearerBySeconds)) return `${is.callsign} is ${sayNearer(nearer)} than ${was.callsign}`
    if (leaves(still) && !leaves(was)) return `${was.callsign} would leave another incident now`
  }
  return (
    backupChanged(before, now) ??
    clockChanged(was, still, clock) ??
    roadsChanged(was, still) ??
    bandChanged(likelyOf(was.travel), likelyOf(still.travel), was.callsign, live)
  )
}

function leaves({ divertFrom }: Candidate): boolean {
  return divertFrom !== null
}

function sayNearer(seconds: number): string {
  return Number.isFinite(seconds) ? `${inWords(seconds)} nearer` : 'surely nearer'
}

/** The most urgent first, each time; then the others from the one after `last` on, round to it. */
export function inTurn<T extends { incident: I }, I extends { id: string }>(
  waiting: readonly T[],
  isUrgent: (incident: T['incident']) => boolean,
  last: string,
): T[] {
  const urgent = waiting.filter(({ incident }) => isUrgent(incident))
  const others = waiting.filter(({ incident }) => !isUrgent(incident))
  const next = others.findIndex(({ incident }) => incident.id === last) + 1
  return [...urgent, ...others.slice(next), ...others.slice(0, next)]
}

/** Units beside the first that can no longer go, or are no longer enough. */
function backupChanged(before: Standing, now: Standing): string | undefined {
  if (now.unitsNeeded > before.unitsNeeded) return 'more units are needed'
  for (const { unitId, callsign } of before.candidates.filter(({ sendAs }) => sendAs === 'backup')) {
    const still = now.candidates.find((one) => one.unitId === unitId)
    if (!still || (still.rank === null && !still.rules.includes(GOING_HERE))) return `${callsign} can no longer go`
  }
  return undefined
}

function clockChanged(was: Candidate, still: Candidate, { leftBefore, leftNow }: Clock): string | undefined {
  const [couldMake, canMake] = [likelyOf(was.travel) <= leftBefore, likelyOf(still.travel) <= leftNow]
  if (couldMake === canMake) return undefined
  return canMake ? `${was.callsign} can now be there in time` : `${was.callsign} can no longer be there in time`
}

/** A road on its way was closed, slowed, or opened again: said even when it costs little, because a crew will ask. */
function roadsChanged(was: Candidate, still: Candidate): string | undefined {
  const [before, now] = [was.travel.delayedBy ?? [], still.travel.delayedBy ?? []]
  if (before.length === now.length && before.every((id) => now.includes(id))) return undefined
  return `a road on the way of ${was.callsign} changed`
}

function bandChanged(
  was: number,
  is: number,
  callsign: string,
  { bandsSeconds, bandMarginSeconds }: DispatchRules['live'],
): string | undefined {
  const bandOf = (seconds: number) => bandsSeconds.filter((edge) => seconds > edge).length
  if (bandOf(was) === bandOf(is)) return undefined
  // beyond the edge by the margin, seen from where it was
  const sure = is > was ? bandOf(is - bandMarginSeconds) > bandOf(was) : bandOf(is + bandMarginSeconds) < bandOf(was)
  if (!sure) return undefined
  return Number.isFinite(is) ? `${callsign} is now ${inWords(is)} away` : `the time of ${callsign} is unknown now`
}
