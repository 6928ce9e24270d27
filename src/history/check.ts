import { z } from 'zod'
import { origin } from './origin.ts'

/** What is asked about: the number that rang, the premises chosen, a person who was named, orders between two of them. */
export const checkKinds = ['phone', 'premises', 'person', 'pair'] as const
export type CheckKind = (typeof checkKinds)[number]

/**
 * How far a check has come (DOMAIN B8). `no_trace`: the source answered and knows nothing. `source_unavailable`
 * and `failed`: nobody knows, which must never look like the former (I12).
 */
export const checkStates = ['not_started', 'running', 'hit', 'no_trace', 'source_unavailable', 'failed'] as const
export type CheckState = (typeof checkStates)[number]

/** One thing the records say, in words that can be shown and read out. Days are `yyyy-mm-dd`. */
export const finding = z.strictObject({
  kind: z.enum(['marker', 'order', 'risk', 'marac', 'plan', 'incident', 'count', 'person']),
  /** danger to whoever attends: shown first */
  danger: z.boolean(),
  headline: z.string(),
  detail: z.string(),
  /** the key it was found under */
  about: z.enum(['number', 'premises', 'person']),
  source: z.string(),
  since: z.string().nullable(),
  reviewOn: z.string().nullable(),
  /** past its review, or of a time that is over: shown, and shown to be old */
  stale: z.boolean(),
  confidence: z.string().nullable(),
  /** an earlier incident: its id and the number people say */
  incidentId: z.uuid().nullable(),
  reference: z.string().nullable(),
  domesticAbuse: z.boolean(),
  /**
   * What it is, for rules: a marker's code, an order's kind, a risk grade, `plan` `safe-approach` `code-word`,
   * `child` or `older` of a person, `repeat-victim` and `vulnerable` of an earlier incident, `domestic-abuse` or
   * `all` of a count. Null for what is no longer in force.
   */
  code: z.string().nullable(),
  /** where it came from, when it is of another system's files; findings of before this was kept do not say */
  imported: origin.optional(),
})
export type Finding = z.output<typeof finding>

/** Somebody of the records who may be the person that was named, with the reasons as they are shown. */
export const candidate = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  bornOn: z.string().nullable(),
  /** 0 to 1; it only ranks */
  score: z.number(),
  because: z.array(z.string()),
  /** where they live, when that is not protected */
  address: z.string().nullable(),
  taken: z.boolean(),
})
export type CheckCandidate = z.output<typeof candidate>

/**
 * Findings as they were stored. One that cannot be read is never left out: it becomes a finding that says so,
 * and counts as danger until somebody has looked.
 */
export function readFindings(stored: readonly unknown[]): Finding[] {
  return stored.map((entry) => {
    const read = finding.safeParse(entry)
    return read.success ? read.data : unreadable
  })
}

const unreadable: Finding = {
  kind: 'marker',
  danger: true,
  headline: 'One entry could not be read: open the check',
  detail: '',
  about: 'person',
  source: 'Golden Hour',
  since: null,
  reviewOn: null,
  stale: false,
  confidence: null,
  incidentId: null,
  reference: null,
  domesticAbuse: false,
  code: null,
}
