import { buildRoadGraph, type Road, type RoadGraph } from '../../src/routing/road-graph.ts'
import { metresPerSecond, timeRoads } from '../../src/routing/road-speed-rules.ts'
import { type RoadSpeeds, roadSpeeds } from '../../src/routing/road-speeds.ts'
import type { Point } from '../../src/routing/routing.ts'
import { indexRoads } from '../../src/routing/snap-rules.ts'
import { type Finder, makeFinder } from '../../src/routing/travel-time-rules.ts'
import type { TurnRestriction } from '../../src/routing/turn-restriction-rules.ts'

const ORIGIN = { lat: 54.5, lon: -3 }
const LAT_METRES = 111_195
const LON_METRES = LAT_METRES * Math.cos((ORIGIN.lat * Math.PI) / 180)
/** the speed at which 10 m take a second */
const TEN_METRES_A_SECOND = 10 / metresPerSecond(1)

/** A point so many metres east and north of the hand-made world's corner. */
export function at(east: number, north: number): Point {
  return { lat: ORIGIN.lat + north / LAT_METRES, lon: ORIGIN.lon + east / LON_METRES }
}

export type HandMadeRoad = Partial<Omit<Road, 'from' | 'to' | 'line'>> & {
  /** names of two junctions, as in 'A-B' */
  between: string
  /** places the road goes through, metres east and north */
  through?: Array<[east: number, north: number]>
}

/** A graph from junctions named on a plane in metres; a name in lower case is not of the main component. */
export function handMadeGraph(
  junctions: Record<string, [east: number, north: number]>,
  roads: HandMadeRoad[],
  restrictions: readonly TurnRestriction[] = [],
): RoadGraph {
  const names = Object.keys(junctions)
  return buildRoadGraph(
    names.map((name) => ({ ...at(...(junctions[name] as [number, number])), main: name === name.toUpperCase() })),
    roads.map(({ between, through = [], ...rest }) => {
      const [from = '', to = ''] = between.split('-')
      const places = [junctions[from] ?? [0, 0], ...through, junctions[to] ?? [0, 0]] as Array<[number, number]>
      const metres = places.reduce((sum, [x, y], i) => {
        const [lastX, lastY] = places[Math.max(0, i - 1)] as [number, number]
        return sum + Math.hypot(x - lastX, y - lastY)
      }, 0)
      return {
        class: 'minor',
        unclassified: false,
        oneway: false,
        ramp: false,
        urban: false,
        name: '',
        ref: '',
        metres,
        ...rest,
        from: names.indexOf(from),
        to: names.indexOf(to),
        line: places.flatMap(([x, y]) => {
          const { lat, lon } = at(x, y)
          return [Math.round(lat * 1e5), Math.round(lon * 1e5)]
        }),
      }
    }),
    restrictions,
  )
}

/** Speeds under which every road, and the way from the road to the door, takes a second for 10 m. */
export function handMadeSpeeds(more: Partial<RoadSpeeds> = {}): RoadSpeeds {
  const all = { rural: 1, ruralOneway: 1, urban: 1, urbanOneway: 1, ramp: 1 }
  const speed = Object.fromEntries(Object.keys(all).map((key) => [key, TEN_METRES_A_SECOND]))
  const classes = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'minor', 'service']
  const profile = Object.fromEntries(classes.map((name) => [name, speed]))
  return roadSpeeds.parse({
    version: 'hand-made',
    validFrom: '2026-11-01T00:00:00Z',
    source: 'test',
    limitSeconds: 3600,
    offRoad: { mph: TEN_METRES_A_SECOND, vehicleMaxMetres: 200, incidentMaxMetres: 500, motorwayExtraMetres: 25 },
    profiles: { normal: profile, 'blue-light': profile },
    singleTrack: { normal: 1, 'blue-light': 1 },
    passes: [],
    ...more,
  })
}

/** A finder over a hand-made graph. */
export function handMadeFinder(graph: RoadGraph, more: Partial<RoadSpeeds> = {}): Finder {
  const speeds = handMadeSpeeds(more)
  const index = indexRoads(graph, speeds.offRoad)
  return makeFinder(graph, index, timeRoads(graph, speeds, 'normal'), speeds)
}
