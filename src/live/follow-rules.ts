import type { ServerFrame } from './frame.ts'

/**
 * What a console knows of its feed. Instants are milliseconds of the console's own steady clock
 * (`performance.now()`); they measure silence only, never an event.
 */
export type Following = {
  epoch: string | null
  /** last number it has, by event, skip or snapshot */
  seq: number | null
  live: boolean
  heardAt: number
  /** since when it has known of a number it does not have; null when it has all */
  behindSince: number | null
}

/** A console that has just opened its socket. */
export function openFollowing(
  now: number,
  left: Pick<Following, 'epoch' | 'seq'> = { epoch: null, seq: null },
): Following {
  return { epoch: left.epoch, seq: left.seq, live: false, heardAt: now, behindSince: null }
}

/**
 * Takes one frame in. `hole` means that something is missing between what the console has and this frame:
 * drop the frame and resume from `following.seq` (CRD/1 P3). Reading `hole` is the console's own proof.
 */
export function follow(was: Following, frame: ServerFrame, now: number): { following: Following; hole: boolean } {
  const heard = { ...was, heardAt: now }
  switch (frame.frame) {
    case 'ev':
      return was.seq === frame.prev && frame.seq > frame.prev
        ? caught(heard, frame.seq)
        : { following: heard, hole: true }
    case 'skip':
      return was.seq === frame.from - 1 && frame.to >= frame.from
        ? caught(heard, frame.to)
        : { following: heard, hole: true }
    case 'live':
      return was.seq === frame.seq
        ? { following: { ...heard, live: true, behindSince: null }, hole: false }
        : { following: heard, hole: true }
    case 'reset':
      return {
        following: { ...heard, epoch: frame.epoch, seq: frame.seq, live: false, behindSince: null },
        hole: false,
      }
    case 'hb': {
      const isBehind = was.seq === null || frame.seq > was.seq
      return { following: { ...heard, behindSince: isBehind ? (was.behindSince ?? now) : null }, hole: false }
    }
    default:
      return { following: heard, hole: false }
  }
}

/** Silence after which a console says that it is not live, and how long it may know that it is behind (CRD/1 P4). */
export const SILENT_AFTER_MS = 6_000
export const BEHIND_AFTER_MS = 2_000

/** What the console says of itself, across the whole window. Anything but `live`: the data may be old. */
export function judgeFeed(following: Following, now: number): 'live' | 'loading' | 'behind' | 'silent' {
  if (now - following.heardAt >= SILENT_AFTER_MS) return 'silent'
  if (following.behindSince !== null && now - following.behindSince >= BEHIND_AFTER_MS) return 'behind'
  return following.live ? 'live' : 'loading'
}

/**
 * Whether to drop the socket and connect again. A console that is still loading is behind by its nature: as
 * long as it hears anything it is left to finish, or a slow line would start over for ever.
 */
export function mustReconnect(following: Following, now: number): boolean {
  const judged = judgeFeed(following, now)
  return judged === 'silent' || (judged === 'behind' && following.live)
}

function caught(heard: Following, seq: number): { following: Following; hole: boolean } {
  // what the last heartbeat named may not be reached yet: the next one decides, at most a second later
  return { following: { ...heard, seq }, hole: false }
}
