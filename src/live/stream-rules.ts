import type { Resume } from './frame.ts'

/**
 * How far one socket is. `sent` is the last number told to it, by an event or a `skip`; `seen` the last one
 * considered for it. What lies between was hidden from it and is told, merged, by the next `skip`.
 */
export type Progress = { readonly sent: number; readonly seen: number }

/** A run of numbers without content; both ends included. */
export type Run = { from: number; to: number }

/** The next number is considered: what goes out for it, in this order, and how far the socket is then. */
export type Step = { progress: Progress; skip: Run | null; prev: number | null }

/** Thrown when a number is not the next: going on would be a silent hole (CRD/1 P3). */
export class HoleInStream extends Error {}

/**
 * Considers the next number. Visible: the hidden run before it is told first, then the event with `prev`.
 * Hidden: nothing goes out yet, so that a crew is not sent a frame for each event of the force.
 * @throws HoleInStream when `seq` is not the number after `seen`
 */
export function consider(progress: Progress, seq: number, visible: boolean): Step {
  if (seq !== progress.seen + 1) throw new HoleInStream(`${seq} after ${progress.seen}`)
  if (!visible) return { progress: { sent: progress.sent, seen: seq }, skip: null, prev: null }
  const skip = hiddenRun(progress)
  return { progress: { sent: seq, seen: seq }, skip, prev: progress.seen }
}

/** The hidden run that has not been told yet; told at least with every heartbeat, so that nobody seems behind. */
export function hiddenRun({ sent, seen }: Progress): Run | null {
  return seen > sent ? { from: sent + 1, to: seen } : null
}

/** A console further behind than this many events is given a snapshot: it is smaller, and there sooner. */
export const MOST_REPLAYED = 50_000

/** Whether a console that says where it left off is sent what it missed, or a whole snapshot. */
export function replayOrReset(resume: Resume, head: { epoch: string; seq: number }): 'replay' | 'reset' {
  if (resume.epoch !== head.epoch || resume.seq === null) return 'reset'
  if (resume.seq > head.seq || head.seq - resume.seq > MOST_REPLAYED) return 'reset'
  return 'replay'
}

/** CRD/1 P7: how far a socket may be behind. */
export const MOST_BUFFERED_BYTES = 1_048_576
export const LONGEST_UNSENT_MS = 5_000
/** The slowest link on which a snapshot may still arrive, in bytes per second: its size then buys it time. */
export const SLOWEST_LINK = 65_536

/** What waits in the socket, and how long the oldest of it has waited. */
export type Backlog = { bytes: number; oldestMs: number }

/**
 * Whether a console is closed as too slow. While it loads, the service sends no faster than it reads, so
 * that only time counts: five seconds, and more for a large snapshot.
 */
export function isTooSlow(backlog: Backlog, state: 'loading' | 'live', loadBytes = 0): boolean {
  const patience = LONGEST_UNSENT_MS + (state === 'loading' ? (loadBytes / SLOWEST_LINK) * 1_000 : 0)
  return backlog.oldestMs > patience || (state === 'live' && backlog.bytes > MOST_BUFFERED_BYTES)
}

/** Inbound frames a second; a console that shows many events at once paces its receipts. */
export const MOST_FRAMES_A_SECOND = 20
/** Largest inbound frame in bytes. */
export const LARGEST_FRAME_BYTES = 16_384

/** Frames a console may still send, and when that was reckoned (milliseconds of any steady clock). */
export type Allowance = { readonly left: number; readonly at: number }

/** The allowance after one more frame; undefined when there was none left. */
export function spendFrame(allowance: Allowance, now: number): Allowance | undefined {
  const earned = (Math.max(0, now - allowance.at) / 1_000) * MOST_FRAMES_A_SECOND
  const left = Math.min(MOST_FRAMES_A_SECOND, allowance.left + earned) - 1
  return left < 0 ? undefined : { left, at: now }
}
