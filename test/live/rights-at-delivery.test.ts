import t from 'tap'
import { newId } from '../../src/core/index.ts'
import { openNode } from './live-node.ts'
import { openStore } from './live-store.ts'

/** CRD/1 P9, in milliseconds. */
const WITHIN_MS = 2_000

t.test(
  'P9: a session that is revoked, expires, or whose person is gone, is told goodbye and closed within 2 s',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const ways = {
      revoked: `update session set ended_at = now() where id = $1`,
      expired: `update session set expires_at = now() where id = $1`,
      'gone from the force': `update staff set active = false where id = (select staff_id from session where id = $1)`,
    }
    await Promise.all(
      Object.entries(ways).map(async ([way, statement]) => {
        const { token, sessionId } = await store.signIn('dispatcher')
        const console = await (await node.connect(token)).resume().untilLive()
        const greeted = await node.connect(token)
        await store.own(statement, [sessionId])
        const since = performance.now()
        for (const one of [console, greeted]) {
          const { code, at } = await one.closed
          t.equal(code, 4401, way)
          t.ok(at - since < WITHIN_MS, `${way}: ${Math.round(at - since)} ms`)
          t.match(one.of('goodbye'), [{ code: 4401, reason: 'the session has ended' }])
        }
        await store.record({ type: 'test-written' })
        t.same(
          console.of('ev').filter(({ at }) => Date.parse(at) > Date.now()),
          [],
        )
        await t.rejects(node.connect(token), { message: 'Unexpected server response: 401' })
      }),
    )
    const account = await store.addAccount('terminals')
    const machine = await (await node.connect(account.token)).resume().untilLive()
    await store.own('update system_account set active = false')
    t.match(await machine.closed, { code: 4401 })
  },
)

t.test('P9: whoever loses the right to the feed is closed with 4403', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.addAccount('terminals')
  const console = await (await node.connect(token)).resume().untilLive()
  await store.own(`update system_account set scopes = '{telephony}'`)
  const since = performance.now()
  const { code, at } = await console.closed
  t.equal(code, 4403)
  t.ok(at - since < WITHIN_MS)
  await t.rejects(node.connect(token), { message: 'Unexpected server response: 403' })
})

t.test(
  'P9: each event is filtered by the rights of its moment, live and replayed; a changed area brings a whole picture',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const { token, sessionId } = await store.signIn('dispatcher', { areas: ['north'] })
    const console = await (await node.connect(token)).resume().untilLive()
    const incidentId = newId()
    const both = async () => {
      await store.record({ type: 'test-of-north', incidentId, areaId: 'north' })
      await store.record({ type: 'test-of-south', incidentId, areaId: 'south' })
    }
    await both()
    await console.untilSeq(2)
    t.same(
      console.of('ev').map(({ type }) => type),
      ['test-of-north'],
    )

    await store.own(`update session set areas = '{south}' where id = $1`, [sessionId])
    await console.until('a picture for the new area', (one) => one.of('reset').length === 2)
    await console.untilLive()
    t.match(console.of('reset').at(-1), { you: { areas: ['south'] }, snapshot: { seqs: [2] } })
    await both()
    await console.untilSeq(4)
    t.same(
      console.of('ev').map(({ type }) => type),
      ['test-of-north', 'test-of-south'],
    )

    const replayed = await (await node.connect(token)).resume(console.following.epoch, 0).untilLive()
    t.same(replayed.seqs, [2, 4], 'also what was sent when other rights held')
    t.equal(console.holes + replayed.holes, 0)
    t.equal(console.socket.readyState, console.socket.OPEN, 'it stayed connected')
  },
)

t.test('P9: a changed role changes what is sent, on the open socket', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token, id } = await store.signIn('supervisor')
  const console = await (await node.connect(token)).resume().untilLive()
  await store.record({ type: 'test-secret', audience: 'supervision' })
  await console.untilSeq(1)
  await store.own(`update staff set role = 'call-handler' where id = $1`, [id])
  await console.until('the new role', (one) => one.of('reset').at(-1)?.you.role === 'call-handler')
  await console.untilLive()
  await store.record({ type: 'test-secret', audience: 'supervision' })
  await console.untilSeq(2)
  t.same(
    console.of('ev').map(({ seq }) => seq),
    [1],
  )
  t.same(console.seqs, [], 'the new picture is without it as well')
})

t.test('P9: an administrator sees no incident content; a crew only its own', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const [mine, other] = [newId(), newId()]
  const [administrator, crew, terminals] = await Promise.all(
    [
      await store.signIn('administrator'),
      await store.signIn('unit', { unitId: mine }),
      await store.addAccount('terminals'),
    ].map(async ({ token }) => (await node.connect(token)).resume().untilLive()),
  )
  if (!administrator || !crew || !terminals) throw new Error('not connected')
  const incidentId = newId()
  await store.record(
    { type: 'test-incident', incidentId, areaId: 'north' },
    { type: 'test-mine', incidentId, unitIds: [mine] },
    { type: 'test-other', incidentId, unitIds: [other] },
    { type: 'test-staff', audience: 'administration' },
  )
  const types = async (console: typeof crew) => (await console.untilSeq(4)).of('ev').map(({ type }) => type)
  t.same(await types(administrator), ['test-staff'])
  t.same(await types(crew), ['test-mine'])
  t.same(await types(terminals), ['test-mine', 'test-other'])
})
