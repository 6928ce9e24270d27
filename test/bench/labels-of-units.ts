import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { SeededRandom } from '../../src/demo/seeded-random.ts'
import { buildHierarchy } from '../../src/routing/hierarchy-rules.ts'
import { openRouter, type Place, type RoadChange, type Router } from '../../src/routing/index.ts'
import { RoadDesk } from '../../src/routing/road-desk.ts'
import {
  buildRoadGraph,
  type Junction,
  type Road,
  type RoadGraph,
  roadClasses,
  roadFlag,
} from '../../src/routing/road-graph.ts'
import { readRoadGraph } from '../../src/routing/road-graph-reader.ts'
import { timeRoads } from '../../src/routing/road-speed-rules.ts'
import { type RoadSpeeds, roadSpeeds } from '../../src/routing/road-speeds.ts'
import { indexRoads, snapEither } from '../../src/routing/snap-rules.ts'
import { findAnswers, makeFinder } from '../../src/routing/travel-time-rules.ts'
import { dataFolder, type Ground, root } from './bench-ground.ts'
import { against, contest, type Measure, percentile, timed } from './bench-measure.ts'

const UNITS = 300
const MOVES = 10_000
/** Units report together, as a location server hands them on. */
const MOVES_IN_A_TICK = 50
const WARM_UP = 300
/** A room asks now and then: the worker sleeps in between. */
const REST_MS = 20
const GROWTH = [100, 300, 1_000, 3_000]

/**
 * Road times from the labels of units, through the worker, beside the bounded search and beside the nearest by straight
 * line as PostgreSQL tells it; moves, closures, preparation, memory; and how all of it grows.
 */
export async function measureLabels(ground: Ground): Promise<Measure[]> {
  const graph = readRoadGraph(join(dataFolder, 'cumbria-road-graph'))
  const speeds = roadSpeeds.parse(JSON.parse(readFileSync(join(dataFolder, 'force', 'road-speeds.json'), 'utf8')))
  const cacheFolder = ground.folder('roads')
  const preparing = await open(cacheFolder)
  await preparing.router.close()
  const { router, ms: openedMs } = await open(cacheFolder)
  ground.onEnd(() => router.close())
  return [
    ...(await measureTable(ground, router, graph, speeds)),
    ...(await measureMoves(router, graph)),
    ...(await measureClosing(router, graph)),
    against(30, 'roads prepared from their files', preparing.ms / 1000, 's'),
    against(1, 'roads opened from what was kept', openedMs / 1000, 's'),
    against(150, 'memory of the roads, opened from what was kept', await memoryOf(cacheFolder), 'MiB'),
    ...(await measureGrowth(ground, graph, speeds)),
  ]
}

/** Until times come from labels; milliseconds. */
async function open(cacheFolder: string): Promise<{ router: Router; ms: number }> {
  const prepared = Promise.withResolvers<unknown>()
  const began = performance.now()
  const router = await openRouter({ dataFolder, cacheFolder, onPrepared: prepared.resolve })
  await prepared.promise
  return { router, ms: performance.now() - began }
}

async function measureTable(ground: Ground, router: Router, graph: RoadGraph, speeds: RoadSpeeds): Promise<Measure[]> {
  const random = new SeededRandom('labels of units')
  const places = Array.from({ length: UNITS }, () => somewhere(random, graph))
  const index = indexRoads(graph, speeds.offRoad)
  const finder = makeFinder(graph, index, timeRoads(graph, speeds, 'normal'), speeds)
  const onRoads = places.map((place) => snapEither(index, place, speeds.offRoad.vehicleMaxMetres))
  places.forEach((place, i) => {
    router.moveUnit(`unit ${i}`, place)
  })
  const units = places.map((_, i) => ({ unitId: `unit ${i}`, profile: 'normal' }) as const)
  const database = await nearestByLine(ground, places)
  const rounds = ground.quick ? 300 : 3_000

  /** Each way by itself, so that none finds the processor's memory full of another's. */
  async function sample(ask: (to: Place) => unknown, count = rounds, restMs = 0): Promise<number[]> {
    const samples: number[] = []
    for (let round = 0; round < WARM_UP + count; round += 1) {
      const to = somewhere(random, graph)
      if (restMs > 0 && round >= WARM_UP) await setTimeout(restMs)
      const ms = await timed(() => ask(to))
      if (round >= WARM_UP) samples.push(ms)
    }
    return samples
  }
  const byLabels = async (to: Place) => {
    const known = (await router.timesOfUnits(to, units)).filter((time) => time.known).length
    if (known < UNITS / 2) throw new Error(`only ${known} of ${UNITS} times are known`)
  }
  const nobody = (to: Place) => router.timesOfUnits(to, [{ unitId: 'nobody', profile: 'normal' }])
  const searched = (to: Place) => findAnswers(finder, snapEither(index, to, speeds.offRoad.incidentMaxMetres), onRoads)

  const samples = await sample(byLabels)
  const rested = await sample(byLabels, rounds / 10, REST_MS)
  return [
    ...contest({
      name: `road times of ${UNITS} units from labels, through the worker`,
      samples,
      limits: { p50: 0.3, p99: 2 },
      rival: {
        name: 'the same times by a bounded Dijkstra, in this thread',
        samples: await sample(searched, rounds / 3),
      },
    }),
    ...contest({
      name: 'the same, to PostgreSQL',
      samples,
      limits: {},
      rival: { name: `${UNITS} units by straight line, PostgreSQL with a GiST index`, samples: await sample(database) },
    }),
    ...contest({
      name: `the same after ${REST_MS} ms of rest`,
      samples: rested,
      limits: {},
      rival: {
        name: 'a question about nobody, after as much rest: two threads woken',
        samples: await sample(nobody, rounds / 10, REST_MS),
      },
    }),
  ]
}

