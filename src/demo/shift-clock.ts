import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'

/** At "as fast as it goes" what takes time anyway, a drive or a visit, is this many times shorter. */
export const COMPRESSED = 1_200

/** The time of the shift: seconds that pass `speed` times as fast as ours. */
export class ShiftClock {
  readonly signal: AbortSignal
  /** as fast as the service takes it: calls come when somebody is free for them, not by the clock */
  readonly isCompressed: boolean
  readonly speed: number
  readonly #began = performance.now()

  /** @throws RangeError when speed is not above 0 */
  constructor(speed: number, signal: AbortSignal) {
    if (!(speed > 0)) throw new RangeError('the speed of a shift is above 0')
    this.isCompressed = speed === Number.POSITIVE_INFINITY
    this.speed = this.isCompressed ? COMPRESSED : speed
    this.signal = signal
    // everybody who waits listens to the one signal that ends the shift
    setMaxListeners(0, signal)
  }

  /** Seconds of the shift since it began. */
  now(): number {
    return ((performance.now() - this.#began) / 1_000) * this.speed
  }

  /** Waits so many seconds of the shift, and at least so many real milliseconds. @throws AbortError when the shift or this job ends */
  async sleep(
    seconds: number,
    { signal = this.signal, atLeastMs = 0 }: { signal?: AbortSignal; atLeastMs?: number } = {},
  ): Promise<void> {
    const ms = Math.max(atLeastMs, (seconds / this.speed) * 1_000)
    await wait(ms, undefined, { signal })
  }
}

/** Whether this only means that the shift, or a job of it, was ended. */
export function isEnded(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
