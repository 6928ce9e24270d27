import { z } from 'zod'

/** A local day of the force, `yyyy-mm-dd`, by Europe/London. */
export const localDayText = z.iso.date()

/** Numbers kept back for paper. Instants are ISO strings. */
export const logNumberBlock = z.strictObject({
  id: z.uuid(),
  day: localDayText,
  first: z.number().int(),
  last: z.number().int(),
  reason: z.string(),
  centreId: z.string().nullable(),
  reservedBy: z.string(),
  reservedAt: z.string(),
  /** numbers of it that are neither a paper log nor accounted for */
  open: z.array(z.number().int()),
})
export type LogNumberBlock = z.output<typeof logNumberBlock>

/** What became of a number. */
export const numberStates = ['incident', 'paper', 'reserved', 'returned', 'void'] as const
export type NumberState = (typeof numberStates)[number]

/** One number of a day, and what became of it. */
export type AccountedNumber = {
  number: number
  state: NumberState
  incidentId: string | null
  /** why it is reserved, returned or void */
  reason: string | null
  by: string | null
  /** when it was given, entered, reserved or accounted for; ISO */
  at: string
  /** of a paper log: the time as written; ISO */
  writtenAt: string | null
}
