import Flatbush from 'flatbush'
import type { OsmRoad } from './osm-road-rules.ts'

/** A closed line: lon, lat, lon, lat ... in degrees; the last point joins the first. */
export type Ring = readonly number[]
/** Built-up land: its rings by the even-odd rule, so that a ring inside another is a hole. */
export type UrbanArea = readonly Ring[]

/** How far from built-up land a road still belongs to it: a street lies beside its houses' land, not in it. */
const NEAR_METRES = 35
const LAT_METRES = 111_195
/** how far apart a road is looked at */
const STEP_METRES = 50

/** Joins parts of lines, each a list of node ids, to closed rings; what does not close is left out. */
export function joinRings(parts: readonly (readonly number[])[]): { rings: number[][]; left: number } {
  const rings: number[][] = []
  const open = new Map<number, number[][]>()
  const partsAt = (end: number) => open.get(end) ?? []
  const note = (part: number[]) => {
    for (const end of new Set([part[0] as number, part.at(-1) as number])) open.set(end, [...partsAt(end), part])
  }
  const forget = (part: number[]) => {
    for (const end of [part[0] as number, part.at(-1) as number])
      open.set(
        end,
        partsAt(end).filter((one) => one !== part),
      )
  }
  for (const part of parts) if (part.length > 1) note([...part])
  let left = 0
  for (let [ring] = [...open.values()].flat(); ring; [ring] = [...open.values()].flat()) {
    forget(ring)
    for (let end = ring.at(-1) as number; end !== ring[0]; end = ring.at(-1) as number) {
      const next: number[] | undefined = partsAt(end)[0]
      if (!next) break
      forget(next)
      ring = [...ring, ...(next[0] === end ? next : next.toReversed()).slice(1)]
    }
    if (ring[0] === ring.at(-1)) rings.push(ring)
    else left += 1
  }
  return { rings, left }
}

/** Answers whether a place (degrees) is in built-up land or within 35 m of it. */
export function indexUrbanLand(areas: readonly UrbanArea[]): (lat: number, lon: number) => boolean {
  if (areas.length === 0) return () => false
  const boxes = new Flatbush(areas.length)
  for (const area of areas) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const ring of area) {
      for (let i = 0; i < ring.length; i += 2) {
        const [lon, lat] = [ring[i] as number, ring[i + 1] as number]
        ;[west, south] = [Math.min(west, lon), Math.min(south, lat)]
        ;[east, north] = [Math.max(east, lon), Math.max(north, lat)]
      }
    }
    boxes.add(west, south, east, north)
  }
  boxes.finish()
  return (lat, lon) => {
    const lonMetres = LAT_METRES * Math.cos((lat * Math.PI) / 180)
    const [dx, dy] = [NEAR_METRES / lonMetres, NEAR_METRES / LAT_METRES]
    return boxes
      .search(lon - dx, lat - dy, lon + dx, lat + dy)
      .some((area) => isInOrNear(areas[area] as UrbanArea, lat, lon, lonMetres))
  }
}

/** One walk along all rings: how often a line to the east crosses them, and how near they come. */
function isInOrNear(area: UrbanArea, lat: number, lon: number, lonMetres: number): boolean {
  let inside = false
  for (const ring of area) {
    let [ax, ay] = [((ring.at(-2) as number) - lon) * lonMetres, ((ring.at(-1) as number) - lat) * LAT_METRES]
    for (let i = 0; i < ring.length; i += 2) {
      const [bx, by] = [((ring[i] as number) - lon) * lonMetres, ((ring[i + 1] as number) - lat) * LAT_METRES]
      if (ay > 0 !== by > 0 && ax + (ay / (ay - by)) * (bx - ax) > 0) inside = !inside
      const [dx, dy] = [bx - ax, by - ay]
      const square = dx * dx + dy * dy
      const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square))
      if (Math.hypot(ax + share * dx, ay + share * dy) <= NEAR_METRES) return true
      ;[ax, ay] = [bx, by]
    }
  }
  return inside
}

/** How much of a line (lat, lon, lat, lon ... in degrees) is in built-up land, 0 to 1, looked at every 50 m. */
export function urbanShare(line: readonly number[], isUrban: (lat: number, lon: number) => boolean): number {
  let [looks, hits] = [0, 0]
  for (let i = 2; i < line.length; i += 2) {
    const [latA, lonA, latB, lonB] = line.slice(i - 2, i + 2) as [number, number, number, number]
    const metres = Math.hypot((latB - latA) * LAT_METRES, (lonB - lonA) * LAT_METRES * Math.cos((latA * Math.PI) / 180))
    const steps = Math.max(1, Math.ceil(metres / STEP_METRES))
    for (let step = 0; step < steps; step += 1) {
      const share = (step + 0.5) / steps
      looks += metres / steps
      if (isUrban(latA + share * (latB - latA), lonA + share * (lonB - lonA))) hits += metres / steps
    }
  }
  return looks === 0 ? 0 : hits / looks
}

/** Streets with houses, by their class. */
export function isResidential({ subclass }: OsmRoad): boolean {
  return subclass === 'residential' || subclass === 'living_street'
}

/** A cell of the density map: about 500 m. */
const CELL_DEGREES = 0.0045
/** Residential street in a cell from which on it is a town: a dozen houses a side on five streets. */
const TOWN_METRES = 1500

/** Metres of residential street about a place, for extracts without built-up land. */
export type Density = {
  add: (lat: number, lon: number, metres: number) => void
  isTown: (lat: number, lon: number) => boolean
}

/** An empty density map. */
export function makeDensity(): Density {
  const cells = new Map<string, number>()
  const cellOf = (lat: number, lon: number) => {
    const row = Math.floor(lat / CELL_DEGREES)
    return `${row} ${Math.floor((lon * Math.cos((row * CELL_DEGREES * Math.PI) / 180)) / CELL_DEGREES)}`
  }
  return {
    add: (lat, lon, metres) => cells.set(cellOf(lat, lon), (cells.get(cellOf(lat, lon)) ?? 0) + metres),
    isTown: (lat, lon) => (cells.get(cellOf(lat, lon)) ?? 0) >= TOWN_METRES,
  }
}

/**
 * Town or country without built-up land to go by: the limit first (30 mph is a town, more than 40 the country), then
 * its class and its lamps, then how many residential streets are about.
 */
export function isUrbanByTags(road: OsmRoad, inTown: boolean): boolean {
  if (road.class === 'motorway') return false
  if (road.maxspeedMph !== undefined && road.maxspeedMph <= 30) return true
  if (road.maxspeedMph !== undefined && road.maxspeedMph > 40) return false
  return isResidential(road) || (road.lit ?? inTown)
}
