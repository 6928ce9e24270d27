import type { FirstPass, SecondPass } from './extract-passes.ts'
import { count } from './extract-passes.ts'
import { findMainComponent } from './main-component-rules.ts'
import { type Arm, type EdgeRestriction, type OsmRestriction, restrictEdges } from './osm-restriction-rules.ts'
import { usualSpeed } from './osm-road-rules.ts'
import { type CutNetwork, cutRoads, MISSING, type NodeTable, placeOf, type Stretch } from './road-cutting-rules.ts'
import { indexUrbanLand, isResidential, isUrbanByTags, makeDensity, urbanShare } from './urban-rules.ts'

/** The rows of the files, and what the report says of them. */
export type ImportedNetwork = {
  table: NodeTable
  junctions: Array<{ lat: number; lon: number; main: boolean; osmNode: number }>
  roads: ImportedRoad[]
  restrictions: EdgeRestriction[]
  /** turn restrictions that are not held, by reason */
  unhandled: Map<string, number>
  cut: Pick<CutNetwork, 'leavingWays' | 'barriersCut' | 'barriersLeft'>
  urbanBy: UrbanBy
}

export type ImportedRoad = Stretch & {
  urban: boolean
  structure: string
  usualMph: number
  ferrySeconds: number | undefined
}

/** What `urban` was judged by, and how much of the residential streets lies in built-up land, 0 to 1. */
export type UrbanBy = { source: 'land' | 'tags'; areas: number; residentialInside: number }

/** Below this share the built-up land of an extract is not drawn well enough to go by. */
const ENOUGH_INSIDE = 0.5
/** A ferry whose crossing time nobody wrote down: about 8 knots. */
const FERRY_METRES_PER_SECOND = 4

/** Cuts, measures and judges what was read. @param isInside whether a junction is in the area asked for, degrees */
export function makeNetwork(
  first: FirstPass,
  second: SecondPass,
  isInside: (lat: number, lon: number) => boolean,
): ImportedNetwork {
  const { table } = second
  const cut = cutRoads(table, second.roads, { stops: second.stops, isInside })
  const { urban, urbanBy } = judgeUrban(second, cut.stretches)
  const ferries = ferrySeconds(cut.stretches)
  const unhandled = new Map(first.unhandled)
  const main = findMainComponent(cut.nodeAt.length, arcsOf(cut.stretches))
  return {
    table,
    junctions: cut.nodeAt.map((place, number) => ({
      lat: table.lat[place] as number,
      lon: table.lon[place] as number,
      main: main[number] === 1,
      osmNode: table.id[place] as number,
    })),
    roads: cut.stretches.map((stretch, i) => ({
      ...stretch,
      urban: urban[i] === true,
      structure: stretch.way.road.structure || (stretch.points.some((place) => second.fords.has(place)) ? 'ford' : ''),
      usualMph: usualSpeed(stretch.way.road, urban[i] === true),
      ferrySeconds: ferries.get(stretch),
    })),
    restrictions: restrict(first.restrictions, second, cut.stretches, unhandled),
    unhandled,
    cut,
    urbanBy,
  }
}

/** Both ways of each road that may be driven both ways. */
function arcsOf(stretches: readonly Stretch[]): Uint32Array {
  return Uint32Array.from(stretches.flatMap(({ from, to, oneway }) => (oneway ? [from, to] : [from, to, to, from])))
}

/** The line of a road in degrees, to five places as it is written. Made when it is asked for: all at once fill the memory. */
export function lineOf({ table }: ImportedNetwork, { points }: ImportedRoad): Array<[lon: number, lat: number]> {
  const { lat, lon } = table
  return Array.from(points, (place) => [fiveDigits(lon[place] as number), fiveDigits(lat[place] as number)])
}

/** 1e-7 degrees to degrees with five digits. */
function fiveDigits(value: number): number {
  return Math.round(value / 100) / 1e5
}

function judgeUrban(
  { table, areas }: SecondPass,
  stretches: readonly Stretch[],
): { urban: boolean[]; urbanBy: UrbanBy } {
  const isUrban = indexUrbanLand(areas)
  const degreesOf = (place: number): [number, number] => [
    (table.lat[place] as number) / 1e7,
    (table.lon[place] as number) / 1e7,
  ]
  const shares = Float64Array.from(stretches, ({ points }) => urbanShare([...points].flatMap(degreesOf), isUrban))
  let [residential, inside] = [0, 0]
  stretches.forEach(({ way, metres }, i) => {
    if (!isResidential(way.road)) return
    residential += metres
    inside += metres * (shares[i] as number)
  })
  const residentialInside = residential === 0 ? 0 : inside / residential
  const by = { areas: areas.length, residentialInside }
  if (residentialInside >= ENOUGH_INSIDE)
    return { urban: Array.from(shares, (share) => share >= 0.5), urbanBy: { ...by, source: 'land' } }
  const density = makeDensity()
  const middleOf = ({ points }: Stretch) => degreesOf(points[points.length >> 1] as number)
  for (const stretch of stretches) {
    if (isResidential(stretch.way.road)) density.add(...middleOf(stretch), stretch.metres)
  }
  const urban = stretches.map(
    (stretch, i) =>
      (shares[i] as number) >= 0.5 || isUrbanByTags(stretch.way.road, density.isTown(...middleOf(stretch))),
  )
  return { urban, urbanBy: { ...by, source: 'tags' } }
}

/** A crossing's time belongs to its whole way: each stretch has its share by length. */
function ferrySeconds(stretches: readonly Stretch[]): Map<Stretch, number> {
  const ferries = stretches.filter(({ way }) => way.road.ferry)
  const metresOf = new Map<number, number>()
  for (const { way, metres } of ferries) metresOf.set(way.id, (metresOf.get(way.id) ?? 0) + metres)
  return new Map(
    ferries.map((stretch) => {
      const whole = metresOf.get(stretch.way.id) as number
      const seconds = stretch.way.road.ferry?.seconds ?? whole / FERRY_METRES_PER_SECOND
      return [stretch, whole === 0 ? 0 : (seconds * stretch.metres) / whole]
    }),
  )
}

/** Those that can be held; of the others the reasons are counted in `unhandled`. */
function restrict(
  restrictions: readonly OsmRestriction[],
  { table }: SecondPass,
  stretches: readonly Stretch[],
  unhandled: Map<string, number>,
): ImportedNetwork['restrictions'] {
  const armsAt = new Map<number, Arm[]>(
    restrictions.flatMap(({ viaNode }) => {
      const place = placeOf(table, viaNode)
      return place === -1 || table.lat[place] === MISSING ? [] : [[place, []]]
    }),
  )
  stretches.forEach(({ way, from, to, oneway, points }, edge) => {
    const [begin, end] = [points[0] as number, points.at(-1) as number]
    armsAt.get(begin)?.push({ edge, way: way.id, junction: from, drivesIn: !oneway, drivesOut: true })
    armsAt.get(end)?.push({ edge, way: way.id, junction: to, drivesIn: true, drivesOut: !oneway })
  })
  return restrictions.flatMap((restriction) => {
    const place = placeOf(table, restriction.viaNode)
    const found = restrictEdges(restriction, armsAt.get(place) ?? [])
    if (Array.isArray(found)) return found
    count(unhandled, found.unhandled)
    return []
  })
}
