import { sql } from 'kysely'
import { type Actor, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { TransferMessage, TransferView } from './transfer.ts'
import { getTransfer } from './transfer-board.ts'
import type { Acknowledgement } from './transfer-rules.ts'

/** Locks it first, then reads it. @throws Refusal transfer/unknown */
export async function getTransferForUpdate(trx: Trx, transferId: string): Promise<TransferView> {
  await trx.selectFrom('transfer').select('id').where('id', '=', transferId).forUpdate().execute()
  return getTransfer(trx, transferId)
}

/** A transfer before it is saved. */
export type NewTransfer = Pick<TransferView, 'id' | 'incidentId' | 'partner' | 'partnerName' | 'reason' | 'grade'> & {
  message: TransferMessage
  by: Actor
}

/** Saves it, unless one to the same partner waits; the incident is locked by the caller. @throws Refusal transfer/waiting */
export async function saveTransfer(trx: Trx, { by, ...one }: NewTransfer): Promise<void> {
  const row = await trx
    .insertInto('transfer')
    .values({
      id: one.id,
      incident_id: one.incidentId,
      partner: one.partner,
      partner_name: one.partnerName,
      reason: one.reason,
      grade: one.grade,
      message: JSON.stringify(one.message),
      made_by: by.id,
      made_by_name: by.name,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Refusal('transfer/waiting', `It is handed to ${one.partnerName} already`)
}

/** One more attempt is begun. */
export async function saveAttempt(trx: Trx, transferId: string): Promise<void> {
  await trx
    .updateTable('transfer')
    .set((set) => ({ attempts: set('attempts', '+', 1) }))
    .where('id', '=', transferId)
    .execute()
}

/** The other side took the message; it may have acknowledged it already. @returns whether that is news */
export async function saveDelivered(trx: Trx, transferId: string): Promise<boolean> {
  const row = await trx
    .updateTable('transfer')
    .set({ state: 'delivered', delivered_at: sql<Date>`clock_timestamp()`, last_fault: null })
    .where('id', '=', transferId)
    .where('state', '=', 'sending')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Why an attempt brought it nowhere; `dead`: it was the last one. @returns whether it was still being sent */
export async function saveFault(trx: Trx, transferId: string, fault: string, dead: boolean): Promise<boolean> {
  const row = await trx
    .updateTable('transfer')
    .set({ last_fault: fault, ...(dead ? { state: 'dead' } : {}) })
    .where('id', '=', transferId)
    .where('state', '=', 'sending')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The attempts begin anew. */
export async function saveRepeated(trx: Trx, transferId: string): Promise<void> {
  await trx
    .updateTable('transfer')
    .set({ state: 'sending', attempts: 0, last_fault: null })
    .where('id', '=', transferId)
    .execute()
}

/** The other side has it. */
export async function saveAcknowledgement(trx: Trx, transferId: string, said: Acknowledgement): Promise<void> {
  await trx
    .updateTable('transfer')
    .set({
      state: 'acknowledged',
      acknowledged_at: sql<Date>`clock_timestamp()`,
      acknowledged_by: said.by,
      their_reference: said.reference,
      their_grade: said.grade,
    })
    .where('id', '=', transferId)
    .execute()
}

/** It was taken back. */
export async function saveWithdrawn(trx: Trx, transferId: string, by: string, because: string): Promise<void> {
  await trx
    .updateTable('transfer')
    .set({
      state: 'withdrawn',
      withdrawn_at: sql<Date>`clock_timestamp()`,
      withdrawn_by: by,
      withdrawn_because: because,
    })
    .where('id', '=', transferId)
    .execute()
}

/** What is sent, through the function that writes the disclosure first (I8, Data Protection Act 2018 s.62). */
export async function readMessage(trx: Trx, actor: Actor, transferId: string): Promise<unknown> {
  const { rows } = await sql<{ message: unknown }>`
    select read_transfer_message(${JSON.stringify(actor)}::jsonb, ${transferId}) as message`.execute(trx)
  return rows[0]?.message
}
