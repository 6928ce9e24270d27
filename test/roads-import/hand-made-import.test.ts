import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { readCsv } from '../../src/core/index.ts'
import { writeRoadGraph } from '../../src/roads-import/road-graph-writer.ts'
import { importRoads } from '../../src/roads-import/road-import.ts'
import type { ImportedNetwork } from '../../src/roads-import/road-network.ts'
import { openRouter, type Point } from '../../src/routing/index.ts'
import { readRoadGraph } from '../../src/routing/road-graph-reader.ts'
import { type HandMadeThings, handMadeExtract, type Packing } from '../support/hand-made-extract.ts'
import { root } from '../support/keeper-address.ts'

const quiet = { begin: () => undefined, update: () => undefined, end: () => undefined }

/** A village: a crossroads (node 5), a lane over a ford, a ferry, a bus gate, a bollard, and a drive. */
const village: HandMadeThings = {
  nodes: {
    1: { at: [54.5, -3.01] },
    2: { at: [54.51, -3] },
    3: { at: [54.5, -2.99] },
    4: { at: [54.49, -3] },
    5: { at: [54.5, -3], tags: { highway: 'traffic_signals' } },
    6: { at: [54.52, -3], tags: { ford: 'yes' } },
    7: { at: [54.53, -3] },
    8: { at: [54.53, -2.96] },
    9: { at: [54.525, -2.95] },
    10: { at: [54.5, -2.985], tags: { barrier: 'bollard' } },
    11: { at: [54.5, -2.98] },
    12: { at: [54.498, -3.002] },
    21: { at: [54.489, -3.012] },
    22: { at: [54.489, -2.989] },
    23: { at: [54.511, -2.989] },
    24: { at: [54.511, -3.012] },
  },
  ways: {
    101: { nodes: [1, 5], tags: { highway: 'primary', ref: 'A9', name: 'West, Road', maxspeed: '30 mph' } },
    102: { nodes: [2, 5], tags: { highway: 'residential', name: 'North "Old" Road' } },
    103: { nodes: [5, 3], tags: { highway: 'primary', ref: 'A9' } },
    104: { nodes: [5, 4], tags: { highway: 'residential', oneway: 'yes' } },
    105: { nodes: [2, 6, 7], tags: { highway: 'unclassified' } },
    106: { nodes: [7, 8], tags: { route: 'ferry', motor_vehicle: 'yes', duration: '00:10' } },
    107: { nodes: [8, 9], tags: { highway: 'tertiary', bridge: 'yes' } },
    108: { nodes: [3, 10, 11], tags: { highway: 'residential' } },
    109: { nodes: [4, 12, 1], tags: { highway: 'service', motor_vehicle: 'no', bus: 'yes' } },
    110: { nodes: [12, 5], tags: { highway: 'service', service: 'driveway' } },
    201: { nodes: [21, 22, 23] },
    202: { nodes: [21, 24, 23] },
  },
  relations: {
    // built-up land about the crossroads
    301: {
      tags: { type: 'multipolygon', landuse: 'residential' },
      members: [
        ['way', 201, 'outer'],
        ['way', 202, 'outer'],
      ],
    },
    302: {
      tags: { type: 'restriction', restriction: 'no_right_turn' },
      members: [
        ['way', 101, 'from'],
        ['node', 5, 'via'],
        ['way', 104, 'to'],
      ],
    },
    303: {
      tags: { type: 'restriction', restriction: 'only_straight_on' },
      members: [
        ['way', 102, 'from'],
        ['node', 5, 'via'],
        ['way', 104, 'to'],
      ],
    },
    304: {
      tags: { type: 'restriction', restriction: 'no_left_turn' },
      members: [
        ['way', 104, 'from'],
        ['node', 5, 'via'],
        ['way', 101, 'to'],
      ],
    },
    305: {
      tags: { type: 'restriction', restriction: 'no_u_turn' },
      members: [
        ['way', 101, 'from'],
        ['way', 103, 'via'],
        ['way', 101, 'to'],
      ],
    },
    306: {
      tags: { type: 'restriction', restriction: 'no_u_turn' },
      members: [
        ['way', 101, 'from'],
        ['node', 999, 'via'],
        ['way', 101, 'to'],
      ],
    },
  },
}

