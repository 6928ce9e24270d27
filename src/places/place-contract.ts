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

/** What a search found, best first; and the middle of the square, when what was typed is a grid reference. */
export const placesFound = z.strictObject({
  places: z.array(placeView),
  gridPoint: z.strictObject({ lat: z.number(), lon: z.number(), squareMetres: z.number().positive() }).nullable(),
})
