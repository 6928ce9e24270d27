import { z } from 'zod'

/** Whose a time is when there is an outside engine (its name, or `embedded`), and why it is not the engine's. */
const answered = { answeredBy: z.string().optional(), withoutEngine: z.string().optional() }

/** Road time to the incident; an unknown one says why and ranks last, never first, never 0. */
export const travel = z.discriminatedUnion('known', [
  z.strictObject({
    known: z.literal(true),
    /** from where it was when its position was fixed */
    seconds: z.number(),
    metres: z.number(),
    /** both equal to `seconds` while the position is fresh; apart by twice its age when it is not */
    earliestSeconds: z.number(),
    latestSeconds: z.number(),
    /** closures and slow-downs that the way avoids or crosses, by id */
    delayedBy: z.array(z.string()).optional(),
    ...answered,
  }),
  z.strictObject({
    known: z.literal(false),
    because: z.enum(['off-network', 'unreachable', 'too-far', 'router-failed', 'no-position', 'position-too-old']),
    delayedBy: z.array(z.string()).optional(),
    ...answered,
  }),
])
export type Travel = z.output<typeof travel>

/** Why an incident is watched: who it is about, or that somebody marked it. */
export const risks = ['domestic-abuse', 'repeat-victim', 'vulnerable', 'treat-as-urgent'] as const
export type Risk = (typeof risks)[number]

/** The incident that a unit would leave, as far as it is known without asking further. */
const leaving = z.strictObject({
  incidentId: z.uuid(),
  reference: z.string(),
  grade: z.string().nullable(),
  watched: z.boolean(),
  risks: z.array(z.enum(risks)),
  /** of its own clock, when the ranking was made; negative when it had run out, null when it has none */
  secondsLeft: z.number().nullable(),
  /** units that would still be going there, or are there */
  othersGoing: z.number().int(),
})

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
  /** the id of the rule behind each line of `because`, in the same order: figures count these */
  rules: z.array(z.string()),
  /** it is one of those that the need calls for: the first, or one beside it so that there are officers enough */
  sendAs: z.enum(['first', 'backup']).nullable(),
  /** it would leave this incident for ours */
  divertFrom: leaving.nullable(),
  /** only a supervisor may send it: a tactical commander's decision */
  needsCommander: z.boolean(),
  /** may not go alone */
  notAlone: z.boolean(),
})
export type Candidate = z.output<typeof candidate>

/** A recommendation as consoles show it: ranked, explained, never carried out by itself. */
/** Which version of what the force owns a recommendation was made by; dates are ISO. */
const madeByRules = z.strictObject({
  dispatchRules: z.strictObject({ version: z.string(), validFrom: z.string() }),
  roadSpeeds: z.string(),
})
export type MadeByRules = z.output<typeof madeByRules>

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
  /** null: made before it was kept */
  madeByRules: madeByRules.nullable(),
})
export type RecommendationView = z.output<typeof recommendationView>

/** Why a unit is where it is in the ranking, in sentences to be read aloud. */
export const whyNotView = z.strictObject({
  callsign: z.string(),
  /** null: not recommended, or not on duty when the ranking was made */
  rank: z.number().int().positive().nullable(),
  said: z.string(),
  rules: z.array(z.string()),
})
export type WhyNot = z.output<typeof whyNotView>

/** What a divert costs the incident that is left: who then waits, for how long, and what is at risk there. */
export const divertCostView = leaving.extend({
  callsign: z.string(),
  type: z.string(),
  /** how long it has waited since it was opened, in seconds */
  waitedSeconds: z.number(),
  /** the unit that could go there instead, by its own ranking; null: none with a known road time */
  next: z
    .strictObject({
      callsign: z.string(),
      latestSeconds: z.number(),
      /** age of that ranking */
      rankedSecondsAgo: z.number(),
    })
    .nullable(),
  said: z.string(),
  /** a watched incident is contacted again within this, in minutes; null: it is not watched */
  recontactWithinMinutes: z.number().int().nullable(),
})
export type DivertCost = z.output<typeof divertCostView>

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
  /** its crew asked for so many more units then, in its newest asking; null: it did not */
  moreUnits: z.strictObject({ units: z.number().int(), askedAt: z.string() }).nullable(),
})
export type DeploymentView = z.output<typeof deploymentView>
