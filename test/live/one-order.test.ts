import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { theService } from '../../src/core/index.ts'
import { command } from '../../src/journal/index.ts'
import { openNode } from './live-node.ts'
import { openStore } from './live-store.ts'

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

t.test(
  'P2: events of many writers are numbered 1, 2, 3 ... in commit order, and every console of every node has them so',
  async (t) => {
    const store = await openStore(t)
    const [one, two] = [await openNode(t, store), await openNode(t, store)]
    const { token } = await store.signIn('supervisor')
    const consoles = await Promise.all([one, two].map(async (node) => (await node.connect(token)).resume().untilLive()))

    // writers hold their transactions open for different times, so that they commit in another order than they began
    const order = { actor: theService, tokenHash: Buffer.alloc(0), idempotencyKey: null, fingerprint: Buffer.alloc(0) }
    const write = (writer: number, round: number) =>
      command(store.desk, order, async (work) => {
        work.record({ type: 'test-written', audience: 'room', data: { writer, round } })
        await sleep((writer * 7 + round * 13) % 12)
        if (round % 3 === 0)
          work.record({ type: 'test-written', audience: 'room', data: { writer, round, second: true } })
        return { status: 201, body: null }
      })
    await Promise.all(
      upTo(8).map(async (writer) => {
        for (const round of upTo(15)) await write(writer, round)
      }),
    )

    const total = 8 * (15 + 5)
    const journal = await store.own('select seq, data from journal order by seq')
    t.same(
      journal.map((row) => row['seq']),
      upTo(total),
    )
    for (const console of consoles) {
      await console.untilSeq(total)
      t.same(console.seqs, upTo(total))
      t.equal(console.holes, 0)
      t.same(
        console.of('ev').map((frame) => frame.data),
        journal.map((row) => row['data']),
        'what was written, where it was written',
      )
    }
  },
)

t.test(
  'P2: a reader never sees a number before all smaller ones, also while one that began earlier has not committed',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const { token } = await store.signIn('supervisor')
    const console = await (await node.connect(token)).resume().untilLive()

    // the slow one begins first, writes first, and commits last
    let letGo = (): void => undefined
    const frozen = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let begun = (): void => undefined
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = store.db.transaction().execute(async (trx) => {
      await sql`insert into journal (id, type, audience, data) values (gen_random_uuid(), 'test-slow', 'room', '{}')`.execute(
        trx,
      )
      begun()
      await frozen
    })
    await hasBegun
    for (const round of upTo(5)) await store.record({ type: 'test-quick', data: { round } })
    await console.untilSeq(5)
    letGo()
    await slow
    await console.untilSeq(6)
    t.same(
      console.of('ev').map(({ seq, type }) => [seq, type]),
      [...upTo(5).map((seq) => [seq, 'test-quick']), [6, 'test-slow']],
    )
    t.equal(console.holes, 0)
  },
)

t.test(
  'P2: a numbered event is never renumbered, changed or removed, not even by the owner of the schema',
  async (t) => {
    const store = await openStore(t)
    await store.record({ type: 'test-written', data: { kept: true } })
    const before = await store.own('select * from journal')
    for (const statement of [
      'update journal set seq = seq + 1',
      'update journal set seq = null',
      `update journal set data = '{}'`,
      `update journal set at = now()`,
      'delete from journal',
      'truncate journal',
    ]) {
      await t.rejects(store.own(statement), { code: 'GH001' }, statement)
      await t.rejects(sql.raw(statement).execute(store.db), { code: /GH001|42501/ }, `${statement}, as the service`)
    }
    t.same(await store.own('select * from journal'), before)
  },
)

t.test('P2: when the store was restored to an earlier time, every console is told so and loads again', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('supervisor')
  const consoles = await Promise.all(upTo(3).map(async () => (await node.connect(token)).resume().untilLive()))
  await store.record({ type: 'test-before' })
  for (const console of consoles) await console.untilSeq(1)
  const old = consoles[0]?.following.epoch

  // a restore: another epoch, an earlier head, and other events under the same numbers
  await store.own(
    'alter table journal disable trigger all; delete from journal; alter table journal enable trigger all',
  )
  await store.own('update journal_head set epoch = gen_random_uuid(), seq = 0')
  await Promise.all(
    consoles.map((console) => console.until('another epoch', ({ following }) => following.epoch !== old)),
  )
  await store.record({ type: 'test-after' })
  for (const console of consoles) {
    await console.until('the event of the new time', ({ frames }) =>
      frames.some((frame) => frame.frame === 'ev' && frame.type === 'test-after'),
    )
    t.equal(console.of('reset').length, 2)
    t.same(console.seqs, [1])
    t.equal(console.holes, 0)
  }
  t.match(node.logged, ['journal is another than before'])
})
