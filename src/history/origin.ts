import { z } from 'zod'

/** Where something that was imported came from: whose it was, what it was called there, and when it came. */
export const origin = z.strictObject({
  from: z.string(),
  reference: z.string().nullable(),
  /** ISO instant; null: imported before times were kept */
  at: z.string().nullable(),
})
export type Origin = z.output<typeof origin>
