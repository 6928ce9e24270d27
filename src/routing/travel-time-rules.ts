import { isTwoWay, otherEnd, type RoadGraph } from './road-graph.ts'
import { metresPerSecond } from './road-speed-rules.ts'
import type { RoadSpeeds, RoadTimes } from './road-speeds.ts'
import type { Point, TravelTime } from './routing.ts'
import { type RoadIndex, type Snapped, snap } from './snap-rules.ts'

/**
 * A turn is a road and the way it is driven, in one number: road * 2, plus 1 from its `to` end to its `from` end.
 * Two numbers that are no turn stand where a way ends, on the incident's own road: driven in forward or backward.
 */
const ARRIVE_FORWARD = -1
const ARRIVE_BACKWARD = -2

/** More milliseconds than any way takes. */
const UNKNOWN = 0x7fff_ffff

/** A bucket of waiting nodes holds four seconds. */
const BUCKET_SHIFT = 12

/** Everything one profile's questions need; not for two questions at once, because they share its arrays. */
export type Finder = RoadTimes & {
  graph: RoadGraph
  index: RoadIndex
  offRoad: RoadSpeeds['offRoad']
  limitMs: number
  /** turns between core nodes, grouped by the node they END at: times are searched backwards from the incident */
  turnsInto: Uint32Array
  turnFrom: Int32Array
  turnMs: Int32Array
  turn: Int32Array
  /** milliseconds from each node to the incident */
  ms: Int32Array
  /** the turn to take next from each node that has a time */
  next: Int32Array
  /** 1: the search may not stop before this node has its time */
  wanted: Uint8Array
  /** the newest slot of each bucket, in a ring that is longer than the slowest road */
  bucket: Int32Array
  slots: Slots
}

/** Nodes waiting in buckets: each slot a node, the time it had when it came, and the slot below it. */
type Slots = { node: Int32Array; ms: Int32Array; below: Int32Array }

/** A finder for one profile. */
export function makeFinder(graph: RoadGraph, index: RoadIndex, times: RoadTimes, speeds: RoadSpeeds): Finder {
  const { nodes } = graph
  const turns = turnsOf(graph, times)
  const slowest = times.roadMs.reduce((most, one) => Math.max(most, one), 0)
  return {
    ...times,
    ...turns,
    graph,
    index,
    offRoad: speeds.offRoad,
    limitMs: speeds.limitSeconds * 1000,
    ms: new Int32Array(nodes),
    next: new Int32Array(nodes),
    wanted: new Uint8Array(nodes),
    bucket: new Int32Array(2 ** Math.ceil(Math.log2((slowest >> BUCKET_SHIFT) + 3))),
    slots: makeSlots(turns.turn.length + 2),
  }
}

/**
 * The time by road from each of `from` to `to`: one search backwards from the incident, which stops when every
 * unit's road has its time, when nothing more can be reached, or at the limit. Exact, not an estimate.
 */
export function findTravelTimes(finder: Finder, to: Point, from: readonly Point[]): TravelTime[] {
  const incident = snap(finder.index, to, finder.offRoad.incidentMaxMetres)
  if (!incident) return from.map(() => ({ known: false, because: 'off-network' }))
  const units = from.map((point) => snap(finder.index, point, finder.offRoad.vehicleMaxMetres))
  return findWays(finder, incident, units).map((way, index) => {
    const unit = units[index]
    if (!unit) return { known: false, because: 'off-network' }
    if (typeof way === 'string') return { known: false, because: way }
    const offRoadMetres = unit.offRoadMetres + incident.offRoadMetres
    let metres = offRoadMetres
    forEachStretch(finder, unit, incident, way, (road, begin, finish) => {
      metres += Math.abs(finish - begin) * (finder.graph.roadMetres[road] as number)
    })
    return { known: true, seconds: way.ms / 1000 + offRoadSeconds(finder, offRoadMetres), metres }
  })
}

/** A way from a unit: its first turn is along its own road, or (`stays`) the incident is on that road too. */
export type Way = { ms: number; stays: boolean; forward: boolean }

/** Why a unit that is on a road has no way. */
type NoWay = 'unreachable' | 'too-far'

/** The fastest way from each unit's road to the incident's. */
export function findWays(
  finder: Finder,
  incident: Snapped,
  units: ReadonlyArray<Snapped | undefined>,
): Array<Way | NoWay> {
  finder.ms.fill(UNKNOWN)
  finder.wanted.fill(0)
  finder.bucket.fill(-1)
  const seeds = seedIncident(finder, incident)
  const exits = units.map((unit) => (unit ? exitsOf(finder, unit) : []))
  let stillWanted = 0
  for (const { mouth } of exits.flat()) {
    // a mouth inside the incident's own dead end has its time already
    if (finder.wanted[mouth] || mouth >= finder.graph.coreNodes) continue
    finder.wanted[mouth] = 1
    stillWanted += 1
  }
  const reachedAll = search(finder, seeds, stillWanted)
  return units.map((unit, index) => {
    const ofUnit = exits[index] as Exit[]
    const way = unit && bestWay(finder, unit, incident, ofUnit)
    if (way) return way.ms > finder.limitMs ? 'too-far' : way
    return reachedAll || ofUnit.length === 0 ? 'unreachable' : 'too-far'
  })
}

