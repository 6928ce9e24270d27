import type { Position } from './position.ts'

/** A position older than this is never used without saying so (CRD/1 P8). */
export const OLD_AFTER_SECONDS = 60
/** How far ahead of us a vehicle's clock may be; further ahead, its fix would win over every true one. */
export const MOST_AHEAD_SECONDS = 30

/** Whole seconds since the fix; a clock a little ahead of ours makes it new, not negative. */
export function ageSeconds(fixedAt: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - fixedAt.getTime()) / 1_000))
}

/** Whether the age must be said wherever this position is used. */
export function isOld(fixedAt: Date, now: Date): boolean {
  return ageSeconds(fixedAt, now) > OLD_AFTER_SECONDS
}

/** Newest wins, by the time of the fix and not of its arrival; the same fix again changes nothing. */
export function isNewer(fix: Pick<Position, 'fixedAt'>, known: Pick<Position, 'fixedAt'> | undefined): boolean {
  return known === undefined || fix.fixedAt.getTime() > known.fixedAt.getTime()
}

/** Whether the fix claims a time that has not come. */
export function isFromTheFuture(fixedAt: Date, now: Date): boolean {
  return fixedAt.getTime() - now.getTime() > MOST_AHEAD_SECONDS * 1_000
}
