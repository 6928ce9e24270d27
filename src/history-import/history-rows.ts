import { type Telephone, toTelephone } from '../history/index.ts'
import { RowProblem, type RowValues } from '../importing/index.ts'
import { type AreaLookup, fromGrid, stableId } from '../places/index.ts'
import type { NotFound, OneLineAddresses } from './one-line-address-rules.ts'
import type { GivenAddress, Premises, PremisesBook } from './premises-book-rules.ts'

/** What rows are made with: the gazetteer, and what day it is. */
export type Ground = {
  source: string
  premises: PremisesBook
  /** made when the first row with an address in one line asks: it takes every name of the gazetteer apart */
  lines: () => Pick<OneLineAddresses, 'find'>
  areas: AreaLookup
  /** local day of an instant, by Europe/London as the log numbers are */
  dayOf: (instant: number) => string
  now: number
}

/** A row for a table, by column, and what is to be said of it. */
export type TableRow = Readonly<Record<string, unknown>>
export type Made = { notes: string[] }

export const words = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Identifiers come from the other system's own, so that what is imported twice is there once. */
export function idOf(
  what: 'incident' | 'contact' | 'person' | 'involvement' | 'marker' | 'plan' | 'order',
  source: string,
  key: string,
): string {
  return stableId(`history|${what}|${source}|${key}`)
}

/** What the row says of an address in parts; undefined when it says nothing. */
function addressOf(values: RowValues): GivenAddress | undefined {
  const { uprn, house, street, town, postcode } = values
  const given = {
    uprn: text(uprn),
    house: text(house),
    street: text(street),
    town: text(town),
    postcode: text(postcode),
  }
  return Object.values(given).some((part) => part !== undefined) ? given : undefined
}

/** Why an address is no premises, by the field that says it. */
const notFound: Readonly<Record<NotFound | 'parts', { field: string; because: string }>> = {
  parts: { field: 'street', because: 'is an address that is not in the gazetteer, or more than once' },
  none: { field: 'address', because: 'is an address that is not in the gazetteer' },
  several: { field: 'address', because: 'is an address that fits more than one place of the gazetteer' },
  beside: { field: 'address', because: 'says what the place is beside, and not what it is' },
}

/** The premises of a row, when it says one, and why it is none; a note of that when the row does not depend on it. */
export function placeOf(
  values: RowValues,
  ground: Ground,
  notes: string[],
): { given: boolean; premises: Premises | undefined; said: string; problem: RowProblem | undefined } {
  const parts = addressOf(values)
  const line = text(values['address'])
  const byParts = parts && ground.premises.find(parts)
  const byLine = byParts || line === undefined ? undefined : ground.lines().find(line)
  const premises = byParts ?? (typeof byLine === 'object' ? byLine : undefined)
  const given = parts !== undefined || line !== undefined
  const why = given && !premises ? notFound[typeof byLine === 'string' ? byLine : 'parts'] : undefined
  if (why) notes.push(`rows whose ${why.field} ${why.because}: kept as words`)
  const { house, street, town, postcode } = parts ?? {}
  const said = line ?? [[house, street].filter(Boolean).join(' '), town, postcode].filter(Boolean).join(', ')
  return { given, premises, said, problem: why && new RowProblem(why.field, why.because) }
}

/** Numbers read lately: the same people ring again, and taking a number apart is most of what a row costs. */
const telephones = new Map<string, Telephone>()
const MOST_TELEPHONES = 100_000

/** A number as the service itself reads it. */
export function telephoneOf(given: string): Telephone {
  const known = telephones.get(given)
  if (known) return known
  if (telephones.size >= MOST_TELEPHONES) telephones.clear()
  const telephone = toTelephone(given)
  telephones.set(given, telephone)
  return telephone
}

type Where = { lat: number | null; lon: number | null }

/** Degrees as given, or from easting and northing; nothing when neither is given. */
function pointOf({ lat, lon, easting, northing }: RowValues): Where | RowProblem {
  if (typeof lat === 'number' && typeof lon === 'number') return { lat, lon }
  if (lat !== undefined || lon !== undefined)
    return new RowProblem(lat === undefined ? 'lat' : 'lon', 'is empty, where the other is not')
  if (typeof easting === 'number' && typeof northing === 'number') return fromGrid({ easting, northing })
  if (easting !== undefined || northing !== undefined)
    return new RowProblem(easting === undefined ? 'easting' : 'northing', 'is empty, where the other is not')
  return { lat: null, lon: null }
}

