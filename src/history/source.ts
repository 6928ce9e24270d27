import { z } from 'zod'
import type { CheckKind } from './check.ts'

/** Our own records: incidents, people, markers, plans and orders, asked in one statement. Always connected. */
export const FORCE_RECORDS = 'force-records'

/** A person as another system is asked about them. */
const askedPerson = z.strictObject({
  name: z.string(),
  /** yyyy-mm-dd */
  bornOn: z.string().nullable(),
  /** years, said or guessed */
  aged: z.number().nullable(),
})

/** What another system is asked: one question, about one number, address, person or pair. */
export const sourceQuestion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('phone'), number: z.string() }),
  z.strictObject({
    kind: z.literal('premises'),
    address: z.string(),
    postcode: z.string().nullable(),
    lat: z.number(),
    lon: z.number(),
  }),
  z.strictObject({ kind: z.literal('person'), ...askedPerson.shape }),
  z.strictObject({ kind: z.literal('pair'), people: z.array(askedPerson).length(2) }),
])
export type SourceQuestion = z.output<typeof sourceQuestion>

const day = z.iso.date()
/** The longest texts that are read. */
const short = z.string().min(1).max(300)

/** One thing another system knows. */
export const sourceEntry = z.object({
  kind: z.enum(['marker', 'order', 'risk', 'marac', 'plan', 'incident', 'person']),
  headline: short,
  detail: z.string().max(2_000).default(''),
  /** danger to whoever attends */
  danger: z.boolean().default(false),
  domesticAbuse: z.boolean().default(false),
  powerOfArrest: z.boolean().default(false),
  /** days: since when, until when it is in force, when it is looked at again */
  since: day.nullable().default(null),
  until: day.nullable().default(null),
  reviewOn: day.nullable().default(null),
  confidence: z.enum(['confirmed', 'reported', 'unverified']).nullable().default(null),
  /** whom it is about, as that system knows them; must be there when a person or a pair was asked about */
  people: z
    .array(z.object({ name: short, bornOn: day.nullable().default(null) }))
    .max(10)
    .default([]),
})

/** What another system answers: `id` and `subject` are those of the question, so that no answer is taken for another's. */
export const sourceAnswer = z.object({
  version: z.literal(1),
  id: z.uuid(),
  /** the number, the address, the name, or both names parted by " / ", as asked */
  subject: z.string().max(1_000),
  /** empty: it has nothing */
  entries: z.array(sourceEntry).max(200),
})
export type SourceAnswer = z.output<typeof sourceAnswer>

/** An outside system that is connected. Implemented in `gateways/`. */
export type OutsideSource = {
  code: string
  /** how long it may take, in milliseconds */
  withinMs: number
  /** @throws SourceFault; what it throws names neither the question nor the answer */
  ask: (id: string, question: SourceQuestion, signal: AbortSignal) => Promise<SourceAnswer>
}

/**
 * Why another system did not answer. `unreachable`: away or too slow; `refused`: it did not accept our token or
 * certificate; `wrong`: what it said cannot be used.
 */
export class SourceFault extends Error {
  override readonly name = 'SourceFault'
  readonly because: 'unreachable' | 'refused' | 'wrong'
  constructor(because: SourceFault['because'], what: string) {
    super(what)
    this.because = because
  }
}

/** A source as it is told of: every one a force has, connected or not. */
export type CheckSource = { code: string; name: string; kinds: readonly CheckKind[]; connected: boolean }
