import { z } from 'zod'
import { lastKnown, unitView } from './unit.ts'

export const unitParams = z.strictObject({ unitId: z.uuid() })
/** A state the crew or its dispatcher sets by hand; those of a deployment are set by its steps. */
export const unitStateBody = z.strictObject({ state: z.string().min(1).max(10) })

/** Events of this room. */
export const unitEvents = {
  'unit-changed': z.strictObject({ unit: unitView }),
  'officer-emergency': z.strictObject({ unit: unitView, position: lastKnown.nullable() }),
} as const
