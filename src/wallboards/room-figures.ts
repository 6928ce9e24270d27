import { z } from 'zod'

/** How the room stands now. Nothing in it names a person, a place of an incident, or an incident. */
export const wallboardView = z.strictObject({
  /** the service's clock */
  at: z.string(),
  /** contacts that nobody has taken, by channel, and how long the longest has waited */
  waiting: z.strictObject({
    '999': z.number().int(),
    '101': z.number().int(),
    longestSeconds: z.number().int(),
  }),
  /** 999 calls of the last 30 minutes: how many were answered, and within 10 s */
  answered: z.strictObject({ within: z.number().int(), of: z.number().int() }),
  /** open incidents by grade, most urgent first; grades that units are sent to */
  open: z.array(z.strictObject({ grade: z.string(), name: z.string(), open: z.number().int() })),
  /** graded to be sent to, and nobody is going */
  noUnit: z.strictObject({ count: z.number().int(), longestSeconds: z.number().int() }),
  /** past their time, and nobody has arrived */
  late: z.number().int(),
  /** free units on duty by area */
  available: z.array(z.strictObject({ area: z.string(), free: z.number().int(), onDuty: z.number().int() })),
  /** closed roads by the names they were given, with until when; at most three */
  closed: z.array(z.strictObject({ name: z.string(), to: z.string().nullable() })),
})
export type WallboardView = z.output<typeof wallboardView>
