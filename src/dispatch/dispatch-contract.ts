import { z } from 'zod'
import { briefingView, plainBriefing } from '../briefings/briefing-contract.ts'
import { incidentView } from '../incidents/incident.ts'
import { deploymentView, recommendationView, steps } from './dispatch.ts'

const reason = z.string().trim().min(1).max(2_000)

/** Sends a unit: the recommendation that was on the screen, the unit, and why if it is not the first. */
export const assignBody = z.strictObject({
  recommendationId: z.uuid(),
  unitId: z.uuid(),
  /** code of 'not-first-reasons'; may follow in its own request, and is owed until then */
  reasonCode: z.string().max(40).nullable().default(null),
  /** one unit more than the need calls for */
  additional: z.boolean().default(false),
  /** leave the incident it is going to; a watched one only with the minutes until it is contacted again */
  divert: z
    .strictObject({ reason, recontactInMinutes: z.number().int().min(1).max(1_440).nullable().default(null) })
    .nullable()
    .default(null),
})
export const reasonBody = z.strictObject({ reasonCode: z.string().min(1).max(40) })
export const stepBody = z
  .strictObject({
    step: z.enum(steps),
    text: z.string().max(20_000).default(''),
    /** stand-down only: as if it had not been sent, within ten seconds and before its crew has acknowledged it (CONSOLES A19) */
    undo: z.boolean().default(false),
  })
  .refine(({ step, undo }) => !undo || step === 'stand-down', {
    message: 'only a stand-down undoes',
    path: ['undo'],
  })
/** A crew at work asks for more units; how many, and in its own words why. */
export const moreUnitsBody = z.strictObject({
  units: z.number().int().min(1).max(20),
  text: z.string().max(2_000).default(''),
})
export const deploymentParams = z.strictObject({ deploymentId: z.uuid() })
/** A unit by what it is called on the radio, about an incident. */
export const unitParams = z.strictObject({ incidentId: z.uuid(), callsign: z.string().trim().min(1).max(20) })

/** Events of this room. The briefing rides in the same message as the recommendation and the deployment (CRD/1 P6). */
export const dispatchEvents = {
  'recommendation-made': z.strictObject({
    incident: incidentView,
    recommendation: recommendationView,
    briefing: briefingView,
  }),
  'recommendation-failed': z.strictObject({ incidentId: z.uuid() }),
  'deployment-made': z.strictObject({
    incident: incidentView,
    deployment: deploymentView,
    briefing: briefingView,
    divertedFrom: z.uuid().nullable(),
    /** the same briefing for a mobile terminal or the radio */
    plain: plainBriefing.optional(),
  }),
  'deployment-stepped': z.strictObject({ deployment: deploymentView, step: z.enum(steps) }),
  'deployment-ended': z.strictObject({ deployment: deploymentView, because: z.string() }),
  'deployment-reasoned': z.strictObject({ deployment: deploymentView }),
  /** its crew asks for more units: an alarm at the desk that dispatches */
  'more-units-wanted': z.strictObject({ deployment: deploymentView, units: z.number().int() }),
  'arrived-unread': z.strictObject({ deployment: deploymentView }),
  /** its unit was stood down before it arrived, and no other is going */
  'watched-without-unit': z.strictObject({
    incident: incidentView,
    deployment: deploymentView,
    because: z.string(),
    by: z.string(),
  }),
  'diverted-from-watched': z.strictObject({
    incident: incidentView,
    deployment: deploymentView,
    reason: z.string(),
    by: z.string(),
    /** when the incident is contacted again at the latest */
    recontactBy: z.string(),
  }),
} as const
