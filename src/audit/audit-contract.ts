import { z } from 'zod'

/** The operations of the Data Protection Act 2018 s.62, and our own: signing in, and what was refused. */
export const auditOps = [
  'collection',
  'alteration',
  'consultation',
  'disclosure',
  'combination',
  'erasure',
  'sign-in',
  'refusal',
] as const
export const auditQuery = z.strictObject({
  incidentId: z.uuid().optional(),
  actorId: z.uuid().optional(),
  op: z.enum(auditOps).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export const auditView = z.array(
  z.strictObject({
    n: z.number(),
    at: z.string(),
    op: z.string(),
    actorId: z.uuid().nullable(),
    actorName: z.string().nullable(),
    actorRole: z.string(),
    subjectType: z.string(),
    incidentId: z.uuid().nullable(),
    reason: z.string(),
  }),
)
export const chainView = z.strictObject({ whole: z.boolean(), firstBroken: z.number().nullable(), entries: z.number() })
