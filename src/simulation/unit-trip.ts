import type { Profile } from '../routing/index.ts'
import type { CompactRoads } from './compact-roads.ts'
import { NO_WAY, type RoadMatrix } from './road-matrix.ts'

/**
 * Where a unit is: at a node (`arc` -1), or on an arc, in its part number `part` counted from the arc's beginning,
 * `share` (0 to 1) of that part behind it. A share of a road is the same for every profile: it is one road.
 */
export type Spot = { node: number; arc: number; part: number; share: number }

/** A drive along a fastest way: `atMs[i]` is when the end of `arcs[i]` is reached. Instants are milliseconds of the month. */
export type Trip = {
  from: Spot
  /** sets off; until then it stands where it was */
  startMs: number
  profile: Profile
  /** the arcs in order; the first is driven from `from`, the others whole */
  arcs: Int32Array
  atMs: Float64Array
  endMs: number
  /** the node it ends at */
  to: number
}

/** Standing at a node. */
export function atNode(node: number): Spot {
  return { node, arc: -1, part: 0, share: 0 }
}

/** Milliseconds from a spot to `target` by the fastest way, turning round where the road allows it; `NO_WAY` if none. */
export function spotMs(matrix: RoadMatrix, spot: Spot, target: number, profile: Profile): number {
  const row = matrix.to(target, profile)
  if (spot.arc < 0) return row[spot.node] as number
  const { arcMs, arcTo, arcFrom, back } = matrix.roads
  const behind = behindMs(matrix.roads, spot, profile)
  const onward = plus((arcMs[profile][spot.arc] as number) - behind, row[arcTo[spot.arc] as number] as number)
  if ((back[spot.arc] as number) < 0) return onward
  return Math.min(onward, plus(behind, row[arcFrom[spot.arc] as number] as number))
}

/** Plans the drive from a spot to `target`. @throws Error when no way leads there */
export function planTrip(matrix: RoadMatrix, from: Spot, target: number, profile: Profile, startMs: number): Trip {
  const { roads } = matrix
  const row = matrix.to(target, profile)
  const arcs: number[] = []
  const atMs: number[] = []
  let node = from.node
  let now = startMs
  let start = from
  if (from.arc >= 0) {
    const behind = behindMs(roads, from, profile)
    const ahead = (roads.arcMs[profile][from.arc] as number) - behind
    const onward = plus(ahead, row[roads.arcTo[from.arc] as number] as number)
    const turned = roads.back[from.arc] as number
    const isOnward = turned < 0 || onward <= plus(behind, row[roads.arcFrom[from.arc] as number] as number)
    if (!isOnward) start = turnRound(roads, from)
    now += isOnward ? ahead : behind
    arcs.push(isOnward ? from.arc : turned)
    atMs.push(now)
    node = (isOnward ? roads.arcTo[from.arc] : roads.arcFrom[from.arc]) as number
  }
  if (row[node] === NO_WAY) throw new Error(`no way leads from node ${node} to node ${target}`)
  while (node !== target) {
    const arc = nextArc(roads, row, node, profile)
    now += roads.arcMs[profile][arc] as number
    arcs.push(arc)
    atMs.push(now)
    node = roads.arcTo[arc] as number
  }
  return {
    from: start,
    startMs,
    profile,
    arcs: Int32Array.from(arcs),
    atMs: Float64Array.from(atMs),
    endMs: now,
    to: target,
  }
}

/** Where a driving unit is at that instant. */
export function spotAt(roads: CompactRoads, trip: Trip, nowMs: number): Spot {
  if (nowMs <= trip.startMs) return trip.from
  if (nowMs >= trip.endMs) return atNode(trip.to)
  let [low, high] = [0, trip.arcs.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((trip.atMs[middle] as number) > nowMs) high = middle
    else low = middle + 1
  }
  const arc = trip.arcs[low] as number
  const isAhead = (trip.atMs[low] as number) - nowMs
  let behind = (roads.arcMs[trip.profile][arc] as number) - isAhead
  const [first, end] = [roads.partFirst[arc] as number, roads.partFirst[arc + 1] as number]
  for (let part = first; part < end; part += 1) {
    const ms = roads.partMs[trip.profile][part] as number
    if (behind < ms || part === end - 1)
      return { node: -1, arc, part: part - first, share: ms === 0 ? 1 : Math.min(1, Math.max(0, behind / ms)) }
    behind -= ms
  }
  throw new Error(`arc ${arc} has no parts`)
}

