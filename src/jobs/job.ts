import type { Work } from '../journal/index.ts'

/** One row of work: done by the clock, or right after the commit that asked for it. */
export type Job = {
  id: string
  kind: string
  subjectId: string
  variant: string
  payload: Record<string, unknown>
  /** how often it was begun before */
  attempts: number
}

/** How one kind of job is done. */
export type JobHandler = {
  kind: string
  /** Runs inside the job's own transaction: what it writes and that it is done are one commit (I9). */
  run: (job: Job, work: Work) => Promise<void>
  /**
   * Runs after the commit of `run`, outside of any transaction and beside the lanes: the only place for other systems.
   * What goes wrong here is only logged: `run` has planned who looks whether it came to an end.
   */
  runBeside?: (job: Job, signal: AbortSignal) => Promise<void>
  /** Runs in a transaction of its own when the last attempt failed: says so where people look. */
  giveUp?: (job: Job, work: Work) => Promise<void>
}

/** Attempts before `giveUp`; the waits between are 1, 2, 4, 8 seconds. */
export const MOST_ATTEMPTS = 5
