import { z } from 'zod'
import { resultFields } from '../definitions/closure-definition.ts'

/** One thing that is owed before closing. */
export const owedView = z.strictObject({
  what: z.string(),
  owedBy: z.string(),
  detail: z.string(),
  /** fields of the result, of which one says it; none: it is done elsewhere, such as an action */
  fields: z.array(z.enum(resultFields)),
})

/** What an open incident still owes, and whether whoever asks may close it. */
export const closingView = z.strictObject({
  incidentId: z.uuid(),
  locked: z.boolean(),
  /** said before; the database decides when it is done */
  youMay: z.boolean(),
  owed: z.array(owedView),
  /** of definition 'closure-checklist'; null: none is in force, and the least that any incident owes is listed */
  rulesVersion: z.string().nullable(),
})
