import { z } from 'zod'
import { candidate, checkKinds, checkStates, finding } from './check.ts'

/** A check with what it asked and found, as it stands on an incident or a contact. Instants are ISO strings. */
export const checkView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(checkKinds),
  source: z.string(),
  /** the source as it is told to people */
  sourceName: z.string(),
  query: z.string(),
  bornOn: z.string().nullable(),
  aged: z.number().nullable(),
  /** whom it is about: rows of who is named on the incident */
  aboutPersons: z.array(z.uuid()),
  state: z.enum(checkStates),
  /** it failed because the source did not accept our token or certificate */
  refused: z.boolean(),
  /** 1, then one more each time the service asked again by itself */
  attempt: z.number().int(),
  contactId: z.uuid().nullable(),
  incidentId: z.uuid().nullable(),
  requestedAt: z.string(),
  finishedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  findings: z.array(finding),
  /** the findings are those of an earlier check, of then, because this one has not answered */
  earlierAt: z.string().nullable(),
  earlierState: z.enum(checkStates).nullable(),
  /** who of the records it may be, best first; one may be taken already */
  candidates: z.array(candidate),
  /** another check has taken its place */
  superseded: z.boolean(),
})
export type CheckView = z.output<typeof checkView>

/** Asks again; without kinds, for everything that can be asked. */
export const checksAgainBody = z.strictObject({
  kinds: z
    .array(z.enum(checkKinds))
    .min(1)
    .max(checkKinds.length)
    .default([...checkKinds]),
})
export const checksAgainAnswer = z.strictObject({
  checks: z.array(z.strictObject({ id: z.uuid(), kind: z.enum(checkKinds), source: z.string() })),
})
export const checkParams = z.strictObject({ incidentId: z.uuid() })

/** Says who of the records was named; null: none of those offered. */
export const identityBody = z.strictObject({
  personId: z.uuid().nullable(),
  reason: z.string().trim().min(1, 'say how you know').max(500),
})
export const identityParams = checkParams.extend({ namedId: z.uuid() })

/** Events of this room. */
export const historyEvents = {
  'check-completed': z.strictObject({
    checkId: z.uuid(),
    kind: z.enum(checkKinds),
    /** without it: our own records. Events of before there were other sources do not say */
    source: z.string().optional(),
    /** the source as it is told to people */
    sourceName: z.string().optional(),
    state: z.enum(checkStates),
    contactId: z.uuid().nullable(),
    incidentId: z.uuid().nullable(),
    /** whom it is about: rows of who is named on the incident */
    aboutPersons: z.array(z.uuid()).optional(),
    /** the source did not accept our token or certificate */
    refused: z.boolean().optional(),
    durationMs: z.number().nullable(),
    findings: z.array(finding),
    /** who of the records it may be, best first */
    candidates: z.array(candidate).optional(),
  }),
} as const
