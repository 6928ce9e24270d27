import type { FieldTable } from '../importing/index.ts'

/** Kinds of history that can be imported, in an order in which what is referred to comes first. */
export const historyKinds = ['persons', 'incidents', 'contacts', 'involvements', 'markers', 'plans', 'orders'] as const
export type HistoryKind = (typeof historyKinds)[number]

/** The force's own words, as they are in force: what a code of the mapping may be. */
export type ForceWords = {
  incidentTypes: readonly string[]
  closingCategories: readonly string[]
  grades: readonly string[]
  areas: readonly string[]
}

const text = (most: number) => ({ as: 'text', most }) as const
const code = (...codes: string[]) => ({ as: 'code', codes }) as const
const needed = { needed: true } as const
const day = { as: 'day' } as const
const instant = { as: 'instant' } as const
const flag = { as: 'flag' } as const
const degrees = (most: number) => ({ as: 'number', least: -most, most }) as const
const metres = (most: number) => ({ as: 'number', least: 0, most }) as const

/** An address as it is looked up: by its number in the gazetteer, else by its parts, else in one line; always exactly. */
const address = {
  address: text(300),
  uprn: text(20),
  house: text(60),
  street: text(120),
  town: text(80),
  postcode: text(12),
} as const
const caller = {
  kind: code('voice', 'silent', 'abandoned', 'relay', 'in-person', 'written'),
  number: text(64),
  callerName: text(200),
  callerRole: code('victim', 'third-party', 'suspect', 'officer', 'partner', 'unknown'),
  firstWords: text(20_000),
} as const
const channel = code('999', '101', 'front-desk', 'officer', 'partner', 'web', 'text')

/** The fields of each kind; docs in this folder's README.md. */
export function historyFields(force: ForceWords): Record<HistoryKind, FieldTable> {
  return {
    incidents: {
      reference: { ...text(120), ...needed },
      openedAt: { ...instant, ...needed },
      closedAt: { ...instant, ...needed },
      type: { ...code(...force.incidentTypes), ...needed },
      openingCategory: code(...force.incidentTypes),
      closingCategory: { ...code(...force.closingCategories), ...needed },
      logNumber: { as: 'number', least: 1, most: 99_999 },
      summary: text(20_000),
      result: text(20_000),
      grade: code(...force.grades),
      locationText: text(1_000),
      ...address,
      lat: degrees(90),
      lon: degrees(180),
      easting: metres(700_000),
      northing: metres(1_300_000),
      area: code(...force.areas),
      domesticAbuse: flag,
      repeatVictim: flag,
      vulnerable: flag,
      channel,
      ...caller,
    },
    contacts: {
      reference: text(120),
      incidentReference: text(120),
      receivedAt: { ...instant, ...needed },
      channel: { ...channel, ...needed },
      ...caller,
    },
    persons: {
      reference: { ...text(120), ...needed },
      familyName: { ...text(120), ...needed },
      givenNames: { ...text(120), ...needed },
      bornOn: day,
      sex: text(40),
      aliases: { as: 'list', most: 200 },
      riskGrade: code('standard', 'medium', 'high'),
      riskGradedOn: day,
      maracOn: day,
      numbers: { as: 'list', most: 64 },
      numbersFrom: day,
      ...address,
      residentFrom: day,
      residentTo: day,
    },
    involvements: {
      incidentReference: { ...text(120), ...needed },
      personReference: text(120),
      role: { ...code('victim', 'suspect', 'witness', 'child', 'caller', 'other'), ...needed },
      name: text(200),
      bornOn: day,
      relationship: text(200),
      present: flag,
    },
    markers: {
      reference: text(120),
      personReference: text(120),
      number: text(64),
      ...address,
      code: { ...text(40), ...needed },
      text: { ...text(2_000), ...needed },
      author: { ...text(200), ...needed },
      confidence: code('confirmed', 'reported', 'unverified'),
      startsOn: { ...day, ...needed },
      reviewOn: { ...day, ...needed },
      expiresOn: day,
    },
    plans: {
      reference: text(120),
      personReference: text(120),
      ...address,
      plan: { ...text(20_000), ...needed },
      codeWord: text(80),
      safeApproach: text(2_000),
      author: { ...text(200), ...needed },
      startsOn: { ...day, ...needed },
      reviewOn: { ...day, ...needed },
      endedOn: day,
    },
    orders: {
      reference: text(120),
      kind: { ...text(80), ...needed },
      protectsReference: { ...text(120), ...needed },
      againstReference: { ...text(120), ...needed },
      conditions: { ...text(20_000), ...needed },
      powerOfArrest: flag,
      startsOn: { ...day, ...needed },
      endsOn: day,
    },
  }
}
