import { z } from 'zod'

const id = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .max(60)
const seconds = z.number().int().min(0).max(31_536_000)

/** When a rule is asked: everything that is named must hold; what is not named may be anything. */
const when = z.strictObject({
  grades: z.array(z.string()).optional(),
  types: z.array(z.string()).optional(),
  domesticAbuse: z.boolean().optional(),
  violence: z.boolean().optional(),
  happeningNow: z.boolean().optional(),
})

/** What a rule asks of a unit. */
const asks = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('kind'), in: z.array(z.string()) }),
  z.strictObject({ what: z.literal('driving'), in: z.array(z.string()) }),
  /** on its way to nothing else */
  z.strictObject({ what: z.literal('free') }),
  /** never met by itself: a tactical commander decides, through a supervisor */
  z.strictObject({ what: z.literal('commander') }),
  /** never met by the unit alone: it goes only beside another kind */
  z.strictObject({ what: z.literal('company') }),
  z.strictObject({ what: z.literal('crew'), atLeast: z.number().int().min(1) }),
  z.strictObject({ what: z.literal('skill'), skill: z.string() }),
  /** the skills that the incident asks for */
  z.strictObject({ what: z.literal('skills-asked') }),
  /** the language of the caller; `skills`: which skill speaks it, null: everybody does; others are language-<name> */
  z.strictObject({ what: z.literal('language-asked'), skills: z.record(z.string(), z.string().nullable()) }),
  /** the officer's sex, where the victim asks */
  z.strictObject({ what: z.literal('officer-sex-asked') }),
  z.strictObject({ what: z.literal('shift-left'), seconds }),
  z.strictObject({ what: z.literal('on-duty-at-most'), seconds }),
  z.strictObject({ what: z.literal('state-not'), in: z.array(z.string()) }),
])

const fitnessRule = z.strictObject({
  /** carried by every line it puts into a recommendation, so that figures can count it */
  id,
  when: when.default({}),
  /** kinds of unit it is asked of; empty: every kind */
  of: z.array(z.string()).default([]),
  asks,
  /** required: who does not meet it is not recommended; preferred: it costs `worthSeconds` */
  binding: z.enum(['required', 'preferred']),
  /** a unit that meets it may be so much farther away and still come first */
  worthSeconds: seconds.default(0),
  /** said when it is not met; may hold {unit}, {grade}, {missing}, {time} */
  otherwise: z.string().min(1).max(200),
})

const current = z.strictObject({
  grades: z.array(
    z.strictObject({
      grade: z.string(),
      profile: z.enum(['blue-light', 'normal']),
      /** a unit going to a less urgent incident may be proposed as a divert */
      mayDivert: z.boolean(),
      /** all preferences together are worth no more than this: a unit that is nearer by more comes first */
      fitnessAtMostSeconds: seconds,
    }),
  ),
  fitness: z.array(fitnessRule),
  /** how many officers, in one unit or several; of the rules that hold the highest number */
  officers: z.array(z.strictObject({ id, when, atLeast: z.number().int().min(1).max(8) })),
  /** said before the ranking; nothing follows from it by itself */
  notices: z.array(z.strictObject({ id, when, say: z.string().min(1).max(300) })),
  divert: z.strictObject({
    /** what leaving another incident costs against a unit that is free */
    worthSeconds: seconds,
    /** whoever leaves a watched incident plans to contact it again within this */
    recontactWithinSeconds: seconds.min(60),
  }),
  /** sending one unit strips an area: seconds for the whole cover lost, 0: not counted; never for the most urgent grade */
  cover: z.strictObject({ grades: z.array(z.string()), weightSeconds: seconds }),
  /** when a recommendation that waits is made anew: not on every metre */
  live: z.strictObject({
    /** another unit must be nearer than the first one by this, so that two do not take turns */
    nearerBySeconds: seconds,
    /** upper edges of the time bands; the first choice in another band is news */
    bandsSeconds: z.array(seconds.min(1)).min(1),
    /** how far beyond an edge counts as over it */
    bandMarginSeconds: seconds,
  }),
  /** an older position widens the time by its age */
  stalePositionSeconds: seconds.min(1),
  /** with a position older than this the time counts as unknown */
  positionUnknownAfterSeconds: seconds.min(1),
})
/** The force's rules of who may be sent to what. */
export type DispatchRules = z.output<typeof current>

