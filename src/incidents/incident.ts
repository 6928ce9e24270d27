import { z } from 'zod'

/** Flags that decide how carefully an incident is watched; the first three lock its closing (CR-27). */
export const flags = ['domesticAbuse', 'repeatVictim', 'vulnerable', 'treatAsUrgent'] as const
export type Flag = (typeof flags)[number]

/** Why a flag was raised or cleared, with the version of the definition it was decided under. */
export const flagReason = z.looseObject({ flag: z.string(), because: z.string() })

/** What the person who is helped needs, and what was asked: it travels with the incident (CR-04, CR-15). */
const needsShape = {
  /** question code to answer; null: asked and skipped, absent: not asked */
  questions: z.record(z.string().max(40), z.string().max(2_000).nullable()),
  language: z.string().max(80).nullable(),
  interpreter: z.string().max(200).nullable(),
  /** asked for by the victim */
  officerSex: z.enum(['female', 'male']).nullable(),
  skills: z.array(z.string().max(40)).max(10),
  safeNumber: z.string().max(64).nullable(),
  safeContact: z.string().max(500).nullable(),
  codeWord: z.string().max(80).nullable(),
  /** units whose crew is connected with somebody involved */
  excludedUnitIds: z.array(z.uuid()).max(20),
}

/** Needs as they are kept: what was not said is there, and empty. */
export const needs = z.strictObject({
  questions: needsShape.questions.default({}),
  language: needsShape.language.default(null),
  interpreter: needsShape.interpreter.default(null),
  officerSex: needsShape.officerSex.default(null),
  skills: needsShape.skills.default([]),
  safeNumber: needsShape.safeNumber.default(null),
  safeContact: needsShape.safeContact.default(null),
  codeWord: needsShape.codeWord.default(null),
  excludedUnitIds: needsShape.excludedUnitIds.default([]),
})

/** What is learnt of the needs later; what is not said stays as it was. */
export const needsChange = z.strictObject(needsShape).partial()
export type Needs = z.output<typeof needs>

/** An incident as a console shows it. Instants are ISO strings. */
export const incidentView = z.strictObject({
  id: z.uuid(),
  /** what people say: 123/22-11-2026 */
  reference: z.string(),
  status: z.enum(['open', 'closed']),
  type: z.string(),
  openingCategory: z.string(),
  closingCategory: z.string().nullable(),
  summary: z.string(),
  location: z.strictObject({
    text: z.string(),
    premisesId: z.uuid().nullable(),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
    confirmed: z.boolean(),
    /** a protected address (CR-14): no point, no premises, and of the text the town; told where it is needed */
    protected: z.literal(true).optional(),
  }),
  areaId: z.string().nullable(),
  areaClass: z.enum(['urban', 'rural']).nullable(),
  flags: z.strictObject({
    domesticAbuse: z.boolean(),
    repeatVictim: z.boolean(),
    vulnerable: z.boolean(),
    treatAsUrgent: z.boolean(),
  }),
  flagsBecause: z.array(flagReason),
  locked: z.boolean(),
  happeningNow: z.boolean(),
  needs,
  proposal: z.strictObject({ grade: z.string().nullable(), because: z.array(z.string()), binding: z.boolean() }),
  grade: z.string().nullable(),
  firstGrade: z.string().nullable(),
  gradedAt: z.string().nullable(),
  attendBy: z.string().nullable(),
  firstAttendBy: z.string().nullable(),
  handlerId: z.uuid().nullable(),
  dispatcherId: z.uuid().nullable(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
})
export type IncidentView = z.output<typeof incidentView>
