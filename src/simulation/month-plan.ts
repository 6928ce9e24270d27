import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const share = z.number().min(0).max(1)
const span = z.strictObject({ from: z.number().nonnegative(), to: z.number().nonnegative() })
const spell = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'a spell of duty is 06:00-14:00')

/** `data/force/simulated-month.json`: what the simulation assumes of a force that no open data say. */
export const monthPlan = z.strictObject({
  version: z.string().min(1),
  validFrom: z.iso.datetime({ offset: true }),
  source: z.string().min(1),
  /** share of San Diego's calls that comes here */
  callsKept: share.positive(),
  /** seconds from the clock's start until somebody decides who goes, by grade */
  preparationSeconds: z.strictObject({ '1': span, '2': span }),
  /** seconds from the decision until the unit drives */
  setOffSeconds: span,
  /** what keeps a crew busy after the scene */
  followUp: z.strictObject({ source: z.string(), share, fromSeconds: z.number(), toSeconds: z.number() }),
  /** seconds at the station between two crews */
  handOverSeconds: z.number().nonnegative(),
  /** by kind of unit: patterns of spells of duty, given to the units in turn */
  shifts: z.record(z.string(), z.array(z.array(spell).min(1)).min(1)),
})
export type MonthPlan = z.output<typeof monthPlan>

/** The part of the force's dispatch rules that says who may go. */
const eligibility = z.object({
  body: z.object({
    grades: z.array(
      z.object({
        grade: z.string(),
        eligibleKinds: z.array(z.string()),
        drivingGrades: z.array(z.string()),
        profile: z.enum(['normal', 'blue-light']),
        mayDivert: z.boolean(),
      }),
    ),
    neverAutomatic: z.array(z.string()),
  }),
})
export type Eligibility = z.output<typeof eligibility>['body']

/** The part that says what cover is worth; the first shape of the rules knew no cover. */
const coverWeight = z.object({
  kind: z.literal('dispatch-rules'),
  validFrom: z.iso.datetime({ offset: true }),
  body: z.object({ cover: z.object({ weightSeconds: z.number().nonnegative() }) }),
})

const gradeTable = z.object({
  grades: z.array(z.object({ id: z.string(), urbanSeconds: z.number(), ruralSeconds: z.number() })),
})
/** Seconds of the attendance clock of a grade. */
export type Clock = { urbanSeconds: number; ruralSeconds: number }

/** @throws ZodError that names the field */
export function readMonthPlan(dataFolder: string): MonthPlan {
  return monthPlan.parse(readForceFile(dataFolder, 'simulated-month.json'))
}

/** @throws ZodError that names the field */
export function readEligibility(dataFolder: string): Eligibility {
  return eligibility.parse(readForceFile(dataFolder, join('definitions', 'dispatch-rules.json'))).body
}

/** Seconds that the whole cover is worth, by the newest dispatch rules that say so. @throws Error when none do */
export function readCoverWeight(dataFolder: string): number {
  const saying = readdirSync(join(dataFolder, 'force', 'definitions')).flatMap((name) => {
    const { success, data } = coverWeight.safeParse(readForceFile(dataFolder, join('definitions', name)))
    return success ? [data] : []
  })
  const [newest] = saying.sort((a, b) => Date.parse(b.validFrom) - Date.parse(a.validFrom))
  if (!newest) throw new Error('no dispatch rules say what cover is worth')
  return newest.body.cover.weightSeconds
}

/** The clocks of grade 1 and 2. @throws Error when one is missing */
export function readClocks(dataFolder: string): Record<1 | 2, Clock> {
  const { grades } = gradeTable.parse(readForceFile(dataFolder, 'grades.json'))
  const of = (id: string): Clock => {
    const grade = grades.find((one) => one.id === id)
    if (!grade) throw new Error(`grades.json: no grade ${id}`)
    return { urbanSeconds: grade.urbanSeconds, ruralSeconds: grade.ruralSeconds }
  }
  return { 1: of('1'), 2: of('2') }
}

export function readForceFile(dataFolder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(dataFolder, 'force', name), 'utf8'))
}
