import { z } from 'zod'

/** What an incident is, as far as it decides what is owed before closing. */
export const closingConditions = [
  'locked',
  'domesticAbuse',
  'repeatVictim',
  'vulnerable',
  'treatAsUrgent',
  'attended',
  'unattended',
  'silent',
] as const

/** Fields of a result that a checklist may ask for. */
export const resultFields = [
  'text',
  'notAttendedBecause',
  'callBack',
  'personsSeen',
  'childrenSeen',
  'crimeReference',
  'noCrimeBecause',
  'riskAssessmentReference',
  'noRiskAssessmentBecause',
  'documentsConfirmedBy',
  'noDocumentsBecause',
] as const
export type ResultField = (typeof resultFields)[number]

/** What must be on the log before closing: each thing, for which incidents, who owes it, and the fields that say it. */
export const closureChecklist = z
  .array(
    z.strictObject({
      what: z
        .string()
        .regex(/^[a-zA-Z]+$/)
        .max(40),
      /** as it is said on a screen */
      ask: z.string().min(1).max(200),
      owedBy: z.string().min(1).max(60),
      /** all of them must be so; empty: every incident */
      when: z.array(z.enum(closingConditions)),
      /** left out: of every type */
      types: z.array(z.string().min(1).max(40)).min(1).optional(),
      /** one of them is enough: the thing itself, or the reason for none */
      fields: z.array(z.enum(resultFields)).min(1),
    }),
  )
  .max(60)
  .superRefine((items, found) => {
    for (const [index, { what }] of items.entries())
      if (items.findIndex((other) => other.what === what) !== index)
        found.addIssue({ code: 'custom', path: [index, 'what'], message: `${what} is there twice` })
  })
export type ClosureChecklist = z.output<typeof closureChecklist>