/** Calls `visit` for each stretch of road of a way, with the shares of the road's length where it begins and ends. */
export function forEachStretch(
  finder: Finder,
  unit: Snapped,
  incident: Snapped,
  way: Way,
  visit: (road: number, begin: number, finish: number) => void,
): void {
  const { graph } = finder
  if (way.stays) {
    visit(unit.road, unit.along, incident.along)
    return
  }
  visit(unit.road, unit.along, way.forward ? 1 : 0)
  let node = (way.forward ? graph.roadTo[unit.road] : graph.roadFrom[unit.road]) as number
  let turn = nextTurn(finder, node)
  while (turn >= 0) {
    const backward = turn & 1
    visit(turn >> 1, backward, 1 - backward)
    node = otherEnd(graph, turn >> 1, node)
    turn = nextTurn(finder, node)
  }
  visit(incident.road, turn === ARRIVE_FORWARD ? 0 : 1, incident.along)
}

/** Seconds for the straight line between a place and its road. */
export function offRoadSeconds({ offRoad }: Finder, metres: number): number {
  return metres / metresPerSecond(offRoad.mph)
}

/** An end of its road that a unit may drive to: the time to the mouth of the dead end it is in, or to the end itself. */
type Exit = { mouth: number; ms: number; forward: boolean }

function exitsOf(finder: Finder, { road, along }: Snapped): Exit[] {
  const { graph, roadMs } = finder
  const ms = roadMs[road] as number
  const forward = leaveDeadEnd(finder, graph.roadTo[road] as number, (1 - along) * ms, true)
  const backward = isTwoWay(graph, road)
    ? leaveDeadEnd(finder, graph.roadFrom[road] as number, along * ms, false)
    : undefined
  return [forward, backward].filter((exit) => exit !== undefined)
}

/** From a node to the mouth of its dead end, or to where a time is known already; undefined if that is shut. */
function leaveDeadEnd(finder: Finder, node: number, ms: number, forward: boolean): Exit | undefined {
  const { graph, roadMs, shut } = finder
  let [mouth, total] = [node, ms]
  while (isUntold(finder, mouth)) {
    const road = graph.wayOut[mouth] as number
    if (shut[road] || !leadsOut(graph, road, mouth)) return undefined
    total += roadMs[road] as number
    mouth = otherEnd(graph, road, mouth)
  }
  return { mouth, ms: total, forward }
}

/** In a dead end that the incident is not in: no search goes there, and there is one way to go. */
function isUntold({ graph, ms }: Finder, node: number): boolean {
  return (graph.wayOut[node] as number) >= 0 && ms[node] === UNKNOWN
}

function nextTurn(finder: Finder, node: number): number {
  if (!isUntold(finder, node)) return finder.next[node] as number
  const road = finder.graph.wayOut[node] as number
  return road * 2 + (finder.graph.roadFrom[road] === node ? 0 : 1)
}

/** Whether a dead end's road may be driven from its inner node. */
function leadsOut(graph: RoadGraph, road: number, inner: number): boolean {
  return isTwoWay(graph, road) || graph.roadFrom[road] === inner
}

/** Whether a dead end's road may be driven to its inner node. */
function leadsIn(graph: RoadGraph, road: number, inner: number): boolean {
  return isTwoWay(graph, road) || graph.roadTo[road] === inner
}

/**
 * Gives the ends of the incident's road their times, and every node from there to the mouth of the dead end it is
 * in: the core nodes among them are where the search begins.
 */
function seedIncident(finder: Finder, { road, along }: Snapped): number[] {
  const { graph, roadMs, shut, ms, next } = finder
  const seeds = new Set<number>()
  const seed = (start: number, share: number, arrive: number) => {
    let [node, at, turn] = [start, Math.round(share * (roadMs[road] as number)), arrive]
    while (at < (ms[node] as number)) {
      ms[node] = at
      next[node] = turn
      const way = graph.wayOut[node] as number
      if (way < 0) seeds.add(node)
      if (way < 0 || shut[way] || !leadsIn(graph, way, node)) return
      at += roadMs[way] as number
      turn = way * 2 + (graph.roadTo[way] === node ? 0 : 1)
      node = otherEnd(graph, way, node)
    }
  }
  seed(graph.roadFrom[road] as number, along, ARRIVE_FORWARD)
  if (isTwoWay(graph, road)) seed(graph.roadTo[road] as number, 1 - along, ARRIVE_BACKWARD)
  return [...seeds]
}

