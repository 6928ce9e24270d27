import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gunzipSync, gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { openRouter, type Place, type Router, type RouterOptions } from '../../src/routing/index.ts'

const root = join(import.meta.dirname, '..', '..')

/** A force whose network is a square of two-way roads, a kilometre a side, one of them named Fell Road. */
function squareForce(
  t: Test,
  side = 0.01,
): { folder: string; cacheFolder: string; at: (east: number, north: number) => Place } {
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const
  const nodes = corners.map(([x, y], id) => `${id},${-3 + x * side * 1.7},${54 + y * side},1`)
  const columns =
    'id,from,to,class,subclass,oneway,ramp,structure,service_road,name,ref,urban,length_m,default_mph,polyline5'
  const edges = corners.map(([x, y], id) => {
    const [nextX, nextY] = corners[(id + 1) % 4] as readonly [number, number]
    const line = encode([
      [54 + y * side, -3 + x * side * 1.7],
      [54 + nextY * side, -3 + nextX * side * 1.7],
    ])
    return `${id},${id},${(id + 1) % 4},minor,,0,0,,0,${id === 0 ? 'Fell Road' : ''},,0,1112,28,"${line.replaceAll('"', '""')}"`
  })
  const folder = t.testdir({
    force: { 'road-speeds.json': readFileSync(join(root, 'data', 'force', 'road-speeds.json')) },
    'cumbria-road-graph': {
      'nodes.csv.gz': gzipSync(`id,lon,lat,main_scc\n${nodes.join('\n')}\n`),
      'edges.csv.gz': gzipSync(`${columns}\n${edges.join('\n')}\n`),
    },
  })
  const at = (east: number, north: number) => ({ lat: 54 + north * side, lon: -3 + east * side * 1.7 })
  return { folder, cacheFolder: join(folder, 'cache'), at }
}

/** The encoded polyline format, precision 5. */
function encode(points: Array<[lat: number, lon: number]>): string {
  let [last, text]: [readonly [number, number], string] = [[0, 0], '']
  for (const [lat, lon] of points) {
    const here = [Math.round(lat * 1e5), Math.round(lon * 1e5)] as const
    for (const i of [0, 1] as const) {
      const difference = here[i] - last[i]
      let value = difference < 0 ? ~(difference << 1) : difference << 1
      for (; value >= 0x20; value >>= 5) text += String.fromCharCode((0x20 | (value & 0x1f)) + 63)
      text += String.fromCharCode(value + 63)
    }
    last = here
  }
  return text
}

async function open(t: Test, options: RouterOptions) {
  const prepared = Promise.withResolvers<{ from: string }>()
  const router = await openRouter({ ...options, onPrepared: prepared.resolve })
  t.teardown(() => router.close())
  return { router, prepared: prepared.promise }
}

async function seconds(router: Router, to: Place, ...unitIds: string[]): Promise<Array<number | string>> {
  const times = await router.timesOfUnits(
    to,
    unitIds.map((unitId) => ({ unitId, profile: 'normal' })),
  )
  return times.map((time) => (time.known ? Math.round(time.seconds) : time.because))
}

t.test('a unit is where it was last moved to, until it is forgotten', async (t) => {
  const { folder, at } = squareForce(t)
  const { router, prepared } = await open(t, { dataFolder: folder })
  await prepared
  router.moveUnit('a', at(0.5, 0))
  router.moveUnit('b', at(0, 0.5))
  router.moveUnit('b', at(0.9, 0))
  router.moveUnit('far', { lat: 55, lon: -3 })
  const [a, b, ...none] = await seconds(router, at(0.9, 0), 'a', 'b', 'c', 'far')
  t.ok(Number(a) > 20 && Number(a) < 60)
  t.equal(b, 0)
  t.same(none, ['no-position', 'off-network'])
  t.same(await router.timesOfUnits(at(0, 0), []), [])
  t.same(await seconds(router, { lat: 55, lon: -3 }, 'a', 'c'), ['off-network', 'no-position'])

  router.moveUnit('a', undefined)
  router.moveUnit('c', undefined)
  router.moveUnit('d', at(0.9, 0))
  t.same(await seconds(router, at(0.9, 0), 'a', 'd', 'b'), ['no-position', 0, 0], 'another takes its slot')
  const [blue, normal] = await router.timesOfUnits(at(0, 1), [
    { unitId: 'd', profile: 'blue-light' },
    { unitId: 'd', profile: 'normal' },
  ])
  t.ok(blue?.known && normal?.known && blue.seconds < normal.seconds, 'each by its own profile')
})

