import { type RoadClass, type RoadGraph, roadClasses } from './road-graph.ts'
import type { NearbyRoads, Point } from './routing.ts'
import { type RoadIndex, roadsWithin } from './snap-rules.ts'

/**
 * The roads round a place as they are drawn: the largest classes first, then the nearest, at most so many; `leftOff`
 * says how many more there are. Only roads that units drive on (the main component), so that everything on the map can
 * be closed. `changesOn` says which changes are on a road now.
 */
export function roadsRound(
  index: RoadIndex,
  middle: Point,
  { radiusMetres, most }: { radiusMetres: number; most: number },
  changesOn: (road: number) => string[],
): NearbyRoads {
  const { graph } = index
  const found = roadsWithin(index, middle, radiusMetres).sort(
    (a, b) =>
      (graph.roadClass[a.road] as number) - (graph.roadClass[b.road] as number) ||
      a.offRoadMetres - b.offRoadMetres ||
      a.road - b.road,
  )
  return {
    roads: found.slice(0, most).map(({ road }) => ({
      road,
      class: roadClasses[graph.roadClass[road] as number] as RoadClass,
      name: graph.roadName[road] as string,
      ref: graph.roadRef[road] as string,
      changes: changesOn(road),
      line: stepsOf(graph, road, middle),
    })),
    leftOff: Math.max(0, found.length - most),
  }
}

/** What a drawing catches, a line for each name and number: the longest first. Metres count what is caught. */
export function namesOf(
  graph: RoadGraph,
  roads: ReadonlyMap<number, number>,
): Array<{ name: string; ref: string; metres: number }> {
  const named = new Map<string, { name: string; ref: string; metres: number }>()
  for (const [road, share] of roads) {
    const [name, ref] = [graph.roadName[road] as string, graph.roadRef[road] as string]
    const one = named.get(`${ref}\n${name}`) ?? { name, ref, metres: 0 }
    one.metres += share * (graph.roadMetres[road] as number)
    named.set(`${ref}\n${name}`, one)
  }
  return [...named.values()].sort((a, b) => b.metres - a.metres)
}

/** Longitude, latitude, longitude ... in 1e-5 degrees: the first point from `middle`, each further one from the last. */
function stepsOf({ lineFirst, lineLat, lineLon }: RoadGraph, road: number, middle: Point): number[] {
  let [lat, lon] = [Math.round(middle.lat * 1e5), Math.round(middle.lon * 1e5)]
  const steps: number[] = []
  for (let point = lineFirst[road] as number; point < (lineFirst[road + 1] as number); point += 1) {
    steps.push((lineLon[point] as number) - lon, (lineLat[point] as number) - lat)
    ;[lat, lon] = [lineLat[point] as number, lineLon[point] as number]
  }
  return steps
}
