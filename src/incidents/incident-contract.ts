import { z } from 'zod'
import { questionAnswer } from '../contacts/question-answer.ts'
import { origin } from '../history/origin.ts'
import { flags, incidentView, needs, needsChange } from './incident.ts'
import { wholeThrive } from './reassessment-contract.ts'

const text = (most: number) => z.string().max(most)
const reason = z.string().trim().min(1, 'say why').max(2_000)

/** Where: a place of the gazetteer, or a point, or words alone; words go with either. */
export const locationBody = z
  .strictObject({
    placeId: z.uuid().nullable().default(null),
    lat: z.number().min(-90).max(90).nullable().default(null),
    lon: z.number().min(-180).max(180).nullable().default(null),
    text: text(500).default(''),
  })
  .refine((where) => (where.lat === null) === (where.lon === null), {
    message: 'latitude and longitude go together',
    path: ['lon'],
  })
  .refine((where) => where.placeId !== null || where.lat !== null || where.text !== '', {
    message: 'give a place, a point or words',
    path: ['text'],
  })
export type LocationBody = z.output<typeof locationBody>

export const personBody = z.strictObject({
  role: z.enum(['victim', 'suspect', 'witness', 'child', 'caller', 'other']),
  name: z.string().trim().min(1).max(200),
  bornOn: z.iso.date().nullable().default(null),
  /** in years, said or guessed, where the date of birth is not known */
  aged: z.number().int().min(0).max(130).nullable().default(null),
  relationship: text(200).nullable().default(null),
  present: z.boolean().nullable().default(null),
})

/** Opens an incident; with `grade` it is sent to dispatch in the same commit ("send now"). */
export const openIncidentBody = z.strictObject({
  contactId: z.uuid().nullable().default(null),
  type: z.string().min(1).max(40),
  summary: text(20_000).default(''),
  location: locationBody.nullable().default(null),
  happeningNow: z.boolean().default(false),
  domesticAbuse: z.boolean().default(false),
  vulnerable: z.boolean().default(false),
  repeatVictim: z.boolean().default(false),
  treatAsUrgent: z.boolean().default(false),
  needs: needs.prefault({}),
  people: z.array(personBody).max(40).default([]),
  grade: z.string().min(1).max(10).nullable().default(null),
  gradeReason: text(2_000).default(''),
})

