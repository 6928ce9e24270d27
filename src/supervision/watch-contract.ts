import { z } from 'zod'
import { incidentView } from '../incidents/incident.ts'

/** An incident on the watch list with its three tests, and how often somebody tried to end it without the right. */
export const watchListView = z.array(
  z.strictObject({
    incident: incidentView,
    tests: z.array(
      z.strictObject({
        test: z.enum(['correct', 'timely', 'detailed']),
        ok: z.boolean(),
        because: z.array(z.string()),
      }),
    ),
    refusedAttempts: z.number(),
    lowerGradeAsked: z.string().nullable(),
  }),
)
