import { z } from 'zod'

/** How far a transfer is. `dead`: no attempt brought it there. */
export const transferStates = ['sending', 'delivered', 'dead', 'acknowledged', 'withdrawn'] as const

const instant = z.string().nullable()
/** A transfer as consoles show it. Instants are ISO strings. */
export const transferView = z.strictObject({
  id: z.uuid(),
  incidentId: z.uuid(),
  partner: z.string(),
  partnerName: z.string(),
  reason: z.string(),
  /** ours, when it was handed over */
  grade: z.string().nullable(),
  madeBy: z.string(),
  madeAt: z.string(),
  state: z.enum(transferStates),
  attempts: z.number().int(),
  lastFault: z.string().nullable(),
  deliveredAt: instant,
  acknowledgedAt: instant,
  /** who has it there, their number and their grade, in their words */
  acknowledgedBy: z.string().nullable(),
  theirReference: z.string().nullable(),
  theirGrade: z.string().nullable(),
  withdrawnAt: instant,
  withdrawnBecause: z.string().nullable(),
})
export type TransferView = z.output<typeof transferView>

/** What is sent: `docs/transfer.md`. Instants are ISO strings. */
export type TransferMessage = {
  version: 1
  kind: 'transfer'
  id: string
  sentAt: string
  /** why, and what whoever takes it has to know */
  text: string
  incident: {
    reference: string
    type: { code: string; name: string } | null
    grade: { id: string; name: string } | null
    happeningNow: boolean
    openedAt: string
    clock: { gradedAt: string | null; attendBy: string | null; firstAttendBy: string | null }
    summary: string
    location: { text: string; lat: number | null; lon: number | null }
    /** it is told by telephone */
    addressWithheld: boolean
    domesticAbuse: boolean | null
  }
  /** the whole log, word for word, oldest first; of an agency empty */
  log: { at: string; kind: string; text: string }[]
}

/** The way to one partner, and the secret that both sides sign with. */
export type TransferLine = {
  code: string
  /** Sends once. @throws TransferFault */
  send: (id: string, text: string, signal: AbortSignal) => Promise<void>
  /** @throws when it cannot be read */
  secret: () => Promise<string>
}

/** Why a message did not get there; names nothing of it, and no secret. */
export class TransferFault extends Error {
  readonly because: 'unreachable' | 'refused' | 'wrong'

  constructor(because: TransferFault['because'], message: string) {
    super(message)
    this.name = 'TransferFault'
    this.because = because
  }
}
