import { z } from 'zod'
import { alwaysIn, skills } from '../definitions/quality-definition.ts'
import { incidentLog } from '../incidents/incident-contract.ts'
import { itemMark, marks, reviewStates } from './mark.ts'

const instant = z.string().nullable()
const skill = z.enum(skills)
const because = z.enum([...alwaysIn, 'random'])
const text = z.string().trim().min(3, 'say it in words').max(4_000)

/** A draw is of what was closed on these local days, both included; the service draws the seed. */
export const drawBody = z.strictObject({ from: z.iso.date(), to: z.iso.date() })
export const drawParams = z.strictObject({ drawId: z.uuid() })
export const reviewParams = z.strictObject({ reviewId: z.uuid() })
export const actionParams = z.strictObject({ actionId: z.uuid() })
export const personParams = z.strictObject({ staffId: z.uuid() })

/** A draw as it was made: with these it is drawn again. */
export const drawView = z.strictObject({
  id: z.uuid(),
  seed: z.string(),
  planVersion: z.string(),
  scorecardsVersion: z.string(),
  from: z.string(),
  to: z.string(),
  /** persons' parts in incidents that lots were drawn among */
  populationCount: z.number(),
  reviews: z.number(),
  /** of them marked by two */
  twice: z.number(),
  drawnBy: z.string(),
  drawnAt: z.string(),
})
export type DrawView = z.output<typeof drawView>

/** The same draw made again from its seed and its population. */
export const drawnAgainView = z.strictObject({ drawId: z.uuid(), reviews: z.number(), same: z.boolean() })

/** What waits of reviews for whoever asks, and how draws are made. */
export const qualityView = z.strictObject({
  /** null: the force has none in force, and nothing can be drawn */
  plan: z
    .strictObject({
      version: z.string(),
      perPerson: z.number(),
      blindSecondPercent: z.number(),
      periodDaysAtMost: z.number(),
    })
    .nullable(),
  /** that whoever asks may begin or go on with, by why they are in the sample */
  toMark: z.strictObject({ random: z.number(), downgraded: z.number(), 'closed-without-deployment': z.number() }),
  states: z.record(z.enum(reviewStates), z.number()),
  actions: z.strictObject({ open: z.number(), overdue: z.number() }),
  /** the newest first, at most 24 */
  draws: z.array(drawView),
})
export type QualityView = z.output<typeof qualityView>

/** A review as it is listed, without anything that was marked. */
export const reviewLine = z.strictObject({
  id: z.uuid(),
  reference: z.string(),
  skill,
  person: z.string(),
  staffId: z.uuid(),
  because,
  state: z.enum(reviewStates),
  /** whoever asks has begun it, and not handed it in */
  begun: z.boolean(),
})
export type ReviewLine = z.output<typeof reviewLine>
export const reviewsQuery = z.strictObject({ state: z.enum(reviewStates).optional() })

/** A line of a scorecard as it is asked. */
const askedItem = z.strictObject({
  code: z.string(),
  ask: z.string(),
  guidance: z.string(),
  requirement: z.string(),
  domesticAbuse: z.boolean(),
  weight: z.number().optional(),
})
const actionView = z.strictObject({
  id: z.uuid(),
  reviewId: z.uuid(),
  text: z.string(),
  ownerId: z.uuid(),
  owner: z.string(),
  personId: z.uuid(),
  person: z.string(),
  /** yyyy-mm-dd */
  dueOn: z.string(),
  overdue: z.boolean(),
  createdAt: z.string(),
  doneAt: instant,
  doneBy: z.string().nullable(),
  doneWords: z.string().nullable(),
})
export type ActionView = z.output<typeof actionView>
export const actionList = z.array(actionView)

const findingView = z.strictObject({
  marks: z.array(itemMark),
  /** null: whoever marked it agreed */
  settledBy: z.string().nullable(),
  settledAt: z.string(),
  feedback: z.string().nullable(),
  sharedBy: z.string().nullable(),
  sharedAt: instant,
  acknowledgedAt: instant,
  ownWords: z.string().nullable(),
})

