import { z } from 'zod'

const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens, a letter first')
  .max(40)
/** Local time of the force, as it is read off a wall. */
const wallTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'like 2026-12-31T21:00')

/** Log numbers that are kept back for paper (DOMAIN B14): how many at once, and of which local days. */
export const logNumbers = z.strictObject({
  mostInBlock: z.number().int().min(1).max(1_000),
  daysAhead: z.number().int().min(0).max(14),
  daysBehind: z.number().int().min(0).max(14),
})

/** When more is expected than usual, and where: shown to people, used in nothing automatic (CR-35). */
export const expectedPeaks = z.strictObject({
  /** what begins within so many hours is shown */
  showHoursAhead: z.number().int().min(1).max(336),
  peaks: z.array(
    z
      .strictObject({
        code,
        /** as it is said: Appleby Fair */
        what: z.string().min(1).max(80),
        /** where, as it is said: Eden */
        where: z.string().min(1).max(80),
        /** ids of areas; empty: the whole force */
        areas: z.array(z.string().min(1)),
        from: wallTime,
        to: wallTime,
        /** of what is usual at that hour: 1.5 is half as much again */
        expectedShare: z.number().positive().max(20),
      })
      .refine(({ from, to }) => from < to, { path: ['to'], message: 'it ends after it begins' }),
  ),
})

/** Who incidents are handed to, and how often a message is sent again (F7, F16). */
export const transferPartners = z.strictObject({
  /** waits between attempts, in seconds; after the last one it is a dead letter */
  retryAfterSeconds: z.array(z.number().int().min(1).max(86_400)).min(1).max(20),
  withinMs: z.number().int().min(50).max(30_000),
  /** an acknowledgement whose timestamp is further away is refused */
  replayWindowSeconds: z.number().int().min(10).max(3_600),
  partners: z.array(
    z.strictObject({
      code,
      name: z.string().min(1).max(60),
      /** a police force is told the whole log, any other agency the least that it needs */
      kind: z.enum(['police', 'agency']),
    }),
  ),
})
