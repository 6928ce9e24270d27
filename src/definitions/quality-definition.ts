import { z } from 'zod'

/** What is looked at of a person's work (CR-31): how calls are handled, and how units are sent. */
export const skills = ['call-handling', 'dispatching'] as const
export type Skill = (typeof skills)[number]

/** What an incident may be divided by before lots are drawn; the person it is about always comes first. */
export const strata = ['grade', 'outcome', 'centre', 'hour'] as const
/** Incidents of which more than a sample is looked at. */
export const alwaysIn = ['downgraded', 'closed-without-deployment'] as const
export type AlwaysIn = (typeof alwaysIn)[number]

const population = ['domestic-abuse', 'all'] as const
const percent = z.number().int().min(0).max(100)

/** How incidents are drawn for review (CR-31, CONSOLES S6). */
export const samplingPlan = z
  .strictObject({
    /** which closed incidents lots are drawn among */
    of: z.enum(population),
    skills: z.array(z.enum(skills)).min(1),
    /** of each person and skill in one draw, besides what is always in */
    perPerson: z.number().int().min(1).max(50),
    /** one draw is for at most so many days */
    periodDaysAtMost: z.number().int().min(1).max(92),
    /** each gets its due of what is drawn of one person */
    strata: z.array(z.enum(strata)),
    /** the local hours at which a part of the day begins, in order: 7, 15, 23 */
    hourBands: z.array(z.number().int().min(0).max(23)).min(1),
    /** of every incident so marked such a share is in, whoever worked it; each with what it is asked of */
    always: z.array(z.strictObject({ what: z.enum(alwaysIn), of: z.enum(population), percent })),
    /** such a share of what is drawn is marked by two who do not see each other's marks */
    blindSecondPercent: percent,
    /** whole words by which a log tells of children, small letters: whoever opens it is warned first */
    childWords: z.array(z.string().regex(/^[a-z]+$/)).min(1),
  })
  .superRefine(({ hourBands, always }, found) => {
    const add = (path: PropertyKey[], message: string) => found.addIssue({ code: 'custom', path, message })
    for (const [index, hour] of hourBands.entries())
      if (index > 0 && hour <= (hourBands[index - 1] ?? 0)) add(['hourBands', index], 'hours stand in order')
    for (const [index, { what }] of always.entries())
      if (always.findIndex((other) => other.what === what) !== index) add(['always', index, 'what'], 'is there twice')
  })
export type SamplingPlan = z.output<typeof samplingPlan>

/** One question of a scorecard. */
const scorecardItem = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .max(40),
  ask: z.string().min(1).max(200),
  /** what Met looks like, and where on the log to look */
  guidance: z.string().min(1).max(500),
  /** where it comes from: "HMIC 2014, CR-03" */
  requirement: z.string().min(1).max(120),
  /** asked only where the incident is domestic abuse */
  domesticAbuse: z.boolean().default(false),
  /** left out: every item counts the same */
  weight: z.number().int().min(1).max(10).optional(),
})
export type ScorecardItem = z.output<typeof scorecardItem>

/** What a reviewer is asked, one card for each skill; at most eight questions each (CONSOLES S7). */
export const scorecards = z
  .array(
    z.strictObject({
      skill: z.enum(skills),
      name: z.string().min(1).max(60),
      items: z.array(scorecardItem).min(1).max(8),
    }),
  )
  .superRefine((cards, found) => {
    const add = (path: PropertyKey[], message: string) => found.addIssue({ code: 'custom', path, message })
    for (const [index, { skill, items }] of cards.entries()) {
      if (cards.findIndex((other) => other.skill === skill) !== index)
        add([index, 'skill'], `${skill} has two scorecards`)
      for (const [at, { code }] of items.entries())
        if (items.findIndex((other) => other.code === code) !== at)
          add([index, 'items', at, 'code'], `${code} is there twice`)
      const weighted = items.filter(({ weight }) => weight !== undefined).length
      if (weighted > 0 && weighted < items.length) add([index, 'items'], 'every item has a weight, or none has')
    }
  })
export type Scorecard = z.output<typeof scorecards>[number]
