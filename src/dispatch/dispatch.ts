import { z } from 'zod'

/** Whose a time is when there is an outside engine (its name, or `embedded`), and why it is not the engine's. */
const answered = { answeredBy: z.string().optional(), withoutEngine: z.string().optional() }

/** Road time to the incident; an unknown one says why and ranks last, never first, never 0. */
export const travel = z.discriminatedUnion('known', [
  z.strictObject({ known: z.literal(true), seconds: z.number(), metres: z.number(), ...answered }),
  z.strictObject({
    known: z.literal(false),
    ...answered,
    because: z.enum(['off-network', 'unreachable', 'too-far', 'router-failed', 'no-position']),
  }),
])
export type Travel = z.output<typeof travel>

/** One unit's line in a recommendation: its place, its time and the reasons, said as they are read aloud. */
export const candidate = z.strictObject({
  unitId: z.uuid(),
  callsign: z.string(),
  kind: z.string(),
  /** 1 is first; null: not eligible, `because` says by which rule */
  rank: z.number().int().positive().nullable(),
  travel,
  /** seconds since its position was fixed; null when it has none */
  positionAgeSeconds: z.number().nullable(),
  crewSize: z.number(),
  because: z.array(z.string()),
  /** it would leave this incident for ours */
  divertFrom: z
    .strictObject({ incidentId: z.uuid(), reference: z.string(), grade: z.string().nullable(), watched: z.boolean() })
    .nullable(),
  /** only a supervisor may send it: a tactical commander's decision */
  needsCommander: z.boolean(),
  /** may not go alone */
  notAlone: z.boolean(),
})
export type Candidate = z.output<typeof candidate>

/** A recommendation as consoles show it: ranked, explained, never carried out by itself. */
export const recommendationView = z.strictObject({
  id: z.uuid(),
  incidentId: z.uuid(),
  version: z.number().int(),
  because: z.string(),
  grade: z.string(),
  unitsNeeded: z.number().int(),
  madeAt: z.string(),
  tookMs: z.number(),
  briefingId: z.uuid(),
  candidates: z.array(candidate),
  /** things to say before anything else: nobody can make the clock, fewer units than needed */
  warnings: z.array(z.string()),
})
export type RecommendationView = z.output<typeof recommendationView>

/** How a deployment goes on; `stand-down` is the control room's, the others the crew's. */
export const steps = ['acknowledge', 'mobile', 'at-scene', 'clear', 'stand-down'] as const
export type Step = (typeof steps)[number]

/** A deployment as consoles show it. */
export const deploymentView = z.strictObject({
  id: z.uuid(),
  incidentId: z.uuid(),
  unitId: z.uuid(),
  callsign: z.string(),
  briefingId: z.uuid(),
  recommendationId: z.uuid(),
  slot: z.number(),
  rankChosen: z.number().nullable(),
  travelSeconds: z.number().nullable(),
  notFirstBecause: z.string().nullable(),
  /** another unit than the first went, and why is still to be said */
  reasonOwed: z.boolean(),
  assignedBy: z.uuid(),
  assignedAt: z.string(),
  acknowledgedAt: z.string().nullable(),
  mobileAt: z.string().nullable(),
  atSceneAt: z.string().nullable(),
  clearedAt: z.string().nullable(),
  releasedAt: z.string().nullable(),
  releaseReason: z.enum(['cleared', 'stood-down', 'diverted']).nullable(),
  arrivedUnread: z.boolean(),
})
export type DeploymentView = z.output<typeof deploymentView>
