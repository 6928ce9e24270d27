import t from 'tap'
import { agreementByCentre, agreementByPair, agreementOf, type MarkedTwice } from './agreement-rules.ts'
import { type Mark, marks } from './mark.ts'

/** The pairs of a table: rows are the first reviewer's marks, columns the second's, in the order of `marks`. */
function pairsOf(table: readonly (readonly number[])[]): [Mark, Mark][] {
  return table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [marks[i], marks[j]] as [Mark, Mark])),
  )
}
const rounded = (table: readonly (readonly number[])[]) => {
  const { n, kappa, observed, expected } = agreementOf(pairsOf(table))
  return { n, kappa: Number(kappa?.toFixed(4)), observed, expected: Number(expected?.toFixed(4)) }
}

t.test('tables that were computed by hand', async (t) => {
  // 20 + 15 of 50 alike: 0.7. By chance 25/50 * 30/50 + 25/50 * 20/50 = 0.5. (0.7 - 0.5) / (1 - 0.5) = 0.4
  t.same(
    rounded([
      [20, 5],
      [10, 15],
    ]),
    { n: 50, observed: 0.7, expected: 0.5, kappa: 0.4 },
  )
  // alike 10 + 8 + 6 + 4 of 40 = 0.7; rows 14 10 9 7, columns 12 11 9 8:
  // (14*12 + 10*11 + 9*9 + 7*8) / 1600 = 415 / 1600 = 0.259375; (0.7 - 0.259375) / 0.740625 = 0.5949
  t.same(
    rounded([
      [10, 2, 1, 1],
      [1, 8, 1, 0],
      [0, 0, 6, 3],
      [1, 1, 1, 4],
    ]),
    { n: 40, observed: 0.7, expected: 0.2594, kappa: 0.5949 },
  )
  // as often alike as by chance
  t.same(
    rounded([
      [1, 1],
      [1, 1],
    ]),
    { n: 4, observed: 0.5, expected: 0.5, kappa: 0 },
  )
  // never alike: (0 - 0.5) / 0.5
  t.same(
    rounded([
      [0, 5],
      [5, 0],
    ]),
    { n: 10, observed: 0, expected: 0.5, kappa: -1 },
  )
  t.equal(agreementOf(pairsOf([[3], [0, 2], [0, 0, 1]])).kappa, 1, 'always alike, with more than one mark')
})

t.test('what cannot be told is said, and not shown as a number', async (t) => {
  t.same(agreementOf([]), {
    n: 0,
    observed: null,
    expected: null,
    kappa: null,
    because: 'nothing-marked-twice',
  })
  t.same(agreementOf(pairsOf([[12]])), {
    n: 12,
    observed: 1,
    expected: 1,
    kappa: null,
    because: 'one-mark-throughout',
  })
  t.match(agreementOf(pairsOf([[0, 9]])), { observed: 0, kappa: 0 }, 'one always met, the other always partly')
})

t.test('by pair, whoever of the two was first, and by centre', async (t) => {
  const ann = { id: 'a', name: 'Ann' }
  const ben = { id: 'b', name: 'Ben' }
  const cat = { id: 'c', name: 'Ann' }
  const twice = (
    one: typeof ann,
    mark: Mark,
    other: typeof ann,
    otherMark: Mark,
    sampleId: string,
    centreId: string | null = 'south',
  ): MarkedTwice => ({
    between: [
      { ...one, mark },
      { ...other, mark: otherMark },
    ],
    sampleId,
    centreId,
  })
  const all = [
    twice(ann, 'met', ben, 'met', 's1'),
    twice(ann, 'partly', ben, 'met', 's1'),
    twice(ben, 'partly', ann, 'partly', 's2', 'hq'),
    twice(ben, 'met', cat, 'met', 's3', null),
  ]
  const pairs = agreementByPair(all)
  t.match(pairs, [
    { reviewers: ['Ann', 'Ben'], n: 3, samples: 2 },
    { reviewers: ['Ann', 'Ben'], n: 1, samples: 1, because: 'one-mark-throughout' },
  ])
  // Ann: met partly partly; Ben: met met partly. Alike 2/3, by chance (1*2 + 2*1)/9 = 4/9: (2/9) / (5/9) = 0.4
  t.equal(pairs[0]?.kappa?.toFixed(4), '0.4000')
  t.match(agreementByCentre(all), [
    { centreId: null, n: 1, samples: 1 },
    { centreId: 'hq', n: 1 },
    { centreId: 'south', n: 2, samples: 1, kappa: 0 },
  ])
  t.same(agreementByPair([]), [])
  t.match(agreementByPair([twice(ben, 'met', { id: 'd', name: 'Cy' }, 'met', 's4'), ...all.slice(0, 1)]), [
    { reviewers: ['Ann', 'Ben'] },
    { reviewers: ['Ben', 'Cy'] },
  ])
  t.match(agreementByCentre([...all.slice(2, 3), ...all.slice(0, 1)]), [{ centreId: 'hq' }, { centreId: 'south' }])
  t.match(agreementByCentre([...all.slice(0, 1), ...all.slice(3)]), [{ centreId: null }, { centreId: 'south' }])
})
