import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { newId } from '../../src/core/index.ts'
import { JobRunner } from '../../src/jobs/index.ts'
import { liveEvents } from '../../src/live/live-contract.ts'
import { receiptOverdue } from '../../src/live/receipt-overdue.ts'
import { type Node, openNode } from './live-node.ts'
import { openStore, type Store } from './live-store.ts'
import type { TestConsole } from './test-console.ts'

type Plan = { seq: number; variant: string; after: number; done: boolean }

async function plans(store: Store): Promise<Plan[]> {
  return (await store.own(`
    select j.seq::int, b.variant, round(extract(epoch from b.due_at - j.at), 3)::float as after, b.done_at is not null as done
    from job b join journal j on j.id = b.subject_id where b.kind = 'receipt-overdue' order by j.seq, after`)) as Plan[]
}
/** Waits until the store says so; the writes under test are made every 100 ms. */
async function eventually<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  let value = await read()
  for (let waited = 0; waited < 200 && !isSo(value); waited += 1) {
    await sleep(25)
    value = await read()
  }
  return value
}
async function runJobs(t: Parameters<typeof openStore>[0], store: Store, node: Node): Promise<void> {
  const runner = new JobRunner(
    { ...store.desk, wake: () => node.feed.wake() },
    node.app.log as ConstructorParameters<typeof JobRunner>[1],
    [receiptOverdue],
  )
  runner.start()
  t.teardown(() => runner.stop())
}
const makeDue = (store: Store, variant: string) =>
  store.own(
    `update job set due_at = clock_timestamp() where kind = 'receipt-overdue' and variant = $1 and done_at is null`,
    [variant],
  )
const shown = (console: TestConsole, seq: number) =>
  console.send({ frame: 'receipt', seq, shownAt: new Date().toISOString() })
const escalated = (console: TestConsole) => console.of('ev').filter(({ type }) => type.startsWith('receipt-'))

t.test('P5: a call nobody has on screen goes to every other desk and the supervisor, and then it alarms', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  await runJobs(t, store, node)
  const [frozen, nextDesk, supervisor, crew] = await Promise.all(
    (['call-handler', 'dispatcher', 'supervisor', 'unit'] as const).map(async (role) => {
      const { token } = await store.signIn(role, role === 'unit' ? { unitId: newId() } : {})
      return (await node.connect(token)).resume().untilLive()
    }),
  )
  if (!frozen || !nextDesk || !supervisor || !crew) throw new Error('not connected')
  await store.record({ type: 'contact-received' })
  t.match(
    await eventually(
      () => plans(store),
      (found) => found.length === 2,
    ),
    [
      { seq: 1, variant: 'missing', after: 5, done: false },
      { seq: 1, variant: 'alarm', after: 15, done: false },
    ],
  )

  await makeDue(store, 'missing')
  await Promise.all([nextDesk, supervisor].map((console) => console.untilSeq(2)))
  await makeDue(store, 'alarm')
  for (const console of [nextDesk, supervisor]) {
    await console.untilSeq(3)
    t.match(escalated(console), [
      { type: 'receipt-missing', data: { seq: 1, type: 'contact-received', incidentId: null } },
      { type: 'receipt-alarm', data: { seq: 1, type: 'contact-received', incidentId: null } },
    ])
    for (const { type, data } of escalated(console)) liveEvents[type as keyof typeof liveEvents].parse(data)
  }
  await crew.untilSeq(3)
  t.same(escalated(crew), [], 'a crew has other things to do')
})

