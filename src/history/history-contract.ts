import { z } from 'zod'
import { checkKinds, checkStates, finding } from './check.ts'

/** A check with what it asked and found, as it stands on an incident or a contact. Instants are ISO strings. */
export const checkView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(checkKinds),
  source: z.string(),
  query: z.string(),
  bornOn: z.string().nullable(),
  state: z.enum(checkStates),
  contactId: z.uuid().nullable(),
  incidentId: z.uuid().nullable(),
  requestedAt: z.string(),
  finishedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  findings: z.array(finding),
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
  checks: z.array(z.strictObject({ id: z.uuid(), kind: z.enum(checkKinds) })),
})
export const checkParams = z.strictObject({ incidentId: z.uuid() })

/** Events of this room. */
export const historyEvents = {
  'check-completed': z.strictObject({
    checkId: z.uuid(),
    kind: z.enum(checkKinds),
    state: z.enum(checkStates),
    contactId: z.uuid().nullable(),
    incidentId: z.uuid().nullable(),
    durationMs: z.number().nullable(),
    findings: z.array(finding),
  }),
} as const
