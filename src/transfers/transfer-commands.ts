import type { z } from 'zod'
import { newId, Refusal, theService } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { getIncident, getOpenIncidentForUpdate, readIncidentLog, saveLogEntry } from '../incidents/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { endException, patienceSeconds } from '../supervision/index.ts'
import { isSigned, TIMESTAMP_HEADER } from './signature.ts'
import type { TransferLine, TransferView } from './transfer.ts'
import { findPartnerOf, getTransfer } from './transfer-board.ts'
import type { acknowledgementBody, acknowledgementView, transferBody, transferEvents } from './transfer-contract.ts'
import { composeMessage, isOfNow, sayAcknowledged, takeAcknowledgement } from './transfer-rules.ts'
import {
  getTransferForUpdate,
  saveAcknowledgement,
  saveRepeated,
  saveTransfer,
  saveWithdrawn,
} from './transfer-store.ts'

type Event = EventOf<typeof transferEvents>

/** What this room works with. */
export type TransferDesk = Desk & {
  book: DefinitionBook
  /** partners that this node has the address of */
  lines: readonly TransferLine[]
  /** what leaves the house without protected addresses; `about`: the incident */
  mask: <T>(value: T, about: string) => T
}

/** Kind of the job that sends, and of the one that looks whether it was acknowledged in time. */
export const SEND = 'send-transfer'
export const OVERDUE = 'transfer-overdue'

/** Hands an incident to a partner: it stays open here until they have it. @throws Refusal transfer/not-connected, transfer/waiting */
export async function makeTransfer(
  desk: TransferDesk,
  order: Order,
  incidentId: string,
  { partner: code, reason }: z.output<typeof transferBody>,
): Promise<Answer<TransferView>> {
  const partner = (await desk.book.find('transfer-partners'))?.body.partners.find((one) => one.code === code)
  if (!partner)
    throw new Refusal('definition/unknown', 'The force has no such partner', {
      errors: [{ pointer: '/partner', detail: 'not one of the transfer partners in force' }],
    })
  if (!desk.lines.some((line) => line.code === code))
    throw new Refusal('transfer/not-connected', `${partner.name} is reached by telephone`)
  const { body: types } = await desk.book.get('incident-types')
  const grades = await desk.book.listGrades()
  const overdueSeconds = await patienceSeconds(desk.book, 'transfer-unacknowledged')
  return command(desk, order, async (work) => {
    await getOpenIncidentForUpdate(work.trx, incidentId)
    const known = await getIncident(work.trx, incidentId)
    const log = await readIncidentLog(work.trx, work.actor, `handed to ${partner.name}`, incidentId)
    const seen = desk.mask({ incident: known, entries: log['entries'] ?? [], reason }, incidentId)
    const id = newId()
    const message = composeMessage({
      id,
      now: new Date(),
      text: seen.reason,
      partner: partner.kind,
      typeName: types.find((type) => type.code === known.type)?.name ?? known.type,
      gradeName: grades.find((grade) => grade.id === known.grade)?.name ?? null,
      incident: seen.incident,
      entries: seen.entries as { at: string; kind: string; text: string }[],
    })
    const { name: partnerName } = partner
    await saveTransfer(work.trx, {
      ...{ id, incidentId, partner: code, partnerName, reason, grade: known.grade },
      message,
      by: work.actor,
    })
    work.later({ kind: SEND, subjectId: id })
    if (overdueSeconds !== undefined) work.later({ kind: OVERDUE, subjectId: id, inSeconds: overdueSeconds })
    return { status: 201, body: await note(work, 'transfer-made', id, `Handed to ${partnerName}: ${reason}`) }
  })
}

/** Sends a dead letter again: the same message under the same id. @throws Refusal transfer/not-dead */
export function sendAgain(desk: TransferDesk, order: Order, transferId: string): Promise<Answer<TransferView>> {
  return command(desk, order, async (work) => {
    const { state, partnerName } = await getTransferForUpdate(work.trx, transferId)
    if (state !== 'dead') throw new Refusal('transfer/not-dead', 'It is not a dead letter')
    await saveRepeated(work.trx, transferId)
    await endException(work, desk.book, 'transfer-dead', transferId)
    work.later({ kind: SEND, subjectId: transferId })
    const body = await note(work, 'transfer-repeated', transferId, `Sent again to ${partnerName}`)
    return { status: 200, body }
  })
}

