import t, { type Test } from 'tap'
import { openRoadEngine } from '../../src/gateways/index.ts'
import { type RoadEngine, RoadEngineFault } from '../../src/routing/index.ts'
import { type Answering, engineServer } from '../support/engine-servers.ts'

const to = { lat: 54.664, lon: -2.753 }
const from = [
  { lat: 54.895, lon: -2.938 },
  { lat: 54.601, lon: -3.135 },
  { lat: 54.112, lon: -3.226 },
]
const known = (seconds: number, metres: number) => ({ known: true, seconds, metres })
const ask = (engine: RoadEngine, signal = new AbortController().signal) =>
  engine.travelTimes(to, from, 'normal', signal)

/** What it rejects with. */
const faultOf = (asking: Promise<unknown>) =>
  asking.then(
    () => undefined,
    (error: unknown) => error,
  )

const cell = (time: number | null, distance: number | null, from_index: number) => ({
  time,
  distance,
  from_index,
  to_index: 0,
})
/** As Valhalla 3.5 documents its matrix; `verbose` and not. */
const verbose = {
  algorithm: 'costmatrix',
  units: 'kilometers',
  sources: [from.map(({ lat, lon }) => ({ lat, lon }))],
  targets: [[to]],
  sources_to_targets: [[cell(1316, 34.802, 0)], [cell(null, null, 1)], [cell(4981, 98.1, 2)]],
}
const compact = {
  algorithm: 'costmatrix',
  units: 'kilometers',
  sources_to_targets: { durations: [[1316], [null], [4981]], distances: [[34.802], [null], [98.1]] },
}

const waypoint = (distance: number) => ({ hint: 'x', distance, name: 'A6', location: [-2.75, 54.66] })
/** As OSRM 5.27 documents its table. */
const table = {
  code: 'Ok',
  durations: [[1316.4], [null], [4981]],
  distances: [[34802.1], [null], [98100]],
  sources: [waypoint(12), waypoint(4), waypoint(0.5)],
  destinations: [waypoint(7)],
}

const kinds = [
  { kind: 'valhalla', good: [verbose, compact], times: [known(1316, 34_802), null, known(4981, 98_100)] },
  { kind: 'osrm', good: [table], times: [known(1316.4, 34_802.1), null, known(4981, 98_100)] },
] as const

async function open(t: Test, kind: string, answering: Answering) {
  const server = await engineServer(t, answering)
  return { server, engine: openRoadEngine(`${kind}+${server.url}/`) }
}

for (const { kind, good, times } of kinds) {
  t.test(`${kind}: times in order, null where it has none`, async (t) => {
    for (const body of good) {
      const { engine } = await open(t, kind, { body })
      t.equal(engine.name, kind)
      t.same(engine.profiles, ['normal'])
      t.same(await ask(engine), times)
    }
  })

  const bad: Array<[what: string, answering: Answering, because: string]> = [
    ['an error', { status: 500, body: { error: 'x' } }, 'failed'],
    ['a refusal', { status: 400, body: { code: 'NoSegment', message: 'x', error_code: 171 } }, 'failed'],
    ['a redirect', (_, response) => void response.writeHead(302, { location: '/elsewhere' }).end(), 'failed'],
    ['a broken line', (_, response) => void response.destroy(), 'failed'],
    [
      'half an answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1000 })
        response.write('{"code":"Ok"')
        response.destroy()
      },
      'failed',
    ],
    ['no JSON', { body: '<html>' }, 'wrong-shape'],
    ['another JSON', { body: { code: 'Ok' } }, 'wrong-shape'],
    ['null', { body: null }, 'wrong-shape'],
    [
      'without end',
      (_, response) => {
        response.writeHead(200)
        const more = () => {
          while (response.write('['.repeat(65_536)));
          response.once('drain', more)
        }
        more()
      },
      'wrong-shape',
    ],
  ]
  t.test(`${kind}: everything else is a fault that names no place`, async (t) => {
    for (const [what, answering, because] of bad) {
      const { engine } = await open(t, kind, answering)
      const fault = await faultOf(ask(engine))
      t.ok(fault instanceof RoadEngineFault, what)
      t.match(fault, { because }, what)
      t.notMatch(String((fault as Error).message) + String((fault as Error).cause ?? ''), /54|-2|-3/)
    }
  })

  t.test(`${kind}: away, or given up by who asked`, async (t) => {
    const { server, engine } = await open(t, kind, () => undefined)
    const given = new AbortController()
    const asking = ask(engine, given.signal)
    given.abort()
    t.match(await faultOf(asking), { because: 'failed' })
    server.close()
    t.match(await faultOf(ask(engine)), { because: 'failed' })
  })
}

