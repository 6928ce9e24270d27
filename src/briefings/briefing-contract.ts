import { z } from 'zod'
import { type BriefingView, briefingChange, briefingView, plainBriefing } from './briefing.ts'

export { type BriefingView, briefingView, plainBriefing }

/** A briefing as it is asked for: with when it was composed, and which crews have read this version. */
export const briefingWithReaders = briefingView.extend({
  composedAt: z.string(),
  readBy: z.array(z.strictObject({ unitId: z.uuid(), callsign: z.string(), at: z.string() })),
  /** every unit that is going, and the newest version its crew has read: null when it has read none */
  crews: z.array(z.strictObject({ unitId: z.uuid(), callsign: z.string(), readVersion: z.int().nullable() })),
  /** against the version that was asked about with `since` */
  change: briefingChange.optional(),
})
export type BriefingWithReaders = z.output<typeof briefingWithReaders>

/** The same in plain words, of one version; composed from that version as it was saved. */
export const briefingPlainText = plainBriefing.extend({
  briefingId: z.uuid(),
  incidentId: z.uuid(),
  version: z.int().positive(),
})
export type BriefingPlainText = z.output<typeof briefingPlainText>

export const briefingParams = z.strictObject({ incidentId: z.uuid() })
const versionAsked = z.coerce.number().int().min(1).max(100_000).optional()
/** `version`: without it the newest. `since`: what is new against that one. `unitId`: the crew a terminal gateway asks for. */
export const briefingQuery = z.strictObject({ version: versionAsked, since: versionAsked, unitId: z.uuid().optional() })
export const briefingTextQuery = z.strictObject({ version: versionAsked, unitId: z.uuid().optional() })
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
    /** marked: what this version says that the one before did not */
    change: briefingChange.optional(),
    /** for terminals */
    plain: plainBriefing.optional(),
  }),
  'briefing-read': z.strictObject({
    incidentId: z.uuid(),
    briefingId: z.uuid(),
    version: z.int(),
    unitId: z.uuid(),
    callsign: z.string(),
  }),
} as const
