import t from 'tap'
import { agreementWords, lastMonth, toMarkWords, warningWords } from './quality-words-rules.ts'

t.test('what waits, in words with each number', async (t) => {
  t.equal(
    toMarkWords({ random: 6, downgraded: 2, 'closed-without-deployment': 1 }),
    'To review: 6 by lot, 2 with a lower grade, 1 closed with nobody sent',
  )
})

t.test('agreement has its n, and is not shown as a number where it cannot be told', async (t) => {
  const all = { samples: 2, n: 16, observed: 0.75, expected: 0.5, kappa: 0.5, because: null }
  t.equal(agreementWords(all), 'kappa 0.50; 75 % alike, n 16')
  t.equal(
    agreementWords({ ...all, observed: 1, expected: 1, kappa: null, because: 'one-mark-throughout' }),
    'Cannot be told: one mark throughout; 100 % alike, n 16',
  )
  t.equal(
    agreementWords({ ...all, n: 0, observed: null, kappa: null, because: 'nothing-marked-twice' }),
    'Cannot be told: nothing was marked by two',
  )
  t.match(agreementWords({ ...all, observed: null }), /0 % alike/)
})

t.test('what is said before a log is opened', async (t) => {
  t.equal(
    warningWords(['domestic-abuse', 'child']),
    'Contains distressing content: domestic abuse reported, a child may be present.',
  )
})

t.test('the month before, also over the turn of the year', async (t) => {
  t.same(lastMonth(Date.parse('2026-11-23T10:00:00Z')), { from: '2026-10-01', to: '2026-10-31' })
  t.same(lastMonth(Date.parse('2027-01-05T10:00:00Z')), { from: '2026-12-01', to: '2026-12-31' })
})
