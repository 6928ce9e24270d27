import { z } from 'zod'
import { type BriefingView, briefingView } from './briefing.ts'

export { type BriefingView, briefingView }

/** A briefing as it is asked for: with when it was composed, and which crews have read this version. */
export const briefingWithReaders = briefingView.extend({
  composedAt: z.string(),
  readBy: z.array(z.strictObject({ unitId: z.uuid(), callsign: z.string(), at: z.string() })),
})
export type BriefingWithReaders = z.output<typeof briefingWithReaders>

export const briefingParams = z.strictObject({ incidentId: z.uuid() })
/** `version`: without it the newest. `unitId`: the crew a terminal gateway asks for. */
export const briefingQuery = z.strictObject({
  version: z.coerce.number().int().min(1).max(100_000).optional(),
  unitId: z.uuid().optional(),
})
/** The version that was on the crew's screen. `unitId` is for terminal gateways; a crew speaks for itself. */
export const briefingReadBody = z.strictObject({ version: z.int().min(1).max(100_000), unitId: z.uuid().optional() })
export const briefingReadAnswer = z.strictObject({ briefingId: z.uuid(), version: z.int(), unitId: z.uuid() })

/** Events of this room. */
export const briefingEvents = {
  'briefing-added': z.strictObject({
    incidentId: z.uuid(),
    briefing: briefingView,
    because: z.string(),
    /** a unit was on its way already: this must reach it (CRD/1 P6) */
    afterDeployment: z.boolean(),
  }),
  'briefing-read': z.strictObject({
    incidentId: z.uuid(),
    briefingId: z.uuid(),
    version: z.int(),
    unitId: z.uuid(),
    callsign: z.string(),
  }),
} as const
