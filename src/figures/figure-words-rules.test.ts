import t from 'tap'
import { inWords, quarterDays, secondsInWords } from './figure-words-rules.ts'

t.test('seconds are said as people say them', async (t) => {
  t.equal(secondsInWords(48), '0:48')
  t.equal(secondsInWords(725.4), '12:05')
  t.equal(secondsInWords(3_720), '1:02:00')
  t.equal(secondsInWords(172_800), '48 h')
})

t.test('a number is told with its n, and of too few nothing else is told', async (t) => {
  const spread = { mean: 50, median: 48, p90: 90, p95: 95, longest: 120 }
  t.equal(inWords({ n: 20, spread, share: null }), 'median 0:48, 9 in 10 within 1:30 (of 20)')
  t.equal(inWords({ n: 52, spread: null, share: { met: 48, percent: 92.3 } }), '92.3 % (48 of 52)')
  t.equal(inWords({ n: 3, spread: null, share: { met: 3, percent: null } }), 'Too few to tell (3)')
  t.equal(inWords({ n: 3, spread: null, share: null }), 'Too few to tell (3)')
  t.equal(inWords({ n: 0, spread: null, share: null }), 'None counted')
})

t.test('quarters follow each other over the new year', async (t) => {
  t.same(quarterDays('2026-1'), { from: '2026-01-01', to: '2026-03-31', before: '2025-4' })
  t.same(quarterDays('2028-4'), { from: '2028-10-01', to: '2028-12-31', before: '2028-3' })
})