t.test('many units: their labels grow', async (t) => {
  const { folder, at } = squareForce(t)
  const { router, prepared } = await open(t, { dataFolder: folder })
  await prepared
  const ids = Array.from({ length: 1_000 }, (_, i) => `u${i}`)
  for (const [i, id] of ids.entries()) router.moveUnit(id, at(i / 1_000, 0))
  const times = (await seconds(router, at(1, 0), ...ids)).map(Number)
  t.ok(
    times.every((time, i) => i === 0 || time <= (times[i - 1] as number)),
    'each is nearer than the one before',
  )
  t.equal(times.at(-1), 0)
})

t.test('before it is prepared, and after: one answer', async (t) => {
  const { folder, at } = squareForce(t)
  const { router, prepared } = await open(t, { dataFolder: folder })
  router.moveUnit('a', at(0.2, 0))
  const before = await router.timesOfUnits(at(0.3, 1), [{ unitId: 'a', profile: 'normal' }])
  const [byPlace] = await router.travelTimes(at(0.3, 1), [at(0.2, 0)])
  t.equal((await prepared).from, 'roads')
  const [after] = await router.timesOfUnits(at(0.3, 1), [{ unitId: 'a', profile: 'normal' }])
  t.ok(after?.known && before[0]?.known && Math.abs(after.seconds - before[0].seconds) < 1e-9)
  t.ok(after?.known && byPlace?.known && Math.abs(after.metres - byPlace.metres) < 0.1)
})

t.test('closures count at once, also before it is prepared; the newest list is the one in force', async (t) => {
  const { folder, at } = squareForce(t)
  const { router, prepared } = await open(t, { dataFolder: folder })
  const closed = { id: 'snow', name: 'Snow', kind: 'closed', factor: 0, where: { road: 'Fell Road' } } as const
  router.moveUnit('a', at(0, 0.1))
  const [usual] = await seconds(router, at(1, 0.1), 'a')
  const early = await router.setRoadChanges([closed])
  t.match(early, { version: 1, matched: [{ id: 'snow', roads: 1 }] })
  const [round] = await seconds(router, at(1, 0.1), 'a')
  t.ok(Number(round) > Number(usual) * 1.5)
  await prepared
  t.same(await seconds(router, at(1, 0.1), 'a'), [round])
  t.match(await router.timesOfUnits(at(1, 0.1), [{ unitId: 'a', profile: 'blue-light' }]), [{ delayedBy: ['snow'] }])

  const answers = await Promise.all([
    router.setRoadChanges([]),
    router.setRoadChanges([closed, { ...closed, id: 'typo', where: { road: 'Fel Road' } }]),
    router.setRoadChanges([]),
  ])
  t.same(
    answers.map(({ version, matched }) => [version, matched.map(({ roads }) => roads)]),
    [
      [2, []],
      [3, [1, 0]],
      [4, []],
    ],
  )
  t.same(await seconds(router, at(1, 0.1), 'a'), [usual])
})

t.test('a unit that moves while roads are laid out anew is where it went', async (t) => {
  const router = (await open(t, { dataFolder: join(root, 'data') })).router
  const [barrow, carlisle] = [
    { lat: 54.112, lon: -3.226 },
    { lat: 54.895, lon: -2.938 },
  ]
  for (let i = 0; i < 600; i += 1) router.moveUnit(`u${i}`, barrow)
  const changing = router.setRoadChanges([
    { id: 'a66', name: 'Event', kind: 'slowed', factor: 0.5, where: { road: 'A66' } },
  ])
  for (let i = 0; i < 50; i += 1) {
    router.moveUnit('u0', i % 2 === 0 ? carlisle : barrow)
    router.moveUnit('u599', i % 2 === 0 ? carlisle : barrow)
    await new Promise((resolve) => setTimeout(resolve, 4))
    const [first, last] = await seconds(router, carlisle, 'u0', 'u599')
    t.ok(i % 2 === 0 ? Number(first) < 120 && first === last : Number(first) > 3_000 && Number(last) > 3_000)
  }
  await changing
})

