import { z } from 'zod'
import { transferStates, transferView } from './transfer.ts'

const reason = z.string().trim().min(1, 'say why').max(2_000)

/** Hands an incident to a partner of the force's list. */
export const transferBody = z.strictObject({
  partner: z.string().min(1).max(40),
  /** why, and what whoever takes it has to know */
  reason,
})
export const incidentTransferParams = z.strictObject({ incidentId: z.uuid() })
export const transferParams = z.strictObject({ transferId: z.uuid() })
export const withdrawTransferBody = z.strictObject({ reason })

/** What waits for the other side, and what could not be sent, the oldest first; and who an incident can be handed to. */
export const transferListView = z.strictObject({
  waiting: z.array(transferView),
  partners: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      kind: z.enum(['police', 'agency']),
      /** whether this node has its address */
      connected: z.boolean(),
    }),
  ),
})

const line = (most: number) => z.string().trim().min(1).max(most)
/** How the other side says that it has the incident: `docs/transfer.md`. */
export const acknowledgementBody = z.strictObject({
  version: z.literal(1),
  kind: z.literal('acknowledgement'),
  transferId: z.uuid(),
  /** their number of it */
  reference: line(80),
  /** the name and the post of whoever has it there */
  by: line(120),
  grade: line(40).nullable().default(null),
})
export const acknowledgementView = z.strictObject({
  transferId: z.uuid(),
  state: z.enum(transferStates),
  acknowledgedAt: z.string().nullable(),
})

const about = { transfer: transferView }

/** Events of this room; each carries the transfer as it stood after it. */
export const transferEvents = {
  'transfer-made': z.strictObject(about),
  'transfer-delivered': z.strictObject(about),
  /** no attempt brought it there */
  'transfer-failed': z.strictObject(about),
  'transfer-repeated': z.strictObject(about),
  'transfer-acknowledged': z.strictObject(about),
  'transfer-withdrawn': z.strictObject(about),
} as const
