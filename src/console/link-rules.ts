/** Where this console is in the numbered stream of one store. */
export type Place = { readonly epoch: string; readonly seq: number }

/** What one numbered frame means for a console that has everything up to `have`. */
export type Reading = 'next' | 'known' | 'hole'

/**
 * An event follows when its `prev` is what the console has (CRD/1 P3). One that is known already is a replay
 * and is left alone; anything else is a hole, and the console resumes from where it is.
 */
export function readEvent(have: number, event: { seq: number; prev: number }): Reading {
  if (event.seq <= have) return 'known'
  return event.prev === have ? 'next' : 'hole'
}

/** Numbers that are none of this console's follow when they begin where it stands. */
export function readSkip(have: number, skip: { from: number; to: number }): Reading {
  if (skip.to <= have) return 'known'
  return skip.from <= have + 1 ? 'next' : 'hole'
}

/** Silence longer than this, or being behind the service for longer than that, is said across the window (P4). */
export const LONGEST_SILENCE_MS = 6_000
export const LONGEST_BEHIND_MS = 2_000

/** What is known of the link, in milliseconds of one steady clock; `behindSince` null when nothing is missing. */
export type Hearing = { lastHeardAt: number; behindSince: number | null }

/** Whether what is on the screen may be old, and why. */
export function staleBecause(hearing: Hearing, now: number): 'silent' | 'behind' | undefined {
  if (now - hearing.lastHeardAt > LONGEST_SILENCE_MS) return 'silent'
  return hearing.behindSince !== null && now - hearing.behindSince > LONGEST_BEHIND_MS ? 'behind' : undefined
}

/** Since when the console lags behind the heartbeat: from the first one that was ahead, until it has caught up. */
export function behindSince(before: number | null, have: number, newest: number, now: number): number | null {
  return have >= newest ? null : (before ?? now)
}

/**
 * How long to wait before the n-th try (from 0), in milliseconds: doubling up to `most`, and never the same for
 * all consoles of a room, which would come back as one crowd. `chance` is between 0 and 1.
 */
export function backoff(attempt: number, chance: number, most = 8_000): number {
  const step = Math.min(most, 250 * 2 ** attempt)
  return Math.round(step / 2 + (step / 2) * chance)
}
