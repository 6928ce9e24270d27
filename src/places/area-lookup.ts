import Flatbush from 'flatbush'
import pointInPolygon from 'point-in-polygon-hao'
import { z } from 'zod'
import { geoSurfaces } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { areaClasses, type PlacedArea, type Point, type Zone } from './place.ts'

/** GeoJSON Polygon or MultiPolygon, WGS84. */
export const zoneShape = z.discriminatedUnion('type', geoSurfaces)
export type ZoneShape = z.infer<typeof zoneShape>

/** Says of any point which zone it is in, and with it the police area, urban or rural, and the district. */
export type AreaLookup = {
  /** The zone of a point; for a point up to 2 km outside all of them (a pier, the sands) the nearest; else undefined. */
  find(point: Point): PlacedArea | undefined
}

/** Zones are drawn to about 20 m and end at high water: a caller on the shore is still ours. */
const NEAR_METRES = 2_000
const LAT_METRES = 111_195

/** An area as the force itself draws it. */
export type Boundary = { areaId: string; shape: ZoneShape }

/** Reads all zones and the boundaries of today once; a force that changes its areas starts its nodes anew. */
export async function openAreaLookup(db: Reader): Promise<AreaLookup> {
  const rows = await db
    .selectFrom('zone')
    .select(['code', 'area_id', 'area_class', 'district', 'shape'])
    .orderBy('code')
    .execute()
  const boundaries = await db
    .selectFrom('area_boundary')
    .select(['area_id', 'shape'])
    .where('version', '=', (build) => build.fn<string>('area_version', []))
    .orderBy('area_id')
    .execute()
  return makeAreaLookup(
    rows.map((row) => ({
      zoneCode: row.code,
      areaId: row.area_id,
      areaClass: z.enum(areaClasses).parse(row.area_class),
      district: row.district,
      shape: zoneShape.parse(row.shape),
    })),
    boundaries.map((row) => ({ areaId: row.area_id, shape: zoneShape.parse(row.shape) })),
  )
}

/**
 * The look-up over zones given in memory, and over the force's own boundaries where it has any: they then decide the
 * area, and zones the class and the district.
 */
export function makeAreaLookup(
  zones: ReadonlyArray<Zone & { shape: ZoneShape }>,
  boundaries: readonly Boundary[] = [],
): AreaLookup {
  const byZone = lookIn(zones.map(({ shape, ...zone }) => ({ shape, what: zone })))
  if (boundaries.length === 0) return byZone
  const byBoundary = lookIn(boundaries.map(({ shape, areaId }) => ({ shape, what: areaId })))
  return {
    find(point) {
      const areaId = byBoundary.find(point)
      if (areaId === undefined) return undefined
      return { zoneCode: null, areaClass: null, district: null, ...byZone.find(point), areaId }
    },
  }
}

/** Which of some shapes a point is in, or is nearest to within 2 km. */
function lookIn<What>(shapes: ReadonlyArray<{ shape: ZoneShape; what: What }>): {
  find: (point: Point) => What | undefined
} {
  const pieces = shapes.flatMap(({ shape, what }) =>
    (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates).map((rings) => ({ what, rings })),
  )
  if (pieces.length === 0) return { find: () => undefined }
  const boxes = new Flatbush(pieces.length)
  for (const { rings } of pieces) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const [lon, lat] of rings[0] ?? []) {
      ;[west, south, east, north] = [
        Math.min(west, lon),
        Math.min(south, lat),
        Math.max(east, lon),
        Math.max(north, lat),
      ]
    }
    boxes.add(west, south, east, north)
  }
  boxes.finish()

  return {
    find({ lat, lon }) {
      if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return undefined
      // in the order of the zones, so that a point on a border is always given to the same one
      for (const at of boxes.search(lon, lat, lon, lat).sort((a, b) => a - b)) {
        const piece = pieces[at]
        if (piece && pointInPolygon([lon, lat], piece.rings) !== false) return piece.what
      }
      const [dx, dy] = [NEAR_METRES / (LAT_METRES * Math.cos((lat * Math.PI) / 180)), NEAR_METRES / LAT_METRES]
      let nearest: What | undefined
      let nearestMetres = NEAR_METRES
      for (const at of boxes.search(lon - dx, lat - dy, lon + dx, lat + dy).sort((a, b) => a - b)) {
        const piece = pieces[at]
        const metres = piece ? metresToRings(piece.rings, { lat, lon }) : Infinity
        if (piece && metres < nearestMetres) [nearest, nearestMetres] = [piece.what, metres]
      }
      return nearest
    },
  }
}

/** From a point outside a polygon to its border. */
function metresToRings(rings: readonly number[][][], { lat, lon }: Point): number {
  const lonMetres = LAT_METRES * Math.cos((lat * Math.PI) / 180)
  let least = Infinity
  for (const places of rings) {
    for (let i = 1; i < places.length; i += 1) {
      const [a, b] = [places[i - 1] as number[], places[i] as number[]]
      const [ax, ay] = [((a[0] as number) - lon) * lonMetres, ((a[1] as number) - lat) * LAT_METRES]
      const [bx, by] = [((b[0] as number) - lon) * lonMetres - ax, ((b[1] as number) - lat) * LAT_METRES - ay]
      const square = bx * bx + by * by
      const share = square === 0 ? 0 : Math.max(0, Math.min(1, -(ax * bx + ay * by) / square))
      least = Math.min(least, Math.hypot(ax + share * bx, ay + share * by))
    }
  }
  return least
}
