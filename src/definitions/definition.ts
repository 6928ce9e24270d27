import { z } from 'zod'
import { closureChecklist } from './closure-definition.ts'
import { dispatchRules } from './dispatch-definition.ts'
import { escalation } from './escalation-definition.ts'
import { figureDefinitions } from './figure-definition.ts'
import { samplingPlan, scorecards } from './quality-definition.ts'
import { expectedPeaks, logNumbers, transferPartners } from './shift-definition.ts'

const code = z.string().min(1).max(40)
const coded = z.strictObject({ code, name: z.string() })

/**
 * What a force owns, by kind. Every document has a version and a date; nothing of this is code.
 * A force loads its own files; the ones that come with the product are marked illustrative.
 */
export const definitionBodies = {
  /** opening and closing categories, NSIR / National Incident Category List */
  'incident-types': z.array(
    z.strictObject({
      code,
      name: z.string(),
      chapter: z.string(),
      domesticAbuse: z.boolean(),
      violence: z.boolean(),
      /** proposes the most urgent grade even when nobody says that it is happening now */
      alwaysEmergency: z.boolean(),
      /** words in a narrative that suggest this type */
      words: z.array(z.string()),
    }),
  ),
  'closing-categories': z.array(coded),
  /** states a unit may be in; numbers differ by force (DOMAIN B13) */
  'unit-states': z.array(
    z.strictObject({
      code,
      name: z.string(),
      onDuty: z.boolean(),
      /** may be recommended and assigned */
      deployable: z.boolean(),
      /** the officer needs help now */
      emergency: z.boolean(),
      /** committed, mobile, at-scene: set by the steps of a deployment, never by hand; free: the state after one */
      deployment: z.enum(['none', 'free', 'committed', 'mobile', 'at-scene']),
    }),
  ),
  /** one-key reasons for sending another unit than the first (CR-21) */
  'not-first-reasons': z.array(coded),
  /** who may be sent to what (DOMAIN B12) */
  'dispatch-rules': dispatchRules,
  /** repeat and vulnerable, as the force defines them (CR-09, DOMAIN B7) */
  'repeat-and-vulnerable': z.strictObject({
    repeatWithinMonths: z.number().int().min(1),
    repeatEarlierIncidents: z.number().int().min(1),
    vulnerableMarkers: z.array(z.string()),
    childUnder: z.number().int(),
    olderFrom: z.number().int(),
    /** a further call about domestic abuse within so many hours is linked and treated as urgent; 0: never */
    escalateWithinHours: z.number().int().min(0).max(168).default(24),
  }),
  'marker-codes': z.array(
    z.strictObject({
      code,
      name: z.string(),
      /** danger to whoever attends: shown first */
      danger: z.boolean(),
      domesticAbuse: z.boolean(),
      /** smaller is read out earlier */
      rank: z.number().int(),
    }),
  ),
  /** what is asked, and why (CR-04, DOMAIN B8); `for` empty: every incident */
  'question-set': z.array(
    z.strictObject({
      code,
      ask: z.string(),
      because: z.string(),
      for: z.array(z.string()),
      urgent: z.boolean(),
      /** the set it belongs to, as the screen heads it */
      set: z.string().min(1).optional(),
      /** what to listen for and to ask further, one line each */
      prompts: z.array(z.string().min(1)).optional(),
      /** the part of the briefing that tells the answer; without one, what is happening */
      part: z
        .enum(['happening', 'danger', 'people', 'orders', 'history', 'plan', 'communication', 'firstWords'])
        .optional(),
    }),
  ),
  'lower-grade-reasons': z.array(coded),
  /**
   * Who may be asked for a unit beyond the border, and about which places of ours or theirs: when no own unit can be
   * there in time. Whom to ask is a role in a room; how to reach it is in the force's own directory.
   */
  'neighbouring-forces': z.array(
    z.strictObject({
      code,
      name: z.string().min(1),
      contact: z.strictObject({ role: z.string().min(1), room: z.string().min(1) }),
      places: z
        .array(
          z.strictObject({
            name: z.string().min(1),
            lat: z.number().min(-90).max(90),
            lon: z.number().min(-180).max(180),
            /** they are asked for incidents up to so far from this place, in a straight line */
            withinKm: z.number().positive().max(100),
          }),
        )
        .min(1),
    }),
  ),
  /** when a new contact may be about an incident that is open, and when it says that it has got worse (I10, F8) */
  'same-incident': z.strictObject({
    withinMetres: z.number().positive().max(50_000),
    withinMinutes: z.number().int().positive(),
    /** of these types callers are further apart, or ring for longer */
    wider: z.array(
      z.strictObject({
        types: z.array(code).min(1),
        withinMetres: z.number().positive().max(50_000),
        withinMinutes: z.number().int().positive(),
      }),
    ),
    /** what is worse when it was not said before; whole words, small letters */
    worse: z.array(z.strictObject({ name: z.string().min(1), words: z.array(z.string().min(1)).min(1) })),
  }),
  /** what places are called by those who live there, beside their name on the map: Spatry for Aspatria */
  'local-names': z.array(z.strictObject({ said: z.array(z.string().min(1)).min(1), name: z.string().min(1) })),
  /** outside systems that are asked, and when the service asks by itself again */
  'check-sources': z.strictObject({
    /** after a source could not be reached: one wait for each further attempt, in seconds; after the last nobody asks by itself */
    retryAfterSeconds: z.array(z.number().int().min(1).max(86_400)).max(10),
    /** what was asked longer ago is asked again when a unit is sent, in seconds */
    freshForSeconds: z.number().int().min(0).max(86_400),
    sources: z.array(
      z.strictObject({
        code: z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/)
          .max(40)
          .refine((one) => one !== 'force-records', 'is the name of our own records'),
        /** as a crew is told it */
        name: z.string().min(1).max(60),
        kinds: z.array(z.enum(['phone', 'premises', 'person', 'pair'])).min(1),
        /** how long it may take to answer, in milliseconds */
        withinMs: z.number().int().min(50).max(30_000),
      }),
    ),
  }),
  /** what waits too long, after how long, told to whom, and who next (CR-20, F3, F21) */
  escalation,
  /** what must be on the log before closing, by the kind of incident, each with who owes it (CR-28, CR-29) */
  'closure-checklist': closureChecklist,
  /** lower grades that a supervisor looks at again: asked for so close to the end of the clock, in seconds (F1) */
  regrading: z.strictObject({ nearClockSeconds: z.number().int().min(0).max(86_400) }),
  /** which incidents are reviewed, how many of whom, and how many twice (CR-31) */
  'sampling-plan': samplingPlan,
  /** what a reviewer is asked of how a call was handled and of how it was dispatched (CR-31) */
  scorecards,
  'log-numbers': logNumbers,
  'expected-peaks': expectedPeaks,
  'transfer-partners': transferPartners,
  /** names that stand for each other, each in lower case without accents: nicknames and spellings */
  'name-variants': z.array(z.array(z.string().regex(/^[a-z]+$/)).min(2)),
  /** what each figure of the reports stands for (CR-26, CR-34) */
  'figure-definitions': figureDefinitions,
} as const satisfies Record<string, z.ZodType>

