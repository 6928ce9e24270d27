import type { Hierarchy } from './hierarchy-rules.ts'
import type { ChangeSets } from './met-changes-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import type { RoadTimes } from './road-speeds.ts'

/** More milliseconds than any way takes; twice as many still fit. */
export const NO_WAY = 0x3fff_ffff

/** So many nodes are done before others may have the thread: less than a millisecond. */
const SLICE = 2_048

/**
 * What one profile makes of a hierarchy: for each arc the fastest way along it that goes no higher than its lower end,
 * up at 2 * arc and down at 2 * arc + 1.
 */
export type RoadMetric = {
  hierarchy: Hierarchy
  times: RoadTimes
  /** milliseconds; NO_WAY where there is none */
  ms: Int32Array
  /** length of that way in centimetres */
  cm: Int32Array
  /** the set of changes that way meets, and what names the sets; only where the times know of changes */
  met: Int32Array | undefined
  sets: ChangeSets | undefined
}

/**
 * Lays times on the hierarchy: each arc takes the times of its own roads, then, from the lowest node up, every two arcs
 * of a node are held against the one between their upper ends. Yields now and then, so that its thread can answer
 * meanwhile; the metric may be asked when it returns it.
 */
export function* layMetric(
  graph: RoadGraph,
  hierarchy: Hierarchy,
  times: RoadTimes,
  sets?: ChangeSets,
): Generator<undefined, RoadMetric, undefined> {
  const { first, upper, nodes } = hierarchy
  const ms = new Int32Array(upper.length * 2).fill(NO_WAY)
  const cm = new Int32Array(upper.length * 2)
  const met = times.met && sets ? new Int32Array(upper.length * 2) : undefined
  layRoads(graph, { hierarchy, times, ms, cm, met, sets })
  const join = (one: number, other: number) => (sets as ChangeSets).join(one, other)
  for (let node = 0; node < nodes; node += 1) {
    if (node % SLICE === 0) yield
    const end = first[node + 1] as number
    for (let arc = first[node] as number; arc < end; arc += 1) {
      const [up, down] = [ms[2 * arc] as number, ms[2 * arc + 1] as number]
      if (up === NO_WAY && down === NO_WAY) continue
      const low = upper[arc] as number
      let between = first[low] as number
      for (let other = arc + 1; other < end; other += 1) {
        const high = upper[other] as number
        while (upper[between] !== high) between += 1
        const upwards = down + (ms[2 * other] as number)
        if (upwards < (ms[2 * between] as number)) {
          ms[2 * between] = upwards
          cm[2 * between] = (cm[2 * arc + 1] as number) + (cm[2 * other] as number)
          if (met) met[2 * between] = join(met[2 * arc + 1] as number, met[2 * other] as number)
        }
        const downwards = (ms[2 * other + 1] as number) + up
        if (downwards < (ms[2 * between + 1] as number)) {
          ms[2 * between + 1] = downwards
          cm[2 * between + 1] = (cm[2 * other + 1] as number) + (cm[2 * arc] as number)
          if (met) met[2 * between + 1] = join(met[2 * other + 1] as number, met[2 * arc] as number)
        }
      }
    }
  }
  return { hierarchy, times, ms, cm, met, sets }
}

function layRoads(graph: RoadGraph, { hierarchy, times, ms, cm, met }: RoadMetric): void {
  for (let turn = 0; turn < graph.roads * 2; turn += 1) {
    const road = turn >> 1
    if (times.shut[road]) continue
    for (let i = graph.tailFirst[turn] as number; i < (graph.tailFirst[turn + 1] as number); i += 1) {
      const slot = hierarchy.slotOf[i] as number
      if (slot < 0 || (times.roadMs[road] as number) >= (ms[slot] as number)) continue
      ms[slot] = times.roadMs[road] as number
      cm[slot] = centimetres(graph, road, 1)
      if (met) met[slot] = times.met?.[road] as number
    }
  }
}

/** Of a share of a road. */
export function centimetres(graph: RoadGraph, road: number, share: number): number {
  return Math.round((graph.roadMetres[road] as number) * share * 100)
}
