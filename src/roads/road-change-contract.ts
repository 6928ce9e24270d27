import { z } from 'zod'
import { changedPlace, roadChangeView } from './road-change.ts'

const instant = z.iso.datetime({ offset: true })

/** Says that a road is closed or slow, from now or from a time, until a time or until it is withdrawn. */
export const changeRoadBody = z
  .strictObject({
    /** as it is said in the reasons: "Hardknott Pass" */
    name: z.string().trim().min(1).max(120),
    kind: z.enum(['closed', 'slowed']),
    /** of the usual speed, for a slow-down */
    factor: z.number().gt(0).lt(1).optional(),
    /** snow, flood, a crash, an event */
    because: z.string().trim().min(1).max(200),
    place: changedPlace,
    from: instant.optional(),
    to: instant.optional(),
  })
  .refine(({ kind, factor }) => (kind === 'slowed') === (factor !== undefined), {
    path: ['factor'],
    message: 'A slow-down has a factor, a closure has none',
  })
  .refine(({ from, to }) => to === undefined || Date.parse(to) > Date.parse(from ?? new Date().toISOString()), {
    path: ['to'],
    message: 'It ends after it begins',
  })
export const roadChangeParams = z.strictObject({ changeId: z.uuid() })

/** Names that are said of one drawing, and stretches that are shown: the rest is in the counts. */
export const MOST_NAMED = 40
export const MOST_STRETCHES = 2_000

/** Where a change is thought of; nothing is closed by asking. */
export const previewBody = z.strictObject({ place: changedPlace })
/** What a change there would catch. */
export const previewView = z.strictObject({
  /** stretches of road, and metres; none: it would be refused */
  roads: z.number().int(),
  metres: z.number().int(),
  /** by name and number, the longest first, at most 40 of `names`; empty text: the road has none */
  named: z.array(z.strictObject({ name: z.string(), ref: z.string(), metres: z.number().int() })).max(MOST_NAMED),
  names: z.number().int(),
  /** numbers as in `/roads/near`, at most 2,000 */
  stretches: z.array(z.number().int()).max(MOST_STRETCHES),
})

/** The roads round a place, to be drawn: at most 20 km around it, and so many stretches. */
export const nearbyRoadsQuery = z.strictObject({
  lat: z.coerce.number().min(-90).max(90),
  lon: z.coerce.number().min(-180).max(180),
  radiusMetres: z.coerce.number().int().min(50).max(20_000).default(1_000),
  limit: z.coerce.number().int().min(1).max(2_000).default(1_000),
})
export const nearbyRoadsView = z.strictObject({
  middle: z.strictObject({ lat: z.number(), lon: z.number() }),
  /** degrees that one step of a line is */
  unit: z.literal(0.00001),
  roads: z.array(
    z.strictObject({
      /** number of the stretch, in this network */
      road: z.number().int(),
      class: z.enum(['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'minor', 'service']),
      name: z.string(),
      ref: z.string(),
      /** changes in force on it */
      changes: z.array(z.uuid()),
      /** longitude, latitude ... in steps: the first point from `middle`, each further one from the point before it */
      line: z.array(z.number().int()),
    }),
  ),
  /** more there are: of smaller classes, or further away */
  leftOff: z.number().int(),
})

/** Between which places a way is asked for, and how it is driven. */
export const wayQuery = z.strictObject({
  fromLat: z.coerce.number().min(-90).max(90),
  fromLon: z.coerce.number().min(-180).max(180),
  toLat: z.coerce.number().min(-90).max(90),
  toLon: z.coerce.number().min(-180).max(180),
  profile: z.enum(['normal', 'blue-light']).default('blue-light'),
})
/** The fastest way by road now, with the closures in force; null: there is none, or one end is on no road. */
export const wayView = z.strictObject({
  way: z
    .strictObject({
      seconds: z.number(),
      metres: z.number(),
      /** degrees that one step of the line is */
      unit: z.literal(0.00001),
      /** longitude, latitude ... in steps: the first point as it is, each further one from the point before it */
      line: z.array(z.number().int()),
    })
    .nullable(),
})

/** Events of this room. */
export const roadEvents = {
  'road-changed': z.strictObject({ change: roadChangeView, by: z.string() }),
  'road-change-withdrawn': z.strictObject({ change: roadChangeView, by: z.string() }),
} as const
