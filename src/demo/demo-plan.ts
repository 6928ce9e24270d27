import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const share = z.number().min(0).max(1)
const shares = z.record(z.string(), share)
const dated = { startedDaysAgo: z.number().int().positive(), expiredDaysAgo: z.number().int().positive().optional() }
const inventedNumber = z.string().regex(/^9\d\d$/, 'an invented house has a number from 900 to 999')
const dramaNumber = z.string().regex(/^\+44(77009001\d\d|16329601\d\d)$/, 'a number reserved for the showcases')

const premises = z.strictObject({ number: inventedNumber, street: z.string(), locality: z.string() })
const someone = {
  givenNames: z.string(),
  familyName: z.string(),
  sex: z.enum(['female', 'male']),
  age: z.number().int(),
}
const marker = z.strictObject({
  about: z.enum(['victim', 'suspect', 'person', 'premises', 'number']),
  code: z.string(),
  text: z.string(),
  confidence: z.enum(['confirmed', 'reported', 'unverified']),
  ...dated,
})
const story = { story: z.string(), number: dramaNumber, premises }

const domesticShowcase = z.strictObject({
  ...story,
  victim: z.strictObject({
    ...someone,
    riskGrade: z.enum(['standard', 'medium', 'high']),
    maracDaysAgo: z.number().int().nullable(),
  }),
  suspect: z.strictObject({ ...someone, relationship: z.string(), premises: premises.nullable() }),
  children: z.array(z.strictObject(someone)),
  incidentsDaysAgo: z.array(z.number().int().positive()),
  plan: z.string(),
  codeWord: z.string(),
  safeApproach: z.string(),
  order: z
    .strictObject({
      kind: z.string(),
      conditions: z.string(),
      startedDaysAgo: z.number().int(),
      days: z.number().int(),
    })
    .nullable(),
  markers: z.array(marker),
})

const showcaseSchema = z.strictObject({
  highRiskRepeat: domesticShowcase,
  silentCall: domesticShowcase,
  vulnerableOlder: z.strictObject({
    ...story,
    person: z.strictObject(someone),
    incidentsDaysAgo: z.array(z.number().int().positive()),
    plan: z.string(),
    safeApproach: z.string(),
    markers: z.array(marker),
  }),
  refuge: z.strictObject(story),
  ordinaryCaller: z.strictObject({ ...story, name: z.string() }),
  neighbour: z.strictObject({
    ...story,
    person: z.strictObject(someone),
    incidentsDaysAgo: z.array(z.number().int().positive()),
  }),
  staleMarkers: z.strictObject({ ...story, person: z.strictObject(someone), markers: z.array(marker) }),
})

const planSchema = z.strictObject({
  version: z.string(),
  source: z.string(),
  callsigns: z.strictObject({
    pattern: z.string(),
    areaLetters: z.record(z.string(), z.string().length(1)),
    kindLetters: z.record(z.string(), z.string().length(1)),
  }),
  units: z.array(
    z.strictObject({
      kind: z.string(),
      station: z.string(),
      /** first digit after the letters */
      tens: z.number().int().min(1).max(9),
      /** one unit each: the settlement it patrols */
      patrols: z.array(z.string()).min(1).max(9),
    }),
  ),
  kinds: z.record(
    z.string(),
    z.strictObject({ ranks: z.array(z.string()).min(1), doubleCrewed: share, driving: shares, skills: shares }),
  ),
  mix: z.record(
    z.string(),
    z.strictObject({
      /** of a thousand incidents that are not domestic abuse by type */
      perThousand: z.number().int().min(0),
      atPremises: share,
      /** how often grade 1, 2, 3, 4 */
      grades: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      /** crime types of data.police.uk that say where; none: anywhere, or on the road for traffic */
      crimeTypes: z.array(z.string()),
      /** San Diego call types that say when */
      callTypes: z.array(z.string()),
    }),
  ),
  months: z.strictObject({ source: z.string(), weights: z.array(z.number().positive()).length(12) }),
  weekdays: z.strictObject({ source: z.string(), weights: z.array(z.number().positive()).length(7) }),
  busyDays: z.strictObject({ source: z.string(), factors: z.record(z.string(), z.number().positive()) }),
  domesticAbuse: z.strictObject({ source: z.string(), share, repeatShare: share }),
  people: z.strictObject({ source: z.string(), number: z.number().int().positive() }),
  showcases: showcaseSchema,
})

const stationSchema = z.strictObject({
  version: z.string(),
  source: z.string(),
  stations: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['response-base', 'station', 'office', 'headquarters']),
      areaId: z.string(),
      lat: z.number(),
      lon: z.number(),
      postcode: z.string(),
      counter: z.enum(['open', 'closed', 'none']),
      points: z.array(z.string()).min(1),
      note: z.string(),
    }),
  ),
  leftOut: z.array(z.strictObject({ point: z.string(), name: z.string(), because: z.string() })),
})

/** What the demo force is made of: units, the mix of incidents, showcases (data/force/demo-force.json). */
export type DemoPlan = z.output<typeof planSchema>
/** The documented people and places that tours and journeys use, by name. */
export type Showcases = z.output<typeof showcaseSchema>
/** A showcase of domestic abuse: victim, suspect, children, plan, order, markers. */
export type DomesticShowcase = z.output<typeof domesticShowcase>
/** A marker of a showcase; days are counted back from the day the force is made. */
export type ShowcaseMarker = z.output<typeof marker>
/** An invented address of a showcase. */
export type ShowcasePremises = z.output<typeof premises>
/** Stations, gone through by hand, and the points that are none (data/force/stations.json). */
export type StationList = z.output<typeof stationSchema>
/** A station that crews book on at. */
export type Station = StationList['stations'][number]

/** @throws ZodError that names the field */
export function readDemoPlan(dataFolder: string): DemoPlan {
  return planSchema.parse(readJson(join(dataFolder, 'force', 'demo-force.json')))
}

/** @throws ZodError that names the field */
export function readStations(dataFolder: string): StationList {
  return stationSchema.parse(readJson(join(dataFolder, 'force', 'stations.json')))
}

/** The data that ships with the product. */
const ourDataFolder = join(import.meta.dirname, '..', '..', 'data')

/** The showcases as they ship: fixed numbers, addresses, names and code words, the same for every seed. */
export const showcases: Showcases = readDemoPlan(ourDataFolder).showcases

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
