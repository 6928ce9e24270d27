import { z } from 'zod'

const lat = z.number().min(-90).max(90)
const lon = z.number().min(-180).max(180)
const at = z.tuple([lon, lat])
const name = z.string().trim().min(1).max(120)

/** As far across as a drawing may be, in degrees: half the county. What is wider is named, or drawn in parts. */
const MOST_NORTHWARD = 0.5
const MOST_EASTWARD = 0.9

function drawn(least: number) {
  return z
    .array(at)
    .min(least)
    .max(500)
    .refine((points) => isWithin(points, 0, MOST_EASTWARD) && isWithin(points, 1, MOST_NORTHWARD), {
      message: `A drawing is no wider than ${MOST_EASTWARD} and no higher than ${MOST_NORTHWARD} degrees: draw it in parts`,
    })
}

function isWithin(points: ReadonlyArray<readonly [number, number]>, side: 0 | 1, most: number): boolean {
  const values = points.map((point) => point[side])
  return Math.max(...values) - Math.min(...values) <= most
}

/** Which roads: a pass by its name, a road by name or number (near a place, where there are several), a drawn line or area. */
export const changedPlace = z
  .strictObject({
    pass: name.optional(),
    road: name.optional(),
    /** of `road` only */
    near: z.strictObject({ lat, lon }).optional(),
    /** of `road`, around `near`; of `line`, beside it */
    withinMetres: z.number().min(5).max(50_000).optional(),
    line: drawn(2).optional(),
    area: drawn(3).optional(),
  })
  .refine(({ pass, road, line, area }) => [pass, road, line, area].filter((one) => one !== undefined).length === 1, {
    message: 'Name a pass, a road, a line or an area: one of them',
  })
export type ChangedPlace = z.output<typeof changedPlace>

/** A closure or slow-down as consoles show it. Instants are ISO strings. */
export const roadChangeView = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['closed', 'slowed']),
  /** of the usual speed; 0 when closed */
  factor: z.number(),
  because: z.string(),
  place: changedPlace,
  /** what it was found to mean: stretches of road, and metres */
  roads: z.number().int(),
  metres: z.number().int(),
  from: z.string(),
  /** null: until it is withdrawn */
  to: z.string().nullable(),
  madeAt: z.string(),
  madeBy: z.uuid(),
  withdrawnAt: z.string().nullable(),
})
export type RoadChangeView = z.output<typeof roadChangeView>
