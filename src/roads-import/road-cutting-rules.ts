import type { OsmRoad } from './osm-road-rules.ts'

/** Every node the import needs, by rising id; where each is, in 1e-7 degrees, and `MISSING` when the extract lacks it. */
export type NodeTable = { id: Float64Array; lat: Int32Array; lon: Int32Array }
export const MISSING = 0x7fff_ffff

/** A way that is a road; its nodes as places in the node table, in the order they are drawn. */
export type RoadWay = { id: number; road: OsmRoad; nodes: Int32Array }

/** A road between two junctions; `points` are places in the node table and run the way it may be driven. */
export type Stretch = { way: RoadWay; from: number; to: number; oneway: boolean; points: Int32Array; metres: number }

/** A cut network: `nodeAt[n]` is the place of junction n in the node table. */
export type CutNetwork = {
  nodeAt: number[]
  stretches: Stretch[]
  /** ways that leave the extract: only what is inside is kept */
  leavingWays: number
  /** nodes where a barrier ends the road */
  barriersCut: number
  /** barriers where more than two roads meet: which of them it stops is not said, so none */
  barriersLeft: number
}

/** What lies on the nodes of roads. */
export type OnNodes = { stops: ReadonlySet<number>; isInside: (lat: number, lon: number) => boolean }

/** The place of a node in the table; -1 when it is not there. */
export function placeOf({ id }: NodeTable, wanted: number): number {
  let [low, high] = [0, id.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = id[middle] as number
    if (found === wanted) return middle
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/**
 * Cuts ways into stretches at every junction, at the ends of ways, at barriers that stop a car, and where the
 * extract ends. A barrier gives each road that ends at it a junction of its own, so that nothing drives through.
 */
export function cutRoads(table: NodeTable, ways: readonly RoadWay[], { stops, isInside }: OnNodes): CutNetwork {
  const parts = ways.flatMap((way) => presentParts(table, way).map((nodes) => ({ way, nodes })))
  const arms = new Uint8Array(table.id.length)
  const isEnd = new Uint8Array(table.id.length)
  const addArms = (node: number, more: number) => {
    arms[node] = Math.min(255, (arms[node] as number) + more)
  }
  for (const { nodes } of parts) {
    nodes.forEach((node, i) => {
      const atEnd = i === 0 || i === nodes.length - 1
      if (atEnd) isEnd[node] = 1
      addArms(node, atEnd ? 1 : 2)
    })
  }
  const stopsHere = (node: number) => stops.has(node) && (arms[node] as number) <= 2
  const isJunction = (node: number) => isEnd[node] === 1 || (arms[node] as number) > 2 || stopsHere(node)

  const nodeAt: number[] = []
  const numberOf = new Int32Array(table.id.length).fill(-1)
  const junctionFor = (node: number): number => {
    const known = numberOf[node] as number
    if (known !== -1 && !stopsHere(node)) return known
    numberOf[node] = nodeAt.length
    nodeAt.push(node)
    return nodeAt.length - 1
  }
  const inside = (node: number) => isInside((table.lat[node] as number) / 1e7, (table.lon[node] as number) / 1e7)
  const stretches: Stretch[] = []
  for (const { way, nodes } of parts) {
    let begin = 0
    for (let i = 1; i < nodes.length; i += 1) {
      if (!isJunction(nodes[i] as number)) continue
      const points = nodes.slice(begin, i + 1)
      begin = i
      if (!inside(points[0] as number) && !inside(points.at(-1) as number)) continue
      if (way.road.direction === 'backward') points.reverse()
      stretches.push({
        way,
        from: junctionFor(points[0] as number),
        to: junctionFor(points.at(-1) as number),
        oneway: way.road.direction !== 'both' && !way.road.exempt,
        points,
        metres: lengthOf(table, points),
      })
    }
  }
  const used = [...stops].filter((node) => (arms[node] as number) > 0)
  return {
    nodeAt,
    stretches,
    leavingWays: ways.filter(({ nodes }) => nodes.some((node) => table.lat[node] === MISSING)).length,
    barriersCut: used.filter(stopsHere).length,
    barriersLeft: used.filter((node) => !stopsHere(node)).length,
  }
}

/** The runs of a way's nodes that the extract holds, without a node twice in a row. */
function presentParts(table: NodeTable, { nodes }: RoadWay): Int32Array[] {
  const parts: number[][] = [[]]
  for (const node of nodes) {
    const part = parts.at(-1) as number[]
    if (table.lat[node] === MISSING) parts.push([])
    else if (part.at(-1) !== node) part.push(node)
  }
  return parts.filter((part) => part.length > 1).map((part) => Int32Array.from(part))
}

const EARTH_METRES = 6_371_008.8
const RADIANS = Math.PI / 180

/** Along the line, on a sphere; metres. */
function lengthOf({ lat, lon }: NodeTable, points: Int32Array): number {
  let metres = 0
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1] as number, points[i] as number]
    const [latA, latB] = [(lat[a] as number) * 1e-7 * RADIANS, (lat[b] as number) * 1e-7 * RADIANS]
    const across = Math.sin(((lon[b] as number) - (lon[a] as number)) * 1e-7 * RADIANS * 0.5)
    const up = Math.sin((latB - latA) / 2)
    metres += 2 * EARTH_METRES * Math.asin(Math.sqrt(up * up + Math.cos(latA) * Math.cos(latB) * across * across))
  }
  return metres
}

/** The encoded polyline format, precision 5, of lat, lon, lat, lon ... in 1e-5 degrees. */
export function encodePolyline(line: readonly number[]): string {
  let text = ''
  let [lat, lon] = [0, 0]
  for (let i = 0; i < line.length; i += 2) {
    const [nextLat, nextLon] = [line[i] as number, line[i + 1] as number]
    text += encodeNumber(nextLat - lat) + encodeNumber(nextLon - lon)
    ;[lat, lon] = [nextLat, nextLon]
  }
  return text
}

function encodeNumber(value: number): string {
  let left = value < 0 ? ~(value << 1) : value << 1
  let text = ''
  while (left >= 0x20) {
    text += String.fromCharCode((0x20 | (left & 0x1f)) + 63)
    left >>>= 5
  }
  return text + String.fromCharCode(left + 63)
}
