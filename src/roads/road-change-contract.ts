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

/** Events of this room. */
export const roadEvents = {
  'road-changed': z.strictObject({ change: roadChangeView, by: z.string() }),
  'road-change-withdrawn': z.strictObject({ change: roadChangeView, by: z.string() }),
} as const