/** One review for a supervisor; what another marked is there once nobody is awaited any more. */
export const reviewView = z.strictObject({
  id: z.uuid(),
  reference: z.string(),
  incidentId: z.uuid(),
  skill,
  person: z.string(),
  staffId: z.uuid(),
  centreId: z.string().nullable(),
  because,
  state: z.enum(reviewStates),
  card: z.strictObject({ name: z.string(), version: z.string(), items: z.array(askedItem) }),
  /** what the log holds that may distress: said before it is shown */
  warnings: z.array(z.enum(['domestic-abuse', 'child'])),
  mine: z.strictObject({ marks: z.array(itemMark), handedInAt: instant }).nullable(),
  markings: z.array(z.strictObject({ reviewerId: z.uuid(), by: z.string(), marks: z.array(itemMark) })),
  differences: z.array(z.strictObject({ item: z.string(), marks: z.tuple([z.enum(marks), z.enum(marks)]) })),
  finding: findingView.nullable(),
  actions: actionList,
  may: z.strictObject({ mark: z.boolean(), settle: z.boolean(), share: z.boolean() }),
})
export type ReviewView = z.output<typeof reviewView>
export const reviewLogView = incidentLog

export const markingBody = z.strictObject({ marks: z.array(itemMark).max(20) })
/** What follows from a step of a review. */
export const reviewStep = z.strictObject({ id: z.uuid(), state: z.enum(reviewStates) })

/** What the person is told, and what is to be developed: by whom, by which day. */
export const feedbackBody = z.strictObject({
  text,
  actions: z
    .array(z.strictObject({ text, ownerId: z.uuid(), dueOn: z.iso.date() }))
    .max(10)
    .default([]),
})
export const acknowledgeBody = z.strictObject({ words: z.string().trim().max(4_000).default('') })
export const doneBody = z.strictObject({ words: text })

const agreement = {
  /** reviews that two marked */
  samples: z.number(),
  /** items that both marked */
  n: z.number(),
  observed: z.number().nullable(),
  expected: z.number().nullable(),
  /** Cohen's kappa, -1 to 1; null: it cannot be told, and `because` says why */
  kappa: z.number().nullable(),
  because: z.enum(['nothing-marked-twice', 'one-mark-throughout']).nullable(),
}
export const agreementView = z.strictObject({
  all: z.strictObject(agreement),
  pairs: z.array(z.strictObject({ reviewers: z.tuple([z.string(), z.string()]), ...agreement })),
  centres: z.array(z.strictObject({ centreId: z.string().nullable(), ...agreement })),
})
export type AgreementView = z.output<typeof agreementView>

const tally = {
  n: z.number(),
  counts: z.strictObject({ met: z.number(), partly: z.number(), 'not-met': z.number(), 'cannot-tell': z.number() }),
}
/** How one person's work comes along, by item and month, each with its n; beside nobody else's. */
const trendView = z.array(
  z.strictObject({
    skill,
    reviews: z.number(),
    items: z.array(
      z.strictObject({
        item: z.string(),
        /** as the newest scorecard asks it */
        ask: z.string(),
        ...tally,
        months: z.array(z.strictObject({ month: z.string(), ...tally })),
      }),
    ),
    months: z.array(
      z.strictObject({
        month: z.string(),
        reviews: z.number(),
        ...tally,
        /** share met, 0 to 1, by the weights of the card; null: nothing could be told */
        met: z.number().nullable(),
      }),
    ),
  }),
)
export type TrendView = z.output<typeof trendView>

/** What was shared with one person. */
const sharedReview = z.strictObject({
  reviewId: z.uuid(),
  reference: z.string(),
  openedAt: z.string(),
  skill,
  because,
  items: z.array(askedItem),
  finding: findingView,
  actions: actionList,
})
export type SharedReview = z.output<typeof sharedReview>

/** Whoever asks: the own reviews, trend and what is owed. */
export const ownQualityView = z.strictObject({
  reviews: z.array(sharedReview),
  trend: trendView,
  /** that whoever asks owns, for oneself or for somebody else */
  actions: actionList,
})
export type OwnQualityView = z.output<typeof ownQualityView>

/** One person, for a supervisor; the look is on the audit. */
export const personQualityView = z.strictObject({
  staffId: z.uuid(),
  name: z.string(),
  reviews: z.array(sharedReview),
  trend: trendView,
})
export type PersonQualityView = z.output<typeof personQualityView>

/** Events of this room: for supervisors; that something changed, and never what was marked. */
export const qualityEvents = {
  'quality-drawn': z.strictObject({ drawId: z.uuid(), reviews: z.number() }),
  'quality-review-changed': z.strictObject({ reviewId: z.uuid(), state: z.enum(reviewStates) }),
} as const
