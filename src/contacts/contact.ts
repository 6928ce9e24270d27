import { z } from 'zod'

/** How the approach reached us. */
export const channels = ['999', '101', 'front-desk', 'officer', 'partner', 'web', 'text'] as const
/** What kind of approach: a line nobody speaks on is never "nothing" (DOMAIN B9). */
export const contactKinds = ['voice', 'silent', 'abandoned', 'relay', 'in-person', 'written'] as const
/** Who is speaking, as far as anyone can tell. */
export const callerRoles = ['victim', 'third-party', 'suspect', 'officer', 'partner', 'unknown'] as const

/** Text people typed or said: kept whatever its characters, cut off nowhere below this many. */
export const words = (most: number) => z.string().max(most)

/** What the network says of where: always with its radius and age, never taken for the address. */
export const networkLocation = z.strictObject({
  source: z.enum(['eisec', 'aml', 'cell', 'handset', 'other']),
  lat: z.number().min(-90).max(90).nullable().default(null),
  lon: z.number().min(-180).max(180).nullable().default(null),
  radiusMetres: z.number().min(0).max(200_000).nullable().default(null),
  address: words(500).nullable().default(null),
  fixedAt: z.iso.datetime({ offset: true }).nullable().default(null),
})

/** A contact as a console shows it. Instants are ISO strings. */
export const contactView = z.strictObject({
  id: z.uuid(),
  channel: z.enum(channels),
  kind: z.enum(contactKinds),
  number: z.string().nullable(),
  numberAsGiven: z.string().nullable(),
  numberWithheld: z.boolean(),
  callerName: z.string().nullable(),
  callerRole: z.enum(callerRoles).nullable(),
  firstWords: z.string().nullable(),
  networkLocation: networkLocation.nullable(),
  presentedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  receivedAt: z.string(),
  handlerId: z.uuid().nullable(),
  incidentId: z.uuid().nullable(),
})
export type ContactView = z.output<typeof contactView>