t.test('valhalla is asked for many to one, in a body and not in its address', async (t) => {
  const { server, engine } = await open(t, 'valhalla', { body: compact })
  await ask(engine)
  t.match(server.asked, [{ method: 'POST', url: '/sources_to_targets' }])
  t.match(server.asked[0]?.body, { costing: 'auto', verbose: false, targets: [to], sources: from })
})

t.test('valhalla: miles, and tables of another size', async (t) => {
  const { server, engine } = await open(t, 'valhalla', { body: { ...compact, units: 'miles' } })
  const [first] = await ask(engine)
  t.ok(first?.known && Math.abs(first.metres - 34.802 * 1609.344) < 1e-6)
  const { units: _kilometres, ...unsaid } = verbose
  server.answerWith({ body: unsaid })
  t.same((await ask(engine))[0], known(1316, 34_802), 'kilometres where it does not say')
  const sizes = [
    { ...compact, units: 'leagues' },
    { ...compact, sources_to_targets: { durations: [[1], [2]], distances: [[1], [2]] } },
    { ...compact, sources_to_targets: { durations: [[1], [2], [3, 4]], distances: [[1], [2], [3]] } },
    { ...verbose, sources_to_targets: [verbose.sources_to_targets.flat()] },
    { ...verbose, sources_to_targets: [[], [], []] },
  ]
  for (const body of sizes) {
    server.answerWith({ body })
    t.match(await faultOf(ask(engine)), { because: 'wrong-shape' })
  }
  server.answerWith({ body: { ...compact, sources_to_targets: { durations: [[1], [2], [3]], distances: [[1], [2]] } } })
  t.same((await ask(engine))[2], null, 'a time without its distance is none')
})

t.test('osrm is asked for many to one', async (t) => {
  const { server, engine } = await open(t, 'osrm', { body: table })
  await ask(engine)
  t.match(server.asked, [
    {
      method: 'GET',
      url: '/table/v1/driving/-2.753000,54.664000;-2.938000,54.895000;-3.135000,54.601000;-3.226000,54.112000?sources=1;2;3&destinations=0&annotations=duration,distance',
    },
  ])
})

t.test('osrm takes any place to some road: what it moved too far has no time', async (t) => {
  const { server, engine } = await open(t, 'osrm', {
    body: { ...table, sources: [waypoint(2_500), waypoint(0), waypoint(0)] },
  })
  t.same(await ask(engine), [null, null, known(4981, 98_100)], 'a unit at sea')
  server.answerWith({ body: { ...table, destinations: [waypoint(12_000)] } })
  t.same(await ask(engine), [null, null, null], 'an incident at sea')
  for (const body of [
    { ...table, code: 'NoTable' },
    { ...table, durations: table.durations.slice(1) },
    { ...table, sources: table.sources.slice(1) },
    { ...table, distances: [[1, 2], [1], [1]] },
    { ...table, durations: [['1'], [1], [1]] },
    { ...table, destinations: [] },
  ]) {
    server.answerWith({ body })
    t.match(await faultOf(ask(engine)), { because: 'wrong-shape' })
  }
})
