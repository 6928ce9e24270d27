import t from 'tap'
import type { Mark, Marked } from './mark.ts'
import { type Finding, shareMet, trendOf } from './trend-rules.ts'

const marks = (given: Record<string, Mark>): Marked[] =>
  Object.entries(given).map(([item, mark]) => ({ item, mark, note: '', evidence: null }))
const finding = (month: string, given: Record<string, Mark>, more: Partial<Finding> = {}): Finding => ({
  skill: 'call-handling',
  month,
  weights: {},
  marks: marks(given),
  ...more,
})

t.test('by item and by month, each with its n', async (t) => {
  const [calls, sending] = trendOf([
    finding('2026-10', { a: 'met', b: 'not-met' }),
    finding('2026-09', { a: 'partly' }),
    finding('2026-10', { a: 'cannot-tell', b: 'met' }),
    finding('2026-10', { z: 'met' }, { skill: 'dispatching' }),
  ])
  t.match(calls, {
    skill: 'call-handling',
    reviews: 3,
    items: [
      {
        item: 'a',
        n: 3,
        counts: { met: 1, partly: 1, 'not-met': 0, 'cannot-tell': 1 },
        months: [
          { month: '2026-09', n: 1, counts: { partly: 1 } },
          { month: '2026-10', n: 2, counts: { met: 1, 'cannot-tell': 1 } },
        ],
      },
      { item: 'b', n: 2, months: [{ month: '2026-09', n: 0 }, { n: 2 }] },
    ],
    months: [
      { month: '2026-09', reviews: 1, n: 1, met: 0.5 },
      { month: '2026-10', reviews: 2, n: 4, met: 2 / 3 },
    ],
  })
  t.match(sending, { skill: 'dispatching', reviews: 1 })
  t.same(trendOf([]), [])
})

t.test('the share that was met goes by the weights of the card, and leaves out what could not be told', async (t) => {
  t.equal(shareMet([finding('x', { a: 'met', b: 'not-met' }, { weights: { a: 3, b: 1 } })]), 0.75)
  t.equal(shareMet([finding('x', { a: 'cannot-tell' })]), null)
  t.equal(shareMet([]), null)
})
