import { z } from 'zod'
import { areaClasses, placeKinds } from './place.ts'

/**
 * A place as a console sees it. Of a protected place only the kind, town and area are left (CR-14); its `lat` and
 * `lon` are null, as are those of nothing else.
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
  areaId: z.string().nullable(),
  areaClass: z.enum(areaClasses).nullable(),
  protected: z.boolean(),
  /** as the crow flies from `nearLat`, `nearLon` of the question */
  distanceMetres: z.number().int().nonnegative().optional(),
})
export type PlaceView = z.infer<typeof placeView>

/** A search as it is typed; places near the given point, or of the given area, come first among equal matches. */
export const placeQuery = z
  .strictObject({
    text: z.string().min(1).max(200),
    nearLat: z.coerce.number().min(-90).max(90).optional(),
    nearLon: z.coerce.number().min(-180).max(180).optional(),
    areaId: z.string().min(1).max(40).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(10),
  })
  .refine((query) => (query.nearLat === undefined) === (query.nearLon === undefined), {
    error: 'nearLat and nearLon come together',
    path: ['nearLon'],
  })
export type PlaceQuery = z.infer<typeof placeQuery>

/** What a search found, best first; and the middle of the square, when what was typed is a grid reference. */
export const placesFound = z.strictObject({
  places: z.array(placeView),
  gridPoint: z.strictObject({ lat: z.number(), lon: z.number(), squareMetres: z.number().positive() }).nullable(),
})
