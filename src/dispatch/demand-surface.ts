import { z } from 'zod'

const share = z.number().min(0).max(1)

/** `data/force/demand.json`: where the force is wanted, and how its cover is reckoned. What cover is worth is
 * in the dispatch rules (`cover.weightSeconds`). */
export const demandSurface = z.strictObject({
  version: z.string().min(1),
  validFrom: z.iso.datetime({ offset: true }),
  source: z.string().min(1),
  cover: z.strictObject({
    /** share of the time in which a unit that is free now turns out to be busy: what a second unit nearby is worth */
    busyShare: share.max(0.95),
    /** seconds of the grade 1 clock that are gone before a unit drives: grading, choosing, setting off */
    preparationSeconds: z.number().nonnegative(),
    /** seconds by which a grade 2 must be expected before its clock runs out, to be in time */
    spareSeconds: z.number().nonnegative(),
  }),
  points: z
    .array(
      z.strictObject({
        lat: z.number().min(-90).max(90),
        lon: z.number().min(-180).max(180),
        /** any unit: only shares of the sum count */
        weight: z.number().positive(),
        areaClass: z.enum(['urban', 'rural']),
      }),
    )
    .min(1),
})
export type DemandSurface = z.output<typeof demandSurface>
