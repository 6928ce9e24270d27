import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { newId } from '../../src/core/index.ts'
import { type Node, openNode } from './live-node.ts'
import { openStore } from './live-store.ts'
import type { TestConsole } from './test-console.ts'

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

t.test(
  'P3: a console that comes back again and again, to either node, while events pour in, has every one once and in order',
  async (t) => {
    const store = await openStore(t)
    const nodes = [await openNode(t, store), await openNode(t, store)]
    const nodeAt = (index: number) => nodes[index % nodes.length] as Node
    const { token } = await store.signIn('supervisor')
    let writing = true
    let last = 0
    const writers = Promise.all(
      upTo(3).map(async () => {
        while (writing) {
          await store.record({ type: 'test-written' }, { type: 'test-written' })
          last += 2
        }
      }),
    )
    let console: TestConsole = await (await nodeAt(0).connect(token)).resume().untilLive()
    const kinds = new Set<string>()
    for (const round of upTo(25)) {
      // cut off without a word at any moment: before the replay, inside it, at the step to live, or long after
      await sleep((round * 3) % 23)
      const before = console
      before.terminate()
      await before.closed
      console = (await nodeAt(round).connect(token)).continueFrom(before)
      if (round % 3 !== 0) await console.untilLive()
      t.equal(before.holes, 0)
      for (const { frame } of before.frames) kinds.add(frame)
    }
    writing = false
    await writers
    await console.untilLive()
    await console.untilSeq(last)
    t.equal(console.holes, 0)
    const first = console.seqs[0] ?? 1
    t.same(console.seqs, upTo(last).slice(first - 1), `${last} events`)
    t.ok(last > 300, 'events did pour in')
    t.ok(kinds.has('ev') && kinds.has('live'))
  },
)

t.test(
  'P3: what a console may not see is covered by skip, without content, and its numbers still have no hole',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const unitId = newId()
    const [north, crew] = [
      await store.signIn('dispatcher', { areas: ['north'] }),
      await store.signIn('unit', { unitId }),
    ]
    const [desk, page] = await Promise.all(
      [north, crew].map(async ({ token }) => (await node.connect(token)).resume().untilLive()),
    )
    if (!desk || !page) throw new Error('not connected')
    const incidentId = newId()
    for (const round of upTo(30)) {
      const secret = { says: 'not for everybody' }
      await store.record({ type: 'test-south', incidentId, areaId: 'south', data: secret })
      await store.record({
        type: 'test-north',
        incidentId,
        areaId: 'north',
        ...(round % 10 === 0 ? { unitIds: [unitId] } : {}),
      })
      await store.record({ type: 'test-supervision', audience: 'supervision', data: secret })
    }
    for (const [console, shown] of [
      [desk, upTo(30).map((round) => round * 3 - 1)],
      [page, [29, 59, 89]],
    ] as const) {
      await console.untilSeq(90)
      t.equal(console.holes, 0)
      t.same(console.seqs, shown)
      t.notMatch(JSON.stringify(console.frames), /not for everybody|test-south|test-supervision/)
    }
    t.ok(page.of('skip').length < 30, 'a crew is not sent a frame for each event of the force')

    // the same when it is replayed
    const again = await (await node.connect(north.token)).resume(desk.following.epoch, 0).untilLive()
    t.same(again.seqs, desk.seqs)
    t.equal(again.holes, 0)
    t.notMatch(JSON.stringify(again.frames), /not for everybody/)
  },
)

t.test(
  'P3: what cannot be continued says reset: nothing yet, another epoch, a number that does not exist',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const { token } = await store.signIn('call-handler')
    await store.record({ type: 'test-one' }, { type: 'test-two' })
    const fresh = await (await node.connect(token)).resume().untilLive()
    const { epoch } = fresh.following
    for (const [from, seq] of [
      [null, null],
      [newId(), 2],
      [epoch, null],
      [epoch, 3],
      [epoch, 1_000_000],
    ] as const) {
      const console = await (await node.connect(token)).resume(from, seq).untilLive()
      t.match(console.of('reset'), [{ epoch, seq: 2, snapshot: { seqs: [1, 2] } }])
      t.same(console.of('ev'), [])
    }
    const known = await (await node.connect(token)).resume(epoch, 2).untilLive()
    t.same(
      known.frames.map(({ frame }) => frame).filter((frame) => frame !== 'hb'),
      ['hello', 'live'],
      'nothing was missed',
    )
  },
)

