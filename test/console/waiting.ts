import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Test } from 'tap'

/** As long as a busy machine may take until it has painted, in milliseconds. */
const PATIENCE_MS = 40_000
const LOOK_EVERY_MS = 25

/**
 * Passes as soon as what is read is as wanted: equal, or matched by the expression. A console paints on its next
 * frame, so what is read right after a key or a click may still be what was there before.
 */
export async function comes<T>(
  t: Pick<Test, 'same' | 'match'>,
  read: () => Promise<T>,
  wanted: T | RegExp,
  message = 'the page shows it',
): Promise<void> {
  const isSo = (seen: T) =>
    wanted instanceof RegExp ? wanted.test(String(seen ?? '')) : isDeepStrictEqual(seen, wanted)
  const until = Date.now() + PATIENCE_MS
  let seen = await read()
  while (!isSo(seen) && Date.now() < until) {
    await setTimeout(LOOK_EVERY_MS)
    seen = await read()
  }
  if (wanted instanceof RegExp) t.match(String(seen ?? ''), wanted, message)
  else t.same(seen, wanted, message)
}
