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

const why = z.string().trim().min(3, 'say why').max(500)

/** Takes a place under protection, or says anew why and until when it is looked at again. Days are `yyyy-mm-dd`. */
export const protectBody = z.strictObject({
  placeId: z.uuid(),
  reason: why,
  /** since when it is what it is; it is masked at once, also when that is a day to come */
  from: z.iso.date(),
  reviewOn: z.iso.date(),
})
export const endProtectionBody = z.strictObject({ reason: why })
export const protectedPlaceParams = z.strictObject({ placeId: z.uuid() })

/** A protected place as it is listed: without its address. */
export const protectedPlaceView = z.strictObject({
  placeId: z.uuid(),
  /** the town, as everybody reads it */
  label: z.string(),
  kind: z.string(),
  /** null in what was protected before reasons were kept */
  reason: z.string().nullable(),
  from: z.string().nullable(),
  reviewOn: z.string().nullable(),
  /** past its review, or nobody said when that is; masked all the same */
  overdue: z.boolean(),
  markedAt: z.string().nullable(),
  markedBy: z.string().nullable(),
})
export type ProtectedPlaceView = z.output<typeof protectedPlaceView>

/** One place with its address and every protection it ever had, the newest first; the telling is on the audit. */
export const toldPlace = z.strictObject({
  placeId: z.uuid(),
  address: z.string(),
  protected: z.boolean(),
  history: z.array(
    z.strictObject({
      reason: z.string(),
      from: z.string(),
      reviewOn: z.string(),
      markedAt: z.string(),
      markedBy: z.string(),
      endedAt: z.string().nullable(),
      endedBy: z.string().nullable(),
      endReason: z.string().nullable(),
    }),
  ),
})
export type ToldPlace = z.output<typeof toldPlace>

/** What became of a place. */
export const placeProtection = z.strictObject({ placeId: z.uuid(), protected: z.boolean() })

/** Events of this room: for administrators and supervisors; which place, and nothing of it. */
export const protectionEvents = {
  'place-protection-changed': placeProtection,
} as const
