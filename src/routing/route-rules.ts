import type { RoadGraph } from './road-graph.ts'
import { metresPerSecond } from './road-speed-rules.ts'
import type { Place, Route } from './routing.ts'
import { type Snapped, snapEither } from './snap-rules.ts'
import { type Finder, findWays, forEachStretch, type Way } from './travel-time-rules.ts'

/**
 * The fastest way from one point to another with its line, which starts and ends at the points themselves; undefined
 * where there is no known time. Where the points do not say on which carriageway they are, the slower, as in the times.
 */
export function findRoute(finder: Finder, from: Place, to: Place): Route | undefined {
  const starts = snapEither(finder.index, from, finder.offRoad.vehicleMaxMetres)
  let slowest: Route | undefined
  for (const end of snapEither(finder.index, to, finder.offRoad.incidentMaxMetres)) {
    findWays(finder, end, starts).forEach((way, index) => {
      if (typeof way === 'string') return
      const route = drawRoute(finder, { from, start: starts[index] as Snapped, way, end, to })
      if (!slowest || route.seconds > slowest.seconds) slowest = route
    })
  }
  return slowest
}

/** Draws a way while the finder still knows it: until it is asked for other ways. */
function drawRoute(
  finder: Finder,
  { from, start, way, end, to }: { from: Place; start: Snapped; way: Way; end: Snapped; to: Place },
): Route {
  const offRoadSpeed = metresPerSecond(finder.offRoad.mph)
  const line: Route['line'] = [[from.lon, from.lat, 0]]
  let metres = start.offRoadMetres + end.offRoadMetres
  let clock = start.offRoadMetres / offRoadSpeed
  if (start.driving && start.driving !== (way.forward ? 'forward' : 'backward')) clock += finder.turnRoundMs / 1000
  forEachStretch(finder, start, end, way, (road, begin, finish) => {
    const roadSeconds = (finder.roadMs[road] as number) / 1000
    for (const { lat, lon, share } of pointsBetween(finder.graph, road, begin, finish)) {
      const last = line.at(-1)
      if (last?.[0] !== lon || last[1] !== lat) line.push([lon, lat, clock + Math.abs(share - begin) * roadSeconds])
    }
    clock += Math.abs(finish - begin) * roadSeconds
    metres += Math.abs(finish - begin) * (finder.graph.roadMetres[road] as number)
  })
  clock += end.offRoadMetres / offRoadSpeed
  line.push([to.lon, to.lat, clock])
  return { seconds: clock, metres, line }
}

/** A place on a road: its share of the road's drawn length, from the `from` end. */
type RoadPlace = { lat: number; lon: number; share: number }

/** The places a stretch of road goes through, both its ends included, in the order they are driven. */
function pointsBetween(graph: RoadGraph, road: number, begin: number, finish: number): RoadPlace[] {
  const points = pointsOf(graph, road)
  const [low, high] = [Math.min(begin, finish), Math.max(begin, finish)]
  const passed = points.filter(({ share }) => share > low && share < high)
  if (finish < begin) passed.reverse()
  return [placeAt(points, begin), ...passed, placeAt(points, finish)]
}

function pointsOf(graph: RoadGraph, road: number): RoadPlace[] {
  const points: RoadPlace[] = []
  let run = 0
  for (let at = graph.lineFirst[road] as number; at < (graph.lineFirst[road + 1] as number); at += 1) {
    const [lat, lon] = [(graph.lineLat[at] as number) / 1e5, (graph.lineLon[at] as number) / 1e5]
    const last = points.at(-1)
    if (last) run += Math.hypot(lat - last.lat, (lon - last.lon) * Math.cos((lat * Math.PI) / 180))
    points.push({ lat, lon, share: run })
  }
  // a road drawn as one spot has no length to share
  return points.map((point, index) => ({ ...point, share: run === 0 ? Number(index > 0) : point.share / run }))
}

function placeAt(points: readonly RoadPlace[], share: number): RoadPlace {
  const after = points.findIndex((point) => point.share >= share)
  const [a, b] = [points[after - 1], points[after] as RoadPlace]
  if (!a || b.share === share) return b
  const part = (share - a.share) / (b.share - a.share)
  return { lat: a.lat + (b.lat - a.lat) * part, lon: a.lon + (b.lon - a.lon) * part, share }
}
