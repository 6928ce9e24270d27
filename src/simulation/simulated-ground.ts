import { join } from 'node:path'
import { type CoverDemand, coverDemandOf, type DemandSurface, demandSurface, zoneOf } from '../dispatch/index.ts'
import { indexRoads, readRoadGraph, roadSpeeds, snap, timeRoads } from '../routing/index.ts'
import { type CompactRoads, compactRoads } from './compact-roads.ts'
import { readCrimePoints } from './crime-points.ts'
import { type Clock, readClocks, readCoverWeight, readForceFile } from './month-plan.ts'
import { NO_WAY, RoadMatrix } from './road-matrix.ts'
import { readPosts, type UnitPost } from './unit-posts.ts'
import { placeOfNode } from './unit-trip.ts'

/** A junction at which calls come, as often as its weight says. */
export type CallPlace = { node: number; lat: number; lon: number; weight: number; areaClass: 'urban' | 'rural' }

/** Everything of a simulated month that no seed changes. */
export type SimulatedGround = {
  roads: CompactRoads
  matrix: RoadMatrix
  clocks: Record<1 | 2, Clock>
  places: readonly CallPlace[]
  posts: readonly UnitPost[]
  surface: DemandSurface
  /** what the whole of the cover is worth to the force */
  coverWeightSeconds: number
  demand: CoverDemand
  /** seconds by blue light from node n to demand point d: [n * points + d], 65,535 for far away */
  secondsToDemand: Uint16Array
}

/** Calls within a square of so many metres are at its busiest junction. */
const CELL_METRES = 250
const METRES_PER_DEGREE = 111_195
const LON_SCALE = 0.579

/**
 * Reads roads, demand, posts; takes some two seconds. `placesKept` below 1 keeps only the busiest places, for a
 * quick look. @throws ZodError or Error when the data do not fit
 */
export function readGround(dataFolder: string, placesKept = 1): SimulatedGround {
  const graph = readRoadGraph(join(dataFolder, 'cumbria-road-graph'))
  const speeds = roadSpeeds.parse(readForceFile(dataFolder, 'road-speeds.json'))
  const surface = demandSurface.parse(readForceFile(dataFolder, 'demand.json'))
  const clocks = readClocks(dataFolder)
  const index = indexRoads(graph, speeds.offRoad)
  /** the nearer end of the nearest road */
  const junctionAt = (point: { lat: number; lon: number }): number | undefined => {
    const found = snap(index, point, speeds.offRoad.incidentMaxMetres)
    return found && (found.along < 0.5 ? graph.roadFrom[found.road] : graph.roadTo[found.road])
  }
  const mustJunction = (point: { lat: number; lon: number }, what: string): number => {
    const junction = junctionAt(point)
    if (junction === undefined) throw new Error(`${what} is at no road`)
    return junction
  }

  const weights = new Map<number, { rows: number; areaClass: 'urban' | 'rural' }>()
  for (const { lat, lon, rows, areaClass } of readCrimePoints(dataFolder)) {
    const junction = junctionAt({ lat, lon })
    if (junction === undefined) continue
    const known = weights.get(junction)
    if (known) known.rows += rows
    else weights.set(junction, { rows, areaClass })
  }
  const posts = readPosts(dataFolder)
  const atPost = posts.map(({ post, station, callsign }) => ({
    post: mustJunction(post, `the post of ${callsign}`),
    station: mustJunction(station, `the station of ${callsign}`),
  }))
  const atDemand = surface.points.map((point, at) => mustJunction(point, `demand point ${at}`))
  const keep = new Set([...weights.keys(), ...atDemand, ...atPost.flatMap(({ post, station }) => [post, station])])
  const roads = compactRoads(
    graph,
    { normal: timeRoads(graph, speeds, 'normal'), 'blue-light': timeRoads(graph, speeds, 'blue-light') },
    keep,
  )
  const nodeOf = (junction: number) => roads.nodeOf[junction] as number
  const matrix = new RoadMatrix(roads)
  const all = callPlaces(roads, weights).sort((a, b) => b.weight - a.weight || a.node - b.node)
  return {
    roads,
    matrix,
    clocks,
    places: all.slice(0, Math.ceil(all.length * placesKept)),
    posts: posts.map((post, at) => ({
      ...post,
      postNode: nodeOf(atPost[at]?.post ?? -1),
      stationNode: nodeOf(atPost[at]?.station ?? -1),
    })),
    surface,
    coverWeightSeconds: readCoverWeight(dataFolder),
    demand: coverDemandOf(surface, clocks[1]),
    secondsToDemand: timesToDemand(matrix, atDemand.map(nodeOf)),
  }
}

/** One place a cell and class: the junction with most rows, with the weight of all of them. */
function callPlaces(
  roads: CompactRoads,
  weights: ReadonlyMap<number, { rows: number; areaClass: 'urban' | 'rural' }>,
): CallPlace[] {
  const cells = new Map<string, { place: CallPlace; most: number }>()
  for (const [junction, { rows, areaClass }] of weights) {
    const node = roads.nodeOf[junction] as number
    const at = placeOfNode(roads, node)
    const row = Math.floor((at.lat * METRES_PER_DEGREE) / CELL_METRES)
    const column = Math.floor((at.lon * METRES_PER_DEGREE * LON_SCALE) / CELL_METRES)
    const key = `${row},${column},${areaClass}`
    const cell = cells.get(key)
    if (!cell) cells.set(key, { place: { node, ...at, weight: rows, areaClass }, most: rows })
    else {
      const weight = cell.place.weight + rows
      if (rows > cell.most) cells.set(key, { place: { node, ...at, weight, areaClass }, most: rows })
      else cell.place.weight = weight
    }
  }
  return [...cells.values()].map(({ place }) => place)
}

/**
 * The same ground with cover reckoned as a service does that has no time to search: a unit's times to the demand are
 * those of the demand point it is nearest to.
 */
export function byZones(ground: SimulatedGround): SimulatedGround {
  const { roads, surface, secondsToDemand } = ground
  const points = surface.points.length
  const nodeOfPoint = surface.points.map((_, point) => {
    for (let node = 0; node < roads.nodes; node += 1) if (secondsToDemand[node * points + point] === 0) return node
    throw new Error(`demand point ${point} is at no node`)
  })
  const seconds = new Uint16Array(secondsToDemand.length)
  for (let node = 0; node < roads.nodes; node += 1) {
    const at = nodeOfPoint[zoneOf(surface, placeOfNode(roads, node))] as number
    seconds.set(secondsToDemand.subarray(at * points, (at + 1) * points), node * points)
  }
  return { ...ground, secondsToDemand: seconds }
}

function timesToDemand(matrix: RoadMatrix, nodes: readonly number[]): Uint16Array {
  const points = nodes.length
  const rows = nodes.map((node) => matrix.to(node, 'blue-light'))
  const seconds = new Uint16Array(matrix.roads.nodes * points)
  for (let from = 0, at = 0; from < matrix.roads.nodes; from += 1) {
    for (let point = 0; point < points; point += 1, at += 1) {
      const ms = rows[point]?.[from] as number
      seconds[at] = ms === NO_WAY ? 0xffff : Math.min(0xffff, Math.ceil(ms / 1000))
    }
  }
  return seconds
}
