import type { Hierarchy } from './hierarchy-rules.ts'
import type { ChangeSets } from './met-changes-rules.ts'
import type { Part } from './on-road-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import { centimetres, NO_WAY, type RoadMetric } from './road-metric-rules.ts'

/**
 * Labels, one a row: the fastest ways from a place up to each node above it (or down from each of them), by depth, the
 * root first. All nodes above a place are above each other, so where two labels meet is told by comparing them depth by
 * depth, down to the last node that they share.
 */
export type Labels = {
  /** entries of one row */
  stride: number
  ms: Int32Array
  cm: Int32Array
  /** the changes each way meets; empty where the metric knows of none */
  met: Int32Array
  /** the lowest node of each row; -1: no label */
  low: Int32Array
}

/** Labels with room for so many rows. */
export function makeLabels({ deepest }: Hierarchy, rows: number, withChanges: boolean): Labels {
  const stride = deepest + 1
  return {
    stride,
    ms: new Int32Array(rows * stride),
    cm: new Int32Array(rows * stride),
    met: new Int32Array(withChanges ? rows * stride : 0),
    low: new Int32Array(rows).fill(-1),
  }
}

/** The same labels with room for more. */
export function growLabels(labels: Labels, rows: number): Labels {
  const { stride, met } = labels
  const grown = {
    stride,
    ms: new Int32Array(rows * stride),
    cm: new Int32Array(rows * stride),
    met: new Int32Array(met.length > 0 ? rows * stride : 0),
    low: new Int32Array(rows).fill(-1),
  }
  for (const key of ['ms', 'cm', 'met', 'low'] as const) grown[key].set(labels[key])
  return grown
}

/** Writes the label of a unit into a row: from where its road lets it go, upwards. */
export function labelUnit(graph: RoadGraph, metric: RoadMetric, labels: Labels, row: number, parts: readonly Part[]) {
  clear(labels, row)
  for (const part of parts) start(graph, metric, labels, row, graph.head[part.turn] as number, part)
  spread(metric, labels, row, 0)
}

/** Writes the label of an incident into a row: down from above to where its road is come to. */
export function labelIncident(
  graph: RoadGraph,
  metric: RoadMetric,
  labels: Labels,
  row: number,
  parts: readonly Part[],
): void {
  clear(labels, row)
  for (const part of parts) {
    const end = graph.tailFirst[part.turn + 1] as number
    for (let i = graph.tailFirst[part.turn] as number; i < end; i += 1) {
      start(graph, metric, labels, row, graph.tail[i] as number, part)
    }
  }
  spread(metric, labels, row, 1)
}

function clear({ stride, ms, low }: Labels, row: number): void {
  ms.fill(NO_WAY, row * stride, (row + 1) * stride)
  low[row] = -1
}

function start(graph: RoadGraph, metric: RoadMetric, labels: Labels, row: number, node: number, part: Part): void {
  const { rankOf, depth } = metric.hierarchy
  const rank = rankOf[node] as number
  const low = labels.low[row] as number
  if (low < 0 || rank < low) labels.low[row] = rank
  const at = row * labels.stride + (depth[rank] as number)
  if (part.ms >= (labels.ms[at] as number)) return
  const road = part.turn >> 1
  labels.ms[at] = part.ms
  labels.cm[at] = centimetres(graph, road, part.share)
  if (metric.times.met && part.share > 0) labels.met[at] = metric.times.met[road] as number
  else if (labels.met.length > 0) labels.met[at] = 0
}

/** From the lowest node to the root: every arc above, upwards (`down` 0) or downwards (1). */
function spread(metric: RoadMetric, { stride, ms, cm, met, low }: Labels, row: number, down: 0 | 1): void {
  const { first, upper, depth } = metric.hierarchy
  const { ms: arcMs, cm: arcCm, met: arcMet, sets } = metric
  const base = row * stride
  let node = low[row] as number
  for (let at = base + (depth[node] as number); at >= base; at -= 1) {
    const here = ms[at] as number
    const end = here < NO_WAY ? (first[node + 1] as number) : 0
    for (let arc = first[node] as number; arc < end; arc += 1) {
      const there = here + (arcMs[2 * arc + down] as number)
      const above = base + (depth[upper[arc] as number] as number)
      if (there >= (ms[above] as number)) continue
      ms[above] = there
      cm[above] = (cm[at] as number) + (arcCm[2 * arc + down] as number)
      if (arcMet) met[above] = (sets as ChangeSets).join(met[at] as number, arcMet[2 * arc + down] as number)
    }
    // a parent is one step nearer the root
    node = upper[first[node] as number] as number
  }
}

/** The nodes from a row's root down to its lowest, by depth. */
export function pathOf({ upper, first, depth }: Hierarchy, { low }: Labels, row: number): Int32Array {
  let node = low[row] as number
  const path = new Int32Array((depth[node] as number) + 1)
  for (let at = path.length - 1; at >= 0; at -= 1) {
    path[at] = node
    node = upper[first[node] as number] as number
  }
  return path
}

/** The depth of the lowest node above both the path's end and `low`; -1 when no node is. */
export function lastShared({ lowest }: Hierarchy, path: Int32Array, low: number): number {
  let [from, to] = [0, path.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const node = path[middle] as number
    if (low <= node && low >= (lowest[node] as number)) from = middle + 1
    else to = middle
  }
  return from - 1
}

/** The depth at which a unit's way up and the way down to the incident meet best, down to `last`; -1 when none do. */
export function findMeeting({ stride, ms }: Labels, unit: number, incident: number, last: number): number {
  const shift = (incident - unit) * stride
  const from = unit * stride
  let best = NO_WAY
  let meeting = -1
  for (let at = from; at <= from + last; at += 1) {
    const both = (ms[at] as number) + (ms[at + shift] as number)
    if (both < best) {
      best = both
      meeting = at - from
    }
  }
  return meeting
}
