import { z } from 'zod'

/** One officer of a crew, as the console needs it. */
export const crewMember = z.looseObject({
  name: z.string(),
  rank: z.string().optional(),
  sex: z.enum(['female', 'male']).optional(),
})

const flags = z.strictObject({
  domesticAbuse: z.boolean(),
  repeatVictim: z.boolean(),
  vulnerable: z.boolean(),
  treatAsUrgent: z.boolean(),
})

/** What a unit is committed to now. */
export const commitment = z.strictObject({
  deploymentId: z.uuid(),
  incidentId: z.uuid(),
  reference: z.string(),
  grade: z.string().nullable(),
  gradePosition: z.number().nullable(),
  step: z.enum(['assigned', 'acknowledged', 'mobile', 'at-scene']),
  /** domestic abuse, repeat, vulnerable or marked urgent: a divert away from it is watched */
  watched: z.boolean(),
  /** why it is watched, and when somebody should be there: what leaving it costs */
  flags,
  attendBy: z.string().nullable(),
})
export type Commitment = z.output<typeof commitment>

/** Where a unit was last known to be, and when that was. */
export const lastKnown = z.strictObject({ lat: z.number(), lon: z.number(), fixedAt: z.string() })

/** A unit as a console shows it. */
export const unitView = z.strictObject({
  id: z.uuid(),
  callsign: z.string(),
  kind: z.string(),
  areaId: z.string(),
  station: z.string(),
  drivingGrade: z.string(),
  skills: z.array(z.string()),
  crew: z.array(crewMember),
  crewSize: z.number(),
  shiftFrom: z.string(),
  shiftTo: z.string(),
  state: z.string(),
  stateAt: z.string(),
  commitment: commitment.nullable(),
  position: lastKnown.nullable(),
})
export type UnitView = z.output<typeof unitView>