/** All units by straight line, nearest first, as one prepared statement on the index. */
async function nearestByLine(ground: Ground, places: readonly Place[]): Promise<(to: Place) => Promise<unknown>> {
  const server = await ground.postgres(ground.folder('nearest'), 'nearest_units')
  const client = new pg.Client({ connectionString: server.adminUrl.replace(/\/postgres$/, '/nearest_units') })
  await client.connect()
  ground.onEnd(() => client.end())
  await client.query('create table if not exists at (id int primary key, place point not null)')
  await client.query('truncate at')
  for (const [id, { lat, lon }] of places.entries()) {
    await client.query('insert into at values ($1, point($2, $3))', [id, lon * Math.cos((lat * Math.PI) / 180), lat])
  }
  await client.query('create index if not exists at_place on at using gist (place)')
  await client.query('analyze at')
  await client.query('set enable_seqscan = off')
  return ({ lat, lon }) =>
    client.query({
      name: 'nearest',
      text: 'select id, place <-> point($1, $2) as far from at order by place <-> point($1, $2)',
      values: [lon * Math.cos((lat * Math.PI) / 180), lat],
    })
}

/** Until the last move has its labels, in both profiles. */
async function measureMoves(router: Router, graph: RoadGraph): Promise<Measure[]> {
  const random = new SeededRandom('moves')
  const places = Array.from({ length: MOVES }, () => somewhere(random, graph))
  const last = { unitId: `unit ${(MOVES - 1) % UNITS}`, profile: 'normal' } as const
  const ms = await timed(async () => {
    for (const [i, place] of places.entries()) {
      router.moveUnit(`unit ${i % UNITS}`, place)
      if (i % MOVES_IN_A_TICK === MOVES_IN_A_TICK - 1) await new Promise((resolve) => setImmediate(resolve))
    }
    await router.timesOfUnits(places[0] as Place, [last])
  })
  return [against(1_000, `${MOVES} units moved, labels for both profiles`, ms, 'ms')]
}

/** A pass shut and opened again, and what a question waits meanwhile. */
async function measureClosing(router: Router, graph: RoadGraph): Promise<Measure[]> {
  const snow: RoadChange[] = [
    { id: 'h', name: 'Snow', kind: 'closed', factor: 0, where: { pass: 'Hartside' } },
    { id: 'a66', name: 'Event', kind: 'slowed', factor: 0.5, where: { road: 'A66' } },
  ]
  const random = new SeededRandom('closing')
  const units = Array.from({ length: UNITS }, (_, i) => ({ unitId: `unit ${i}`, profile: 'normal' }) as const)
  const closing: number[] = []
  const meanwhile: number[] = []
  for (let round = 0; round < 10; round += 1) {
    const change = { isOpen: true }
    const changing = timed(() => router.setRoadChanges(round % 2 === 0 ? snow : [])).finally(() => {
      change.isOpen = false
    })
    while (change.isOpen) meanwhile.push(await timed(() => router.timesOfUnits(somewhere(random, graph), units)))
    closing.push(await changing)
  }
  return [
    against(2_000, 'a closure in force, at most', Math.max(...closing), 'ms'),
    against(2_000, 'a question asked meanwhile, at most', Math.max(...meanwhile), 'ms'),
  ]
}

/** Resident memory of a process that has opened the roads, less that of one that has an empty worker; MiB. */
async function memoryOf(cacheFolder: string): Promise<number> {
  const options = JSON.stringify({ dataFolder, cacheFolder })
  const opened = `
    const { openRouter } = await import(${JSON.stringify(join(root, 'src/routing/index.ts'))})
    await new Promise(async (resolve) => {
      const router = await openRouter({ ...${options}, onPrepared: resolve })
      for (let i = 0; i < ${UNITS}; i += 1) router.moveUnit('u' + i, { lat: 54.1 + i / 400, lon: -3.2 + i / 500 })
      await router.timesOfUnits({ lat: 54.6, lon: -3 }, [{ unitId: 'u1', profile: 'normal' }])
    })`
  const empty = `
    const { Worker } = await import('node:worker_threads')
    await new Promise((resolve) => new Worker('setInterval(() => {}, 1000)', { eval: true }).once('online', resolve))`
  const say = `console.log(process.memoryUsage.rss()); process.exit(0)`
  const resident = async (script: string) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', `(async () => { ${script}\n${say} })()`])
    return Number(stdout) / 2 ** 20
  }
  return (await resident(opened)) - (await resident(empty))
}