/** Takes it back: they did not want it, or it was told and answered by telephone. */
export function withdrawTransfer(
  desk: TransferDesk,
  order: Order,
  transferId: string,
  reason: string,
): Promise<Answer<TransferView>> {
  return command(desk, order, async (work) => {
    const { state, partnerName } = await getTransferForUpdate(work.trx, transferId)
    if (state === 'acknowledged') throw new Refusal('transfer/acknowledged', `${partnerName} has it`)
    if (state === 'withdrawn') throw new Refusal('transfer/withdrawn', 'It was taken back already')
    await saveWithdrawn(work.trx, transferId, work.actor.id, reason)
    await endBoth(work, desk, transferId)
    const body = await note(work, 'transfer-withdrawn', transferId, `Taken back from ${partnerName}: ${reason}`)
    return { status: 200, body }
  })
}

/** An acknowledgement as it came over the wire. */
export type SignedCall = {
  transferId: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** the body as it was sent, to the byte */
  raw: string
  said: z.output<typeof acknowledgementBody>
}

/**
 * The other side says that it has the incident, signed with the secret of both. Repeated it is answered the same.
 * @throws Refusal transfer/signature, also for a transfer that is none; transfer/acknowledged, transfer/withdrawn
 */
export async function acknowledgeTransfer(
  desk: TransferDesk,
  call: SignedCall,
): Promise<Answer<z.output<typeof acknowledgementView>>> {
  await mustBeSigned(desk, call)
  const { transferId, said } = call
  const { partnerName } = await getTransfer(desk.db, transferId)
  const order: Order = {
    actor: { ...theService, name: partnerName },
    tokenHash: Buffer.alloc(0),
    idempotencyKey: null,
    fingerprint: Buffer.alloc(0),
  }
  return command(desk, order, async (work) => {
    const before = await getTransferForUpdate(work.trx, transferId)
    const taken = takeAcknowledgement(before, said)
    if (taken instanceof Refusal) throw taken
    if (taken === 'new') {
      await saveAcknowledgement(work.trx, transferId, said)
      await endBoth(work, desk, transferId)
      await note(work, 'transfer-acknowledged', transferId, sayAcknowledged(partnerName, said, before.grade))
    }
    const { state, acknowledgedAt } = await getTransfer(work.trx, transferId)
    return { status: 200, body: { transferId, state, acknowledgedAt } }
  })
}

async function mustBeSigned(desk: TransferDesk, { transferId, headers, raw, said }: SignedCall): Promise<void> {
  const timestamp = headers[TIMESTAMP_HEADER]
  const partners = (await desk.book.find('transfer-partners'))?.body
  const code = await findPartnerOf(desk.db, transferId)
  const line = desk.lines.find((one) => one.code === code)
  const isGood =
    partners !== undefined &&
    line !== undefined &&
    typeof timestamp === 'string' &&
    isOfNow(timestamp, new Date(), partners.replayWindowSeconds) &&
    isSigned(headers, raw, await line.secret()) &&
    said.transferId === transferId
  if (!isGood) throw new Refusal('transfer/signature', 'The signature, the timestamp or the transfer is not right')
}

async function endBoth(work: Work, { book }: TransferDesk, transferId: string): Promise<void> {
  await endException(work, book, 'transfer-unacknowledged', transferId)
  await endException(work, book, 'transfer-dead', transferId)
}

/** On the log, on the audit, and to the room. */
export async function note(work: Work, type: Event['type'], transferId: string, words: string): Promise<TransferView> {
  const transfer = await getTransfer(work.trx, transferId)
  const { incidentId } = transfer
  const { areaId } = await getIncident(work.trx, incidentId)
  await saveLogEntry(work, incidentId, { kind: 'action', text: words, detail: { transferId } })
  work.audit({ op: 'alteration', subjectType: 'transfer', subjectId: transferId, incidentId, reason: type })
  work.record({ type, audience: 'room', incidentId, areaId, data: { transfer } } satisfies Event)
  return transfer
}
