import type { z } from 'zod'

/**
 * Who may receive an event, before areas and units are looked at (`src/live/audience-rules.ts`):
 * `room` the control room of its area, and the crews it names; `supervision` supervisors only;
 * `administration` administrators and supervisors: no incident content.
 */
export type Audience = 'room' | 'supervision' | 'administration'

/** An event as a command records it; its number and instant are given in COMMIT. */
export type NewEvent = {
  type: string
  data: unknown
  audience: Audience
  incidentId?: string | null
  /** null or left out: every area */
  areaId?: string | null
  /** crews that receive it as well */
  unitIds?: readonly string[]
}

/** An event as it stands in the journal. */
export type JournalEvent = {
  seq: number
  at: Date
  type: string
  actorId: string | null
  incidentId: string | null
  areaId: string | null
  unitIds: string[]
  audience: Audience
  data: unknown
}

/** Event types of one feature: name to the schema of its data. */
export type EventSchemas = Record<string, z.ZodType>

/** What a command of that feature may record. */
export type EventOf<S extends EventSchemas> = {
  [K in keyof S & string]: Omit<NewEvent, 'type' | 'data'> & { type: K; data: z.output<S[K]> }
}[keyof S & string]
