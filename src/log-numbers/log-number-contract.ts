import { z } from 'zod'
import { locationBody, personBody } from '../incidents/incident-contract.ts'
import { logNumberBlock, numberStates } from './log-number.ts'

const reason = z.string().trim().min(1, 'say why').max(500)
/** Days that are spoken of at all; `yyyy-mm-dd`. */
const day = z.iso.date().refine((text) => text.startsWith('20'), 'a day of this century')
const number = z.number().int().min(1).max(1_000_000)

/** Keeps numbers of a local day back for paper. */
export const reserveBody = z.strictObject({ day, size: z.number().int().min(1).max(1_000), reason })
export const blockParams = z.strictObject({ blockId: z.uuid() })
export const dayParams = z.strictObject({ day })

/** Says what became of numbers that were not used. */
export const unusedBody = z.strictObject({
  numbers: z
    .array(number)
    .min(1)
    .max(1_000)
    .refine((all) => new Set(all).size === all.length, 'each number once'),
  how: z.enum(['returned', 'void']),
  reason,
})

/** A time as somebody wrote it down, by the clock on the wall. */
export const wallTime = z.strictObject({
  day,
  clock: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'like 02:15'),
  /** of the hour that comes twice, the night the clocks go back */
  which: z.enum(['first', 'second']).optional(),
})

/** An incident as it stands on paper. */
export const paperLogBody = z.strictObject({
  number,
  written: wallTime,
  type: z.string().min(1).max(40),
  summary: z.string().max(20_000).default(''),
  location: locationBody.nullable().default(null),
  happeningNow: z.boolean().default(false),
  domesticAbuse: z.boolean().default(false),
  vulnerable: z.boolean().default(false),
  /** the contact it came by, where that was recorded */
  contactId: z.uuid().nullable().default(null),
  /** who took it; null: whoever enters it */
  takenBy: z.uuid().nullable().default(null),
  people: z.array(personBody).max(40).default([]),
  lines: z
    .array(
      z.strictObject({
        written: wallTime,
        /** the name on the sheet */
        by: z.string().trim().min(1).max(120),
        text: z.string().trim().min(1).max(20_000),
      }),
    )
    .max(200)
    .default([]),
  grade: z.string().min(1).max(10).nullable().default(null),
  gradeReason: z.string().max(2_000).default(''),
})

/** What became of every number of a day. */
export const dayAccountView = z.strictObject({
  day: z.string(),
  /** 23, 24 or 25 */
  hours: z.number(),
  /** the highest number that was given; 0: none */
  last: z.number().int(),
  counts: z.record(z.enum(numberStates), z.number().int()),
  numbers: z.array(
    z.strictObject({
      number: z.number().int(),
      state: z.enum(numberStates),
      incidentId: z.uuid().nullable(),
      reason: z.string().nullable(),
      by: z.string().nullable(),
      at: z.string(),
      writtenAt: z.string().nullable(),
    }),
  ),
  /** given, and nothing is known of them: there must be none */
  holes: z.array(z.number().int()),
})

/** Events of this room. */
export const logNumberEvents = {
  'log-numbers-reserved': z.strictObject({ block: logNumberBlock }),
  'log-numbers-accounted': z.strictObject({ block: logNumberBlock }),
} as const
