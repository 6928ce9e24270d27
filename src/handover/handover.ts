import { z } from 'zod'

const instant = z.string().nullable()

/** What stands at one moment, of the areas of one desk. Instants are ISO strings. */
export const handoverPicture = z.strictObject({
  incidents: z.array(
    z.strictObject({
      incidentId: z.uuid(),
      reference: z.string(),
      type: z.string(),
      grade: z.string().nullable(),
      attendBy: instant,
      locked: z.boolean(),
      /** units that are going or are there */
      units: z.number().int(),
    }),
  ),
  /** somebody was told that this will be done */
  promises: z.array(
    z.strictObject({
      actionId: z.uuid(),
      incidentId: z.uuid(),
      reference: z.string(),
      text: z.string(),
      owner: z.string(),
      dueAt: instant,
    }),
  ),
  exceptions: z.array(
    z.strictObject({
      id: z.uuid(),
      kind: z.string(),
      reference: z.string().nullable(),
      incidentId: z.uuid().nullable(),
      because: z.string(),
      inHand: z.string().nullable(),
    }),
  ),
  roads: z.array(z.strictObject({ id: z.uuid(), name: z.string(), because: z.string(), to: instant })),
  /** of the shift that runs now, and not on duty */
  unitsMissing: z.array(z.strictObject({ unitId: z.uuid(), callsign: z.string() })),
})
export type HandoverPicture = z.output<typeof handoverPicture>

/** One thing that is otherwise than it was drafted. */
export const handoverChange = z.strictObject({ words: z.string(), incidentId: z.uuid().nullable() })
export type HandoverChange = z.output<typeof handoverChange>

/** A hand-over without its picture, for lists and events. */
export const handoverHead = z.strictObject({
  id: z.uuid(),
  scope: z.enum(['area', 'centre']),
  scopeId: z.string(),
  role: z.enum(['dispatcher', 'supervisor']),
  /** number of the journal at which its picture was taken */
  draftedSeq: z.number().int(),
  draftedAt: z.string(),
  draftedBy: z.string(),
  outgoingAt: instant,
  incomingAt: instant,
  incomingBy: z.string().nullable(),
  takenOn: z.string().nullable(),
  superseded: z.boolean(),
})
export type HandoverHead = z.output<typeof handoverHead>
