import type { RoadGraph } from '../../src/routing/road-graph.ts'
import { roadFlag } from '../../src/routing/road-graph.ts'
import type { RoadTimes } from '../../src/routing/road-speeds.ts'
import type { Point } from '../../src/routing/routing.ts'

/** A place on a road, as the brute-force search below finds it. */
export type OnRoad = { road: number; along: number; metres: number }

/** Every road of the main component looked at, one by one; or those of `among`. */
export function nearestRoadByBruteForce(
  graph: RoadGraph,
  point: Point,
  motorwayExtraMetres: number,
  among: Iterable<number> = Array.from({ length: graph.roads }, (_, road) => road),
): OnRoad {
  const toMetres = (lat: number, lon: number): [x: number, y: number] => [
    (lon - point.lon) * 111_195 * Math.cos((point.lat * Math.PI) / 180),
    (lat - point.lat) * 111_195,
  ]
  let best: OnRoad = { road: -1, along: 0, metres: Infinity }
  let counted = Infinity
  for (const road of among) {
    if (!graph.nodeMain[graph.roadFrom[road] as number] || !graph.nodeMain[graph.roadTo[road] as number]) continue
    const places: Array<[number, number]> = []
    for (let i = graph.lineFirst[road] as number; i < (graph.lineFirst[road + 1] as number); i += 1) {
      places.push(toMetres((graph.lineLat[i] as number) / 1e5, (graph.lineLon[i] as number) / 1e5))
    }
    let run = 0
    let here = { metres: Infinity, at: 0 }
    for (let i = 1; i < places.length; i += 1) {
      const [[ax, ay], [bx, by]] = [places[i - 1] as [number, number], places[i] as [number, number]]
      const length = Math.hypot(bx - ax, by - ay)
      const dot = length === 0 ? 0 : -(ax * (bx - ax) + ay * (by - ay)) / length
      const at = Math.max(0, Math.min(length, dot))
      const metres =
        length === 0 ? Math.hypot(ax, ay) : Math.hypot(ax + ((bx - ax) * at) / length, ay + ((by - ay) * at) / length)
      if (metres < here.metres) here = { metres, at: run + at }
      run += length
    }
    const extra = graph.roadClass[road] === 0 ? motorwayExtraMetres : 0
    if (here.metres + extra < counted) {
      counted = here.metres + extra
      best = { road, along: run === 0 ? 0 : here.at / run, metres: here.metres }
    }
  }
  return best
}

/** A textbook Dijkstra over every node, forwards, with a map of milliseconds for a queue: slow and plain on purpose. */
export function plainTimes(graph: RoadGraph, times: RoadTimes, start: OnRoad): (end: OnRoad) => number {
  const leaving: Array<Array<[node: number, ms: number]>> = Array.from({ length: graph.nodes }, () => [])
  for (let road = 0; road < graph.roads; road += 1) {
    if (times.shut[road]) continue
    const [from, to, ms] = [graph.roadFrom[road] as number, graph.roadTo[road] as number, times.roadMs[road] as number]
    leaving[from]?.push([to, ms])
    if (!isOneway(graph, road)) leaving[to]?.push([from, ms])
  }
  const best = new Map<number, number>()
  const buckets = new Map<number, Array<[node: number, ms: number]>>()
  const put = (node: number, ms: number) => {
    const key = Math.floor(ms)
    buckets.set(key, [...(buckets.get(key) ?? []), [node, ms]])
  }
  const startMs = times.roadMs[start.road] as number
  put(graph.roadTo[start.road] as number, (1 - start.along) * startMs)
  if (!isOneway(graph, start.road)) put(graph.roadFrom[start.road] as number, start.along * startMs)
  for (let now = 0, empty = 0; empty < 4_000_000 && buckets.size > 0; now += 1) {
    const due = buckets.get(now)
    if (!due) {
      empty += 1
      continue
    }
    empty = 0
    buckets.delete(now)
    due.sort((a, b) => a[1] - b[1])
    for (const [node, ms] of due) {
      if ((best.get(node) ?? Infinity) <= ms) continue
      best.set(node, ms)
      for (const [next, more] of leaving[node] ?? []) if ((best.get(next) ?? Infinity) > ms + more) put(next, ms + more)
    }
    // a road of no length leads to a node of this same millisecond
    if (buckets.has(now)) now -= 1
  }
  return (end) => {
    const endMs = times.roadMs[end.road] as number
    const choices = [(best.get(graph.roadFrom[end.road] as number) ?? Infinity) + end.along * endMs]
    if (!isOneway(graph, end.road)) {
      choices.push((best.get(graph.roadTo[end.road] as number) ?? Infinity) + (1 - end.along) * endMs)
    }
    if (end.road === start.road && (end.along >= start.along || !isOneway(graph, end.road))) {
      choices.push(Math.abs(end.along - start.along) * endMs)
    }
    return Math.min(...choices) / 1000
  }
}

