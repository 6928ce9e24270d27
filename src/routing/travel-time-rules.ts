import { alongRoad, arrivals, departures } from './on-road-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import type { RoadSpeeds, RoadTimes } from './road-speeds.ts'
import type { Place, TravelTime } from './routing.ts'
import { type RoadIndex, type Snapped, snapEither } from './snap-rules.ts'
import { answerFrom, type Drive, type NoWay } from './travel-answer-rules.ts'

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
export function findTravelTimes(finder: Finder, to: Place, from: readonly Place[]): TravelTime[] {
  const incidents = snapEither(finder.index, to, finder.offRoad.incidentMaxMetres)
  const units = from.map((place) => snapEither(finder.index, place, finder.offRoad.vehicleMaxMetres))
  return findAnswers(finder, incidents, units)
}

/** The same for places that are brought to their roads already: for the incident, and for each unit, where it may be. */
export function findAnswers(
  finder: Finder,
  incidents: readonly Snapped[],
  units: ReadonlyArray<readonly Snapped[]>,
): TravelTime[] {
  const flat = units.flat()
  const drives = incidents.map((incident) => {
    const ways = findWays(finder, incident, flat)
    return ways.map((way, index) => driveOf(finder, flat[index] as Snapped, incident, way))
  })
  let first = 0
  return units.map((places) => {
    const ofUnit = first
    first += places.length
    return answerFrom(finder.offRoad, places, incidents, (unit, incident) => drives[incident]?.[ofUnit + unit] as Drive)
  })
}

function driveOf(finder: Finder, unit: Snapped, incident: Snapped, way: Way | NoWay): Drive {
  if (typeof way === 'string') return { none: way }
  let metres = 0
  forEachStretch(finder, unit, incident, way, (road, begin, finish) => {
    metres += Math.abs(finish - begin) * (finder.graph.roadMetres[road] as number)
  })
  return { ms: way.ms, metres }
}

/** A way from a unit: its first turn is along its own road, or (`stays`) the incident is on that road too. */
export type Way = { ms: number; stays: boolean; forward: boolean }

/** The fastest way from each unit's road to the incident's. */
export function findWays(finder: Finder, incident: Snapped, units: readonly Snapped[]): Array<Way | NoWay> {
  finder.ms.fill(UNKNOWN)
  finder.wanted.fill(0)
  finder.bucket.fill(-1)
  const seeds = seedIncident(finder, incident)
  const exits = units.map((unit) => exitsOf(finder, unit))
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
    const way = bestWay(finder, unit, incident, ofUnit)
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
  let turn = nextTurn(finder, graph.head[unit.road * 2 + (way.forward ? 0 : 1)] as number)
  while (turn >= 0) {
    const backward = turn & 1
    visit(turn >> 1, backward, 1 - backward)
    turn = nextTurn(finder, graph.head[turn] as number)
  }
  visit(incident.road, turn === ARRIVE_FORWARD ? 0 : 1, incident.along)
}

/** An end of its road that a unit may drive to: the time to the mouth of the dead end it is in, or to the end itself. */
type Exit = { mouth: number; ms: number; forward: boolean }

function exitsOf(finder: Finder, unit: Snapped): Exit[] {
  return departures(finder.graph, finder, unit).flatMap(({ turn, ms }) => {
    const exit = leaveDeadEnd(finder, finder.graph.head[turn] as number, ms, (turn & 1) === 0)
    return exit ? [exit] : []
  })
}

/** From a node to the mouth of its dead end, or to where a time is known already; undefined if that is shut. */
function leaveDeadEnd(finder: Finder, node: number, ms: number, forward: boolean): Exit | undefined {
  const { graph, roadMs, shut } = finder
  let [mouth, total] = [node, ms]
  while (isUntold(finder, mouth)) {
    const turn = turnOut(graph, mouth)
    if (shut[turn >> 1] || !isDriven(graph, turn)) return undefined
    total += roadMs[turn >> 1] as number
    mouth = graph.head[turn] as number
  }
  return { mouth, ms: total, forward }
}

/** In a dead end that the incident is not in: no search goes there, and there is one way to go. */
function isUntold({ graph, ms }: Finder, node: number): boolean {
  return (graph.wayOut[node] as number) >= 0 && ms[node] === UNKNOWN
}

function nextTurn(finder: Finder, node: number): number {
  return isUntold(finder, node) ? turnOut(finder.graph, node) : (finder.next[node] as number)
}

/** The turn that leads out of a dead end. */
function turnOut(graph: RoadGraph, inner: number): number {
  const road = graph.wayOut[inner] as number
  return road * 2 + (graph.roadFrom[road] === inner ? 0 : 1)
}

function isDriven({ tailFirst }: RoadGraph, turn: number): boolean {
  return (tailFirst[turn] as number) < (tailFirst[turn + 1] as number)
}

/**
 * Gives the nodes the incident's road is driven from their times, and every node from there to the mouth of the dead
 * end it is in: the core nodes among them are where the search begins.
 */
function seedIncident(finder: Finder, incident: Snapped): number[] {
  const { graph, roadMs, shut, ms, next } = finder
  const seeds = new Set<number>()
  const seed = (into: number, at: number, arrive: number) => {
    for (let i = graph.tailFirst[into] as number; i < (graph.tailFirst[into + 1] as number); i += 1) {
      const node = graph.tail[i] as number
      if (at >= (ms[node] as number)) continue
      ms[node] = at
      next[node] = arrive
      const way = graph.wayOut[node] as number
      if (way < 0) seeds.add(node)
      else if (!shut[way]) seed(turnOut(graph, node) ^ 1, at + (roadMs[way] as number), turnOut(graph, node) ^ 1)
    }
  }
  for (const part of arrivals(graph, finder, incident)) {
    seed(part.turn, part.ms, part.turn & 1 ? ARRIVE_BACKWARD : ARRIVE_FORWARD)
  }
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
  const along = alongRoad(finder.graph, finder, unit, incident)
  if (along && (!best || along.ms <= best.ms)) best = { ms: along.ms, stays: true, forward: (along.turn & 1) === 0 }
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
function turnsOf({ coreNodes, head, tailFirst, tail }: RoadGraph, { roadMs, shut }: RoadTimes) {
  const turnsInto = new Uint32Array(coreNodes + 1)
  const visitAll = (visit: (turn: number, from: number, to: number) => void) => {
    head.forEach((to, turn) => {
      if (shut[turn >> 1] || to >= coreNodes) return
      for (let i = tailFirst[turn] as number; i < (tailFirst[turn + 1] as number); i += 1) {
        const from = tail[i] as number
        // a road that ends where it starts is on no fastest way
        if (from !== to && from < coreNodes) visit(turn, from, to)
      }
    })
  }
  visitAll((_turn, _from, to) => {
    turnsInto[to + 1] = (turnsInto[to + 1] as number) + 1
  })
  for (let node = 0; node < coreNodes; node += 1) {
    turnsInto[node + 1] = (turnsInto[node + 1] as number) + (turnsInto[node] as number)
  }
  const all = turnsInto[coreNodes] as number
  const place = turnsInto.slice()
  const [turnFrom, turnMs, turns] = [new Int32Array(all), new Int32Array(all), new Int32Array(all)]
  visitAll((turn, from, to) => {
    const at = place[to] as number
    place[to] = at + 1
    turnFrom[at] = from
    turnMs[at] = roadMs[turn >> 1] as number
    turns[at] = turn
  })
  return { turnsInto, turnFrom, turnMs, turn: turns }
}
