import { z } from 'zod'
import { geoPosition, geoSurfaces } from '../core/index.ts'

const line = z.array(geoPosition).min(2)

/** The shapes of GeoJSON that say a place: one point, lines, surfaces. */
export const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: geoPosition }),
  z.object({ type: z.literal('LineString'), coordinates: line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(line).min(1) }),
  ...geoSurfaces,
])
export type Geometry = z.output<typeof geometry>
export type Shape = 'point' | 'line' | 'surface'

type Position = readonly number[]

const shapes = {
  Point: 'point',
  LineString: 'line',
  MultiLineString: 'line',
  Polygon: 'surface',
  MultiPolygon: 'surface',
} as const satisfies Record<Geometry['type'], Shape>

export const shapeOf = ({ type }: Geometry): Shape => shapes[type]

/** Every position of a geometry. */
export function positionsOf({ type, coordinates }: Geometry): Position[] {
  switch (type) {
    case 'Point':
      return [coordinates]
    case 'LineString':
      return coordinates
    case 'MultiLineString':
    case 'Polygon':
      return coordinates.flat()
    case 'MultiPolygon':
      return coordinates.flat(2)
  }
}

/** Great Britain and its islands, and the waters before them: degrees. */
const BRITAIN = { south: 49.8, north: 61, west: -9, east: 2.1 }

/** Whether a position is in Britain: metres of a grid, or latitude before longitude, are not. */
export function isInBritain([lon, lat]: Position): boolean {
  const [x, y] = [lon as number, lat as number]
  return y >= BRITAIN.south && y <= BRITAIN.north && x >= BRITAIN.west && x <= BRITAIN.east
}

/** One point for the whole: of a line half way along its longest piece, of a surface a place inside its largest. */
export function middleOf(given: Geometry): { lat: number; lon: number } {
  const [lon, lat] = middle(given)
  return { lat: lat as number, lon: lon as number }
}

function middle(given: Geometry): Position {
  switch (given.type) {
    case 'Point':
      return given.coordinates
    case 'LineString':
      return halfWay(given.coordinates)
    case 'MultiLineString':
      return halfWay(largest(given.coordinates, lengthOf))
    case 'Polygon':
      return inside(given.coordinates)
    case 'MultiPolygon':
      return inside(largest(given.coordinates, ([outer]) => Math.abs(areaOf(outer as Position[]))))
  }
}

function largest<T>(all: readonly T[], sizeOf: (one: T) => number): T {
  return all.reduce((best, one) => (sizeOf(one) > sizeOf(best) ? one : best))
}

/** In degrees of latitude: a degree of longitude is shorter, by where it is. */
function stepLength(a: Position, b: Position): number {
  const [ax, ay, bx, by] = [a[0], a[1], b[0], b[1]] as [number, number, number, number]
  return Math.hypot((bx - ax) * Math.cos((ay * Math.PI) / 180), by - ay)
}

function lengthOf(positions: readonly Position[]): number {
  let length = 0
  for (const [index, to] of positions.slice(1).entries()) length += stepLength(positions[index] as Position, to)
  return length
}

function halfWay(positions: readonly Position[]): Position {
  let left = lengthOf(positions) / 2
  for (const [index, to] of positions.slice(1).entries()) {
    const from = positions[index] as Position
    const length = stepLength(from, to)
    if (length > 0 && left <= length) {
      const share = left / length
      return [0, 1].map((axis) => (from[axis] as number) + share * ((to[axis] as number) - (from[axis] as number)))
    }
    left -= length
  }
  return positions[0] as Position
}

/** Signed, in square degrees. */
function areaOf(positions: readonly Position[]): number {
  let area = 0
  for (const [index, to] of positions.slice(1).entries()) {
    const from = positions[index] as Position
    area += (from[0] as number) * (to[1] as number) - (to[0] as number) * (from[1] as number)
  }
  return area / 2
}

/** The centre of gravity of the outer ring, or, where that is outside (a crescent, a hole), a place inside beside it. */
function inside(rings: readonly (readonly Position[])[]): Position {
  const [x, y] = centreOf(rings[0] as readonly Position[])
  const spans = spansAt(rings, y)
  if (spans.length === 0 || spans.some(([west, east]) => x > west && x < east)) return [x, y]
  const [west, east] = largest(spans, ([from, to]) => to - from)
  return [(west + east) / 2, y]
}

function centreOf(positions: readonly Position[]): [number, number] {
  // near the first position: the products of whole degrees would lose the figures that matter
  const [ox, oy] = positions[0] as [number, number]
  const near = positions.map(([px, py]) => [(px as number) - ox, (py as number) - oy] as const)
  const area = areaOf(near)
  if (area === 0) return [ox, oy]
  let [x, y] = [0, 0]
  for (const [index, [bx, by]] of near.slice(1).entries()) {
    const [ax, ay] = near[index] as readonly [number, number]
    const cross = ax * by - bx * ay
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return [ox + x / (6 * area), oy + y / (6 * area)]
}

/** What of a latitude lies inside rings, from west to east: where each piece begins and ends. */
export function spansAt(rings: readonly (readonly Position[])[], lat: number): Array<readonly [number, number]> {
  const crossings = crossingsAt(rings, lat)
  const spans: Array<readonly [number, number]> = []
  for (let index = 0; index + 1 < crossings.length; index += 2)
    spans.push([crossings[index] as number, crossings[index + 1] as number])
  return spans
}

function crossingsAt(rings: readonly (readonly Position[])[], lat: number): number[] {
  const found: number[] = []
  for (const positions of rings) {
    for (let index = 1; index < positions.length; index += 1) {
      const [ax, ay] = positions[index - 1] as [number, number]
      const [bx, by] = positions[index] as [number, number]
      if (ay > lat !== by > lat) found.push(ax + ((lat - ay) / (by - ay)) * (bx - ax))
    }
  }
  return found.sort((a, b) => a - b)
}