/**
 * A textbook Dijkstra backwards from one place, with a binary heap, over all roads: the milliseconds from any other.
 * It knows nothing of dead ends, hierarchies or labels. Whole milliseconds, as the router rounds them.
 */
export function plainTimesTo(graph: RoadGraph, times: RoadTimes): (end: OnRoad) => (start: OnRoad) => number {
  const first = new Int32Array(graph.nodes + 1)
  const arcs: Array<[to: number, from: number, ms: number]> = []
  for (let road = 0; road < graph.roads; road += 1) {
    if (times.shut[road]) continue
    const [from, to, ms] = [graph.roadFrom[road] as number, graph.roadTo[road] as number, times.roadMs[road] as number]
    arcs.push([to, from, ms])
    if (!isOneway(graph, road)) arcs.push([from, to, ms])
  }
  arcs.sort((a, b) => a[0] - b[0])
  for (const [to] of arcs) first[to + 1] = (first[to + 1] as number) + 1
  for (let node = 0; node < graph.nodes; node += 1)
    first[node + 1] = (first[node + 1] as number) + (first[node] as number)
  const [arcFrom, arcMs] = [Int32Array.from(arcs, ([, from]) => from), Int32Array.from(arcs, ([, , ms]) => ms)]
  const best = new Float64Array(graph.nodes)
  // of each waiting entry its time and its node in one number: the smallest time is the smallest number
  const heap = new Float64Array(arcs.length + 4)

  return (end) => {
    best.fill(Infinity)
    let size = 0
    const put = (node: number, ms: number) => {
      if (ms >= (best[node] as number)) return
      best[node] = ms
      let at = size
      size += 1
      const entry = ms * 2 ** 20 + node
      while (at > 0 && (heap[(at - 1) >> 1] as number) > entry) {
        heap[at] = heap[(at - 1) >> 1] as number
        at = (at - 1) >> 1
      }
      heap[at] = entry
    }
    const take = (): number => {
      const least = heap[0] as number
      size -= 1
      const last = heap[size] as number
      let at = 0
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) child += 1
        if ((heap[child] as number) >= last) break
        heap[at] = heap[child] as number
        at = child
      }
      heap[at] = last
      return least
    }
    const endMs = times.roadMs[end.road] as number
    put(graph.roadFrom[end.road] as number, Math.round(end.along * endMs))
    if (!isOneway(graph, end.road)) put(graph.roadTo[end.road] as number, Math.round((1 - end.along) * endMs))
    while (size > 0) {
      const entry = take()
      const [node, ms] = [entry % 2 ** 20, Math.floor(entry / 2 ** 20)]
      if (ms > (best[node] as number)) continue
      for (let arc = first[node] as number; arc < (first[node + 1] as number); arc += 1) {
        put(arcFrom[arc] as number, ms + (arcMs[arc] as number))
      }
    }
    return (start) => {
      const ms = times.roadMs[start.road] as number
      const choices = [Math.round((1 - start.along) * ms) + (best[graph.roadTo[start.road] as number] as number)]
      if (!isOneway(graph, start.road)) {
        choices.push(Math.round(start.along * ms) + (best[graph.roadFrom[start.road] as number] as number))
      }
      if (start.road === end.road && (end.along >= start.along || !isOneway(graph, end.road))) {
        choices.push(Math.round(Math.abs(end.along - start.along) * ms))
      }
      return Math.min(...choices)
    }
  }
}

function isOneway(graph: RoadGraph, road: number): boolean {
  return ((graph.roadFlags[road] as number) & roadFlag.oneway) !== 0
}

/** Numbers from 0 to 1, the same for the same seed. */
export function seededNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