/** Along the road that unit and incident share, or by the better of the unit's exits. */
function bestWay(finder: Finder, unit: Snapped, incident: Snapped, exits: readonly Exit[]): Way | undefined {
  let best: Way | undefined
  for (const exit of exits) {
    const rest = finder.ms[exit.mouth] as number
    if (rest !== UNKNOWN && (!best || exit.ms + rest < best.ms)) {
      best = { ms: exit.ms + rest, stays: false, forward: exit.forward }
    }
  }
  const share = incident.along - unit.along
  if (unit.road === incident.road && (share >= 0 || isTwoWay(finder.graph, unit.road))) {
    const ms = Math.abs(share) * (finder.roadMs[unit.road] as number)
    if (!best || ms <= best.ms) best = { ms, stays: true, forward: share >= 0 }
  }
  return best
}

/**
 * Spreads backwards from the seeds. The queue is a ring of buckets without a heap (1.9 ms for the whole county
 * against 6.2): a node is taken out again when it gets nearer within its own bucket, so that the search may stop
 * only between buckets. False: stopped at the limit, with more to be reached.
 */
function search(finder: Finder, seeds: readonly number[], stillWanted: number): boolean {
  const { turnsInto, turnFrom, turnMs, turn: turns, ms, next, wanted, bucket, limitMs } = finder
  let { node: slotNode, ms: slotMs, below } = finder.slots
  const mask = bucket.length - 1
  let missing = stillWanted
  let used = 0
  let free = -1
  let waiting = 0
  let now = UNKNOWN >> BUCKET_SHIFT
  for (const node of seeds) {
    const at = ms[node] as number
    slotNode[used] = node
    slotMs[used] = at
    below[used] = bucket[(at >> BUCKET_SHIFT) & mask] as number
    bucket[(at >> BUCKET_SHIFT) & mask] = used
    now = Math.min(now, at >> BUCKET_SHIFT)
    used += 1
    waiting += 1
  }
  while (waiting > 0) {
    const slot = bucket[now & mask] as number
    if (slot < 0) {
      if (missing === 0) return true
      if (now << BUCKET_SHIFT > limitMs) return false
      now += 1
      continue
    }
    bucket[now & mask] = below[slot] as number
    below[slot] = free
    free = slot
    waiting -= 1
    const node = slotNode[slot] as number
    const at = slotMs[slot] as number
    if (at !== ms[node]) continue
    if (wanted[node] === 1) {
      wanted[node] = 0
      missing -= 1
    }
    for (let turn = turnsInto[node] as number, end = turnsInto[node + 1] as number; turn < end; turn += 1) {
      const from = turnFrom[turn] as number
      const fromMs = at + (turnMs[turn] as number)
      if (fromMs >= (ms[from] as number)) continue
      ms[from] = fromMs
      next[from] = turns[turn] as number
      let into = free
      if (free >= 0) free = below[free] as number
      else {
        into = used
        used += 1
        if (used > slotNode.length)
          ({ node: slotNode, ms: slotMs, below } = finder.slots = makeSlots(used * 2, finder.slots))
      }
      const place = (fromMs >> BUCKET_SHIFT) & mask
      slotNode[into] = from
      slotMs[into] = fromMs
      below[into] = bucket[place] as number
      bucket[place] = into
      waiting += 1
    }
  }
  return true
}

function makeSlots(size: number, old?: Slots): Slots {
  const slots = { node: new Int32Array(size), ms: new Int32Array(size), below: new Int32Array(size) }
  if (old) for (const key of ['node', 'ms', 'below'] as const) slots[key].set(old[key])
  return slots
}

/** Every road between two core nodes in each way it may be driven, unless it is shut. */
function turnsOf(graph: RoadGraph, { roadMs, shut }: RoadTimes) {
  const { coreNodes, roadFrom, roadTo } = graph
  const turnsInto = new Uint32Array(coreNodes + 1)
  const all: number[] = []
  for (let road = 0; road < graph.roads; road += 1) {
    const [from, to] = [roadFrom[road] as number, roadTo[road] as number]
    // a road that ends where it starts is on no fastest way
    if (shut[road] || from === to || from >= coreNodes || to >= coreNodes) continue
    all.push(road * 2)
    turnsInto[to + 1] = (turnsInto[to + 1] as number) + 1
    if (!isTwoWay(graph, road)) continue
    all.push(road * 2 + 1)
    turnsInto[from + 1] = (turnsInto[from + 1] as number) + 1
  }
  for (let node = 0; node < coreNodes; node += 1) {
    turnsInto[node + 1] = (turnsInto[node + 1] as number) + (turnsInto[node] as number)
  }
  const place = turnsInto.slice()
  const turnFrom = new Int32Array(all.length)
  const turnMs = new Int32Array(all.length)
  const turn = new Int32Array(all.length)
  for (const one of all) {
    const ends = [roadFrom[one >> 1] as number, roadTo[one >> 1] as number] as const
    const to = one & 1 ? ends[0] : ends[1]
    const at = place[to] as number
    place[to] = at + 1
    turnFrom[at] = one & 1 ? ends[1] : ends[0]
    turnMs[at] = roadMs[one >> 1] as number
    turn[at] = one
  }
  return { turnsInto, turnFrom, turnMs, turn }
}
