import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openNode } from './live-node.ts'
import { openStore } from './live-store.ts'

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)
/** What a log entry may hold; the test sends more of it than the network's own buffers take. */
const long = 'x'.repeat(20_000)

t.test(
  'P7: a console more than 1 MiB behind is closed with 4008 and resumes; the others do not wait for it',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const { token } = await store.signIn('supervisor')
    const [slow, quick] = await Promise.all([1, 2].map(async () => (await node.connect(token)).resume().untilLive()))
    if (!slow || !quick) throw new Error('not connected')
    slow.socket.pause()
    let last = 0
    let worst = 0
    const isClosed = () => node.feed.metrics().room.closed['4008'] === 1
    while (!isClosed() && last < 2_000) {
      const began = performance.now()
      await store.record(...upTo(20).map(() => ({ type: 'log-entry-added', data: long })))
      last += 20
      await quick.untilSeq(last)
      worst = Math.max(worst, performance.now() - began)
      // the close is noticed by the server when the peer answers it or is cut off
      if (node.feed.metrics().room.live === 1) slow.socket.resume()
    }
    t.ok(isClosed(), 'while the quick one was served')
    t.ok(worst < 2_000, `from the command to the quick console, the commit included: at worst ${Math.round(worst)} ms`)
    t.match(await slow.closed, { code: 4008 })
    t.match(slow.of('goodbye'), [{ code: 4008 }])
    t.ok((slow.following.seq ?? 0) < last, 'it is behind')

    await store.record({ type: 'test-last' })
    const again = await (await node.connect(token)).continueFrom(slow).untilLive()
    await Promise.all([again, quick].map((console) => console.untilSeq(last + 1)))
    t.same(again.of('reset'), [], 'it was sent what it missed')
    for (const console of [again, quick]) {
      t.same(console.seqs, upTo(last + 1))
      t.equal(console.holes + slow.holes, 0)
    }
  },
)

t.test('P7: a console that takes nothing for 5 s is closed with 4008, however little waits for it', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('supervisor')
  for (let batch = 0; batch < 20; batch += 1)
    await store.record(...upTo(20).map(() => ({ type: 'log-entry-added', data: long })))
  const console = await node.connect(token)
  const epoch = console.of('hello')[0]?.epoch ?? (await console.untilFrame('hello')).of('hello')[0]?.epoch ?? null
  // a replay sends no faster than the console reads: it never has a mebibyte waiting, and is too slow all the same
  console.resume(epoch, 0)
  console.socket.pause()
  const began = performance.now()
  while (!node.feed.metrics().room.closed['4008'] && performance.now() - began < 20_000) await sleep(50)
  const took = performance.now() - began
  t.ok(took > 4_000 && took < 20_000, `after ${Math.round(took)} ms`)
})

t.test('a snapshot of many mebibytes arrives, and does not close the console that asked for it', async (t) => {
  const store = await openStore(t)
  const snapshot = { seqs: [], large: upTo(300).map(() => long) }
  const node = await openNode(t, store, {
    takeSnapshot: async (actor) => ({ ...(await store.takeSnapshot(actor)), snapshot }),
  })
  const { token } = await store.signIn('supervisor')
  const console = await (await node.connect(token)).resume().untilLive()
  t.same(console.of('reset')[0]?.snapshot, snapshot)
  t.same(console.of('goodbye'), [])
})
