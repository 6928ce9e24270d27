import type { RoadGraph } from '../../src/routing/road-graph.ts'
import { roadFlag } from '../../src/routing/road-graph.ts'
import type { RoadSpeeds, RoadTimes } from '../../src/routing/road-speeds.ts'
import type { Point } from '../../src/routing/routing.ts'
import { nearestRoadByBruteForce, type OnRoad } from '../support/plain-dijkstra.ts'

// What is true, reckoned without anything of the product but its data: a textbook search over every node, the
// nearest road by looking at each one about, and the rules of who may go said a second time.

/** Degrees of the squares in which roads are looked up; a point's road is in its own square or one beside it. */
const SQUARE = 0.05

/** Finds the road a point is on, by measuring every road of the squares about it. */
export function roadFinder(graph: RoadGraph, speeds: RoadSpeeds): (point: Point) => OnRoad {
  const squares = new Map<string, Set<number>>()
  for (let road = 0; road < graph.roads; road += 1) {
    for (let at = graph.lineFirst[road] as number; at < (graph.lineFirst[road + 1] as number); at += 1) {
      const key = `${Math.floor((graph.lineLat[at] as number) / 1e5 / SQUARE)},${Math.floor((graph.lineLon[at] as number) / 1e5 / SQUARE)}`
      const roads = squares.get(key)
      if (roads) roads.add(road)
      else squares.set(key, new Set([road]))
    }
  }
  return (point) => {
    const among = new Set<number>()
    for (const north of [-1, 0, 1]) {
      for (const east of [-1, 0, 1]) {
        const key = `${Math.floor(point.lat / SQUARE) + north},${Math.floor(point.lon / SQUARE) + east}`
        for (const road of squares.get(key) ?? []) among.add(road)
      }
    }
    return nearestRoadByBruteForce(graph, point, speeds.offRoad.motorwayExtraMetres, among)
  }
}

/**
 * The way of a vehicle at this place of a carriageway, in degrees from north: it cannot stand there, so it reports one.
 * Null where the road goes both ways.
 */
export function headingOn(graph: RoadGraph, { road, along }: OnRoad): number | null {
  if (((graph.roadFlags[road] as number) & roadFlag.oneway) === 0) return null
  const line: Array<[east: number, north: number]> = []
  for (let at = graph.lineFirst[road] as number; at < (graph.lineFirst[road + 1] as number); at += 1) {
    const [lat, lon] = [(graph.lineLat[at] as number) / 1e5, (graph.lineLon[at] as number) / 1e5]
    line.push([lon * Math.cos((lat * Math.PI) / 180), lat])
  }
  const legs = line.slice(1).map(([east, north], leg) => {
    const [fromEast, fromNorth] = line[leg] as [number, number]
    return { east: east - fromEast, north: north - fromNorth }
  })
  const whole = legs.reduce((sum, { east, north }) => sum + Math.hypot(east, north), 0)
  let gone = 0
  for (const { east, north } of legs) {
    gone += Math.hypot(east, north)
    if (gone >= along * whole) return (360 + (Math.atan2(east, north) * 180) / Math.PI) % 360
  }
  return null
}