const columns = [
  ...(['id', 'class', 'subclass', 'oneway', 'name', 'ref', 'urban', 'structure', 'access'] as const),
  ...(['maxspeed_mph', 'ferry_seconds', 'osm_way', 'from', 'to', 'service_road'] as const),
] as const

async function importOf(t: Test, things: HandMadeThings, packing?: Packing, within?: string) {
  const folder = t.testdir({})
  const file = join(folder, 'village.osm.pbf')
  writeFileSync(file, handMadeExtract(things, packing))
  const out = join(folder, 'roads')
  const report = await importRoads({ file, folder: out, within, progress: quiet })
  const text = (name: string) => gunzipSync(readFileSync(join(out, name))).toString('utf8')
  const edges = [...readCsv(text('edges.csv.gz'), columns)]
  const nodes = [...readCsv(text('nodes.csv.gz'), ['id', 'main_scc', 'osm_node'])]
  const restrictions = [...readCsv(text('restrictions.csv.gz'), ['from_edge', 'via_node', 'to_edge', 'kind'])]
  const ofWay = (way: number) => edges.filter(({ osm_way }) => osm_way === String(way))
  return { out, report, edges, nodes, restrictions, ofWay }
}

t.test('a village', async (t) => {
  const { out, report, edges, nodes, restrictions, ofWay } = await importOf(t, village)

  t.equal(report.dataOf?.toISOString(), '2026-01-02T00:00:00.000Z')
  t.match(ofWay(101), [{ name: 'West, Road', ref: 'A9', class: 'primary', maxspeed_mph: '30', urban: '1' }])
  t.match(ofWay(102), [{ name: 'North "Old" Road', subclass: 'residential', urban: '1' }])
  t.match(ofWay(105), [{ structure: 'ford', subclass: 'unclassified', urban: '0' }])
  t.match(ofWay(106), [{ class: 'service', subclass: 'ferry', ferry_seconds: '600', service_road: '0', urban: '0' }])
  t.match(ofWay(107), [{ structure: 'bridge', ferry_seconds: '' }])
  t.match(ofWay(109), [{ access: 'emergency', service_road: '1' }])
  t.equal(ofWay(108).length, 2, 'cut at the bollard')
  t.equal(ofWay(110).length, 0)
  t.same(report.skipped, [['service=driveway', 1]])
  t.match(report, { barriers: { cut: 1, left: 0 }, ferries: { roads: 1, withoutDuration: 0 }, exempt: 0 })
  t.match(report.urban, { by: 'land', areas: 1 })
  t.match(report, { structures: { bridge: 1, ford: 1, tunnel: 0 }, access: { emergency: 1 } })

  const mainOf = (osm: string) => nodes.filter(({ osm_node }) => osm_node === osm).map(({ main_scc }) => main_scc)
  t.same(mainOf('5'), ['1'])
  t.same(mainOf('10'), ['1', '0'], 'the near side of the bollard, and the far side')
  t.same(mainOf('9'), ['1'], 'over the ferry and back')

  const edgeOf = (way: number) => ofWay(way)[0]?.id
  const via = nodes.find(({ osm_node }) => osm_node === '5')?.id
  t.same(restrictions, [
    { from_edge: edgeOf(101), via_node: via, to_edge: edgeOf(104), kind: 'no' },
    { from_edge: edgeOf(102), via_node: via, to_edge: edgeOf(104), kind: 'only' },
  ])
  t.same(report.restrictions, {
    read: 5,
    kept: 2,
    unhandled: [
      ['its junction is not in the network', 1],
      ['one of its roads is not in the network, or not driven that way', 1],
      ['over a road between (via way)', 1],
    ],
  })

  const graph = readRoadGraph(out)
  t.equal(graph.roads, edges.length)
  t.ok(graph.nodes > nodes.length, 'the router copies junctions with restrictions')
  t.equal(graph.roadName[0], 'West, Road')
})

t.test('every way a file may be packed gives the same roads', async (t) => {
  const { edges } = await importOf(t, village)
  const packings: Packing[] = [{ pack: 'raw' }, { pack: 'zstd' }, { plainNodes: true }]
  for (const packing of packings) {
    await t.test(JSON.stringify(packing), async (t) => {
      t.same((await importOf(t, village, packing)).edges, edges)
    })
  }
})

