import Flatbush from 'flatbush'
import { isTwoWay, type RoadGraph, roadClasses, roadFlag } from './road-graph.ts'
import type { RoadSpeeds } from './road-speeds.ts'
import type { Place } from './routing.ts'

/** A point brought to its road: times start from here, in the middle of the road. */
export type Snapped = {
  road: number
  /** share of the road's length between its `from` end and this place, 0 to 1 */
  along: number
  /** the straight line between the point and the road */
  offRoadMetres: number
  /** where the point lies, seen along the road from its `from` end */
  side: 'left' | 'right' | 'on'
  /** degrees clockwise from north, along the road from its `from` end */
  bearing: number
  /** the way a vehicle with a heading is going */
  driving?: 'forward' | 'backward'
  lat: number
  lon: number
}

/** How points are brought to roads, in metres (`offRoad` of the force's speeds). */
export type SnapRules = Pick<RoadSpeeds['offRoad'], 'motorwayExtraMetres' | 'headingExtraMetres' | 'carriagewayMetres'>

/** Finds the road a point is on. */
export type RoadIndex = { graph: RoadGraph; roads: Uint32Array; boxes: Flatbush; rules: SnapRules }

/** Metres in 1e-5 degrees of latitude. */
const LAT_METRES = 1.11195
const MOTORWAY = roadClasses.indexOf('motorway')

/** Roads whose directions differ by more than this are the two sides of one. */
const AGAINST_DEGREES = 120

/**
 * The index of roads a point may be brought to: those of the main component only, because a time from a gated
 * service road to anywhere is unknown. A motorway counts `motorwayExtraMetres` further than it is: a house
 * beside the M6 is reached by its lane, not over the fence.
 */
export function indexRoads(graph: RoadGraph, rules: SnapRules): RoadIndex {
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
  return { graph, roads, boxes, rules }
}

/**
 * The nearest road within `maxMetres`, by its drawn line and not by its junctions; for a vehicle in motion, the nearest
 * that leads where it is heading. Looks in boxes four times as large each time; a road found within the size of the
 * box cannot be beaten by one outside it.
 */
export function snap(index: RoadIndex, place: Place, maxMetres: number): Snapped | undefined {
  if (!isOnEarth(place)) return undefined
  for (let reach = 64; reach < maxMetres; reach *= 4) {
    const nearest = nearestWithin(index, place, reach)
    if (nearest && nearest.countedMetres <= reach) return nearest.snapped
  }
  return nearestWithin(index, place, maxMetres)?.snapped
}

/**
 * Where a place may be: its road, and, where only a heading could tell, the other carriageway as well. Empty when no
 * road is within `maxMetres`.
 */
export function snapEither(index: RoadIndex, place: Place, maxMetres: number): Snapped[] {
  const nearest = snap(index, place, maxMetres)
  if (!nearest) return []
  const heading = headingOf(place)
  if (heading === undefined) {
    const other = otherCarriageway(index, place, nearest)
    return other ? [nearest, other] : [nearest]
  }
  if (!isTwoWay(index.graph, nearest.road)) return [nearest]
  return [{ ...nearest, driving: angleBetween(heading, nearest.bearing) <= 90 ? 'forward' : 'backward' }]
}

/** Every road within so many metres of a place, each with its place that is nearest, in no order. */
export function roadsWithin(index: RoadIndex, place: Place, metres: number): Snapped[] {
  return isOnEarth(place) ? [...placesWithin(index, place, metres)] : []
}

/** The nearest one-way road of the same number and name that leads the other way; slip roads have no other side. */
function otherCarriageway(index: RoadIndex, place: Place, nearest: Snapped): Snapped | undefined {
  const { graph, rules } = index
  if (!isCarriageway(graph, nearest.road) || rules.carriagewayMetres === 0) return undefined
  let best: Snapped | undefined
  for (const other of placesWithin(index, place, nearest.offRoadMetres + rules.carriagewayMetres)) {
    if (
      isCarriageway(graph, other.road) &&
      graph.roadRef[other.road] === graph.roadRef[nearest.road] &&
      graph.roadClass[other.road] === graph.roadClass[nearest.road] &&
      angleBetween(other.bearing, nearest.bearing) > AGAINST_DEGREES &&
      (!best || other.offRoadMetres < best.offRoadMetres)
    )
      best = other
  }
  return best
}

function isCarriageway(graph: RoadGraph, road: number): boolean {
  return ((graph.roadFlags[road] as number) & roadFlag.ramp) === 0 && !isTwoWay(graph, road)
}

