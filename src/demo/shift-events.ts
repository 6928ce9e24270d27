import type { z } from 'zod'
import type { briefingEvents } from '../briefings/index.ts'
import type { contactEvents } from '../contacts/index.ts'
import type { dispatchEvents } from '../dispatch/index.ts'
import type { incidentEvents } from '../incidents/index.ts'
import type { unitEvents } from '../units/index.ts'

type Schemas = typeof contactEvents &
  typeof incidentEvents &
  typeof unitEvents &
  typeof dispatchEvents &
  typeof briefingEvents

/** Data of one type of event, as its room's contract says it. */
export type DataOf<K extends keyof Schemas> = z.output<Schemas[K]>
export type Recommendation = DataOf<'recommendation-made'>['recommendation']
export type Candidate = Recommendation['candidates'][number]
export type Deployment = DataOf<'deployment-made'>['deployment']
export type Step = DataOf<'deployment-stepped'>['step']

/** An event that the playing shift acts on. */
export type ShiftEvent = { [K in keyof Schemas]: { type: K; seq: number; at: string; data: DataOf<K> } }[keyof Schemas]
