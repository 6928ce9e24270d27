import { z } from 'zod'

const unreceipted = z.strictObject({
  /** the event that no console has receipted */
  seq: z.int().min(1),
  type: z.string(),
  incidentId: z.uuid().nullable(),
  /** by the database's clock */
  waitedSeconds: z.number().min(0),
})

/** Events of this room: what nobody has on screen (CRD/1 P5), after five seconds and after fifteen. */
export const liveEvents = {
  'receipt-missing': unreceipted,
  'receipt-alarm': unreceipted,
} as const