/** Whose call it was, by the rules the service itself has for numbers. */
function callerOf(values: RowValues, notes: string[]) {
  const given = text(values['number'])
  const telephone = given === undefined ? { number: null, withheld: false } : telephoneOf(given)
  if (given !== undefined && !telephone.number && !telephone.withheld)
    notes.push('numbers that are none: kept as they are written')
  return {
    kind: values['kind'] ?? 'voice',
    number: telephone.number,
    number_as_given: given ?? null,
    number_withheld: telephone.withheld,
    caller_name: words(values['callerName']),
    caller_role: words(values['callerRole']),
    first_words: words(values['firstWords']),
  }
}

export type MadeIncident = Made & {
  incident: TableRow & { id: string; local_day: string }
  logNumber: number | null
  contact: TableRow | undefined
}

/** An incident that is over, with the contact it came from where the row says something of one. */
export function makeIncident(values: RowValues, ground: Ground): MadeIncident | RowProblem {
  const notes: string[] = []
  const reference = values['reference'] as string
  const [opened, closed] = [values['openedAt'] as number, values['closedAt'] as number]
  const localDay = ground.dayOf(opened)
  if (localDay >= ground.dayOf(ground.now))
    return new RowProblem('openedAt', 'is of today or later: history ends with yesterday')
  if (closed < opened) return new RowProblem('closedAt', 'is before it was opened')
  if (closed > ground.now) return new RowProblem('closedAt', 'is not over yet')
  const where = pointOf(values)
  if (where instanceof RowProblem) return where
  const { premises, said } = placeOf(values, ground, notes)
  const { lat, lon } = where.lat === null && premises ? premises : where
  const zone =
    premises || values['area'] !== undefined || lat === null || lon === null
      ? undefined
      : ground.areas.find({ lat, lon })
  const flags = {
    domesticAbuse: values['domesticAbuse'] === true,
    repeatVictim: values['repeatVictim'] === true,
    vulnerable: values['vulnerable'] === true,
  }
  const because = Object.entries(flags).flatMap(([flag, raised]) =>
    raised ? { flag, because: `imported from ${ground.source}` } : [],
  )
  const id = idOf('incident', ground.source, reference)
  const openedAt = new Date(opened).toISOString()
  return {
    notes,
    logNumber: typeof values['logNumber'] === 'number' ? values['logNumber'] : null,
    incident: {
      id,
      local_day: localDay,
      opening_category: values['openingCategory'] ?? values['type'],
      type: values['type'],
      closing_category: values['closingCategory'],
      summary: values['summary'] ?? '',
      location_text: values['locationText'] ?? said,
      premises_id: premises?.id ?? null,
      lat,
      lon,
      area_id: words(values['area']) ?? premises?.areaId ?? zone?.areaId ?? null,
      area_class: premises?.areaClass ?? zone?.areaClass ?? null,
      domestic_abuse: flags.domesticAbuse,
      repeat_victim: flags.repeatVictim,
      vulnerable: flags.vulnerable,
      flags_because: JSON.stringify(because),
      grade: words(values['grade']),
      opened_at: openedAt,
      closed_at: new Date(closed).toISOString(),
      result: JSON.stringify({ text: values['result'] ?? '' }),
      imported_from: ground.source,
      imported_reference: reference,
    },
    contact: hasCaller(values)
      ? {
          ...callerOf(values, notes),
          id: idOf('contact', ground.source, `of incident ${reference}`),
          channel: values['channel'] ?? '101',
          source: `imported from ${ground.source}`,
          external_ref: `of incident ${reference}`,
          received_at: openedAt,
          incident_id: id,
        }
      : undefined,
  }
}

function hasCaller(values: RowValues): boolean {
  return ['channel', 'number', 'callerName', 'firstWords'].some((field) => values[field] !== undefined)
}

export type MadeContact = Made & { contact: TableRow & { id: string }; incidentId: string | null }

/** A contact: of an incident that was imported before it, or of none. */
export function makeContact(values: RowValues, raw: Buffer, ground: Ground): MadeContact | RowProblem {
  const notes: string[] = []
  const received = values['receivedAt'] as number
  if (received > ground.now) return new RowProblem('receivedAt', 'is in the future')
  const reference = text(values['reference']) ?? `row ${idOf('contact', ground.source, raw.toString('latin1'))}`
  const of = text(values['incidentReference'])
  const incidentId = of === undefined ? null : idOf('incident', ground.source, of)
  return {
    notes,
    incidentId,
    contact: {
      ...callerOf(values, notes),
      id: idOf('contact', ground.source, reference),
      channel: values['channel'],
      source: `imported from ${ground.source}`,
      external_ref: reference,
      received_at: new Date(received).toISOString(),
      incident_id: incidentId,
    },
  }
}
