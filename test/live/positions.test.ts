import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { newId } from '../../src/core/index.ts'
import { openRedisHints } from '../../src/gateways/index.ts'
import { type Hints, noHints } from '../../src/live/hints.ts'
import { openPositions, type PositionBoard, positionRoutes } from '../../src/positions/index.ts'
import { type Teardown, testRedis } from '../support/index.ts'
import { type Node, openNode } from './live-node.ts'
import { openStore, type Store } from './live-store.ts'
import type { TestConsole } from './test-console.ts'

const quiet = { warn: () => undefined, info: () => undefined }
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()

async function openBoard(t: Teardown, store: Store, hints: Hints = noHints): Promise<PositionBoard> {
  const board = await openPositions({ db: store.db, hints, log: quiet })
  t.teardown(() => board.close())
  return board
}
async function openPositionNode(
  t: Teardown,
  store: Store,
  hints: Hints = noHints,
): Promise<Node & { board: PositionBoard }> {
  const board = await openBoard(t, store, hints)
  const node = await openNode(t, store, {
    positions: board.feed,
    hints,
    routes: (app) => positionRoutes(app, { positions: board }),
  })
  return { ...node, board }
}
async function report(
  node: Node,
  token: string,
  positions: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`http://${node.url}/positions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ positions }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const unitsOf = (console: TestConsole) => console.of('pos').flatMap(({ units }) => units)
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 400; waited += 1) {
    if (await isSo()) return
    await sleep(25)
  }
  throw new Error(`never: ${what}`)
}

t.test('P8: the newest fix of each unit wins, in memory and in the table, whatever the order of arrival', async (t) => {
  const store = await openStore(t)
  const node = await openPositionNode(t, store)
  const { token } = await store.addAccount('avl')
  const [one, two] = [await store.addUnit('KA21'), await store.addUnit('KA22')]
  const answer = await report(node, token, [
    { callsign: 'ka21', lat: 54.1, lon: -2.7, fixedAt: ago(20) },
    { unitId: one, lat: 54.2, lon: -2.7, fixedAt: ago(10), speedKmh: 43.5, heading: 270 },
    { callsign: 'KA21', lat: 54.3, lon: -2.7, fixedAt: ago(15) },
    { callsign: 'KA99', lat: 54, lon: -2.7, fixedAt: ago(1) },
    { callsign: 'KA22', lat: 54, lon: -2.7, fixedAt: ago(-31) },
    { unitId: newId(), lat: 54, lon: -2.7, fixedAt: ago(1) },
    { unitId: two, lat: 54.9, lon: -2.9, fixedAt: ago(100) },
  ])
  t.match(answer, {
    status: 200,
    body: {
      taken: 3,
      older: 1,
      refused: [
        { index: 3, code: 'unknown-unit' },
        { index: 4, code: 'from-the-future' },
        { index: 5, code: 'unknown-unit' },
      ],
    },
  })
  const now = new Date()
  t.match(node.board.get(one), { lat: 54.2, speedKmh: 43.5, heading: 270 })
  t.equal(node.board.get(one)?.isOld(now), false)
  t.ok((node.board.get(two)?.ageSeconds(now) ?? 0) >= 100, 'its age goes with it')
  t.equal(node.board.get(two)?.isOld(now), true)
  t.equal(node.board.list().length, 2)

  const table = () => store.own('select lat, lon from unit_position order by lat')
  await until('written', async () => (await table()).length === 2)
  t.same(await table(), [
    { lat: 54.2, lon: -2.7 },
    { lat: 54.9, lon: -2.9 },
  ])
  // another node that knows less must not put an older fix over it
  const late = await openBoard(t, store)
  await store.own(`update unit_position set fixed_at = now() + interval '1 second', lat = 55 where unit_id = $1`, [one])
  await late.report(
    { ...(await actorOf(store, token)) },
    [{ unitId: one, lat: 50, lon: 0, speedKmh: null, heading: null, fixedAt: ago(0) }],
    new Date(),
  )
  await late.close()
  t.match(await table(), [{ lat: 54.9 }, { lat: 55 }])
})

t.test('P8: a restarted node knows the last positions, with their age', async (t) => {
  const store = await openStore(t)
  const unitId = await store.addUnit('KA21')
  const fixedAt = new Date(Date.now() - 300_000)
  await store.own(`insert into unit_position values ($1, 54.5, -2.5, null, null, $2, now())`, [unitId, fixedAt])
  const board = await openBoard(t, store)
  t.match(board.get(unitId), { lat: 54.5, fixedAt })
  t.equal(board.get(unitId)?.isOld(new Date()), true)
  t.equal(board.get(newId()), undefined)
})

t.test(
  'a crew reports only its own unit; a body that is not of the form is refused as a whole and names the field',
  async (t) => {
    const store = await openStore(t)
    const node = await openPositionNode(t, store)
    const [mine, other] = [await store.addUnit('KA21'), await store.addUnit('KA22')]
    const crew = await store.signIn('unit', { unitId: mine })
    const here = { lat: 54, lon: -2, fixedAt: ago(1) }
    t.match(
      await report(node, crew.token, [
        { unitId: mine, ...here },
        { callsign: 'KA22', ...here },
      ]),
      {
        status: 200,
        body: { taken: 1, refused: [{ index: 1, code: 'another-unit' }] },
      },
    )
    t.equal(node.board.get(other), undefined)
    t.match((await report(node, (await store.signIn('dispatcher')).token, [{ unitId: mine, ...here }])).status, 403)
    const avl = (await store.addAccount('avl')).token
    for (const [bad, pointer] of [
      [{ unitId: mine, ...here, lat: 91 }, '/positions/0/lat'],
      [{ unitId: mine, callsign: 'KA21', ...here }, '/positions/0/callsign'],
      [{ ...here }, '/positions/0/callsign'],
      [{ unitId: mine, ...here, fixedAt: 'yesterday' }, '/positions/0/fixedAt'],
      [{ unitId: mine, ...here, name: 'x' }, '/positions/0/name'],
    ] as const) {
      t.match(await report(node, avl, [bad]), { status: 400, body: { errors: [{ pointer }] } }, pointer)
    }
    t.equal((await report(node, avl, [])).status, 400)
    t.equal((await report(node, avl, Array(501).fill({ unitId: mine, ...here }))).status, 400)
    t.equal((await report(node, avl, Array(500).fill({ unitId: mine, ...here }))).status, 200)
  },
)

t.test(
  'P8: consoles are told of changed units at most once a second, each with the time of its fix; a crew only of its own',
  async (t) => {
    const store = await openStore(t)
    const node = await openPositionNode(t, store)
    const avl = (await store.addAccount('avl')).token
    const [mine, other] = [await store.addUnit('KA21'), await store.addUnit('KA22')]
    await report(node, avl, [{ unitId: other, lat: 54, lon: -2, fixedAt: ago(200) }])
    const [desk, crew, administrator] = await Promise.all(
      [
        await store.signIn('dispatcher', { areas: ['south'] }),
        await store.signIn('unit', { unitId: mine }),
        await store.signIn('administrator'),
      ].map(async ({ token }) => (await node.connect(token)).resume().untilLive()),
    )
    if (!desk || !crew || !administrator) throw new Error('not connected')
    await desk.until('what was known before', (console) => unitsOf(console).some(({ unitId }) => unitId === other))
    const began = performance.now()
    for (let fix = 1; fix <= 30; fix += 1) {
      await report(node, avl, [{ unitId: mine, lat: 54 + fix / 1_000, lon: -2, fixedAt: ago(60 - fix) }])
      await sleep(70)
    }
    const isLast = ({ unitId, lat }: { unitId: string; lat: number }) => unitId === mine && lat === 54.03
    await Promise.all([desk, crew].map((console) => console.until('the last fix', (one) => unitsOf(one).some(isLast))))
    const seconds = (performance.now() - began) / 1_000
    t.ok(desk.of('pos').length <= seconds + 2, `${desk.of('pos').length} frames in ${seconds.toFixed(1)} s`)
    t.equal(unitsOf(desk).filter(({ unitId }) => unitId === other).length, 1, 'what did not change is not sent again')
    t.same([...new Set(unitsOf(crew).map(({ unitId }) => unitId))], [mine])
    t.same(unitsOf(administrator), [])
    const known = desk.of('pos')[0]
    t.ok(Date.parse(known?.time ?? '') - Date.parse(known?.units[0]?.fixedAt ?? '') >= 200_000, 'the age shows')
    t.equal(desk.following.seq, 0, 'outside the numbered stream')
  },
)

t.test(
  'P8: positions are replaced, never queued: a console that could not take them gets the newest alone',
  async (t) => {
    const store = await openStore(t)
    const node = await openPositionNode(t, store)
    const avl = (await store.addAccount('avl')).token
    const unitId = await store.addUnit('KA21')
    const console = await (await node.connect((await store.signIn('dispatcher')).token)).resume().untilLive()
    console.socket.pause()
    // enough that something always waits, too little to be closed for
    const long = 'x'.repeat(20_000)
    let rounds = 0
    const waits = () => [...node.app.websocketServer.clients].some(({ bufferedAmount }) => bufferedAmount > 0)
    for (; rounds < 1_000 && !waits(); rounds += 1)
      await store.record({ type: 'log-entry-added', data: long }, { type: 'log-entry-added', data: long })
    t.ok(waits())
    for (let fix = 1; fix <= 12; fix += 1) {
      await report(node, avl, [{ unitId, lat: 54 + fix / 1_000, lon: -2, fixedAt: ago(60 - fix) }])
      await sleep(250)
    }
    console.socket.resume()
    await console.until('the newest', (one) => unitsOf(one).some(({ lat }) => lat === 54.012))
    t.equal(
      unitsOf(console).length,
      1,
      `${unitsOf(console)
        .map(({ lat }) => lat)
        .join()}`,
    )
    t.same(console.of('goodbye'), [])
  },
)

t.test('P8: nodes tell each other, by the table alone', async (t) => {
  const store = await openStore(t)
  const [one, two] = [await openPositionNode(t, store), await openBoard(t, store)]
  await tellEachOther(t, store, one, two)
})

t.test('P8: nodes tell each other by Redis, and without it when it goes away', async (t) => {
  const redis = await testRedis(t, { own: true })
  if (!redis) return
  const store = await openStore(t)
  const hints = [1, 2].map(() => openRedisHints(redis.url, quiet, { prefix: redis.prefix }))
  t.teardown(async () => void (await Promise.all(hints.map((one) => one.close()))))
  const [one, two] = [await openPositionNode(t, store, hints[0]), await openBoard(t, store, hints[1])]
  await until('healthy', () => hints.every((one) => one.healthy))
  // the table cannot tell: only Redis can
  await store.own(`alter table unit_position rename to unit_position_away`)
  await tellEachOther(t, store, one, two)
  await store.own(`alter table unit_position_away rename to unit_position`)
  await redis.kill()
  await tellEachOther(t, store, one, two)
})

async function tellEachOther(
  t: { ok: (found: unknown, message: string) => unknown },
  store: Store,
  one: Node,
  two: PositionBoard,
): Promise<void> {
  const unitId = await store.addUnit(newId().slice(-8))
  const { token } = await store.addAccount('avl')
  // a unit that is new is known to the board within a second
  await until(
    'taken',
    async () => (await report(one, token, [{ unitId, lat: 54.7, lon: -3, fixedAt: ago(2) }])).body['taken'] === 1,
  )
  await until('known there', () => two.get(unitId) !== undefined)
  t.ok(two.get(unitId)?.lat === 54.7 && (two.get(unitId)?.ageSeconds(new Date()) ?? 0) >= 2, 'with its age')
}

async function actorOf(store: Store, token: string) {
  const { Sessions, hashToken } = await import('../../src/http/index.ts')
  const actor = await new Sessions(store.db).find(hashToken(token))
  if (!actor) throw new Error('no actor')
  return actor
}
