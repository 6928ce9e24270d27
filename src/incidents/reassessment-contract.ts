import { z } from 'zod'

const words = z.string().trim().max(2_000).default('')

/** THRIVE: each of its letters in the words of whoever assesses; what is not said is not known. */
export const thrive = z.strictObject({
  threat: words,
  harm: words,
  risk: words,
  investigation: words,
  vulnerability: words,
  engagement: words,
})

const said = z.string().trim().min(1, 'say what is known, or that nothing is').max(2_000)

/** THRIVE with every letter said: nothing is made less urgent without it (F1). */
export const wholeThrive = z.strictObject({
  threat: said,
  harm: said,
  risk: said,
  investigation: said,
  vulnerability: said,
  engagement: said,
})

/** Whoever waits was contacted again: on the safe number, and only while it is safe to talk. */
export const reassessBody = z.strictObject({
  reached: z.enum(['spoken', 'no-answer', 'not-safe']),
  worse: z.boolean().default(false),
  thrive: thrive.prefault({}),
})

/** One version; none is ever rewritten. */
export const reassessmentView = z.strictObject({
  id: z.uuid(),
  version: z.number(),
  reached: z.enum(['spoken', 'no-answer', 'not-safe']),
  worse: z.boolean(),
  thrive,
  /** the grade it had then */
  grade: z.string().nullable(),
  by: z.string(),
  at: z.string(),
})
export type ReassessmentView = z.output<typeof reassessmentView>
