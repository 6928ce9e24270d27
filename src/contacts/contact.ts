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
  /** how sure the network is that the caller is within the radius */
  confidencePercent: z.number().min(0).max(100).nullable().default(null),
  /** the shape of the area where it is none of a circle; the angle of the long axis, clockwise from north */
  ellipse: z
    .strictObject({
      majorMetres: z.number().min(0).max(200_000),
      minorMetres: z.number().min(0).max(200_000),
      angleDegrees: z.number().min(0).max(360),
    })
    .nullable()
    .default(null),
  /** why what the network sent could not be read, or not wholly */
  problem: words(200).nullable().default(null),
})
export type NetworkLocation = z.output<typeof networkLocation>

/** The same as it leaves the service: where the telephone is at or beside a protected place, without where it is. */
export const shownNetworkLocation = networkLocation.extend({
  /** it is known and masked here: whoever has the call may ask for it */
  hidden: z.literal(true).optional(),
})
export type ShownNetworkLocation = z.output<typeof shownNetworkLocation>

/** Forms in which networks and handsets send a location. */
export const locationForms = ['aml-sms', 'aml-https', 'eisec'] as const

/**
 * A location as it came, to be read here: the text of an Advanced Mobile Location message (versions 1 and 2), the fields
 * of its HTTPS form, or what the emergency operator's look-up by number gave. What cannot be read is kept, with the reason.
 */
export const rawLocation = z.strictObject({
  form: z.enum(locationForms),
  raw: z.union([
    words(8_000),
    z.record(z.string().max(100), z.union([words(2_000), z.number(), z.boolean(), z.null()])),
  ]),
})
export type RawLocation = z.output<typeof rawLocation>

/** A contact as a console shows it. Instants are ISO strings. */
export const contactView = z.strictObject({
  id: z.uuid(),
  channel: z.enum(channels),
  kind: z.enum(contactKinds),
  number: z.string().nullable(),
  numberAsGiven: z.string().nullable(),
  numberWithheld: z.boolean(),
  /** marked by the network or whoever handed it over: who rings from it is not who rang before */
  publicTelephone: z.boolean().default(false),
  callerName: z.string().nullable(),
  callerRole: z.enum(callerRoles).nullable(),
  firstWords: z.string().nullable(),
  networkLocation: shownNetworkLocation.nullable(),
  /** from the network's position to the place of its incident, as the crow flies; null: not both are known, or it is protected */
  metresFromPlace: z.number().int().nullable().default(null),
  presentedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  receivedAt: z.string(),
  handlerId: z.uuid().nullable(),
  incidentId: z.uuid().nullable(),
})
export type ContactView = z.output<typeof contactView>

/** How the address that the network gives stands to a place that is chosen. */
export const addressMatchView = z.strictObject({
  /** unsure: there is none, or it is not found, which says nothing; withheld: one of the two is protected */
  answer: z.enum(['same', 'another', 'unsure', 'withheld']),
  /** between another and the place, as the crow flies */
  metres: z.number().int().nullable(),
})
export type AddressMatchView = z.output<typeof addressMatchView>
