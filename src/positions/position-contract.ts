import { z } from 'zod'

/** One fix of one unit, by callsign or by identifier. */
export const positionReport = z
  .strictObject({
    callsign: z.string().min(1).max(40).optional(),
    unitId: z.uuid().optional(),
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    speedKmh: z.number().min(0).max(1_000).nullable().default(null),
    /** degrees from north, clockwise */
    heading: z.number().min(0).max(360).nullable().default(null),
    /** when the vehicle was there; more than 30 s ahead of the service is refused */
    fixedAt: z.iso.datetime({ offset: true }),
  })
  .refine((report) => (report.callsign === undefined) !== (report.unitId === undefined), {
    message: 'give either a callsign or a unitId',
    path: ['callsign'],
  })

/**
 * Positions of up to 500 units. It needs no Idempotency-Key: the newest fix of a unit wins, so that sending
 * the same again changes nothing.
 */
export const positionsBody = z.strictObject({ positions: z.array(positionReport).min(1).max(500) })

/** Why one position was not taken; the others of the same request were. */
export const positionRefusals = ['unknown-unit', 'another-unit', 'from-the-future'] as const

/** What became of each: `taken` are the newest of their unit now, `older` were known already or overtaken. */
export const positionsAnswer = z.strictObject({
  taken: z.int(),
  older: z.int(),
  /** `index` is the place in the request */
  refused: z.array(z.strictObject({ index: z.int(), code: z.enum(positionRefusals), detail: z.string() })),
})

/** Positions as nodes tell each other; what is not of this form is passed over. */
export const positionHint = z.array(
  z.strictObject({
    unitId: z.uuid(),
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    speedKmh: z.number().nullable(),
    heading: z.number().nullable(),
    fixedAt: z.coerce.date(),
    receivedAt: z.coerce.date(),
  }),
)

export type PositionReport = z.output<typeof positionReport>
export type PositionsAnswer = z.output<typeof positionsAnswer>