export const changeIncidentBody = z
  .strictObject({
    summary: text(20_000).optional(),
    location: locationBody.optional(),
    happeningNow: z.boolean().optional(),
    needs: needsChange.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'say at least one thing that changed')

export const gradeBody = z.strictObject({ grade: z.string().min(1).max(10), reason: text(2_000).default('') })
/** DOMAIN F11: without all three, domestic abuse is dealt with by going there. */
export const remoteConditions = z.strictObject({
  suspectAbsent: z.boolean(),
  safePlace: z.boolean(),
  /** whoever is at risk agrees */
  consents: z.boolean(),
})
/** A lower grade: its reason and the whole assessment (F1); `remote` where domestic abuse is to be dealt with at a distance. */
export const lowerGradeBody = z.strictObject({
  grade: z.string().min(1).max(10),
  reason,
  thrive: wholeThrive,
  remote: remoteConditions.nullable().default(null),
})
/** A lower grade that waits to be decided; null: none. */
export const lowerGradeView = z
  .strictObject({
    grade: z.string(),
    from: z.string().nullable(),
    reason: z.string(),
    requestedBy: z.string(),
    requestedAt: z.string(),
    /** null: asked for before an assessment was needed; it can only be refused */
    thrive: wholeThrive.nullable(),
    remote: remoteConditions.nullable(),
  })
  .nullable()
export type LowerGradeView = NonNullable<z.output<typeof lowerGradeView>>
export const decideLowerGradeBody = z.strictObject({ approve: z.boolean(), reason })
/** Raises or clears one flag, with its reason. */
export const flagBody = z.strictObject({ flag: z.enum(flags), reason })
export const retypeBody = z.strictObject({ type: z.string().min(1).max(40), reason })
export const logEntryBody = z.strictObject({
  kind: z.enum(['note', 'action', 'question', 'update']).default('note'),
  text: z.string().min(1).max(20_000),
})
/** A line of the log, to be struck through by a correcting one. */
export const logLineParams = z.strictObject({ incidentId: z.uuid(), entryId: z.uuid() })
export const actionBody = z.strictObject({
  text: z.string().trim().min(1).max(2_000),
  owner: z.string().trim().min(1).max(120),
})
export const linkBody = z.strictObject({ otherId: z.uuid(), reason })
export const joinBody = z.strictObject({
  contactId: z.uuid(),
  worse: z.boolean().default(false),
  summary: text(20_000).default(''),
})

/** CR-28: what has to be on the log before closing; which of it is needed depends on the incident. */
export const closeBody = z.strictObject({
  closingCategory: z.string().min(1).max(40),
  result: z.strictObject({
    text: text(20_000).default(''),
    notAttendedBecause: text(2_000).default(''),
    callBack: text(2_000).default(''),
    personsSeen: text(2_000).default(''),
    childrenSeen: text(2_000).default(''),
    crimeReference: text(120).default(''),
    noCrimeBecause: text(2_000).default(''),
    riskAssessmentReference: text(120).default(''),
    noRiskAssessmentBecause: text(2_000).default(''),
    /** the crew's sergeant who saw that every document was submitted (CR-29) */
    documentsConfirmedBy: text(200).default(''),
    noDocumentsBecause: text(2_000).default(''),
  }),
})
export const reopenBody = z.strictObject({ reason })
export const incidentParams = z.strictObject({ incidentId: z.uuid() })
export const actionParams = incidentParams.extend({ actionId: z.uuid() })

/** The whole log of one incident, as `read_incident` gives it, with the incident itself. */
export const incidentLog = z.strictObject({
  incident: incidentView,
  contacts: z.array(z.unknown()),
  checks: z.array(z.unknown()),
  people: z.array(z.unknown()),
  entries: z.array(z.unknown()),
  gradings: z.array(z.unknown()),
  actions: z.array(z.unknown()),
  briefings: z.array(z.unknown()),
  closures: z.array(z.unknown()),
  links: z.array(z.unknown()),
  /** to the guided questions, each with its instant; null: skipped */
  answers: z.array(questionAnswer),
  /** where it came from, when another system's files brought it */
  imported: origin.nullable(),
})

/** Open incidents near a point: offered beside the form so that a second call is joined, not opened twice. */
export const nearQuery = z.strictObject({
  lat: z.coerce.number().min(-90).max(90),
  lon: z.coerce.number().min(-180).max(180),
  metres: z.coerce.number().min(1).max(5_000).default(300),
})
export const nearView = z.array(z.strictObject({ incident: incidentView, metres: z.number() }))

/** What a new contact is compared by: itself (number, network position), the premises chosen, a point. */
export const sameQuery = z
  .strictObject({
    contactId: z.uuid().optional(),
    placeId: z.uuid().optional(),
    lat: z.coerce.number().min(-90).max(90).optional(),
    lon: z.coerce.number().min(-180).max(180).optional(),
  })
  .refine((asked) => (asked.lat === undefined) === (asked.lon === undefined), {
    message: 'latitude and longitude go together',
    path: ['lon'],
  })
/** Open incidents that it may be about, the likeliest first. `metres` null: not known, or not told at a protected address. */
export const sameView = z.array(
  z.strictObject({
    incident: incidentView,
    metres: z.number().nullable(),
    /** since anybody last rang about it */
    minutes: z.number(),
    because: z.array(z.string()),
  }),
)

const about = { incident: incidentView }

/** Events of this room; each carries the incident as it stood after it. */
export const incidentEvents = {
  'incident-opened': z.strictObject(about),
  'incident-changed': z.strictObject({ ...about, changed: z.array(z.string()) }),
  'incident-graded': z.strictObject({
    ...about,
    grade: z.string(),
    from: z.string().nullable(),
    direction: z.enum(['first', 'raised', 'same', 'lowered']),
    reason: z.string(),
  }),
  'incident-flagged': z.strictObject({ ...about, flag: z.string(), raised: z.boolean(), because: z.string() }),
  'incident-retyped': z.strictObject({ ...about, from: z.string(), reason: z.string() }),
  'grade-proposed': z.strictObject(about),
  'lower-grade-requested': z.strictObject({ ...about, grade: z.string(), reason: z.string(), requestedBy: z.string() }),
  'lower-grade-decided': z.strictObject({ ...about, grade: z.string(), approved: z.boolean(), reason: z.string() }),
  'log-entry-added': z.strictObject({
    incidentId: z.uuid(),
    entry: z.strictObject({
      id: z.uuid(),
      by: z.string(),
      kind: z.string(),
      text: z.string(),
      /** the line that this one strikes through */
      corrects: z.uuid().optional(),
    }),
  }),
  'action-added': z.strictObject({
    incidentId: z.uuid(),
    actionId: z.uuid(),
    text: z.string(),
    owner: z.string(),
    /** by when; null: before closing */
    dueAt: z.string().nullable(),
  }),
  /** the time has come at which a watched incident was to be contacted again, and nobody has marked it done */
  'recontact-due': z.strictObject({ ...about, actionId: z.uuid(), text: z.string() }),
  /** whoever waits was contacted again, and assessed again */
  'incident-reassessed': z.strictObject({
    incidentId: z.uuid(),
    version: z.number(),
    reached: z.string(),
    worse: z.boolean(),
  }),
  'action-done': z.strictObject({ incidentId: z.uuid(), actionId: z.uuid() }),
  'incident-linked': z.strictObject({ incidentId: z.uuid(), otherId: z.uuid(), reason: z.string() }),
  'ending-refused': z.strictObject({
    incidentId: z.uuid(),
    attempted: z.string(),
    by: z.string(),
    role: z.string(),
    code: z.string(),
  }),
  'incident-closed': z.strictObject({ ...about, closedBy: z.string() }),
  'incident-reopened': z.strictObject({ ...about, reason: z.string() }),
} as const
