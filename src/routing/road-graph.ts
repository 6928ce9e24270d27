import { layTurns, type TurnRestriction, type Turns } from './turn-restriction-rules.ts'

/** Classes of road as OpenStreetMap names them (links belong to their class and are `ramp`). */
export const roadClasses = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'minor', 'service'] as const
export type RoadClass = (typeof roadClasses)[number]

/**
 * Who may drive on a road, as OpenStreetMap's `access` says it; '' is anybody. `emergency`: closed to the public and
 * open to police, such as a bus gate. What a unit may use is the force's own data (`access` of the road speeds).
 */
export const accessClasses = [
  '',
  'destination',
  'delivery',
  'permissive',
  'customers',
  'private',
  'emergency',
  'no',
] as const
export type AccessClass = (typeof accessClasses)[number]

/** A junction or the end of a road. `main`: one can drive from here to every other main node and back. */
export type Junction = { lat: number; lon: number; main: boolean }

/** One stretch of road between two junctions. `line` runs from -> to as lat, lon, lat, lon ... in 1e-5 degrees. */
export type Road = {
  from: number
  to: number
  class: RoadClass
  /** `unclassified` in OpenStreetMap: outside towns, mostly single-track lanes */
  unclassified: boolean
  /** may be driven from -> to only */
  oneway: boolean
  ramp: boolean
  urban: boolean
  name: string
  ref: string
  metres: number
  /** how steep its steepest part is, up or down; left out where that is not known */
  gradientPerCent?: number
  /** its speed limit, miles an hour; left out where that is not known */
  limitMph?: number | undefined
  /** who may drive here; left out: anybody */
  access?: AccessClass
  /** a ferry: what it takes to cross, whatever anybody's speed */
  ferrySeconds?: number | undefined
  line: readonly number[]
}

/** Bits of `roadFlags`. */
export const roadFlag = { oneway: 1, ramp: 2, urban: 4, unclassified: 8 } as const

/**
 * The road network in flat arrays. Nodes are numbered anew: those in dead ends (four of ten) last, because a search
 * never has to look at them, and each group along a space-filling curve, so that neighbours on the ground are
 * neighbours in memory.
 */
export type RoadGraph = Omit<Turns, 'copyOf'> & {
  /** junctions, and the copies of those with turn restrictions */
  nodes: number
  nodeLat: Float64Array
  nodeLon: Float64Array
  /** nodes 0 .. coreNodes - 1 are not in a dead end */
  coreNodes: number
  roads: number
  nodeMain: Uint8Array
  /** for a node in a dead end, the only road that leads out; else -1 */
  wayOut: Int32Array
  roadFrom: Uint32Array
  roadTo: Uint32Array
  roadClass: Uint8Array
  roadFlags: Uint8Array
  roadMetres: Float64Array
  /** per cent; 0: not known */
  roadGradient: Uint8Array
  /** miles an hour; 0: not known */
  roadLimit: Uint8Array
  /** place in `accessClasses`; 0: anybody */
  roadAccess: Uint8Array
  /** seconds of a ferry; 0: on land */
  roadFerry: Uint32Array
  roadName: string[]
  roadRef: string[]
  /** points of road r are lineFirst[r] .. lineFirst[r + 1]; lat and lon in 1e-5 degrees */
  lineFirst: Uint32Array
  lineLat: Int32Array
  lineLon: Int32Array
}