/** The place of a spot, WGS84 degrees. */
export function placeOf(roads: CompactRoads, spot: Spot): { lat: number; lon: number } {
  const { graph } = roads
  if (spot.arc < 0) return placeOfNode(roads, spot.node)
  const turn = roads.part[(roads.partFirst[spot.arc] as number) + spot.part] as number
  const road = turn >> 1
  const along = turn & 1 ? 1 - spot.share : spot.share
  const [first, last] = [graph.lineFirst[road] as number, (graph.lineFirst[road + 1] as number) - 1]
  const length = (point: number) =>
    Math.hypot(
      (graph.lineLat[point + 1] as number) - (graph.lineLat[point] as number),
      ((graph.lineLon[point + 1] as number) - (graph.lineLon[point] as number)) * LON_SCALE,
    )
  let whole = 0
  for (let point = first; point < last; point += 1) whole += length(point)
  let left = along * whole
  let point = first
  while (point < last - 1 && left > length(point)) {
    left -= length(point)
    point += 1
  }
  const piece = length(point)
  const share = piece === 0 ? 0 : Math.min(1, left / piece)
  const between = (line: Int32Array) =>
    ((line[point] as number) + share * ((line[point + 1] as number) - (line[point] as number))) / 1e5
  return { lat: between(graph.lineLat), lon: between(graph.lineLon) }
}

/** One degree of longitude is this much of one of latitude at 54.6 degrees north. */
const LON_SCALE = 0.579

/** As the crow flies, metres. */
export function lineMetres(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  return 111_195 * Math.hypot(a.lat - b.lat, (a.lon - b.lon) * LON_SCALE)
}

/** The place of a node: an end of one of the roads that meet there. */
export function placeOfNode(roads: CompactRoads, node: number): { lat: number; lon: number } {
  const { graph } = roads
  const arc = (roads.out[roads.outFirst[node] as number] ?? roads.into[roads.intoFirst[node] as number]) as number
  const isFrom = roads.arcFrom[arc] === node
  const [first, end] = [roads.partFirst[arc] as number, roads.partFirst[arc + 1] as number]
  const turn = roads.part[isFrom ? first : end - 1] as number
  const road = turn >> 1
  // a part driven from its `to` end begins there
  const atStart = isFrom === ((turn & 1) === 0)
  const point = atStart ? (graph.lineFirst[road] as number) : (graph.lineFirst[road + 1] as number) - 1
  return { lat: (graph.lineLat[point] as number) / 1e5, lon: (graph.lineLon[point] as number) / 1e5 }
}

/** Milliseconds from the arc's beginning to the spot. */
function behindMs(roads: CompactRoads, { arc, part, share }: Spot, profile: Profile): number {
  const first = roads.partFirst[arc] as number
  const partMs = roads.partMs[profile]
  let sum = share * (partMs[first + part] as number)
  for (let at = first; at < first + part; at += 1) sum += partMs[at] as number
  return sum
}

function turnRound(roads: CompactRoads, { arc, part, share }: Spot): Spot {
  const parts = (roads.partFirst[arc + 1] as number) - (roads.partFirst[arc] as number)
  return { node: -1, arc: roads.back[arc] as number, part: parts - 1 - part, share: 1 - share }
}

/** The arc that the fastest way takes from here: sums are whole milliseconds, so that equal is equal. */
function nextArc(roads: CompactRoads, row: Int32Array, node: number, profile: Profile): number {
  const here = row[node] as number
  for (let i = roads.outFirst[node] as number; i < (roads.outFirst[node + 1] as number); i += 1) {
    const arc = roads.out[i] as number
    const ms = roads.arcMs[profile][arc] as number
    const next = roads.arcTo[arc] as number
    if (ms + (row[next] as number) === here) return arc
  }
  throw new Error(`the way from node ${node} breaks off`)
}

function plus(a: number, b: number): number {
  return b === NO_WAY ? NO_WAY : a + b
}