t.test('without built-up land, town and country are judged by what the roads say', async (t) => {
  const { report, ofWay } = await importOf(t, { ...village, relations: {} })
  t.match(report.urban, { by: 'tags', areas: 0, residentialInside: 0 })
  t.match([ofWay(101)[0], ofWay(102)[0], ofWay(107)[0]], [{ urban: '1' }, { urban: '1' }, { urban: '0' }])
})

t.test('built-up land that is not whole in the extract is left out, and said', async (t) => {
  const { 202: _gone, ...ways } = village.ways ?? {}
  const { report } = await importOf(t, { ...village, ways })
  t.match(report.urban, { by: 'tags', openRings: 1 })
})

t.test('of an area', async (t) => {
  const square = [
    [-3.005, 54.495],
    [-2.995, 54.495],
    [-2.995, 54.505],
    [-3.005, 54.505],
    [-3.005, 54.495],
  ]
  const geometry = { type: 'Polygon', coordinates: [square] }
  const collection = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] }
  const many = { type: 'MultiPolygon', coordinates: [[square]] }
  for (const area of [geometry, collection, many]) {
    const folder = t.testdir({ 'area.geojson': JSON.stringify(area) })
    const within = join(folder, 'area.geojson')
    await t.test(area.type, async (t) => {
      const { edges } = await importOf(t, village, {}, within)
      t.same(edges.map(({ osm_way }) => osm_way).sort(), ['101', '102', '103', '104'], 'roads with an end in it')
    })
  }
})

t.test('a folder that holds something else is not touched', async (t) => {
  const folder = t.testdir({ mine: { 'letters.txt': 'dear' }, others: { 'edges.csv.gz': 'x', 'nodes.csv.gz': 'y' } })
  const file = join(folder, 'village.osm.pbf')
  writeFileSync(file, handMadeExtract(village))
  for (const name of ['mine', 'others']) {
    await t.rejects(importRoads({ file, folder: join(folder, name), progress: quiet }), {
      message: /name another folder/,
    })
  }
  t.same(readFileSync(join(folder, 'mine', 'letters.txt'), 'utf8'), 'dear')
  t.same(readdirSync(folder).sort(), ['mine', 'others', 'village.osm.pbf'])
  t.notOk(existsSync(join(folder, 'roads')))
})

t.test('a writing that breaks off leaves the earlier network as it was', async (t) => {
  const { out } = await importOf(t, village)
  const before = readdirSync(out).map((name) => readFileSync(join(out, name)).toString('base64'))
  const broken = {
    junctions: [],
    roads: [],
    get restrictions(): never {
      throw new Error('the disk is full')
    },
  } as unknown as ImportedNetwork
  await t.rejects(writeRoadGraph(out, broken, 'x'), { message: 'the disk is full' })
  t.same(
    readdirSync(out).map((name) => readFileSync(join(out, name)).toString('base64')),
    before,
  )
  t.same(readdirSync(join(out, '..')).sort(), ['roads', 'village.osm.pbf'], 'and nothing beside it')
})

t.test('the router obeys what was imported: no right turn, and the ferry takes its ten minutes', async (t) => {
  const { out } = await importOf(t, village)
  const router = await openRouter({ dataFolder: join(root, 'data'), graphFolder: out })
  t.teardown(() => router.close())
  const seconds = async (from: Point, to: Point) => {
    const [time] = await router.travelTimes(to, [from])
    return time?.known ? time.seconds : NaN
  }
  const [west, south, east] = [
    { lat: 54.5, lon: -3.002 },
    { lat: 54.498, lon: -3 },
    { lat: 54.5, lon: -2.998 },
  ]
  const straight = await seconds(west, east)
  const right = await seconds(west, south)
  t.ok(straight < 60, `${straight} s over the crossroads`)
  t.ok(right > straight * 4, `${right} s to turn right: round another way`)
  const crossing = await seconds({ lat: 54.53, lon: -3 }, { lat: 54.53, lon: -2.96 })
  t.ok(crossing > 500 && crossing < 700, `${crossing} s over the water`)
})
