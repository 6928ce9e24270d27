import { z } from 'zod'

export const addressParams = z.strictObject({ incidentId: z.uuid() })
/** `unitId`: the crew a terminal gateway asks for. */
export const addressQuery = z.strictObject({ unitId: z.uuid().optional() })

/** The address of an incident at a protected place, for whoever is entitled; the telling is on the audit. */
export const toldAddress = z.strictObject({
  incidentId: z.uuid(),
  /** in one line, to be read aloud once */
  address: z.string(),
  /** as it was typed with the incident: the flat, which door */
  asTyped: z.string(),
  lat: z.number(),
  lon: z.number(),
})
export type ToldAddress = z.output<typeof toldAddress>
