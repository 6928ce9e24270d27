import { z } from 'zod'

/** What the gazetteer knows, in the order in which equal matches are offered. */
export const placeKinds = [
  'premises',
  'street',
  'settlement',
  'landmark',
  'junction',
  'postcode',
  'marker-post',
] as const
export type PlaceKind = (typeof placeKinds)[number]

/** Decides the attendance clock (CR-16..18): from the rural-urban class of the zone. */
export const areaClasses = ['urban', 'rural'] as const
export type AreaClass = (typeof areaClasses)[number]

/** A place on the ground, WGS84 degrees. */
export type Point = { lat: number; lon: number }

/**
 * A place of the gazetteer as the service works with it; `premises` are buildings, with a number or a name, `junction`
 * is where roads meet or a numbered junction of a motorway.
 */
export type Place = {
  id: string
  kind: PlaceKind
  /** how people say it: `14B Green Road`, `Kendal`, `LA9 4QW` */
  name: string
  number: string | null
  street: string | null
  locality: string | null
  town: string | null
  postcode: string | null
  lat: number
  lon: number
  areaId: string | null
  areaClass: AreaClass | null
  /** a refuge or the like (CR-14): masked to all but those entitled */
  protected: boolean
}

/** A place in one line, as an address is written and read aloud. */
export function addressInLine({
  name,
  locality,
  town,
  postcode,
}: Pick<Place, 'name' | 'locality' | 'town' | 'postcode'>): string {
  return [...new Set([name, locality, town, postcode].flatMap((part) => part ?? []))].join(', ')
}

/**
 * A place as a console sees it. Of a protected place only the kind, town and area are left (CR-14): only there are
 * `lat` and `lon` null.
 */
export const placeView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(placeKinds),
  name: z.string(),
  number: z.string().nullable(),
  street: z.string().nullable(),
  locality: z.string().nullable(),
  town: z.string().nullable(),
  postcode: z.string().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  /** to 100 m, as walkers and mountain rescue say it: `NY 121 304` */
  gridReference: z.string().nullable(),
  areaId: z.string().nullable(),
  areaClass: z.enum(areaClasses).nullable(),
  protected: z.boolean(),
  /** as the crow flies from `nearLat`, `nearLon` of the question */
  distanceMetres: z.number().int().nonnegative().optional(),
})
export type PlaceView = z.infer<typeof placeView>

/** The statistical zone a point lies in, and what the force makes of it. */
export type Zone = { zoneCode: string; areaId: string; areaClass: AreaClass; district: string }

/** What a point is in. By areas that the force drew itself there may be no zone, and then neither class nor district. */
export type PlacedArea = {
  zoneCode: string | null
  areaId: string
  areaClass: AreaClass | null
  district: string | null
}

const EARTH_RADIUS_METRES = 6_371_009

/** Metres between two points along the ground, as the crow flies: to order search results, never to choose a unit. */
export function straightLineMetres(a: Point, b: Point): number {
  const toRadians = Math.PI / 180
  const [north, east] = [(b.lat - a.lat) * toRadians, (b.lon - a.lon) * toRadians]
  const h =
    Math.sin(north / 2) ** 2 + Math.cos(a.lat * toRadians) * Math.cos(b.lat * toRadians) * Math.sin(east / 2) ** 2
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)))
}