t.test('a new worker knows the units and the closures', async (t) => {
  const { folder, at } = squareForce(t)
  const threads: Worker[] = []
  const { router } = await open(t, {
    dataFolder: folder,
    startWorker: (sources) => {
      const thread = new Worker(join(root, 'src', 'routing', 'routing-worker.ts'), { workerData: sources })
      threads.push(thread)
      return thread
    },
  })
  router.moveUnit('a', at(0, 0.1))
  const [usual] = await seconds(router, at(1, 0.1), 'a')
  await router.setRoadChanges([{ id: 's', name: 'Snow', kind: 'closed', factor: 0, where: { road: 'Fell Road' } }])
  const [round] = await seconds(router, at(1, 0.1), 'a')
  await threads[0]?.terminate()
  router.moveUnit('b', at(1, 0.1))
  t.same(await seconds(router, at(1, 0.1), 'a', 'b'), [round, 0])
  t.ok(Number(round) > Number(usual))
  t.equal(threads.length, 2)
  await router.close()
  router.moveUnit('a', at(0, 0))
  t.same(await seconds(router, at(1, 0.1), 'a'), ['router-failed'])
  await t.rejects(router.setRoadChanges([]), { message: /could not take the road changes/ })
  t.equal(await router.tryRoadChange({ road: 'Fell Road' }), undefined)
  t.equal(await router.roadsNear(at(0, 0), { radiusMetres: 500, most: 10 }), undefined)
})

t.test('what was prepared is kept by the content of its files, and made anew when they change', async (t) => {
  const { folder, cacheFolder, at } = squareForce(t)
  const start = async () => {
    const { router, prepared } = await open(t, { dataFolder: folder, cacheFolder })
    router.moveUnit('a', at(0.1, 0))
    const { from } = await prepared
    const times = await seconds(router, at(0.9, 1), 'a')
    await router.close()
    return { from, times }
  }
  const kept = () => (existsSync(cacheFolder) ? readdirSync(cacheFolder) : [])
  const whole = async () => {
    // written by a thread of its own, after the first answers
    for (let i = 0; i < 100 && !kept().some((name) => name.endsWith('.bin')); i += 1)
      await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const first = await openAndKeep()
  t.equal(first.from, 'roads')
  t.same(await start(), { ...first, from: 'cache' })
  const [file = ''] = kept()

  const damaged = readFileSync(join(cacheFolder, file))
  damaged[damaged.length - 3] = (damaged[damaged.length - 3] as number) ^ 1
  writeFileSync(join(cacheFolder, file), damaged)
  t.same(await openAndKeep(), first, 'damaged')
  writeFileSync(join(cacheFolder, file), 'no')
  t.same(await openAndKeep(), first, 'cut off')

  const speeds = join(folder, 'force', 'road-speeds.json')
  writeFileSync(speeds, readFileSync(speeds, 'utf8').replace('"rural": 26', '"rural": 13'))
  const slower = await start()
  t.equal(slower.from, 'cache')
  t.ok(Number(slower.times[0]) > Number(first.times[0]) * 1.5, 'speeds count at once: what is kept knows none')

  const edges = join(folder, 'cumbria-road-graph', 'edges.csv.gz')
  writeFileSync(edges, gzipSync(`${columnsOnly(edges)}\n`))
  const empty = await openAndKeep()
  t.match(empty, { from: 'roads', times: ['off-network'] })
  t.equal(kept().length, 1, 'what was kept of other roads is removed')
  t.not(kept()[0], file)

  async function openAndKeep() {
    const { router, prepared } = await open(t, { dataFolder: folder, cacheFolder })
    router.moveUnit('a', at(0.1, 0))
    const { from } = await prepared
    const times = await seconds(router, at(0.9, 1), 'a')
    await whole()
    // what is being written is under another name until it is whole
    const size = () =>
      kept().reduce((sum, name) => sum + (statSync(join(cacheFolder, name), { throwIfNoEntry: false })?.size ?? 0), 0)
    for (let i = 0, last = -1; i < 100 && last !== size(); i += 1) {
      last = size()
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await router.close()
    return { from, times }
  }
})

function columnsOnly(file: string): string {
  return gunzipSync(readFileSync(file)).toString('utf8').split('\n')[0] ?? ''
}

t.test('a folder that cannot be written is no reason to fail', async (t) => {
  const { folder } = squareForce(t)
  writeFileSync(join(folder, 'file'), '')
  const { prepared } = await open(t, { dataFolder: folder, cacheFolder: join(folder, 'file', 'cache') })
  t.equal((await prepared).from, 'roads')
})
