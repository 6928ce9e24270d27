import t from 'tap'
import { newId } from './ids.ts'
import { localClock, localDay, logNumber } from './time.ts'

t.test('the local day is that of Europe/London, in summer and winter', async (t) => {
  t.equal(localDay(new Date('2026-07-01T23:30:00Z')), '2026-07-02')
  t.equal(localDay(new Date('2026-12-01T23:30:00Z')), '2026-12-01')
  t.equal(localDay(new Date('2026-10-25T00:30:00Z')), '2026-10-25')
})
t.test('the clock is that of the wall', async (t) => {
  t.equal(localClock(new Date('2026-07-01T23:30:59Z')), '00:30')
  t.equal(localClock(new Date('2026-12-01T09:05:00Z')), '09:05')
})
t.test('a log number is said day by day', async (t) => {
  t.equal(logNumber('2026-11-22', 123), '123/22-11-2026')
})
t.test('identifiers are version 7, sort by time and do not repeat', async (t) => {
  const early = newId(1_000)
  t.match(early, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  t.ok(early < newId(2_000))
  t.equal(new Set(Array.from({ length: 1_000 }, () => newId(5))).size, 1_000)
})
