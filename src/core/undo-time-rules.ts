import { Refusal } from './refusal.ts'

/** For so long something may be undone, in milliseconds of the service's clock (CONSOLES A19). */
export const UNDO_WITHIN_MS = 10_000
/** What the way to the service may take on top: a person who pressed in time is not told that it is too late. */
const ON_THE_WAY_MS = 2_000

/** What was done, as the service knows it when it is asked to undo it; instants in milliseconds. */
export type Done = {
  at: number
  by: string | null
  /** what somebody has done with it since, in words; null: nothing */
  since: string | null
}

/**
 * Why something is not undone any more, or undefined. Undoing is a further entry, never a deletion: it is allowed only
 * as long as nobody has acted on what was done.
 */
export function undoRefusal({ at, by, since }: Done, actorId: string, now: number): Refusal | undefined {
  if (by !== null && by !== actorId) return new Refusal('undo/not-yours', 'Somebody else did this')
  if (since !== null) return new Refusal('undo/acted-on', since)
  if (now - at > UNDO_WITHIN_MS + ON_THE_WAY_MS)
    return new Refusal('undo/too-late', `It was done more than ${UNDO_WITHIN_MS / 1_000} seconds ago`)
  return undefined
}