/** Kinds that a force may do without. */
export const optionalKinds: readonly string[] = [
  'neighbouring-forces',
  'same-incident',
  'local-names',
  'check-sources',
  'name-variants',
  'escalation',
  'closure-checklist',
  'regrading',
  'sampling-plan',
  'scorecards',
  'figure-definitions',
  'log-numbers',
  'expected-peaks',
  'transfer-partners',
]

/** A kind of definition. */
export type DefinitionKind = keyof typeof definitionBodies
/** The body of a definition of that kind. */
export type DefinitionBody<K extends DefinitionKind> = z.output<(typeof definitionBodies)[K]>

/** A definition as it is in force: with its version, its date (ISO) and where it comes from. */
export type Definition<K extends DefinitionKind> = {
  version: string
  validFrom: string
  source: string
  body: DefinitionBody<K>
}

/** A file of the force's data folder. */
export const definitionFile = z.strictObject({
  kind: z.enum(Object.keys(definitionBodies) as [DefinitionKind, ...DefinitionKind[]]),
  version: z.string().min(1),
  validFrom: z.iso.datetime(),
  source: z.string().min(1),
  body: z.unknown(),
})

/** The grades file: id, order, clocks by area class (CR-16, CR-17). */
export const gradeFile = z.strictObject({
  version: z.string(),
  validFrom: z.iso.datetime(),
  source: z.string(),
  grades: z.array(
    z.strictObject({
      id: z.string(),
      position: z.number().int(),
      name: z.string(),
      urbanSeconds: z.number().int().positive(),
      ruralSeconds: z.number().int().positive(),
      deploys: z.boolean(),
      domesticAbuseAllowed: z.boolean(),
      clockStarts: z.enum(['presented', 'answered', 'created', 'graded', 'released']),
    }),
  ),
})
