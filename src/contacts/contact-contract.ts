import { z } from 'zod'
import { callerRoles, channels, contactKinds, contactView, networkLocation, rawLocation, words } from './contact.ts'
import { questionAnswer } from './question-answer.ts'

/** Read by the sender, or as it came. */
const location = z.union([rawLocation, networkLocation])

/**
 * A contact as telephony, a counter or an officer hands it over. Only the channel is needed: the record is
 * durable before anyone types. Text is never refused for its characters.
 */
export const contactBody = z.strictObject({
  channel: z.enum(channels),
  kind: z.enum(contactKinds).default('voice'),
  /** as the network or the caller gave it, any form; empty or 'withheld' when there is none */
  number: words(64).nullable().default(null),
  callerName: words(200).nullable().default(null),
  callerRole: z.enum(callerRoles).nullable().default(null),
  firstWords: words(20_000).nullable().default(null),
  networkLocation: location.nullable().default(null),
  /** the other system's own identifier: the same one again is the same contact, also under another key */
  externalRef: words(120).min(1).nullable().default(null),
  /** when the network presented the call, by the switch's clock */
  presentedAt: z.iso.datetime({ offset: true }).nullable().default(null),
})

/** What is learnt of a contact later; a late location updates, and never touches a confirmed address. */
export const contactChangeBody = z
  .strictObject({
    kind: z.enum(contactKinds).optional(),
    callerName: words(200).nullable().optional(),
    callerRole: z.enum(callerRoles).nullable().optional(),
    firstWords: words(20_000).nullable().optional(),
    networkLocation: location.nullable().optional(),
    ended: z.literal(true).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'say at least one thing that changed')

/** A contact with the checks run for it. */
export const contactWithChecks = contactView.extend({ checks: z.array(z.unknown()) })

/** One answer to a question of the force's set, taken down when it is given; null: put, and skipped. */
export const answerBody = z.strictObject({
  code: z.string().min(1).max(40),
  answer: words(4_000)
    .nullable()
    .transform((said) => said?.trim() || null),
})
export const answersGiven = z.array(questionAnswer)

/** Where the network says the telephone of a contact is, told to whoever has the call. */
export const toldNetworkLocation = contactView.pick({ id: true, networkLocation: true }).extend({
  /** the protected place that the telephone is surely at: chosen by its id, it stays masked */
  protectedPlace: z.strictObject({ placeId: z.uuid(), label: z.string() }).nullable(),
})
export type ToldNetworkLocation = z.output<typeof toldNetworkLocation>

/** The place that the address of the network is held against. */
export const addressMatchQuery = z.strictObject({ placeId: z.uuid() })

export const contactParams = z.strictObject({ contactId: z.uuid() })

/** Events of this room. */
export const contactEvents = {
  'contact-received': z.strictObject({ contact: contactView }),
  'contact-changed': z.strictObject({ contact: contactView }),
  'contact-linked': z.strictObject({ contact: contactView, incidentId: z.uuid(), worse: z.boolean() }),
} as const
