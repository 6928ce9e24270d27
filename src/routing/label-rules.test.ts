import fc from 'fast-check'
import t from 'tap'
import { handMadeGraph, handMadeSpeeds } from '../../test/support/hand-made-roads.ts'
import { buildHierarchy } from './hierarchy-rules.ts'
import {
  findMeeting,
  growLabels,
  type Labels,
  labelIncident,
  labelUnit,
  lastShared,
  makeLabels,
  pathOf,
} from './label-rules.ts'
import { ChangeSets } from './met-changes-rules.ts'
import { arrivals, departures } from './on-road-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import { layMetric, NO_WAY, type RoadMetric } from './road-metric-rules.ts'
import { timeRoads } from './road-speed-rules.ts'
import type { RoadTimes } from './road-speeds.ts'
import type { Snapped } from './snap-rules.ts'

const speeds = handMadeSpeeds()

function lay(graph: RoadGraph, times: RoadTimes, sets?: ChangeSets): RoadMetric {
  const work = layMetric(graph, buildHierarchy(graph), times, sets)
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

function place(road: number, along: number): Snapped {
  return { road, along, offRoadMetres: 0, side: 'on', bearing: 0, lat: 54, lon: -3 }
}

/** By labels from one place to another, off the one road and onto the other. */
function drive(graph: RoadGraph, metric: RoadMetric, labels: Labels, from: Snapped, to: Snapped) {
  labelIncident(graph, metric, labels, 0, arrivals(graph, metric.times, to))
  labelUnit(graph, metric, labels, 1, departures(graph, metric.times, from))
  const last = lastShared(metric.hierarchy, pathOf(metric.hierarchy, labels, 0), labels.low[1] as number)
  const meeting = findMeeting(labels, 1, 0, last)
  if (meeting < 0) return undefined
  const sum = (of: Int32Array) => (of[meeting] as number) + (of[labels.stride + meeting] as number)
  const met =
    labels.met.length > 0 ? [labels.met[meeting] as number, labels.met[labels.stride + meeting] as number] : []
  return { ms: sum(labels.ms), cm: sum(labels.cm), met }
}

/** Floyd and Warshall, over every road that is not shut. */
function allPairs(graph: RoadGraph, { roadMs, shut }: RoadTimes): number[][] {
  const nodes = [...Array(graph.nodes).keys()]
  const ms = nodes.map((a) => nodes.map((b) => (a === b ? 0 : Infinity)))
  for (let turn = 0; turn < graph.roads * 2; turn += 1) {
    if (shut[turn >> 1] || graph.tailFirst[turn] === graph.tailFirst[turn + 1]) continue
    const [tail, head] = [graph.tail[graph.tailFirst[turn] as number] as number, graph.head[turn] as number]
    const row = ms[tail] as number[]
    row[head] = Math.min(row[head] as number, roadMs[turn >> 1] as number)
  }
  for (const via of nodes) {
    for (const a of ms) {
      for (const b of nodes) a[b] = Math.min(a[b] as number, (a[via] as number) + (ms[via]?.[b] as number))
    }
  }
  return ms
}

t.test('in any network, from any road to any other, as Floyd and Warshall have it', async (t) => {
  const network = fc.integer({ min: 2, max: 9 }).chain((nodes) => {
    const node = fc.integer({ min: 0, max: nodes - 1 })
    const road = fc.record({
      a: node,
      b: node,
      oneway: fc.boolean(),
      shut: fc.boolean(),
      metres: fc.integer({ min: 0, max: 900 }),
    })
    return fc.record({ nodes: fc.constant(nodes), roads: fc.array(road, { minLength: 1, maxLength: 20 }) })
  })
  let known = 0
  fc.assert(
    fc.property(network, ({ nodes, roads }) => {
      const junctions = Object.fromEntries(
        Array.from({ length: nodes }, (_, i) => [`N${i}`, [(i * 37) % 100, (i * 61) % 100] as [number, number]]),
      )
      const graph = handMadeGraph(
        junctions,
        roads.map(({ a, b, oneway, metres }) => ({ between: `N${a}-N${b}`, oneway, metres })),
      )
      const times = {
        ...timeRoads(graph, speeds, 'normal'),
        shut: Uint8Array.from(roads, ({ shut }) => (shut ? 1 : 0)),
      }
      const metric = lay(graph, times)
      const labels = makeLabels(metric.hierarchy, 2, false)
      const ms = allPairs(graph, times)
      return roads.every((_, from) =>
        roads.every((_, to) => {
          const [unit, incident] = [place(from, 0.25), place(to, 0.5)]
          let best = Infinity
          for (const off of departures(graph, times, unit)) {
            for (const onto of arrivals(graph, times, incident)) {
              const [head, tail] = [
                graph.head[off.turn] as number,
                graph.tail[graph.tailFirst[onto.turn] as number] as number,
              ]
              best = Math.min(best, off.ms + (ms[head]?.[tail] as number) + onto.ms)
            }
          }
          const found = drive(graph, metric, labels, unit, incident)
          if (found) known += 1
          return (found?.ms ?? Infinity) === best && (!found || found.ms === found.cm * 1)
        }),
      )
    }),
    { numRuns: 200, seed: 5 },
  )
  t.ok(known > 1000, `${known} known`)
})

t.test(
  'the changes on the way: of the roads driven off, along and onto, but not of a road only stood at',
  async (t) => {
    const graph = handMadeGraph({ A: [0, 0], B: [1000, 0], C: [2000, 0], D: [3000, 0], E: [3000, 900] }, [
      { between: 'A-B' },
      { between: 'B-C' },
      { between: 'C-D' },
      { between: 'D-E' },
    ])
    const sets = new ChangeSets()
    const met = Int32Array.from([0, 1, 2, 3], (road) => (road === 3 ? 0 : sets.of([road])))
    const metric = lay(graph, { ...timeRoads(graph, speeds, 'normal'), met }, sets)
    const labels = makeLabels(metric.hierarchy, 2, true)
    const changes = (from: Snapped, to: Snapped) => {
      const [up, down] = drive(graph, metric, labels, from, to)?.met ?? []
      return sets.list(sets.join(up ?? 0, down ?? 0))
    }
    t.same(changes(place(0, 0.5), place(2, 0.5)), [0, 1, 2])
    t.same(changes(place(2, 0.5), place(0, 0.5)), [0, 1, 2])
    t.same(changes(place(0, 1), place(2, 0)), [1])
    t.same(changes(place(3, 0.5), place(2, 1)), [])
  },
)

t.test('more rows: those that are there stay; a row written again forgets', async (t) => {
  const graph = handMadeGraph({ A: [0, 0], B: [1000, 0], C: [5000, 0], D: [6000, 0] }, [
    { between: 'A-B' },
    { between: 'C-D' },
  ])
  const metric = lay(graph, timeRoads(graph, speeds, 'normal'))
  for (const withChanges of [false, true]) {
    const few = makeLabels(metric.hierarchy, 2, withChanges)
    drive(graph, metric, few, place(0, 0.25), place(0, 0.75))
    const more = growLabels(few, 5)
    t.equal(more.low.length, 5)
    t.same([...more.low.subarray(0, 2)], [...few.low])
    t.equal(more.low[4], -1)
    t.same([...more.ms.subarray(0, few.ms.length)], [...few.ms])
    t.equal(more.met.length, withChanges ? 5 * more.stride : 0)
    t.equal(drive(graph, metric, more, place(0, 0.25), place(1, 0.75)), undefined, 'not joined')
    t.ok(more.ms.subarray(0, 2 * more.stride).some((ms) => ms === NO_WAY) || more.stride === 2)
  }
})
