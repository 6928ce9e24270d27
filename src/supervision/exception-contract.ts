import { z } from 'zod'
import { exceptionKinds, urgencies } from '../definitions/escalation-definition.ts'
import { shelvingView } from './shelving-contract.ts'

/** An exception as a console shows it: what stands, since when, who was told, who has it in hand. Instants are ISO. */
export const exceptionView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(exceptionKinds),
  /** the force's words for the kind */
  name: z.string(),
  urgency: z.enum(urgencies),
  subjectType: z.enum(['incident', 'deployment', 'action', 'transfer', 'force']),
  subjectId: z.uuid(),
  incidentId: z.uuid().nullable(),
  reference: z.string().nullable(),
  unitId: z.uuid().nullable(),
  callsign: z.string().nullable(),
  areaId: z.string().nullable(),
  /** of the incident as it is now */
  grade: z.string().nullable(),
  gradePosition: z.number().nullable(),
  because: z.string(),
  /** since when it has been so */
  since: z.string(),
  raisedAt: z.string(),
  /** `to`: who held that post then, by name; null: it is nobody's in particular, or nobody held it */
  told: z.array(z.strictObject({ post: z.string(), name: z.string(), to: z.string().nullable(), at: z.string() })),
  acknowledgedAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  /** how often somebody had it in hand, and it stood still when that ran out */
  cameBack: z.number(),
  resolvedAt: z.string().nullable(),
  /** of the definition it was raised by */
  rulesVersion: z.string(),
})
export type ExceptionView = z.output<typeof exceptionView>

export const exceptionParams = z.strictObject({ exceptionId: z.uuid() })

/** What stands, ranked and merged for people: the first lines are those to look at. */
export const exceptionListView = z.strictObject({
  standing: z.number(),
  lines: z.array(
    z.strictObject({
      first: exceptionView,
      /** what else stands of the same incident, at most 20; none where the line is about many */
      others: z.array(exceptionView),
      /** exceptions this line stands for, and the incidents they are about */
      count: z.number(),
      incidents: z.number(),
      /** the kinds among them, the gravest first */
      kinds: z.array(z.string()),
      /** at most 200 of them */
      ids: z.array(z.uuid()),
      /** those of them that whoever asks may take in hand now */
      yours: z.array(z.uuid()),
      /** one of them has reached a post that whoever asks holds for this shift: it stands first */
      yourDuty: z.boolean(),
    }),
  ),
})

/** How much each person who is signed in was told, against EEMUA 191 and ISA-18.2; for supervisors, ranking nobody. */
export const alarmRateView = z.strictObject({
  limits: z.strictObject({
    anHour: z.number(),
    inTenMinutes: z.number(),
    floodShare: z.number(),
    chatterTimes: z.number(),
  }),
  /** standing for more than a day */
  stale: z.number(),
  people: z.array(
    z.strictObject({
      staffId: z.uuid(),
      name: z.string(),
      role: z.string(),
      areas: z.array(z.string()),
      /** from sign-in, a day at most */
      since: z.string(),
      told: z.number(),
      lastHour: z.number(),
      anHour: z.number(),
      mostInTenMinutes: z.number(),
      floodShare: z.number(),
      chattering: z.number(),
      mix: z.strictObject({ high: z.number(), medium: z.number(), low: z.number() }),
      over: z.array(z.enum(['anHour', 'inTenMinutes', 'floodShare', 'chattering'])),
    }),
  ),
})

const instant = z.string().nullable()
export const incidentClockParams = z.strictObject({ incidentId: z.uuid() })
/** One incident's clocks: the first is kept through every later grade, and both are shown. */
export const incidentClockView = z.strictObject({
  incidentId: z.uuid(),
  /** a force may count from any of them (`clockStarts` of its grades) */
  starts: z.strictObject({
    presented: instant,
    answered: instant,
    created: z.string(),
    graded: instant,
    released: instant,
  }),
  grade: instant,
  attendBy: instant,
  firstGrade: instant,
  firstAttendBy: instant,
  attendedAt: instant,
  gradings: z.array(
    z.strictObject({
      grade: z.string(),
      direction: z.string(),
      attendBy: z.string(),
      at: z.string(),
      startedFrom: z.string(),
      definitionVersion: z.string(),
    }),
  ),
  told: z.array(
    z.strictObject({
      kind: z.string(),
      post: z.string(),
      at: z.string(),
      acknowledgedBy: instant,
      acknowledgedAt: instant,
      resolvedAt: instant,
    }),
  ),
})

const about = { exception: exceptionView }

/** Events of this room; each carries the exception as it stood after it. */
export const supervisionEvents = {
  'exception-raised': z.strictObject(about),
  /** nobody acknowledged it in time: the next of its chain was told */
  'exception-escalated': z.strictObject({ ...about, to: z.string() }),
  'exception-acknowledged': z.strictObject(about),
  'exception-resolved': z.strictObject(about),
  /** the time for having it in hand has run out, and it stands still */
  'exception-came-back': z.strictObject(about),
  /** somebody holds a post for a shift, or nobody does any more */
  'duty-changed': z.strictObject({ post: z.string(), holder: z.string().nullable() }),
  /** a supervisor put a kind of alarm aside; every desk says so until it ends */
  'alarm-shelved': z.strictObject({ shelving: shelvingView }),
  'alarm-unshelved': z.strictObject({ shelving: shelvingView }),
} as const
