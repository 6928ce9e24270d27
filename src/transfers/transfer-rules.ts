import { Refusal } from '../core/index.ts'
import type { TransferMessage, TransferView } from './transfer.ts'

/** What a message is made of: the incident and its log as they may leave, protected addresses withheld already. */
export type TransferFacts = {
  id: string
  now: Date
  text: string
  partner: 'police' | 'agency'
  typeName: string
  gradeName: string | null
  incident: {
    reference: string
    type: string
    grade: string | null
    happeningNow: boolean
    openedAt: string
    gradedAt: string | null
    attendBy: string | null
    firstAttendBy: string | null
    summary: string
    location: { text: string; lat: number | null; lon: number | null; protected?: true | undefined }
    flags: { domesticAbuse: boolean }
  }
  entries: readonly { at: string; kind: string; text: string }[]
}

/**
 * The message (F7: the whole log, word for word, with its clocks). A police force is told all of it; another agency the
 * least that it needs, and of domestic abuse nothing but what somebody wrote for it.
 */
export function composeMessage(facts: TransferFacts): TransferMessage {
  const { id, now, text, partner, incident } = facts
  const isPolice = partner === 'police'
  const isTold = isPolice || !incident.flags.domesticAbuse
  const { location, grade } = incident
  return {
    version: 1,
    kind: 'transfer',
    id,
    sentAt: now.toISOString(),
    text,
    incident: {
      reference: incident.reference,
      type: isTold ? { code: incident.type, name: facts.typeName } : null,
      grade: grade === null ? null : { id: grade, name: facts.gradeName ?? grade },
      happeningNow: incident.happeningNow,
      openedAt: incident.openedAt,
      clock: { gradedAt: incident.gradedAt, attendBy: incident.attendBy, firstAttendBy: incident.firstAttendBy },
      summary: isTold ? incident.summary : '',
      location: { text: location.text, lat: location.lat, lon: location.lon },
      addressWithheld: location.protected === true,
      domesticAbuse: isPolice ? incident.flags.domesticAbuse : null,
    },
    log: isPolice ? facts.entries.map(({ at, kind, text: line }) => ({ at, kind, text: line })) : [],
  }
}

/** Seconds until somebody looks again after so many attempts; undefined: that was the last one. */
export function waitAfter(attempts: number, retryAfterSeconds: readonly number[]): number | undefined {
  return retryAfterSeconds[attempts - 1]
}

/** Whether a timestamp (seconds since 1970, as text) is of now, within so many seconds either way. */
export function isOfNow(timestamp: string, now: Date, windowSeconds: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - now.getTime() / 1_000) <= windowSeconds
}

/** What the other side says. */
export type Acknowledgement = { reference: string; by: string; grade: string | null }

/** What an acknowledgement means for a transfer as it stands: new, the same again, or refused. */
export function takeAcknowledgement(
  { state, acknowledgedBy, theirReference }: Pick<TransferView, 'state' | 'acknowledgedBy' | 'theirReference'>,
  said: Acknowledgement,
): 'new' | 'again' | Refusal {
  if (state === 'withdrawn') return new Refusal('transfer/withdrawn', 'It was taken back')
  if (state !== 'acknowledged') return 'new'
  if (acknowledgedBy === said.by && theirReference === said.reference) return 'again'
  return new Refusal('transfer/acknowledged', 'It was acknowledged under another reference')
}

/** The line for the log; another grade than ours is said (F7: differing grades across forces). */
export function sayAcknowledged(partnerName: string, said: Acknowledgement, ourGrade: string | null): string {
  const grade =
    said.grade === null
      ? ''
      : `, graded ${said.grade} there${said.grade === ourGrade ? '' : ` (here ${ourGrade ?? 'not graded'})`}`
  return `${partnerName} has it: ${said.by}, reference ${said.reference}${grade}`
}
