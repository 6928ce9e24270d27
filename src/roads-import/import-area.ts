import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import isInPolygon from 'point-in-polygon-hao'
import { z } from 'zod'
import { ExtractError } from './osm-extract.ts'

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number())
const polygon = z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position).min(4)).min(1) })
const multiPolygon = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(z.array(position).min(4)).min(1)).min(1),
})
const geometry = z.discriminatedUnion('type', [polygon, multiPolygon])
const feature = z.object({ type: z.literal('Feature'), geometry })
const area = z.union([
  geometry,
  feature,
  z.object({ type: z.literal('FeatureCollection'), features: z.array(feature).min(1) }),
])

/**
 * Reads the GeoJSON polygons that bound an import, such as a force's own outline.
 * @returns whether a place (degrees) is in one of them. @throws ExtractError
 */
export function readArea(path: string): (lat: number, lon: number) => boolean {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new ExtractError(`${path} cannot be read as GeoJSON.`)
  }
  const read = area.safeParse(json)
  if (!read.success) throw new ExtractError(`${basename(path)} holds no GeoJSON polygon in degrees.`)
  const features = 'features' in read.data ? read.data.features : [read.data]
  const polygons = features.flatMap((one) => {
    const shape = 'geometry' in one ? one.geometry : one
    return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  })
  const rings = polygons.map((one) => one.map((ring) => ring.map(([lon, lat]): [number, number] => [lon, lat])))
  return (lat, lon) => rings.some((one) => isInPolygon([lon, lat], one) !== false)
}
