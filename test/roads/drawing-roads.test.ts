import { join } from 'node:path'
import t from 'tap'
import { previewRoadChange } from '../../src/roads/road-drawing-board.ts'
import { openRouter } from '../../src/routing/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { root } from '../support/keeper-address.ts'

type Near = {
  middle: { lat: number; lon: number }
  unit: number
  roads: Array<{ road: number; class: string; name: string; ref: string; changes: string[]; line: number[] }>
  leftOff: number
}
type Preview = {
  roads: number
  metres: number
  named: Array<{ name: string; ref: string; metres: number }>
  names: number
  stretches: number[]
}

/** Kirkstone, where one road goes over. */
const kirkstone = { lat: 54.4617, lon: -2.9258 }
const square = (half: number) => [
  [kirkstone.lon - half, kirkstone.lat - half],
  [kirkstone.lon + half, kirkstone.lat - half],
  [kirkstone.lon + half, kirkstone.lat + half],
  [kirkstone.lon - half, kirkstone.lat + half],
]

t.test('roads to draw a closure on, and what a drawing would catch', async (t) => {
  const room = await openControlRoom(t)
  const [supervisor, handler, force] = await Promise.all([
    room.signIn('supervisor1'),
    room.signIn('handler1'),
    room.signIn('dispatch.force'),
  ])
  const near = (query: string) => supervisor.ask('GET', `/roads/near?${query}`)
  const round = `lat=${kirkstone.lat}&lon=${kirkstone.lon}`

  await t.test('roads round a place, the largest first, as lines in steps', async (t) => {
    const found = await supervisor.must<Near>(200, 'GET', `/roads/near?${round}&radiusMetres=2000`)
    t.same([found.middle, found.unit, found.leftOff], [kirkstone, 0.00001, 0])
    t.equal(found.roads[0]?.ref, 'A592')
    for (const { line, changes } of found.roads) {
      t.ok(line.length >= 4 && line.length % 2 === 0 && line.every(Number.isInteger))
      t.same(changes, [])
    }
    const [first] = found.roads
    const [lon = 0, lat = 0] = first?.line ?? []
    t.ok(Math.abs(lon) < 10_000 && Math.abs(lat) < 10_000, 'the first point is told from the middle')
  })

  await t.test('at most so many, and how many more there are', async (t) => {
    const carlisle = 'lat=54.895&lon=-2.938&radiusMetres=20000'
    const found = await supervisor.must<Near>(200, 'GET', `/roads/near?${carlisle}&limit=100`)
    t.equal(found.roads.length, 100)
    t.ok(found.leftOff > 1_000)
    t.same([...new Set(found.roads.map((road) => road.class))], ['motorway'])
    t.match(await supervisor.must<Near>(200, 'GET', '/roads/near?lat=0&lon=0'), { roads: [], leftOff: 0 })
  })

  await t.test('what is asked wrongly is named', async (t) => {
    for (const [query, pointer] of [
      [`${round}&radiusMetres=20001`, 'radiusMetres'],
      [`${round}&radiusMetres=1e999`, 'radiusMetres'],
      [`${round}&limit=2001`, 'limit'],
      ['lat=91&lon=0', 'lat'],
      ['lat=54', 'lon'],
      [`${round}&also=this`, 'also'],
    ] as const) {
      const answer = await near(query)
      t.equal(answer.status, 400, query)
      t.ok(JSON.stringify(answer.body['errors']).includes(pointer), `${pointer} in ${JSON.stringify(answer.body)}`)
    }
  })

  await t.test('a drawing says what it catches, and closes nothing', async (t) => {
    const place = { area: square(0.002) }
    const preview = await supervisor.must<Preview>(200, 'POST', '/road-changes/preview', { place })
    t.ok(preview.roads > 0 && preview.metres > 300, JSON.stringify(preview))
    t.equal(preview.named[0]?.ref, 'A592')
    t.equal(preview.stretches.length, preview.roads)
    t.equal(preview.names, preview.named.length)
    t.same(await supervisor.must(200, 'GET', '/road-changes'), [])
    const sea = await supervisor.must<Preview>(200, 'POST', '/road-changes/preview', {
      place: {
        line: [
          [-3.9, 54.2],
          [-3.9, 54.21],
        ],
      },
    })
    t.same(sea, { roads: 0, metres: 0, named: [], names: 0, stretches: [] })

    const wish = { name: 'Kirkstone top', kind: 'closed', because: 'a crash', place }
    const change = await supervisor.must<{ id: string; roads: number; metres: number }>(
      201,
      'POST',
      '/road-changes',
      wish,
    )
    t.same([change.roads, change.metres], [preview.roads, preview.metres], 'the same as it was said before')
    const drawn = await supervisor.must<Near>(200, 'GET', `/roads/near?${round}&radiusMetres=2000`)
    const closed = drawn.roads.filter(({ changes }) => changes.includes(change.id)).map(({ road }) => road)
    t.same(
      closed.sort((a, b) => a - b),
      preview.stretches.sort((a, b) => a - b),
      'they are drawn as closed',
    )
  })

  await t.test('half the county is no drawing, and hundreds of points are no burden', async (t) => {
    for (const place of [{ area: square(0.26) }, { line: square(0.5) }]) {
      const answer = await supervisor.ask('POST', '/road-changes/preview', { place })
      t.equal(answer.status, 400)
      t.match(answer.body['errors'], [{ pointer: /^\/place\/(line|area)$/, detail: /draw it in parts/ }])
    }
    const line = Array.from({ length: 500 }, (_, i) => [-3.2 + 0.001 * i, 54.5 + 0.15 * Math.sin(i)])
    const preview = await supervisor.must<Preview>(200, 'POST', '/road-changes/preview', { place: { line } })
    t.ok(preview.roads > 100 && preview.named.length <= 40 && preview.names >= preview.named.length)
  })

  await t.test('only who may close a road draws', async (t) => {
    for (const other of [handler, force]) {
      t.equal((await other.ask('GET', `/roads/near?${round}`)).status, 403)
      t.equal((await other.ask('POST', '/road-changes/preview', { place: { area: square(0.002) } })).status, 403)
    }
  })
})

t.test('roads that do not answer are no empty drawing', async (t) => {
  const router = await openRouter({ dataFolder: join(root, 'data') })
  await router.close()
  await t.rejects(previewRoadChange({ router }, { pass: 'Kirkstone Pass' }), { code: 'road/not-answering' })
})
