import { z } from 'zod'

/** One answer to a guided question, with its instant; an answer that was put right stands beside the one before. */
export const questionAnswer = z.strictObject({
  id: z.uuid(),
  code: z.string(),
  /** as it was asked */
  asked: z.string(),
  /** null: put, and skipped for want of time; it stays open and travels with the incident (CR-04) */
  answer: z.string().nullable(),
  /** of the force's questions that it was asked under */
  definitionVersion: z.string(),
  /** by the clock of the database */
  at: z.string(),
  by: z.string(),
})
export type QuestionAnswer = z.output<typeof questionAnswer>
