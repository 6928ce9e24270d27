import fc from 'fast-check'
import t from 'tap'
import { decodePolyline } from '../routing/road-graph.ts'
import { type OsmRoad, readRoad } from './osm-road-rules.ts'
import {
  cutRoads,
  encodePolyline,
  MISSING,
  type NodeTable,
  type OnNodes,
  placeOf,
  type RoadWay,
} from './road-cutting-rules.ts'

/** Nodes 0 .. n - 1 with ids 100, 101 ..., a thousandth of a degree apart, northwards. */
function table(nodes: number, missing: number[] = []): NodeTable {
  return {
    id: Float64Array.from({ length: nodes }, (_, i) => 100 + i),
    lat: Int32Array.from({ length: nodes }, (_, i) => (missing.includes(i) ? MISSING : 545_000_000 + i * 10_000)),
    lon: new Int32Array(nodes).fill(-30_000_000),
  }
}

function way(id: number, nodes: number[], tags: Record<string, string> = {}): RoadWay {
  return { id, road: readRoad({ highway: 'residential', ...tags }) as OsmRoad, nodes: Int32Array.from(nodes) }
}

const free: OnNodes = { stops: new Set(), isInside: () => true }

/** Each stretch by its way and points, in the order it may be driven. */
function cut(nodes: NodeTable, ways: RoadWay[], on: Partial<OnNodes> = {}) {
  const network = cutRoads(nodes, ways, { ...free, ...on })
  const shown = network.stretches.map(({ way: { id }, points, oneway }) => `${id}: ${points.join(oneway ? '>' : '-')}`)
  return { ...network, shown }
}

t.test('a node is found by its id', async (t) => {
  const nodes = table(5)
  t.same(
    [100, 102, 104, 99, 105].map((id) => placeOf(nodes, id)),
    [0, 2, 4, -1, -1],
  )
})

t.test('ways are cut where they meet, and only there', async (t) => {
  const network = cut(table(8), [way(1, [0, 1, 2, 3]), way(2, [2, 5, 6]), way(3, [6, 7])])
  t.same(network.shown, ['1: 0-1-2', '1: 2-3', '2: 2-5-6', '3: 6-7'])
  t.same(network.nodeAt, [0, 2, 3, 6, 7], 'junctions are numbered as they come')
  t.match(network.stretches[2], { from: 1, to: 3 })
  t.ok(Math.abs((network.stretches[0]?.metres ?? 0) - 222.39) < 0.01, 'two thousandths of a degree')
})

t.test('a way that meets itself: a lollipop, and a ring', async (t) => {
  t.same(cut(table(5), [way(1, [0, 1, 2, 3, 1])]).shown, ['1: 0-1', '1: 1-2-3-1'])
  const ring = cut(table(3), [way(1, [0, 1, 2, 0], { junction: 'roundabout' })])
  t.same(ring.shown, ['1: 0>1>2>0'])
  t.match(ring.stretches, [{ from: 0, to: 0 }])
})

t.test('points run the way the road may be driven; what others may not, police may', async (t) => {
  t.same(cut(table(3), [way(1, [0, 1, 2], { oneway: '-1' })]).shown, ['1: 2>1>0'])
  t.same(cut(table(3), [way(1, [0, 1, 2], { oneway: 'yes' })]).shown, ['1: 0>1>2'])
  t.same(cut(table(3), [way(1, [0, 1, 2], { oneway: 'yes', 'oneway:psv': 'no' })]).shown, ['1: 0-1-2'])
})

t.test('where the extract ends, a road ends', async (t) => {
  const network = cut(table(6, [2]), [way(1, [0, 1, 2, 3, 4]), way(2, [4, 5])])
  t.same(network.shown, ['1: 0-1', '1: 3-4', '2: 4-5'])
  t.equal(network.leavingWays, 1)
  t.same(cut(table(2, [1]), [way(1, [0, 1])]).shown, [], 'one node is no road')
  t.same(cut(table(2), [way(1, [0, 0, 1, 1])]).shown, ['1: 0-1'], 'a node twice in a row is one')
})

t.test('a barrier ends the roads on both its sides', async (t) => {
  const amid = cut(table(3), [way(1, [0, 1, 2])], { stops: new Set([1]) })
  t.same(amid.shown, ['1: 0-1', '1: 1-2'])
  t.not(amid.stretches[0]?.to, amid.stretches[1]?.from, 'each has an end of its own')
  t.same(amid.nodeAt, [0, 1, 1, 2])
  t.match(amid, { barriersCut: 1, barriersLeft: 0 })

  const between = cut(table(3), [way(1, [0, 1]), way(2, [1, 2])], { stops: new Set([1]) })
  t.not(between.stretches[0]?.to, between.stretches[1]?.from, 'also where one way ends and the next begins')

  const corner = cut(table(4), [way(1, [0, 1, 2]), way(2, [1, 3])], { stops: new Set([1]) })
  t.equal(corner.stretches[0]?.to, corner.stretches[1]?.from, 'at a junction it is not said which road it stops')
  t.match(corner, { barriersCut: 0, barriersLeft: 1 })
  t.match(cut(table(3), [way(1, [0, 1])], { stops: new Set([2]) }), { barriersCut: 0, barriersLeft: 0 }, 'on a path')
})

t.test('of an area, roads with one end in it are kept', async (t) => {
  // nodes 0 and 1 are inside
  const isInside = (lat: number) => lat < 54.5015
  const network = cut(table(5), [way(1, [0, 1]), way(2, [1, 2]), way(3, [2, 3]), way(4, [4, 3, 1], { oneway: '-1' })], {
    isInside,
  })
  t.same(network.shown, ['1: 0-1', '2: 1-2', '4: 1>3'])
  t.same(network.nodeAt, [0, 1, 2, 3], 'junctions of what was left out are not there')
})

t.test('a junction of more roads than a byte counts is still one', async (t) => {
  const star = Array.from({ length: 300 }, (_, i) => way(i, [i + 1, 0, i + 1]))
  t.equal(cut(table(301), star).stretches.length, 600)
})

t.test('a polyline is read as it was written', async (t) => {
  t.equal(encodePolyline([3850000, -12020000, 4070000, -12095000, 4325200, -12645300]), '_p~iF~ps|U_ulLnnqC_mqNvxq`@')
  const line = fc.array(fc.integer({ min: -18_000_000, max: 18_000_000 }), { maxLength: 20 })
  fc.assert(
    fc.property(line, (numbers) => {
      const even = numbers.slice(0, numbers.length & ~1)
      return decodePolyline(encodePolyline(even)).join() === even.join()
    }),
  )
})