/** Builds the flat arrays. @throws Error when a road leads nowhere, or a restriction's roads do not meet */
export function buildRoadGraph(
  ofMap: readonly Junction[],
  roads: readonly Road[],
  restrictions: readonly TurnRestriction[] = [],
): RoadGraph {
  for (const { from, to } of roads) {
    if (!ofMap[from] || !ofMap[to]) throw new Error(`A road leads from ${from} to ${to}: one of them is not there`)
  }
  const turns = layTurns(ofMap.length, roads, restrictions)
  const junctions = [...ofMap, ...turns.copyOf.map((original) => ofMap[original] as Junction)]
  const signed = new Set(turns.copyOf)
  // those next to them as well: a dead end behind a sign is where one turns round, against what the sign is for
  const staying = new Set<number>()
  for (const { from, to } of signed.size > 0 ? roads : []) {
    if (signed.has(from) || signed.has(to)) staying.add(from).add(to)
  }
  const wayOut = findDeadEnds(ofMap.length, roads, staying)
  const place = Float64Array.from(junctions, curvePosition)
  const order = Uint32Array.from(junctions.keys())
  const isDeadEnd = (junction: number) => ((wayOut[junction] ?? -1) < 0 ? 0 : 1)
  order.sort((a, b) => isDeadEnd(a) - isDeadEnd(b) || (place[a] as number) - (place[b] as number))
  const numberOf = new Int32Array(junctions.length)
  order.forEach((junction, number) => {
    numberOf[junction] = number
  })

  const points = roads.reduce((sum, road) => sum + road.line.length / 2, 0)
  const lineFirst = new Uint32Array(roads.length + 1)
  const lineLat = new Int32Array(points)
  const lineLon = new Int32Array(points)
  let point = 0
  roads.forEach(({ line }, road) => {
    for (let i = 0; i < line.length; i += 2, point += 1) {
      lineLat[point] = line[i] as number
      lineLon[point] = line[i + 1] as number
    }
    lineFirst[road + 1] = point
  })
  return {
    nodes: junctions.length,
    nodeLat: Float64Array.from(order, (junction) => (junctions[junction] as Junction).lat),
    nodeLon: Float64Array.from(order, (junction) => (junctions[junction] as Junction).lon),
    head: turns.head.map((junction) => numberOf[junction] as number),
    tailFirst: turns.tailFirst,
    tail: turns.tail.map((junction) => numberOf[junction] as number),
    coreNodes: junctions.reduce((sum, _, junction) => sum + 1 - isDeadEnd(junction), 0),
    roads: roads.length,
    nodeMain: Uint8Array.from(order, (junction) => (junctions[junction]?.main ? 1 : 0)),
    wayOut: Int32Array.from(order, (junction) => wayOut[junction] ?? -1),
    roadFrom: Uint32Array.from(roads, (road) => numberOf[road.from] as number),
    roadTo: Uint32Array.from(roads, (road) => numberOf[road.to] as number),
    roadClass: Uint8Array.from(roads, (road) => roadClasses.indexOf(road.class)),
    roadFlags: Uint8Array.from(roads, flagsOf),
    roadMetres: Float64Array.from(roads, (road) => road.metres),
    roadGradient: Uint8Array.from(roads, ({ gradientPerCent = 0 }) => Math.min(100, Math.abs(gradientPerCent))),
    roadLimit: Uint8Array.from(roads, ({ limitMph = 0 }) => Math.min(255, limitMph)),
    roadAccess: Uint8Array.from(roads, ({ access = '' }) => accessClasses.indexOf(access)),
    roadFerry: Uint32Array.from(roads, ({ ferrySeconds = 0 }) => Math.ceil(ferrySeconds)),
    roadName: roads.map((road) => road.name),
    roadRef: roads.map((road) => road.ref),
    lineFirst,
    lineLat,
    lineLon,
  }
}

/** The end of a road that `node` is not; of a road that ends where it starts, the same node. */
export function otherEnd(graph: RoadGraph, road: number, node: number): number {
  const from = graph.roadFrom[road] as number
  return from === node ? (graph.roadTo[road] as number) : from
}

/** Whether the road may be driven from its `to` end to its `from` end as well. */
export function isTwoWay(graph: RoadGraph, road: number): boolean {
  return ((graph.roadFlags[road] as number) & roadFlag.oneway) === 0
}

/** The encoded polyline format, precision 5: lat, lon, lat, lon ... in 1e-5 degrees. */
export function decodePolyline(encoded: string): number[] {
  const line: number[] = []
  let [lat, lon, at] = [0, 0, 0]
  const next = (): number => {
    let [value, shift, byte] = [0, 0, 0]
    do {
      byte = encoded.charCodeAt(at) - 63
      at += 1
      value |= (byte & 0x1f) << shift
      shift += 5
    } while (byte >= 0x20)
    return value & 1 ? ~(value >> 1) : value >> 1
  }
  while (at < encoded.length) {
    lat += next()
    lon += next()
    line.push(lat, lon)
  }
  return line
}

function flagsOf(road: Road): number {
  return (
    (road.oneway ? roadFlag.oneway : 0) |
    (road.ramp ? roadFlag.ramp : 0) |
    (road.urban ? roadFlag.urban : 0) |
    (road.unclassified ? roadFlag.unclassified : 0)
  )
}

/**
 * Takes away junctions with one road left, again and again, until there is none: gives each of them its way out.
 * Of a junction's roads only their number and sum are kept: when one is left, the sum is that road. Junctions with
 * restricted turns stay: from their copies there is more than one way to go.
 */
function findDeadEnds(junctions: number, roads: readonly Road[], staying: ReadonlySet<number>): Int32Array {
  const wayOut = new Int32Array(junctions).fill(-1)
  const left = new Int32Array(junctions)
  const sum = new Float64Array(junctions)
  const count = (junction: number, road: number, sign: 1 | -1) => {
    left[junction] = (left[junction] as number) + sign
    sum[junction] = (sum[junction] as number) + sign * road
  }
  roads.forEach(({ from, to }, road) => {
    if (from === to) return
    count(from, road, 1)
    count(to, road, 1)
  })
  for (let start = 0; start < junctions; start += 1) {
    let junction = start
    while (left[junction] === 1 && !staying.has(junction)) {
      const road = sum[junction] as number
      wayOut[junction] = road
      const { from, to } = roads[road] as Road
      count(from, road, -1)
      count(to, road, -1)
      junction = from === junction ? to : from
    }
  }
  return wayOut
}

/** Position along a Z-order curve over cells of about 4 m. */
function curvePosition({ lat, lon }: Junction): number {
  const x = Math.floor((lon + 180) * 16_384)
  const y = Math.floor((lat + 90) * 16_384)
  let position = 0
  let place = 1
  for (let bit = 0; bit < 23; bit += 1, place *= 4) position += (((x >> bit) & 1) + 2 * ((y >> bit) & 1)) * place
  return position
}
