import t from 'tap'
import { handMadeGraph, handMadeSpeeds } from '../../test/support/hand-made-roads.ts'
import { buildHierarchy } from './hierarchy-rules.ts'
import { ChangeSets } from './met-changes-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import { layMetric, NO_WAY, type RoadMetric } from './road-metric-rules.ts'
import { timeRoads } from './road-speed-rules.ts'
import type { RoadTimes } from './road-speeds.ts'

const speeds = handMadeSpeeds()

function lay(graph: RoadGraph, times: RoadTimes, sets?: ChangeSets): RoadMetric {
  const work = layMetric(graph, buildHierarchy(graph), times, sets)
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

/** Up the first arc of the lowest node, and down it: milliseconds, centimetres, changes. */
function ends({ ms, cm, met }: RoadMetric) {
  return { ms: [...ms.subarray(0, 2)], cm: [...cm.subarray(0, 2)], met: met && [...met.subarray(0, 2)] }
}

const two = { A: [0, 0], B: [1000, 0] } as Record<string, [number, number]>

t.test('an arc is its fastest road, each way; loops are on no arc', async (t) => {
  const graph = handMadeGraph(two, [
    { between: 'A-B', metres: 2000 },
    { between: 'A-B', metres: 1000 },
    { between: 'B-A', metres: 1500 },
    { between: 'B-B', metres: 10 },
  ])
  t.same(ends(lay(graph, timeRoads(graph, speeds, 'normal'))), {
    ms: [100_000, 100_000],
    cm: [100_000, 100_000],
    met: undefined,
  })
})

t.test('one way, and shut', async (t) => {
  const graph = handMadeGraph(two, [{ between: 'A-B', oneway: true }])
  const times = timeRoads(graph, speeds, 'normal')
  t.same(ends(lay(graph, times)).ms.sort(), [100_000, NO_WAY])
  t.same(ends(lay(graph, { ...times, shut: Uint8Array.of(1) })).ms, [NO_WAY, NO_WAY])
})

t.test('arcs over what was taken out: the sum, its length, and the changes met on it', async (t) => {
  // a ring of four and one across: whatever is taken out first leaves its neighbours joined
  const square = { A: [0, 0], B: [1000, 0], C: [1000, 1000], D: [0, 1000] } as Record<string, [number, number]>
  const graph = handMadeGraph(
    square,
    ['A-B', 'B-C', 'C-D', 'D-A'].map((between, i) => ({ between, metres: 1000 * 2 ** i, oneway: true })),
  )
  const sets = new ChangeSets()
  const met = Int32Array.from([0, 1, 2, 3], (road) => sets.of([road]))
  const metric = lay(graph, { ...timeRoads(graph, speeds, 'normal'), met }, sets)
  // each known way's length says which roads it is made of: 1, 2, 4 and 8 km
  metric.ms.forEach((ms, slot) => {
    if (ms === NO_WAY) return
    const km = (metric.cm[slot] as number) / 100_000
    t.equal(ms, km * 100_000)
    t.same(
      sets.list(metric.met?.[slot] as number),
      [0, 1, 2, 3].filter((road) => km & (1 << road)),
    )
  })
  t.ok(metric.ms.filter((ms) => ms < NO_WAY).length > 4, 'and there are more than the roads themselves')
})

t.test('work comes in slices', async (t) => {
  const names = Array.from({ length: 5_000 }, (_, i) => `N${i}`)
  const graph = handMadeGraph(
    Object.fromEntries(names.map((name, i) => [name, [i * 10, 0]])),
    names.slice(1).map((name, i) => ({ between: `${names[i]}-${name}` })),
  )
  const work = layMetric(graph, buildHierarchy(graph), timeRoads(graph, speeds, 'normal'))
  t.same([work.next().done, work.next().done, work.next().done], [false, false, false])
  t.ok(work.next().done)
})