t.test(
  'P5: a receipt from a console that counts, in time, and nothing is said; from any node, and again, it is the same',
  async (t) => {
    const store = await openStore(t)
    const [one, two] = [await openNode(t, store), await openNode(t, store)]
    await runJobs(t, store, one)
    const handler = await store.signIn('call-handler')
    const [first, second] = await Promise.all(
      [one, two].map(async (node) => (await node.connect(handler.token)).resume().untilLive()),
    )
    if (!first || !second) throw new Error('not connected')
    await store.record({ type: 'contact-received' }, { type: 'log-entry-added' })
    await Promise.all([first.untilSeq(2), second.untilSeq(2)])
    for (const console of [first, second, first]) {
      shown(console, 1)
      shown(console, 2)
    }
    const receipts = await eventually(
      () => store.own('select seq::int, staff_id from receipt'),
      (rows) => rows.length > 0,
    )
    t.same(receipts, [{ seq: 1, staff_id: handler.id }], 'only what must be receipted is noted')
    // a second one that nobody shows: once its watch is planned, the first one's would have been
    await store.record({ type: 'contact-received' })
    const planned = await eventually(
      () => plans(store),
      (found) => found.length === 2,
    )
    t.match(planned, [{ seq: 3 }, { seq: 3 }], 'two nodes planned it once, and nothing for what was shown')
    for (const console of [first, second]) await console.untilSeq(3)
    shown(second, 3)
    await eventually(
      () => store.own('select seq::int from receipt where seq = 3'),
      (rows) => rows.length > 0,
    )
    await makeDue(store, 'missing')
    await makeDue(store, 'alarm')
    await eventually(
      () => plans(store),
      (found) => found.every(({ done }) => done),
    )
    t.same(await store.own(`select type from journal where seq > 3`), [])
  },
)

t.test('P5: a receipt counts only from someone who may see the event and whose work it is', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  await runJobs(t, store, node)
  const [owing, south, handler] = await Promise.all(
    [
      await store.signIn('dispatcher', { areas: ['north'] }),
      await store.signIn('dispatcher', { areas: ['south'] }),
      await store.signIn('call-handler'),
    ].map(async ({ token }) => (await node.connect(token)).resume().untilLive()),
  )
  if (!owing || !south || !handler) throw new Error('not connected')
  const incidentId = newId()
  await store.record({ type: 'incident-graded', incidentId, areaId: 'north', data: { direction: 'first' } })
  await store.record({ type: 'incident-graded', incidentId, areaId: 'north', data: { direction: 'lowered' } })
  await Promise.all([owing, south, handler].map((console) => console.untilSeq(2)))
  shown(south, 1)
  shown(handler, 1)
  const noted = await eventually(
    () => store.own('select s.role from receipt r join staff s on s.id = r.staff_id'),
    (rows) => rows.length === 1,
  )
  t.same(noted, [{ role: 'call-handler' }], 'the other area was not sent it')
  t.same(
    (
      await eventually(
        () => plans(store),
        (found) => found.length === 2,
      )
    ).map(({ seq }) => seq),
    [1, 1],
    'a lowered grade is not watched',
  )
  await makeDue(store, 'missing')
  await owing.until('the escalation', (console) => escalated(console).length === 1)
  t.match(escalated(owing), [{ type: 'receipt-missing', incidentId, data: { seq: 1, incidentId } }])

  await south.until('the escalation', (console) => escalated(console).length === 1)
  t.match(escalated(south), [{ incidentId }], 'the next console is of another area')
  shown(owing, 1)
  await eventually(
    () => store.own('select 1 from receipt'),
    (rows) => rows.length === 2,
  )
  await makeDue(store, 'alarm')
  await eventually(
    () => plans(store),
    (found) => found.every(({ done }) => done),
  )
  t.equal((await store.own(`select 1 from journal where type = 'receipt-alarm'`)).length, 0)
})

t.test(
  'P5: with nobody signed in nothing is watched; who comes is told what is open, and it is watched from then',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    await store.record({ type: 'contact-received' }, { type: 'log-entry-added' })
    await eventually(
      async () => node.feed.metrics().relay.seq,
      (seq) => seq === 2,
    )
    await sleep(250)
    t.same(await plans(store), [], 'an alarm nobody can hear')

    const { token } = await store.signIn('call-handler')
    const console = await (await node.connect(token)).resume().untilLive()
    t.same(
      console.of('reset').map(({ unreceipted }) => unreceipted),
      [[1]],
    )
    const planned = await plans(store)
    t.same(
      planned.map(({ variant }) => variant),
      ['missing', 'alarm'],
    )
    t.ok(
      planned.every(({ after }, index) => after >= (index === 0 ? 5 : 15)),
      'the full time from now',
    )

    // the whole room falls off the network: the next call is exactly what the alarm is for
    console.terminate()
    await console.closed
    // longer than the room takes to notice who is gone
    await sleep(1_500)
    await store.record({ type: 'contact-received' })
    t.match(
      await eventually(
        () => plans(store),
        (found) => found.length === 4,
      ),
      [{}, {}, { seq: 3, after: 5 }, { seq: 3, after: 15 }],
    )
  },
)
