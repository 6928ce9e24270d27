import { z } from 'zod'
import { origin } from './origin.ts'

const day = z.string()
const maybeDay = day.nullable()
const imported = origin.nullish()

/** What the database's `findings_about` says of one number, premises or person, before it is ranked and worded. */
export const records = z.object({
  incidents: z.array(
    z.object({
      id: z.uuid(),
      day,
      number: z.number(),
      status: z.string(),
      type: z.string(),
      domesticAbuse: z.boolean(),
      repeatVictim: z.boolean(),
      vulnerable: z.boolean(),
      summary: z.string(),
      result: z.string().nullable(),
      about: z.enum(['number', 'premises', 'person']),
      imported,
    }),
  ),
  tally: z.object({
    ever: z.number(),
    twelveMonths: z.number(),
    domesticAbuseEver: z.number(),
    domesticAbuseTwelveMonths: z.number(),
    counted: z.enum(['all', 'newest']),
  }),
  persons: z.array(
    z.object({
      name: z.string(),
      bornOn: maybeDay,
      riskGrade: z.enum(['standard', 'medium', 'high']).nullable(),
      riskGradedOn: maybeDay,
      maracOn: maybeDay,
      aliases: z.array(z.string()),
    }),
  ),
  markers: z.array(
    z.object({
      code: z.string(),
      text: z.string(),
      source: z.string(),
      author: z.string(),
      confidence: z.string(),
      startsOn: day,
      reviewOn: day,
      expiresOn: maybeDay,
      about: z.enum(['number', 'premises', 'person']),
      /** whom it is about, when it is about a person */
      name: z.string().nullable(),
      imported,
    }),
  ),
  plans: z.array(
    z.object({
      plan: z.string(),
      codeWord: z.string().nullable(),
      safeApproach: z.string().nullable(),
      author: z.string(),
      startsOn: day,
      reviewOn: day,
      about: z.enum(['premises', 'person']),
      imported,
    }),
  ),
  orders: z.array(
    z.object({
      kind: z.string(),
      conditions: z.string(),
      powerOfArrest: z.boolean(),
      startsOn: day,
      endsOn: maybeDay,
      protects: z.string(),
      against: z.string(),
      imported,
    }),
  ),
})
export type Records = z.output<typeof records>

/** Orders between two people, as `orders_between` gives them: those that have ended too. */
export const pairOrders = z.array(records.shape.orders.element)

/** The people a check asks about, as `check_people` gives them: each with who of the records it may be. */
export const askedPeople = z.array(
  z.object({
    name: z.string(),
    bornOn: maybeDay,
    aged: z.number().nullable(),
    /** `records`: the only one it could be; `chosen` and `none`: somebody of the control room said so */
    identified: z.enum(['records', 'chosen', 'none']).nullable(),
    chosen: z.uuid().nullable(),
    people: z.array(
      z.object({
        id: z.uuid(),
        givenNames: z.string(),
        familyName: z.string(),
        bornOn: maybeDay,
        aliases: z.array(z.string()),
        formerNames: z.array(z.string()),
        usesNumber: z.boolean(),
        livesHere: z.boolean(),
        address: z.string().nullable(),
        riskGrade: z.enum(['standard', 'medium', 'high']).nullable(),
        markers: z.array(z.string()),
        orders: z.number(),
      }),
    ),
  }),
)
export type AskedPerson = z.output<typeof askedPeople>[number]
