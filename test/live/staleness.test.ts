import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { judgeFeed } from '../../src/live/follow-rules.ts'
import { testPostgres } from '../support/index.ts'
import { openNode } from './live-node.ts'
import { openStore } from './live-store.ts'
import type { TestConsole } from './test-console.ts'

/** The longest time between two heartbeats, in milliseconds. */
function longestGap(console: TestConsole): number {
  const beats = console.heardAt.filter((_, index) => console.frames[index]?.frame === 'hb')
  return Math.max(...beats.map((at, index) => (index === 0 ? 0 : at - (beats[index - 1] ?? at))))
}
const beats = (console: TestConsole) => console.of('hb').length

t.test(
  'P4: a heartbeat comes at least every 2 s, idle, busy, or still loading, and names the newest number',
  async (t) => {
    const store = await openStore(t)
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const node = await openNode(t, store, {
      takeSnapshot: async (actor) => {
        if (actor.role === 'call-handler') await held
        return store.takeSnapshot(actor)
      },
    })
    const [busy, loading, crew] = await Promise.all(
      (['supervisor', 'call-handler', 'unit'] as const).map(async (role) =>
        (await node.connect((await store.signIn(role)).token)).resume(),
      ),
    )
    if (!busy || !loading || !crew) throw new Error('not connected')
    await busy.untilLive()
    for (let round = 0; round < 40; round += 1) {
      await store.record({ type: 'test-written' })
      await sleep(100)
    }
    for (const console of [busy, loading, crew]) {
      t.ok(beats(console) >= 4)
      t.ok(longestGap(console) < 2_000, `${longestGap(console)} ms`)
    }
    await busy.until('the heartbeat of the last', (console) => console.of('hb').at(-1)?.seq === 40)
    t.equal(judgeFeed(busy.following, performance.now()), 'live')
    t.equal(judgeFeed(loading.following, performance.now()), 'behind', 'nothing loaded yet, and it knows')
    // a crew that may see none of them is not behind: what is hidden is told with each heartbeat
    await crew.until('the heartbeat of the last', (console) => console.of('hb').at(-1)?.seq === 40)
    t.equal(crew.following.seq, 40)
    t.equal(crew.following.behindSince, null)
    letGo()
    await loading.untilLive()
    t.equal(judgeFeed(loading.following, performance.now()), 'live')
  },
)

t.test(
  'P4: while the service cannot see the store, it does not pretend: no heartbeat; afterwards nothing is missing',
  async (t) => {
    const own = await testPostgres(t)
    const store = await openStore(t, { urls: own })
    const node = await openNode(t, store)
    const { token } = await store.signIn('supervisor')
    const console = await (await node.connect(token)).resume().untilLive()
    await store.record({ type: 'test-before' })
    await console.untilSeq(1)
    await own.kill()
    await sleep(2_500)
    const during = beats(console)
    await sleep(2_500)
    t.equal(beats(console), during, 'silent: the console will say so after six seconds')
    t.ok(node.feed.metrics().relay.blind)
    await own.revive()
    await store.record({ type: 'test-after' })
    await console.untilSeq(2)
    await console.until('a heartbeat again', () => beats(console) > during)
    t.same(console.seqs, [1, 2])
    t.equal(console.holes, 0)
  },
)
