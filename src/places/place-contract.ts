import { z } from 'zod'
import { placeView } from './place.ts'

export type { PlaceView } from './place.ts'

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

/** A location said in figures or in three words, and how exact it is. */
export const saidPoint = z.strictObject({
  as: z.enum(['grid-reference', 'latitude-longitude', 'what3words']),
  lat: z.number(),
  lon: z.number(),
  /** the size of the square, or what the last figure said is worth */
  metres: z.number().positive(),
  gridReference: z.string().nullable(),
  /** of three words: as the service for them has them, and what is near, to be read back to the caller */
  words: z.strictObject({ said: z.string(), nearestPlace: z.string().nullable() }).nullable(),
})

/**
 * What a search found, best first. `point`: what was typed is a location in figures, or in words that a service knows.
 * `notKnown`: what was typed is a kind of location that this force cannot find, said for the handler.
 */
export const placesFound = z.strictObject({
  places: z.array(placeView),
  point: saidPoint.nullable(),
  notKnown: z.string().nullable(),
})
export type PlacesFound = z.output<typeof placesFound>
