import { z } from 'zod'

export const dutyParams = z.strictObject({ post: z.string().min(1).max(40) })

/** Takes a post for a shift, of so many hours at most; `relieve`: whoever holds it now is relieved. */
export const takeDutyBody = z.strictObject({
  hours: z.number().int().min(1).max(14).default(12),
  relieve: z.boolean().default(false),
})

/** A post that somebody holds for a shift, and who does. */
export const dutyView = z.strictObject({
  post: z.string(),
  name: z.string(),
  /** null: nobody; what reaches the post is told to its roles all the same */
  holder: z.strictObject({ staffId: z.uuid(), name: z.string(), from: z.string(), until: z.string() }).nullable(),
  yours: z.boolean(),
  youMay: z.boolean(),
})
export type DutyView = z.output<typeof dutyView>
