import { z } from 'zod'
import { handoverChange, handoverHead, handoverPicture } from './handover.ts'

/** Drafts the hand-over of a desk. */
export const draftBody = z.strictObject({
  scope: z.enum(['area', 'centre']),
  scopeId: z.string().min(1).max(40),
  notes: z.string().max(20_000).default(''),
})
export const handoverParams = z.strictObject({ handoverId: z.uuid() })

/** Signs it. `changesKey`: of the changes that whoever signs was shown. */
export const signBody = z.strictObject({
  as: z.enum(['outgoing', 'incoming']),
  changesKey: z.string().min(1).max(64),
  /** what the incoming shift has in hand; of the outgoing it is not asked */
  takenOn: z.string().max(5_000).default(''),
})

/** Waiting for signatures first, then the newest, of the areas of whoever asks. */
export const handoverListView = z.array(handoverHead)

/** A hand-over as it was drafted, and what is otherwise: until the incoming signature as it is now, then as it was shown. */
export const handoverView = handoverHead.extend({
  notes: z.string(),
  picture: handoverPicture,
  changes: z.array(handoverChange),
  changesKey: z.string(),
})

/** What is expected soon, in the areas of whoever asks. Instants are ISO strings. */
export const peaksView = z.strictObject({
  /** of the definition; null: the force has none */
  version: z.string().nullable(),
  peaks: z.array(
    z.strictObject({
      code: z.string(),
      /** "From 21:00: Appleby Fair, Eden" */
      words: z.string(),
      from: z.string(),
      to: z.string(),
      areas: z.array(z.string()),
      expectedShare: z.number(),
    }),
  ),
})

const about = { handover: handoverHead }

/** Events of this room. */
export const handoverEvents = {
  'handover-drafted': z.strictObject(about),
  'handover-signed': z.strictObject({ ...about, as: z.enum(['outgoing', 'incoming']) }),
} as const
