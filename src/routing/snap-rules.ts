import Flatbush from 'flatbush'
import { type RoadGraph, roadClasses } from './road-graph.ts'
import type { Point } from './routing.ts'

/** A point brought to its road: times start from here, in the middle of the road. */
export type Snapped = {
  road: number
  /** share of the road's length between its `from` end and this place, 0 to 1 */
  along: number
  /** the straight line between the point and the road */
  offRoadMetres: number
  lat: number
  lon: number
}

/** Finds the road a point is on. */
export type RoadIndex = { graph: RoadGraph; roads: Uint32Array; boxes: Flatbush; motorwayExtraMetres: number }

/** Metres in 1e-5 degrees of latitude. */
const LAT_METRES = 1.11195
const MOTORWAY = roadClasses.indexOf('motorway')

/**
 * The index of roads a point may be brought to: those of the main component only, because a time from a gated
 * service road to anywhere is unknown. A motorway counts `motorwayExtraMetres` further than it is: a house
 * beside the M6 is reached by its lane, not over the fence.
 */
export function indexRoads(graph: RoadGraph, motorwayExtraMetres: number): RoadIndex {
  const roads = Uint32Array.from({ length: graph.roads }, (_, road) => road).filter(
    (road) => graph.nodeMain[graph.roadFrom[road] as number] && graph.nodeMain[graph.roadTo[road] as number],
  )
  const boxes = new Flatbush(Math.max(roads.length, 1), 16, Int32Array)
  for (const road of roads) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let point = graph.lineFirst[road] as number; point < (graph.lineFirst[road + 1] as number); point += 1) {
      const [lat, lon] = [graph.lineLat[point] as number, graph.lineLon[point] as number]
      ;[west, south, east, north] = [
        Math.min(west, lon),
        Math.min(south, lat),
        Math.max(east, lon),
        Math.max(north, lat),
      ]
    }
    boxes.add(west, south, east, north)
  }
  // flatbush wants at least one box
  if (roads.length === 0) boxes.add(0, 0, 0, 0)
  boxes.finish()
  return { graph, roads, boxes, motorwayExtraMetres }
}

/**
 * The nearest road within `maxMetres`, by its drawn line and not by its junctions. Looks in boxes four times as
 * large each time; a road found within the size of the box cannot be beaten by one outside it.
 */
export function snap(index: RoadIndex, point: Point, maxMetres: number): Snapped | undefined {
  if (!isOnEarth(point)) return undefined
  for (let reach = 64; reach < maxMetres; reach *= 4) {
    const nearest = nearestWithin(index, point, reach)
    if (nearest && nearest.countedMetres <= reach) return nearest.snapped
  }
  return nearestWithin(index, point, maxMetres)?.snapped
}

function nearestWithin(
  index: RoadIndex,
  point: Point,
  reach: number,
): { snapped: Snapped; countedMetres: number } | undefined {
  const { graph, roads, boxes, motorwayExtraMetres } = index
  const lonMetres = LAT_METRES * Math.cos((point.lat * Math.PI) / 180)
  const [y, x] = [point.lat * 1e5, point.lon * 1e5]
  const [dx, dy] = [reach / lonMetres, reach / LAT_METRES]
  let best: Snapped | undefined
  let countedMetres = Infinity
  for (const found of boxes.search(x - dx, y - dy, x + dx, y + dy)) {
    const road = roads[found]
    if (road === undefined) continue
    const snapped = nearestOnRoad(graph, road, x, y, lonMetres)
    const counted = snapped.offRoadMetres + (graph.roadClass[road] === MOTORWAY ? motorwayExtraMetres : 0)
    if (snapped.offRoadMetres <= reach && counted < countedMetres) [best, countedMetres] = [snapped, counted]
  }
  return best && { snapped: best, countedMetres }
}

function nearestOnRoad(graph: RoadGraph, road: number, x: number, y: number, lonMetres: number): Snapped {
  const [first, last] = [graph.lineFirst[road] as number, (graph.lineFirst[road + 1] as number) - 1]
  let [run, bestAt, bestSquare, bestX, bestY] = [0, 0, Infinity, 0, 0]
  for (let point = first; point < last; point += 1) {
    const [ax, ay] = [
      ((graph.lineLon[point] as number) - x) * lonMetres,
      ((graph.lineLat[point] as number) - y) * LAT_METRES,
    ]
    const bx = ((graph.lineLon[point + 1] as number) - x) * lonMetres - ax
    const by = ((graph.lineLat[point + 1] as number) - y) * LAT_METRES - ay
    const square = bx * bx + by * by
    const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * bx + ay * by) / square))
    const [px, py] = [ax + share * bx, ay + share * by]
    const length = Math.sqrt(square)
    if (px * px + py * py < bestSquare) {
      bestSquare = px * px + py * py
      bestAt = run + share * length
      ;[bestX, bestY] = [px, py]
    }
    run += length
  }
  return {
    road,
    along: run === 0 ? 0 : Math.min(1, bestAt / run),
    offRoadMetres: Math.sqrt(bestSquare),
    lat: (y + bestY / LAT_METRES) / 1e5,
    lon: (x + bestX / lonMetres) / 1e5,
  }
}

function isOnEarth({ lat, lon }: Point): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180
}
