import { z } from 'zod'
import { alarmKinds } from './alarm-kind.ts'

/** Puts a kind of alarm aside: it stays in the lists and does not sound. An emergency is named, and refused. */
export const shelveBody = z.strictObject({
  kind: z.enum(alarmKinds),
  /** 30 at most (EEMUA 191): who wants longer looks again */
  minutes: z.number().int().min(1).max(30),
  reason: z.string().trim().min(3).max(200),
})
export const shelvingParams = z.strictObject({ shelvingId: z.uuid() })

/** One shelving as every desk says it. Instants are ISO. */
export const shelvingView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(alarmKinds),
  reason: z.string(),
  shelvedBy: z.string(),
  shelvedAt: z.string(),
  until: z.string(),
  endedAt: z.string().nullable(),
})
export type ShelvingView = z.output<typeof shelvingView>
export const shelvingListView = z.array(shelvingView)