/** The first shape of this document; versions that have it stay loadable. */
const first = z.strictObject({
  grades: z.array(
    z.strictObject({
      grade: z.string(),
      eligibleKinds: z.array(z.string()),
      drivingGrades: z.array(z.string()),
      profile: z.enum(['blue-light', 'normal']),
      mayDivert: z.boolean(),
    }),
  ),
  neverAutomatic: z.array(z.string()),
  notAloneToViolence: z.array(z.string()),
  officersWhenViolent: z.number().int().min(1).max(8),
  shiftEndSeconds: z.number().int().min(0),
  stalePositionSeconds: z.number().int().min(1),
  preferredSkills: z.array(z.strictObject({ when: z.enum(['domestic-abuse', 'violence']), skill: z.string() })),
})
/** Under the first shape fitness decided between units within half a minute of each other. */
const AS_GOOD_AS_SECONDS = 30

/** What counted as news before a force could say it. */
const LIVE_OF_THE_FIRST = {
  nearerBySeconds: 60,
  bandsSeconds: [300, 600, 900, 1_200, 1_800, 2_700, 3_600],
  bandMarginSeconds: 30,
}

type Rule = z.input<typeof fitnessRule>

function asCurrent(body: z.output<typeof first>): z.input<typeof current> {
  const { grades, neverAutomatic, notAloneToViolence, officersWhenViolent } = body
  return {
    grades: grades.map(({ grade, profile, mayDivert }) => ({
      grade,
      profile,
      mayDivert,
      fitnessAtMostSeconds: AS_GOOD_AS_SECONDS,
    })),
    fitness: [
      ...(neverAutomatic.length > 0
        ? [required('commander-decides', { what: 'commander' }, '{unit}: a tactical commander decides', neverAutomatic)]
        : []),
      ...grades.flatMap(({ grade, eligibleKinds, drivingGrades }) => {
        const kinds: Rule['asks'] = { what: 'kind', in: [...eligibleKinds, ...neverAutomatic] }
        const driving: Rule['asks'] = { what: 'driving', in: drivingGrades }
        const when = { grades: [grade] }
        return [
          { ...required(`grade-${grade}-kinds`, kinds, '{unit} is not sent to grade {grade}'), when },
          { ...required(`grade-${grade}-driving`, driving, 'Driver is not trained to respond to grade {grade}'), when },
        ]
      }),
      ...(notAloneToViolence.length > 0 ? notAlone(notAloneToViolence) : []),
      preferred('skills-asked', { what: 'skills-asked' }, 'Without {missing}'),
      ...body.preferredSkills.map(({ when, skill }) => ({
        ...preferred(`${when}-${skill}`.toLowerCase(), { what: 'skill', skill }, 'Without {missing}'),
        when: when === 'violence' ? { violence: true } : { domesticAbuse: true },
      })),
      preferred('officer-sex-asked', { what: 'officer-sex-asked' }, 'No {missing} officer aboard'),
      preferred('shift-end', { what: 'shift-left', seconds: body.shiftEndSeconds }, 'Shift ends in {time}'),
    ],
    officers: [
      { id: 'pair-domestic-abuse', when: { domesticAbuse: true, happeningNow: true }, atLeast: officersWhenViolent },
      { id: 'pair-violence', when: { violence: true, happeningNow: true }, atLeast: officersWhenViolent },
    ],
    notices: [],
    divert: { worthSeconds: AS_GOOD_AS_SECONDS, recontactWithinSeconds: 1_800 },
    cover: { grades: [], weightSeconds: 0 },
    live: LIVE_OF_THE_FIRST,
    stalePositionSeconds: body.stalePositionSeconds,
    // the first shape knew no bound
    positionUnknownAfterSeconds: 31_536_000,
  }
}

function required(id: string, asks: Rule['asks'], otherwise: string, of: string[] = []): Rule {
  return { id: id.toLowerCase(), of, asks, binding: 'required', otherwise }
}

function preferred(id: string, asks: Rule['asks'], otherwise: string): Rule {
  return { id, asks, binding: 'preferred', worthSeconds: AS_GOOD_AS_SECONDS, otherwise }
}

function notAlone(kinds: string[]): Rule[] {
  const to = (what: string) =>
    required(`not-alone-${what.replace(' ', '-')}`, { what: 'company' }, `{unit} is not sent alone to ${what}`, kinds)
  return [
    { ...to('domestic abuse'), when: { domesticAbuse: true } },
    { ...to('violence'), when: { violence: true, domesticAbuse: false } },
  ]
}

/** Who may be sent to what (DOMAIN B12, CR-22). A version of the first shape is read as the rules it means. */
export const dispatchRules = z.preprocess((body) => {
  const isFirst = typeof body === 'object' && body !== null && 'preferredSkills' in body
  return isFirst ? asCurrent(first.parse(body)) : body
}, current)
