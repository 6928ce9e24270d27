import { z } from 'zod'
import { lastKnown, unitView } from './unit.ts'

export const unitParams = z.strictObject({ unitId: z.uuid() })
/** A state the crew or its dispatcher sets by hand; those of a deployment are set by its steps. */
export const unitStateBody = z.strictObject({
  state: z.string().min(1).max(10),
  /** `stateAt` of the state that this undoes: refused when another has been set since, or ten seconds have gone */
  undoes: z.iso.datetime().nullable().default(null),
})

/** What a crew on a call answers when it is asked whether it is well. */
export const welfareBody = z.strictObject({ answer: z.enum(['well', 'no-answer']) })
export type WelfareAnswer = z.output<typeof welfareBody>['answer']

/** Events of this room. */
export const unitEvents = {
  'unit-changed': z.strictObject({ unit: unitView }),
  'officer-emergency': z.strictObject({ unit: unitView, position: lastKnown.nullable() }),
  'welfare-checked': z.strictObject({
    unitId: z.uuid(),
    deploymentId: z.uuid(),
    incidentId: z.uuid(),
    answer: welfareBody.shape.answer,
  }),
} as const