/** Seconds by road from a place on a road to the incident; Infinity: there is no way. */
export function plainTimesTo(
  graph: RoadGraph,
  times: RoadTimes,
  speeds: RoadSpeeds,
): (end: OnRoad) => (start: OnRoad) => number {
  const reaching: Array<Array<[from: number, ms: number]>> = Array.from({ length: graph.nodes }, () => [])
  const isOneway = (road: number) => ((graph.roadFlags[road] as number) & roadFlag.oneway) !== 0
  for (let road = 0; road < graph.roads; road += 1) {
    if (times.shut[road]) continue
    const [from, to, ms] = [graph.roadFrom[road] as number, graph.roadTo[road] as number, times.roadMs[road] as number]
    reaching[to]?.push([from, ms])
    if (!isOneway(road)) reaching[from]?.push([to, ms])
  }
  const offRoad = (metres: number) => metres / (speeds.offRoad.mph * 0.44704)
  return (end) => {
    const endMs = times.roadMs[end.road] as number
    const best = new Float64Array(graph.nodes).fill(Infinity)
    const queue = new PlainQueue()
    queue.put(end.along * endMs, graph.roadFrom[end.road] as number)
    if (!isOneway(end.road)) queue.put((1 - end.along) * endMs, graph.roadTo[end.road] as number)
    for (let next = queue.take(); next; next = queue.take()) {
      const [ms, node] = next
      if (ms >= (best[node] as number)) continue
      best[node] = ms
      for (const [from, more] of reaching[node] ?? [])
        if (ms + more < (best[from] as number)) queue.put(ms + more, from)
    }
    return (start) => {
      const startMs = times.roadMs[start.road] as number
      const ways = [(best[graph.roadTo[start.road] as number] as number) + (1 - start.along) * startMs]
      if (!isOneway(start.road))
        ways.push((best[graph.roadFrom[start.road] as number] as number) + start.along * startMs)
      if (start.road === end.road && (end.along >= start.along || !isOneway(end.road)))
        ways.push(Math.abs(end.along - start.along) * endMs)
      return Math.min(...ways) / 1_000 + offRoad(start.metres + end.metres)
    }
  }
}

/** A unit as the rules look at it. */
export type TrueUnit = {
  kind: string
  drivingGrade: string
  crewSize: number
  excluded: boolean
  shiftSecondsLeft: number
  deployable: boolean
  commitment: { grade: number; atScene: boolean } | null
}

/** What the force's file says of a grade. */
export type GradeRule = {
  grade: string
  eligibleKinds: readonly string[]
  drivingGrades: readonly string[]
  mayDivert: boolean
}

/** Who may go, said a second time from the force's own file and DOMAIN B12, and not from the product's rule. */
export function mayGo(
  unit: TrueUnit,
  incident: { grade: 1 | 2; violent: boolean },
  rules: { grades: readonly GradeRule[]; neverAutomatic: readonly string[]; notAloneToViolence: readonly string[] },
): boolean {
  const rule = rules.grades.find(({ grade }) => Number(grade) === incident.grade)
  const isManned = unit.crewSize > 0 && unit.shiftSecondsLeft > 0 && !unit.excluded
  const isOfTheKind = (rule?.eligibleKinds.includes(unit.kind) ?? false) && !rules.neverAutomatic.includes(unit.kind)
  const isDriver = rule?.drivingGrades.includes(unit.drivingGrade) ?? false
  const isSafe = !(incident.violent && rules.notAloneToViolence.includes(unit.kind))
  const { commitment } = unit
  const isThere = commitment
    ? !commitment.atScene && commitment.grade > incident.grade && (rule?.mayDivert ?? false)
    : unit.deployable
  return isManned && isOfTheKind && isDriver && isSafe && isThere
}

/** A binary heap, written down plainly. */
class PlainQueue {
  readonly #entries: Array<[ms: number, node: number]> = []

  put(ms: number, node: number): void {
    const entries = this.#entries
    entries.push([ms, node])
    let at = entries.length - 1
    while (at > 0) {
      const above = Math.floor((at - 1) / 2)
      const [mine, theirs] = [entries[at] as [number, number], entries[above] as [number, number]]
      if (theirs[0] <= mine[0]) return
      entries[at] = theirs
      entries[above] = mine
      at = above
    }
  }

  take(): [ms: number, node: number] | undefined {
    const entries = this.#entries
    const first = entries[0]
    const last = entries.pop()
    if (!first || !last || entries.length === 0) return first
    entries[0] = last
    let at = 0
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let small = at
      for (const below of [left, right])
        if (below < entries.length && (entries[below]?.[0] ?? 0) < (entries[small]?.[0] ?? 0)) small = below
      if (small === at) return first
      const kept = entries[at] as [number, number]
      entries[at] = entries[small] as [number, number]
      entries[small] = kept
      at = small
    }
  }
}
