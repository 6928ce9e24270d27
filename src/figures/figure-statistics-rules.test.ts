import fc from 'fast-check'
import t from 'tap'
import { countOf, shareOf, spreadOf } from './figure-statistics-rules.ts'

const tally = (values: readonly number[]) =>
  [...new Set(values)].map((value) => ({ value, n: values.filter((one) => one === value).length }))

t.test('percentiles from counts are those of every value in order', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 }), (values) => {
      const sorted = [...values].sort((a, b) => a - b)
      const at = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1]
      const mean = Math.round((values.reduce((a, b) => a + b, 0) / values.length) * 10) / 10
      const wanted = { mean, median: at(50), p90: at(90), p95: at(95), longest: sorted.at(-1) }
      t.strictSame(spreadOf(tally(values), 1), wanted)
    }),
    { numRuns: 60 },
  )
})

t.test('of too few nothing is told but how many', async (t) => {
  t.equal(spreadOf(tally([1, 2, 3]), 4), null)
  t.equal(spreadOf([], 0), null)
  t.same(shareOf(tally([1, 1, 0]), 4), { met: 2, percent: null })
  t.same(shareOf(tally([1, 1, 0]), 3), { met: 2, percent: 66.7 })
  t.same(shareOf([], 0), { met: 0, percent: null })
  t.equal(countOf(tally([5, 5, 7])), 3)
})
