import t from 'tap'
import { estimate, estimateRatio, mean, quantile, studentT975 } from './statistics-rules.ts'

const near = (got: number | null, wanted: number, slack = 1e-9) => got !== null && Math.abs(got - wanted) < slack

t.test('mean and quantile', async (t) => {
  t.equal(mean([1, 2, 6]), 3)
  t.throws(() => mean([]), RangeError)
  const values = [15, 20, 35, 40, 50]
  t.same(
    [0.05, 0.3, 0.4, 0.5, 1].map((share) => quantile(values, share)),
    [15, 20, 20, 35, 50],
    'nearest rank, as in the textbook example',
  )
  t.equal(quantile([3, 1, 2], 0), 1)
  t.throws(() => quantile([], 0.5), RangeError)
})

t.test('the 95 % interval of a known sample', async (t) => {
  // mean 5, s = sqrt(32 / 7), n = 8: half = 2.3646 * 2.13809 / sqrt(8)
  const { mean: middle, half } = estimate([2, 4, 4, 4, 5, 5, 7, 9])
  t.equal(middle, 5)
  t.ok(near(half, 1.7875, 1e-3), `${half}`)
  t.same(estimate([7]), { mean: 7, half: null }, 'one value says nothing about chance')
  t.throws(() => estimate([]), RangeError)
})

t.test("Student's t against published tables", async (t) => {
  const known: Array<[number, number]> = [
    [1, 12.7062],
    [9, 2.2622],
    [19, 2.093],
    [30, 2.0423],
    [31, 2.0395],
    [40, 2.0211],
    [60, 2.0003],
    [120, 1.9799],
  ]
  for (const [degrees, wanted] of known) t.ok(near(studentT975(degrees), wanted, 1e-4), `${degrees} degrees`)
})

t.test('a ratio seed by seed', async (t) => {
  t.same(estimateRatio([1, 2, 3], [2, 4, 6]), { mean: 0.5, half: 0 }, 'always the half: no doubt is left')
  const { mean: ratio, half } = estimateRatio([8, 12], [10, 10])
  t.equal(ratio, 1)
  // residuals -0.2 and 0.2: s = 0.2828, half = 12.7062 * 0.2828 / sqrt(2)
  t.ok(near(half, 2.54124, 1e-4), `${half}`)
  t.throws(() => estimateRatio([1], [1, 2]), RangeError)
  t.throws(() => estimateRatio([1, 1], [0, 0]), RangeError)
})
