import { AttemptCounts } from '../core/index.ts'

/**
 * Word between nodes that something is new. Only ever a hint: it may be lost, doubled or late, and everything
 * goes on without it, by NOTIFY and by polling. Implementations never throw into the caller and never queue
 * without bound.
 */
export type Hints = {
  publish: (channel: string, message: string) => void
  subscribe: (channel: string, handler: (message: string) => void) => void
  /** this attempt and those before it under the key, within the window that the first of them opened */
  countAttempt: (key: string, windowSeconds: number) => Promise<number>
  close: () => Promise<void>
  /** whether a hint published now is likely to arrive */
  readonly healthy: boolean
}

const ownCounts = new AttemptCounts()

/** One node, or many that find out by NOTIFY and by polling; each counts attempts for itself. */
export const noHints: Hints = {
  publish: () => undefined,
  subscribe: () => undefined,
  countAttempt: (key, windowSeconds) => Promise.resolve(ownCounts.count(key, windowSeconds)),
  close: () => Promise.resolve(),
  healthy: false,
}
