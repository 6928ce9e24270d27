import { z } from 'zod'
import { definitionBodies } from './definition.ts'

/** What a console needs of the force's own words: every definition in force, with its version; one the force has none of is not there. */
export const definitionsView = z.strictObject({
  definitions: z.partialRecord(
    z.enum(Object.keys(definitionBodies) as [string, ...string[]]),
    z.strictObject({ version: z.string(), validFrom: z.string(), source: z.string(), body: z.unknown() }),
  ),
  grades: z.array(
    z.strictObject({
      id: z.string(),
      position: z.number(),
      name: z.string(),
      urbanSeconds: z.number(),
      ruralSeconds: z.number(),
      deploys: z.boolean(),
      domesticAbuseAllowed: z.boolean(),
      version: z.string(),
    }),
  ),
})