/** In this thread: what the answer costs, without the way to the worker. Ratios are to one county and 300 units. */
async function measureGrowth(ground: Ground, graph: RoadGraph, speeds: RoadSpeeds): Promise<Measure[]> {
  const measures: Measure[] = []
  let typical = Number.NaN
  for (const [counties, units] of [[1, 300], ...GROWTH.filter((n) => n !== 300).map((n) => [1, n]), [4, 300]] as Array<
    [number, number]
  >) {
    const roads = counties === 1 ? graph : fourCounties(graph)
    const began = performance.now()
    const hierarchy = buildHierarchy(roads)
    const builtMs = performance.now() - began
    const desk = new RoadDesk(roads, speeds)
    const random = new SeededRandom('growth')
    for (let slot = 0; slot < units; slot += 1) desk.move(slot, somewhere(random, roads))
    await desk.adopt(hierarchy)
    const slots = Int32Array.from({ length: units }, (_, slot) => slot)
    const samples: number[] = []
    for (let round = 0; round < WARM_UP + (ground.quick ? 200 : 1_000); round += 1) {
      const to = somewhere(random, roads)
      const ms = await timed(() => desk.timesOfUnits(to, slots, new Uint8Array(units)))
      if (round >= WARM_UP) samples.push(ms)
    }
    const value = percentile(samples, 0.5)
    if (counties === 1 && units === 300) typical = value
    const what = `${units} units, ${roads.nodes} junctions`
    measures.push({
      name: `table of ${what}, in this thread p50`,
      value,
      unit: 'ms',
      limit: null,
      ratio: value / typical,
    })
    if (units === 300) measures.push(against(30, `hierarchy of ${roads.nodes} junctions`, builtMs / 1000, 's'))
  }
  return measures
}

/** Four copies of the county in a row, each joined with the next by three long roads. */
function fourCounties(graph: RoadGraph): RoadGraph {
  const SHIFT = 160_000
  const junctions: Junction[] = []
  const roads: Road[] = []
  for (let copy = 0; copy < 4; copy += 1) {
    const base = copy * graph.nodes
    for (let node = 0; node < graph.nodes; node += 1) {
      const lon = (graph.nodeLon[node] as number) + (copy * SHIFT) / 1e5
      junctions.push({ lat: graph.nodeLat[node] as number, lon, main: graph.nodeMain[node] === 1 })
    }
    for (let road = 0; road < graph.roads; road += 1) {
      const line: number[] = []
      for (let at = graph.lineFirst[road] as number; at < (graph.lineFirst[road + 1] as number); at += 1) {
        line.push(graph.lineLat[at] as number, (graph.lineLon[at] as number) + copy * SHIFT)
      }
      const flags = graph.roadFlags[road] as number
      roads.push({
        from: base + (graph.roadFrom[road] as number),
        to: base + (graph.roadTo[road] as number),
        class: roadClasses[graph.roadClass[road] as number] ?? 'minor',
        unclassified: (flags & roadFlag.unclassified) !== 0,
        oneway: (flags & roadFlag.oneway) !== 0,
        ramp: (flags & roadFlag.ramp) !== 0,
        urban: (flags & roadFlag.urban) !== 0,
        name: graph.roadName[road] ?? '',
        ref: graph.roadRef[road] ?? '',
        metres: graph.roadMetres[road] as number,
        line,
      })
    }
    if (copy === 0) continue
    for (const joint of [1_000, 15_000, 30_000])
      roads.push(longRoad(junctions, base - graph.nodes + joint, base + joint))
  }
  return buildRoadGraph(junctions, roads)
}

function longRoad(junctions: readonly Junction[], from: number, to: number): Road {
  const ends = [junctions[from] as Junction, junctions[to] as Junction]
  const line = ends.flatMap(({ lat, lon }) => [Math.round(lat * 1e5), Math.round(lon * 1e5)])
  const kind = { class: 'trunk', unclassified: false, oneway: false, ramp: false, urban: false } as const
  return { from, to, ...kind, name: '', ref: '', metres: 100_000, line }
}

/** Beside a road, anywhere. */
function somewhere(random: SeededRandom, graph: RoadGraph): Place {
  const at = random.integer(0, graph.lineLat.length - 1)
  return {
    lat: (graph.lineLat[at] as number) / 1e5 + (random.fraction() - 0.5) * 0.003,
    lon: (graph.lineLon[at] as number) / 1e5 + (random.fraction() - 0.5) * 0.003,
  }
}
