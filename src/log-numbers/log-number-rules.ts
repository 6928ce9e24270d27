import { localDay } from '../core/index.ts'
import type { AccountedNumber, LogNumberBlock, NumberState } from './log-number.ts'

const DAY = 86_400_000

/** What is wrong with this wish for a block; undefined: it may be reserved. */
export function refuseBlock(
  wish: { day: string; size: number },
  now: Date,
  limits: { mostInBlock: number; daysAhead: number; daysBehind: number },
): { pointer: string; detail: string } | undefined {
  if (wish.size > limits.mostInBlock) return { pointer: '/size', detail: `at most ${limits.mostInBlock} at once` }
  const days = (Date.parse(wish.day) - Date.parse(localDay(now))) / DAY
  if (days > limits.daysAhead) return { pointer: '/day', detail: `at most ${limits.daysAhead} days ahead` }
  if (-days > limits.daysBehind) return { pointer: '/day', detail: `at most ${limits.daysBehind} days back` }
  return undefined
}

/** Numbers that a day has given and nothing is known of: there must be none. */
export function findHoles(last: number, numbers: readonly Pick<AccountedNumber, 'number'>[]): number[] {
  const known = new Set(numbers.map(({ number }) => number))
  return range(1, last).filter((number) => !known.has(number))
}

/** Every number of the blocks that is neither a paper log nor accounted for, as the account says it. */
export function listReserved(blocks: readonly LogNumberBlock[]): AccountedNumber[] {
  return blocks.flatMap(({ open, reason, reservedBy, reservedAt }) =>
    open.map((number) => ({
      number,
      state: 'reserved' as const,
      incidentId: null,
      reason,
      by: reservedBy,
      at: reservedAt,
      writtenAt: null,
    })),
  )
}

/** Numbers of a block that are in neither list. */
export function openNumbers(first: number, last: number, done: readonly number[]): number[] {
  const gone = new Set(done)
  return range(first, last).filter((number) => !gone.has(number))
}

/** How many numbers there are of each state. */
export function countStates(numbers: readonly Pick<AccountedNumber, 'state'>[]): Record<NumberState, number> {
  const counts = { incident: 0, paper: 0, reserved: 0, returned: 0, void: 0 }
  for (const { state } of numbers) counts[state] += 1
  return counts
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
