import t from 'tap'
import {
  BEHIND_AFTER_MS,
  type Following,
  follow,
  judgeFeed,
  mustReconnect,
  openFollowing,
  SILENT_AFTER_MS,
} from './follow-rules.ts'
import { PROTOCOL, type ServerFrame } from './frame.ts'

const epoch = '0198d6a0-0000-7000-8000-0000000000e0'
const time = '2026-11-22T10:00:00.000Z'
const you = { id: epoch, name: 'Somebody', role: 'dispatcher' as const, areas: [], unitId: null }
const ev = (seq: number, prev: number): ServerFrame => ({ frame: 'ev', seq, prev, type: 'x', at: time, data: {} })
const hb = (seq: number): ServerFrame => ({ frame: 'hb', seq, time })
const at5: Following = { ...openFollowing(0, { epoch, seq: 5 }), live: true }

t.test('an event or a skip that follows on is taken; one that does not is a hole, and nothing moves', async (t) => {
  t.match(follow(at5, ev(6, 5), 10), { hole: false, following: { seq: 6, heardAt: 10 } })
  t.match(follow(at5, { frame: 'skip', from: 6, to: 9 }, 10), { hole: false, following: { seq: 9 } })
  for (const frame of [
    ev(7, 6),
    ev(6, 4),
    ev(5, 5),
    { frame: 'skip', from: 7, to: 9 },
    { frame: 'skip', from: 6, to: 5 },
    { frame: 'live', seq: 6 },
  ] as const) {
    t.match(follow(at5, frame, 10), { hole: true, following: { seq: 5 } }, JSON.stringify(frame))
  }
  t.match(follow(openFollowing(0), ev(1, 0), 0), { hole: true }, 'an event before any snapshot')
})

t.test('a reset starts again; live is said only when everything is there', async (t) => {
  const reset = follow(at5, { frame: 'reset', epoch: you.id, seq: 90, you, unreceipted: [], snapshot: {} }, 3)
  t.match(reset, { hole: false, following: { epoch: you.id, seq: 90, live: false, behindSince: null } })
  t.match(follow(reset.following, { frame: 'live', seq: 90 }, 3), { hole: false, following: { live: true } })
})

t.test('six seconds of silence are said', async (t) => {
  t.equal(judgeFeed(at5, SILENT_AFTER_MS - 1), 'live')
  t.equal(judgeFeed(at5, SILENT_AFTER_MS), 'silent')
  const heard = follow(at5, { frame: 'pos', time, units: [] }, 4_000).following
  t.equal(judgeFeed(heard, SILENT_AFTER_MS + 3_999), 'live', 'any frame breaks the silence')
  t.equal(
    judgeFeed(follow(heard, { frame: 'hello', protocol: PROTOCOL, epoch, seq: 5, you }, 5_000).following, 5_001),
    'live',
  )
})

t.test('two seconds behind the heartbeat are said, however busy the line is', async (t) => {
  let following = follow(at5, hb(7), 1_000).following
  t.equal(judgeFeed(following, 1_000), 'live')
  following = follow(following, ev(6, 5), 2_500).following
  following = follow(following, hb(7), 2_600).following
  t.equal(judgeFeed(following, 1_000 + BEHIND_AFTER_MS - 1), 'live')
  t.equal(judgeFeed(following, 1_000 + BEHIND_AFTER_MS), 'behind')
  following = follow(follow(following, ev(7, 6), 3_000).following, hb(7), 3_100).following
  t.equal(judgeFeed(following, 3_200), 'live', 'it has caught up')
})

t.test('a console with nothing yet is loading, and behind whatever there is', async (t) => {
  const following = openFollowing(0)
  t.equal(judgeFeed(following, 0), 'loading')
  t.equal(judgeFeed(follow(following, hb(0), 0).following, BEHIND_AFTER_MS), 'behind')
})

t.test('connects again when silent, or behind while live; one that is loading is left to finish', async (t) => {
  t.notOk(mustReconnect(at5, 0))
  t.ok(mustReconnect(at5, SILENT_AFTER_MS))
  t.ok(mustReconnect(follow(at5, hb(7), 0).following, BEHIND_AFTER_MS))
  const loading = follow(openFollowing(0), hb(0), 0).following
  t.notOk(mustReconnect(loading, BEHIND_AFTER_MS))
  t.ok(mustReconnect(loading, SILENT_AFTER_MS))
})
