import { z } from 'zod'

const kind = z.enum(['voice', 'silent', 'abandoned'])
const grade = z.enum(['3', '4'])
const share = z.number().min(0).max(1)

const callType = z.strictObject({
  type: z.string(),
  /** who tells us: the public by default, an officer on the radio, an alarm company or another service */
  from: z.enum(['public', 'officer', 'partner']).default('public'),
  kind: kind.default('voice'),
  /** whether it is happening now, when the priority alone would say something else */
  now: z.boolean().optional(),
  /** what the handler decides instead of the proposal: nobody is sent */
  grade: grade.nullable().default(null),
})
export type CallType = z.output<typeof callType>

/** How real calls become ours (data/force/replay-call-types.json). */
export const replayTable = z.strictObject({
  version: z.string(),
  source: z.string(),
  /** by the priority of San Diego, 0 most urgent */
  priorities: z.record(z.string(), z.strictObject({ now: z.boolean(), grade: grade.nullable(), by999: share })),
  domesticAbuse: z.strictObject({ among: z.array(z.string()).min(1), share, happeningNow: share }),
  showcases: z.strictObject({ share }),
  duplicateDispositions: z.array(z.string()),
  numbers: z.strictObject({ withheld: share, knownPeople: share, knownPeopleAtHome: share }),
  otherwise: callType,
  callTypes: z.record(z.string(), callType),
})
export type ReplayTable = z.output<typeof replayTable>

/** A call as San Diego recorded it. */
export type RealCall = {
  id: string
  /** seconds since midnight, local time there */
  atSeconds: number
  /** the hundred block or the crossing, as text: the same place, the same text */
  block: string
  callType: string
  disposition: string
  priority: string
}

/** Where the caller says it is: a real street, and a house number that does not exist there, or none. */
export type SpokenAddress = {
  number: string | null
  street: string
  locality: string
  lat: number
  lon: number
}

/** Somebody the caller names. */
export type NamedPerson = {
  role: 'victim' | 'suspect' | 'child'
  name: string
  bornOn: string | null
  relationship: string | null
  present: boolean | null
}

/** One call as the shift plays it: what telephony hands over, and what the caller then says. */
export type ScriptedCall = {
  id: string
  atSeconds: number
  channel: '999' | '101' | 'officer' | 'partner'
  kind: 'voice' | 'silent' | 'abandoned'
  /** null: withheld, or nobody rang */
  number: string | null
  callerRole: 'victim' | 'third-party' | 'officer' | 'partner' | 'unknown'
  callerName: string | null
  firstWords: string | null
  type: string
  summary: string
  happeningNow: boolean
  domesticAbuse: boolean
  /** null: as the service proposes */
  grade: '3' | '4' | null
  where: SpokenAddress
  /** it is about a house: the handler takes one of the gazetteer's invented houses of that street, if there is one */
  atHouse: boolean
  /** which of those houses, from 0 to 1: the same block names the same one */
  whichHouse: number
  people: NamedPerson[]
  /** the caller says the number of a house that the gazetteer has */
  namesHouse: boolean
  /** San Diego found that somebody had rung about it already */
  duplicate: boolean
}
