import t from 'tap'
import { backoff, behindSince, readEvent, readSkip, staleBecause } from './link-rules.ts'

t.test('an event follows only on what the console has: a hole is seen, a replay is left alone', async (t) => {
  t.equal(readEvent(10, { seq: 11, prev: 10 }), 'next')
  t.equal(readEvent(10, { seq: 14, prev: 10 }), 'next', 'numbers of others lie between')
  t.equal(readEvent(10, { seq: 12, prev: 11 }), 'hole')
  t.equal(readEvent(10, { seq: 12, prev: 9 }), 'hole', 'a service that knows less of us than we do')
  t.equal(readEvent(10, { seq: 10, prev: 9 }), 'known')
})

t.test('skipped numbers follow when they begin where the console stands', async (t) => {
  t.equal(readSkip(10, { from: 11, to: 20 }), 'next')
  t.equal(readSkip(10, { from: 5, to: 20 }), 'next')
  t.equal(readSkip(10, { from: 12, to: 20 }), 'hole')
  t.equal(readSkip(10, { from: 5, to: 10 }), 'known')
})

t.test('six seconds of silence, or two seconds behind, and the screen may be old', async (t) => {
  t.equal(staleBecause({ lastHeardAt: 0, behindSince: null }, 6_000), undefined)
  t.equal(staleBecause({ lastHeardAt: 0, behindSince: null }, 6_001), 'silent')
  t.equal(staleBecause({ lastHeardAt: 5_000, behindSince: 4_000 }, 6_000), undefined)
  t.equal(staleBecause({ lastHeardAt: 6_000, behindSince: 4_000 }, 6_001), 'behind')
})

t.test('being behind counts from the first heartbeat that was ahead', async (t) => {
  t.equal(behindSince(null, 10, 11, 500), 500)
  t.equal(behindSince(500, 10, 12, 900), 500)
  t.equal(behindSince(500, 12, 12, 900), null)
})

t.test('tries wait longer and longer, and not all consoles alike', async (t) => {
  t.equal(backoff(0, 1), 250)
  t.equal(backoff(0, 0), 125)
  t.equal(backoff(3, 1), 2_000)
  t.equal(backoff(30, 1), 8_000)
  t.equal(backoff(30, 0, 2_000), 1_000)
})
