import fc from 'fast-check'
import t from 'tap'
import { follow, openFollowing } from './follow-rules.ts'
import type { ServerFrame } from './frame.ts'
import {
  consider,
  HoleInStream,
  hiddenRun,
  isTooSlow,
  LONGEST_UNSENT_MS,
  MOST_BUFFERED_BYTES,
  MOST_FRAMES_A_SECOND,
  MOST_REPLAYED,
  type Progress,
  replayOrReset,
  spendFrame,
} from './stream-rules.ts'

const epoch = '0198d6a0-0000-7000-8000-0000000000e0'
const at = '2026-11-22T10:00:00.000Z'

/** What a socket sends for these events, a heartbeat's flush after each number in `flushes`. */
function sentFor(start: number, visible: boolean[], flushes: ReadonlySet<number>): ServerFrame[] {
  const frames: ServerFrame[] = []
  let progress: Progress = { sent: start, seen: start }
  const tell = () => {
    const run = hiddenRun(progress)
    if (run) frames.push({ frame: 'skip', ...run })
    progress = { sent: progress.seen, seen: progress.seen }
  }
  visible.forEach((may, index) => {
    const step = consider(progress, start + 1 + index, may)
    if (step.skip) frames.push({ frame: 'skip', ...step.skip })
    if (step.prev !== null)
      frames.push({ frame: 'ev', seq: start + 1 + index, prev: step.prev, type: 'x', at, data: {} })
    progress = step.progress
    if (flushes.has(index)) tell()
  })
  tell()
  return frames
}

t.test('whatever is hidden, each number is told once, in order, and a console finds no hole', async (t) => {
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.array(fc.boolean(), { maxLength: 40 }),
      fc.array(fc.nat(40)),
      (start, visible, flushes) => {
        const frames = sentFor(start, visible, new Set(flushes))
        let following = openFollowing(0, { epoch, seq: start })
        const told: number[] = []
        for (const frame of frames) {
          const next = follow(following, frame, 0)
          if (next.hole) return false
          following = next.following
          if (frame.frame === 'ev') told.push(frame.seq)
          if (frame.frame === 'skip') for (let seq = frame.from; seq <= frame.to; seq += 1) told.push(seq)
        }
        const shown = frames.flatMap((frame) => (frame.frame === 'ev' ? [frame.seq] : []))
        return (
          told.every((seq, index) => seq === start + 1 + index) &&
          told.length === visible.length &&
          shown.join() === visible.flatMap((may, index) => (may ? [start + 1 + index] : [])).join()
        )
      },
    ),
  )
  t.pass()
})

t.test('any one frame left out is a hole that the console finds', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 40 }), fc.nat(), (visible, which) => {
      const frames = sentFor(7, visible, new Set())
      // the last one missing is what the heartbeat is for
      fc.pre(frames.length > 1)
      frames.splice(which % (frames.length - 1), 1)
      let following = openFollowing(0, { epoch, seq: 7 })
      return frames.some((frame) => {
        const next = follow(following, frame, 0)
        following = next.following
        return next.hole
      })
    }),
  )
  t.pass()
})

t.test('hidden numbers make one skip, and nothing until it is needed', async (t) => {
  t.same(sentFor(10, [false, false, false, true, false], new Set()), [
    { frame: 'skip', from: 11, to: 13 },
    { frame: 'ev', seq: 14, prev: 13, type: 'x', at, data: {} },
    { frame: 'skip', from: 15, to: 15 },
  ])
  t.equal(hiddenRun({ sent: 4, seen: 4 }), null)
})

t.test('a number that is not the next is never passed over', async (t) => {
  t.throws(() => consider({ sent: 3, seen: 5 }, 7, true), { message: '7 after 5' })
  t.throws(() => consider({ sent: 3, seen: 5 }, 5, false), new HoleInStream('5 after 5'))
})

t.test('a console is sent what it missed, or a snapshot when that cannot be', async (t) => {
  const head = { epoch, seq: 90_000 }
  const from = (seq: number | null, of: string | null = epoch) =>
    replayOrReset({ frame: 'resume', epoch: of, seq }, head)
  t.equal(from(89_999), 'replay')
  t.equal(from(90_000), 'replay', 'nothing missed')
  t.equal(from(90_000 - MOST_REPLAYED), 'replay')
  t.equal(from(90_000 - MOST_REPLAYED - 1), 'reset', 'too far behind')
  t.equal(from(90_001), 'reset', 'from a future this store does not have')
  t.equal(from(null), 'reset', 'it has nothing yet')
  t.equal(from(null, null), 'reset')
  t.equal(from(89_999, '0198d6a0-0000-7000-8000-0000000000e1'), 'reset', 'the store was restored to an earlier time')
  t.equal(replayOrReset({ frame: 'resume', epoch, seq: 0 }, { epoch, seq: 3 }), 'replay', 'all of a young journal')
})

t.test('too slow is more than 1 MiB waiting, or 5 s', async (t) => {
  t.notOk(isTooSlow({ bytes: MOST_BUFFERED_BYTES, oldestMs: LONGEST_UNSENT_MS }, 'live'))
  t.ok(isTooSlow({ bytes: MOST_BUFFERED_BYTES + 1, oldestMs: 0 }, 'live'))
  t.ok(isTooSlow({ bytes: 1, oldestMs: LONGEST_UNSENT_MS + 1 }, 'live'))
})

t.test('a large snapshot does not close the console that asked for it, and buys it time to arrive', async (t) => {
  t.notOk(isTooSlow({ bytes: 4 * MOST_BUFFERED_BYTES, oldestMs: 4_000 }, 'loading', 4 * MOST_BUFFERED_BYTES))
  t.notOk(isTooSlow({ bytes: MOST_BUFFERED_BYTES, oldestMs: 20_000 }, 'loading', MOST_BUFFERED_BYTES))
  t.ok(isTooSlow({ bytes: MOST_BUFFERED_BYTES, oldestMs: 22_000 }, 'loading', MOST_BUFFERED_BYTES))
  t.ok(isTooSlow({ bytes: 1, oldestMs: LONGEST_UNSENT_MS + 1 }, 'loading'))
})

t.test('twenty frames a second, also after a long silence', async (t) => {
  const burst = (count: number, start: number) => {
    let allowance: { left: number; at: number } | undefined = { left: MOST_FRAMES_A_SECOND, at: 0 }
    for (let sent = 0; sent < count && allowance; sent += 1) allowance = spendFrame(allowance, start)
    return allowance
  }
  t.ok(burst(MOST_FRAMES_A_SECOND, 60_000))
  t.notOk(burst(MOST_FRAMES_A_SECOND + 1, 60_000), 'silence is not saved up')
  let allowance: { left: number; at: number } | undefined = { left: 0, at: 0 }
  for (let sent = 1; sent <= 100 && allowance; sent += 1) allowance = spendFrame(allowance, sent * 50)
  t.ok(allowance, 'an even pace goes on for ever')
  t.equal(spendFrame({ left: 0.5, at: 1_000 }, 900), undefined, 'a clock that goes back earns nothing')
})
