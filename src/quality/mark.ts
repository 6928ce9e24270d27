import { z } from 'zod'

/** What a reviewer finds of one item; the words of the screen are Met, Partly, Not met, Cannot tell (CONSOLES 4.7). */
export const marks = ['met', 'partly', 'not-met', 'cannot-tell'] as const
export type Mark = (typeof marks)[number]

/** One item of a scorecard as a reviewer marked it. */
export const itemMark = z.strictObject({
  /** code of an item of the scorecard */
  item: z.string().min(1).max(40),
  /** null in a draft: not marked yet */
  mark: z.enum(marks).nullable(),
  /** why; needed for every mark but Met */
  note: z.string().max(2_000).default(''),
  /** the line of the incident's log that shows it */
  evidence: z.uuid().nullable().default(null),
})
export type ItemMark = z.output<typeof itemMark>
/** An item that is marked. */
export type Marked = ItemMark & { mark: Mark }

/** Where the review of one person's part in an incident stands. */
export const reviewStates = ['to-mark', 'to-settle', 'to-share', 'shared', 'acknowledged'] as const
export type ReviewState = (typeof reviewStates)[number]

/** How far two reviewers, or the two of every pair in a centre, mark alike. */
export type Agreement = {
  /** items that both marked */
  n: number
  /** share of them with the same mark, 0 to 1; null without any */
  observed: number | null
  /** the share that chance alone would give; null without any */
  expected: number | null
  /** Cohen's kappa, -1 to 1; null where it cannot be told */
  kappa: number | null
  /** why it cannot be told */
  because: 'nothing-marked-twice' | 'one-mark-throughout' | null
}
