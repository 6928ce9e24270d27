import { z } from 'zod'

/** A position as GeoJSON has it: longitude, latitude, and perhaps a height; WGS84. */
export const geoPosition = z.tuple([z.number(), z.number()]).rest(z.number())
/** A ring: its last position is its first. */
const ring = z.array(geoPosition).min(4)
const polygon = z.array(ring).min(1)

/** The surfaces of GeoJSON, each to be told from other shapes by its type. */
export const geoSurfaces = [
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
] as const