function nearestWithin(
  index: RoadIndex,
  place: Place,
  reach: number,
): { snapped: Snapped; countedMetres: number } | undefined {
  const { graph, rules } = index
  const heading = headingOf(place)
  let best: Snapped | undefined
  let countedMetres = Infinity
  for (const snapped of placesWithin(index, place, reach, () => countedMetres)) {
    let counted = snapped.offRoadMetres + (graph.roadClass[snapped.road] === MOTORWAY ? rules.motorwayExtraMetres : 0)
    if (heading !== undefined) {
      const off = angleBetween(heading, snapped.bearing)
      counted += rules.headingExtraMetres * ((isTwoWay(graph, snapped.road) ? Math.min(off, 180 - off) : off) / 180)
    }
    if (counted < countedMetres) [best, countedMetres] = [snapped, counted]
  }
  return best && { snapped: best, countedMetres }
}

/** The nearest place on every road within reach, or within `least` by then: what is further is passed over. */
function* placesWithin(
  { graph, roads, boxes }: RoadIndex,
  point: Place,
  reach: number,
  least = () => reach,
): Generator<Snapped> {
  const lonMetres = LAT_METRES * Math.cos((point.lat * Math.PI) / 180)
  const [y, x] = [point.lat * 1e5, point.lon * 1e5]
  const [dx, dy] = [reach / lonMetres, reach / LAT_METRES]
  for (const found of boxes.search(x - dx, y - dy, x + dx, y + dy)) {
    const road = roads[found]
    if (road === undefined) continue
    const snapped = nearestOnRoad(graph, road, x, y, lonMetres, Math.min(reach, least()))
    if (snapped) yield snapped
  }
}

function nearestOnRoad(
  graph: RoadGraph,
  road: number,
  x: number,
  y: number,
  lonMetres: number,
  mostMetres: number,
): Snapped | undefined {
  const { lineFirst, lineLat, lineLon } = graph
  const [first, last] = [lineFirst[road] as number, (lineFirst[road + 1] as number) - 1]
  let run = 0
  let bestAt = 0
  let bestSquare = Infinity
  let bestPoint = first
  let bestShare = 0
  let ax = ((lineLon[first] as number) - x) * lonMetres
  let ay = ((lineLat[first] as number) - y) * LAT_METRES
  for (let point = first; point < last; point += 1) {
    const nextX = ((lineLon[point + 1] as number) - x) * lonMetres
    const nextY = ((lineLat[point + 1] as number) - y) * LAT_METRES
    const [bx, by] = [nextX - ax, nextY - ay]
    const square = bx * bx + by * by
    const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * bx + ay * by) / square))
    const [px, py] = [ax + share * bx, ay + share * by]
    const length = Math.sqrt(square)
    if (px * px + py * py < bestSquare) {
      bestSquare = px * px + py * py
      bestAt = run + share * length
      bestPoint = point
      bestShare = share
    }
    run += length
    ax = nextX
    ay = nextY
  }
  const offRoadMetres = Math.sqrt(bestSquare)
  if (offRoadMetres > mostMetres) return undefined
  const along = run === 0 ? 0 : Math.min(1, bestAt / run)
  const [fromLon, fromLat] = [lineLon[bestPoint] as number, lineLat[bestPoint] as number]
  const lon = fromLon + bestShare * ((lineLon[bestPoint + 1] as number) - fromLon)
  const lat = fromLat + bestShare * ((lineLat[bestPoint + 1] as number) - fromLat)
  const eastward = ((lineLon[bestPoint + 1] as number) - fromLon) * lonMetres
  const northward = ((lineLat[bestPoint + 1] as number) - fromLat) * LAT_METRES
  // seen along the road, left is where the cross product with the way to the point is positive
  const cross = northward * (lon - x) * lonMetres - eastward * (lat - y) * LAT_METRES
  return {
    road,
    along,
    offRoadMetres,
    side: offRoadMetres < 1 || cross === 0 ? 'on' : cross > 0 ? 'left' : 'right',
    bearing: (Math.atan2(eastward, northward) * 180) / Math.PI,
    lat: lat / 1e5,
    lon: lon / 1e5,
  }
}

/** Degrees between two directions, 0 to 180. */
function angleBetween(a: number, b: number): number {
  const turn = (((a - b) % 360) + 360) % 360
  return Math.min(turn, 360 - turn)
}

function headingOf({ headingDegrees }: Place): number | undefined {
  return headingDegrees !== null && Number.isFinite(headingDegrees) ? headingDegrees : undefined
}

function isOnEarth({ lat, lon }: Place): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180
}
