import { z } from 'zod'
import { figureIds } from '../definitions/figure-definition.ts'
import { dimensions } from './figure.ts'

const day = z.iso.date()
/** Whatever a force writes; nothing that no store could hold. */
const words = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'is empty, or holds what is no writing')
const code = words(40)
const instant = z.iso.datetime({ offset: true })

const period = {
  /** local days, Europe/London, both included; by when the incident was opened or the contact reached us */
  from: day,
  to: day,
  /** what was recorded after it does not count; left out: now */
  asOf: instant.optional(),
}
const filters = {
  grade: code.optional(),
  areaId: code.optional(),
  areaClass: z.enum(['urban', 'rural']).optional(),
  centreId: code.optional(),
  hour: z.coerce.number().int().min(0).max(23).optional(),
  /** of whose work it was */
  officerId: z.uuid().optional(),
}
const inOrder = { message: 'the last day is not before the first', path: ['to'] }

/** Which figures, of what, as of when, and by what they are told apart. */
const figureFields = z.strictObject({
  ...period,
  ...filters,
  by: z.enum(dimensions).default('all'),
  figure: z.enum(figureIds).optional(),
})
export const figureQuery = figureFields.refine(({ from, to }) => from <= to, inOrder)
export type FigureQuery = z.output<typeof figureQuery>
/** The same of nobody but whoever asks. */
export const ownFigureQuery = figureFields.omit({ officerId: true }).refine(({ from, to }) => from <= to, inOrder)

/** What is behind one number: the same question, with the figure and, where it is told apart, which of its parts. */
export const figureListQuery = figureFields
  .extend({
    figure: z.enum(figureIds),
    /** the group's key; 'none': of those without one; left out: all */
    key: words(60).optional(),
    /** of a share: those counted, those in which it was so, those in which it was not */
    part: z.enum(['counted', 'met', 'not-met']).default('counted'),
    offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(1_000).default(200),
  })
  .refine(({ from, to }) => from <= to, inOrder)
export type FigureListQuery = z.output<typeof figureListQuery>

const spread = z.strictObject({
  mean: z.number(),
  median: z.number(),
  p90: z.number(),
  p95: z.number(),
  longest: z.number(),
})
/** One number with its n. `key` null: of those without one, such as incidents without a grade. */
const group = z.strictObject({
  key: z.string().nullable(),
  name: z.string(),
  n: z.number().int(),
  /** seconds; null: fewer than the set number, or a share */
  spread: spread.nullable(),
  /** null: seconds. `percent` null: fewer than the set number */
  share: z.strictObject({ met: z.number().int(), percent: z.number().nullable() }).nullable(),
  tooFew: z.boolean(),
  /** all of it in words: "92.3 % (48 of 52)" */
  said: z.string(),
})
export type FigureGroup = z.output<typeof group>

const figure = z.strictObject({
  id: z.enum(figureIds),
  name: z.string(),
  unit: z.enum(['seconds', 'share']),
  formula: z.string(),
  counted: z.string(),
  notCounted: z.string(),
  requirement: z.string(),
  groups: z.array(group),
})
export type FigureView = z.output<typeof figure>

/** Asked again with the same `asOf`, the answer is the same. Instants are ISO. */
export const figuresView = z.strictObject({
  from: z.string(),
  to: z.string(),
  asOf: z.string(),
  by: z.enum(dimensions),
  /** null: the force has loaded none, and there are no figures */
  definitions: z.strictObject({ version: z.string(), validFrom: z.string(), fewest: z.number() }).nullable(),
  figures: z.array(figure),
})
export type FiguresView = z.output<typeof figuresView>

/** Incidents, or contacts that may have none, behind a number: `total` is the number's n, whatever part is shown. */
export const figureListView = z.strictObject({
  asOf: z.string(),
  total: z.number().int(),
  rows: z.array(
    z.strictObject({
      incidentId: z.uuid().nullable(),
      reference: z.string().nullable(),
      contactId: z.uuid().nullable(),
      at: z.string(),
      /** seconds, or 1 and 0 for whether it was so */
      value: z.number().int(),
    }),
  ),
})
export type FigureListView = z.output<typeof figureListView>

export const repeatQuery = z
  .strictObject({
    ...period,
    kind: z.enum(['locations', 'victims', 'people-reported']),
    areaId: filters.areaId,
    domesticAbuse: z.enum(['true', 'false']).optional(),
    least: z.coerce.number().int().min(2).max(100).default(2),
    reason: words(200),
  })
  .refine(({ from, to }) => from <= to, inOrder)
export type RepeatQuery = z.output<typeof repeatQuery>

/** By id: who or where it is, is asked elsewhere. The 200 with most incidents. */
export const repeatView = z.strictObject({
  asOf: z.string(),
  subjects: z.array(
    z.strictObject({
      subjectId: z.uuid(),
      n: z.number().int(),
      incidents: z.array(z.strictObject({ incidentId: z.uuid(), reference: z.string() })),
    }),
  ),
})

/** One day of one area, as the daily management meeting has it on paper; left out: every area. */
export const sheetQuery = z.strictObject({ day, areaId: filters.areaId, asOf: period.asOf })
/** A quarter beside the one before it. */
export const packQuery = z.strictObject({
  quarter: z.string().regex(/^20\d\d-[1-4]$/, 'such as 2026-4'),
  areaId: filters.areaId,
  asOf: period.asOf,
})
