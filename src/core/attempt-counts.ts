/** Keys remembered at one time; beyond it the oldest are let go, so that made-up names cannot fill the memory. */
const MOST_KEYS = 10_000

/** Attempts counted in this process only. */
export class AttemptCounts {
  readonly #counts = new Map<string, { count: number; until: number }>()

  /** Counts one more. `now` is milliseconds of any steady clock. */
  count(key: string, windowSeconds: number, now: number = performance.now()): number {
    const known = this.#counts.get(key)
    if (known && known.until > now) {
      known.count += 1
      return known.count
    }
    this.#counts.delete(key)
    if (this.#counts.size >= MOST_KEYS) {
      const oldest = this.#counts.keys().next().value
      if (oldest !== undefined) this.#counts.delete(oldest)
    }
    this.#counts.set(key, { count: 1, until: now + windowSeconds * 1_000 })
    return 1
  }
}
