import { z } from 'zod'

/** How far back these lists go, in days; at most 200 lines each, the newest first. */
export const NEAR_MISS_DAYS = 7

/** Attempts to end or lessen an incident that were refused: who, what, when (CR-27). */
export const refusedAttemptsView = z.array(
  z.strictObject({
    id: z.uuid(),
    at: z.string(),
    incidentId: z.uuid(),
    reference: z.string(),
    attempted: z.string(),
    by: z.string(),
    role: z.string(),
    /** why it was refused: a code of docs/problems.md */
    code: z.string(),
  }),
)

/** Lower grades that were asked for when the clock had nearly, or quite, run out (F1). */
export const lateRegradesView = z.strictObject({
  /** of definition 'regrading': so close to the end of the clock */
  withinSeconds: z.number(),
  lines: z.array(
    z.strictObject({
      id: z.uuid(),
      incidentId: z.uuid(),
      reference: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      requestedAt: z.string(),
      requestedBy: z.string(),
      /** what was left of the clock; negative: it had run out */
      secondsLeft: z.number(),
      reason: z.string(),
      state: z.enum(['waiting', 'approved', 'refused']),
      decidedBy: z.string().nullable(),
      decidedBecause: z.string().nullable(),
    }),
  ),
})