t.test('P3: a console that was ahead of the node it comes to is not made to load everything again', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('supervisor')
  const first = await (await node.connect(token)).resume().untilLive()
  // committed this moment: another node may have sent it before this one has read it
  await store.record({ type: 'test-new' })
  const console = await (await node.connect(token)).resume(first.following.epoch, 1).untilLive()
  t.same(console.of('reset'), [])
})

t.test('P3: when the listening connection is cut, events still arrive, and it is made again', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('supervisor')
  const console = await (await node.connect(token)).resume().untilLive()
  while (!node.feed.metrics().relay.listening) await sleep(5)
  for (const round of upTo(6)) {
    if (round % 2 === 0) await store.cutListeners()
    await store.record({ type: 'test-written' }, { type: 'test-written' })
    await console.untilSeq(round * 2)
  }
  t.same(console.seqs, upTo(12))
  for (let waited = 0; waited < 200 && !node.feed.metrics().relay.listening; waited += 1) await sleep(25)
  t.ok(node.feed.metrics().relay.listening)
  t.ok(node.logged.includes('journal listener was cut off'))
})

t.test('P3: if the journal had a hole, nobody would continue quietly: everybody loads again', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('supervisor')
  const console = await (await node.connect(token)).resume().untilLive()
  await store.record({ type: 'test-written' })
  await console.untilSeq(1)
  // as a superuser with a wrong hand: a number is gone, and the next one is there
  await store.own('update journal_head set seq = 2')
  await store.record({ type: 'test-written' })
  await console.until('a second reset', ({ frames }) => frames.filter(({ frame }) => frame === 'reset').length === 2)
  await console.untilLive()
  t.same(console.seqs, [1, 3])
  t.equal(console.following.seq, 3)
  t.ok(node.logged.includes('journal has a hole'))
  await store.record({ type: 'test-written' })
  await console.untilSeq(4)
  t.equal(console.holes, 0)
})

t.test('P3: a console that finds a hole resumes on the same socket', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('supervisor')
  const console = await (await node.connect(token)).resume().untilLive()
  for (const _ of upTo(5)) await store.record({ type: 'test-written' })
  await console.untilSeq(5)
  console.frames.length = 0
  console.seqs = [1, 2]
  console.following = { ...console.following, live: false }
  await console.resume(console.following.epoch, 2).untilLive()
  t.same(
    console.of('ev').map(({ seq, prev }) => [prev, seq]),
    [
      [2, 3],
      [3, 4],
      [4, 5],
    ],
  )
  t.same(console.seqs, upTo(5))
  t.equal(console.holes, 0)
})

t.test('P3: a snapshot whose commit met another one is taken again', async (t) => {
  const store = await openStore(t)
  let met = 0
  const node = await openNode(t, store, {
    takeSnapshot: async (actor) => {
      met += 1
      if (met === 1) {
        await store.db
          .transaction()
          .setIsolationLevel('repeatable read')
          .execute(async (trx) => {
            await sql`select seq from journal_head`.execute(trx)
            await sql`select read_waiting_contacts(${JSON.stringify(actor)}::jsonb, 'a console loads')`.execute(trx)
            await store.record({ type: 'test-written' })
          })
      }
      return store.takeSnapshot(actor)
    },
  })
  const console = await (await node.connect((await store.signIn('supervisor')).token)).resume().untilLive()
  t.equal(met, 2)
  t.same(console.seqs, [1])
})

t.test(
  'reading is logged before the first content is sent; a console whose reading cannot be logged gets none',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const { token, id, sessionId } = await store.signIn('dispatcher')
    await store.record({ type: 'test-written' })
    const console = await (await node.connect(token)).resume().untilLive()
    t.match(await store.own('select op, actor_id, actor_role, session_id, subject_type, reason from audit'), [
      {
        op: 'consultation',
        actor_id: id,
        actor_role: 'dispatcher',
        session_id: sessionId,
        subject_type: 'live-feed',
        reason: 'resume',
      },
    ])
    t.equal(
      (await sql<{ broken: string | null }>`select first_broken_audit() as broken`.execute(store.db)).rows[0]?.broken,
      null,
    )

    await store.own('revoke insert on audit from golden_hour_app; revoke insert (id) on audit from golden_hour_app')
    const refused = (await node.connect(token)).resume(console.following.epoch, 0)
    t.match(await refused.closed, { code: 1013 })
    t.same(
      refused.frames.map(({ frame }) => frame).filter((frame) => frame !== 'hb'),
      ['hello', 'goodbye'],
    )
  },
)
