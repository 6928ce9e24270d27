import { z } from 'zod'

/** What can be computed (src/figures/figure-values.ts says how). What it is called and stands for is the force's. */
export const figureIds = [
  'time-to-answer',
  'answered-in-time',
  'contacts-unanswered',
  'time-to-grade',
  'time-to-dispatch',
  'time-to-attend',
  'clocks-met',
  'not-first-sent',
  'briefed-before-arrival',
  'checks-before-dispatch',
  'domestic-abuse-contacts',
  'domestic-abuse-incidents',
  'repeat-victims',
  'closures',
  'downgrades',
  'diverts',
  'recontacts-kept',
] as const
export type FigureId = (typeof figureIds)[number]

const words = z.string().min(1).max(600)

/** Each figure in words, with the requirement it comes from; a figure that is not here is not shown. */
export const figureDefinitions = z
  .strictObject({
    /** of fewer than so many no share and no percentile is told: "too few to tell" */
    fewest: z.number().int().min(1).max(1_000),
    /** `answered-in-time`: from being presented, in seconds (DOMAIN B6) */
    answerWithinSeconds: z.number().int().min(1).max(3_600),
    figures: z
      .array(
        z.strictObject({
          id: z.enum(figureIds),
          name: z.string().min(1).max(80),
          /** how it is computed */
          formula: words,
          counted: words,
          notCounted: words,
          /** "HMIC 2014, CR-21" */
          requirement: z.string().min(1).max(120),
        }),
      )
      .min(1),
  })
  .superRefine(({ figures }, found) => {
    for (const [index, { id }] of figures.entries()) {
      if (figures.findIndex((other) => other.id === id) !== index)
        found.addIssue({ code: 'custom', path: ['figures', index, 'id'], message: `${id} is there twice` })
    }
  })
export type FigureDefinitions = z.output<typeof figureDefinitions>
