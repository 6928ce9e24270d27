import { addDays, bornOn, laterDay } from './demo-calendar.ts'
import type { DomesticPair } from './demo-domestic.ts'
import type { DemoRows } from './demo-force-store.ts'
import { at, type HistoryPlanner, type PlannedIncident } from './demo-history.ts'
import type { WarningWriter } from './demo-markers.ts'
import { type DemoPerson, type Household, savePerson } from './demo-people.ts'
import type { DomesticShowcase, ShowcaseMarker, ShowcasePremises, Showcases } from './demo-plan.ts'
import { addressLine, type InventedStreets, type Premises } from './demo-premises.ts'
import { asDialled } from './demo-telephones.ts'
import { namedId } from './seeded-random.ts'

/** The id of a showcase's house, the same in every demo force. */
export function showcasePremisesId(name: keyof Showcases): string {
  return namedId(`${name}/premises`)
}

/** The id of somebody of a showcase (`victim`, `suspect`, `person`, `child0` ...), the same in every demo force. */
export function showcasePersonId(name: keyof Showcases, who: string): string {
  return namedId(`${name}/${who}`)
}

/** How many incidents the showcases bring, so that the shares of the whole come out right. */
export function countShowcases({ highRiskRepeat, silentCall, vulnerableOlder, neighbour }: Showcases) {
  const domestic = [highRiskRepeat, silentCall].map(({ incidentsDaysAgo }) => incidentsDaysAgo.length)
  const incidents = domestic.reduce((total, count) => total + count, 0)
  return {
    domestic: incidents,
    repeats: incidents - domestic.filter((count) => count > 0).length,
    other: vulnerableOlder.incidentsDaysAgo.length + neighbour.incidentsDaysAgo.length,
  }
}

/** Everything a showcase is made of. */
export type ShowcaseStage = {
  streets: InventedStreets
  planner: HistoryPlanner
  writer: WarningWriter
  rows: DemoRows
  today: string
}

/** The houses of the showcases; called before any other house is invented, so that theirs are free. */
export function takeShowcasePremises(showcases: Showcases, streets: InventedStreets): Map<string, Premises> {
  const taken = new Map<string, Premises>()
  const take = (name: keyof Showcases, premises: ShowcasePremises, isProtected = false) =>
    taken.set(name, streets.take(premises, showcasePremisesId(name), isProtected))
  for (const name of [
    'highRiskRepeat',
    'silentCall',
    'vulnerableOlder',
    'ordinaryCaller',
    'neighbour',
    'staleMarkers',
  ] as const) {
    take(name, showcases[name].premises)
  }
  take('refuge', showcases.refuge.premises, true)
  for (const name of ['highRiskRepeat', 'silentCall'] as const) {
    const { premises } = showcases[name].suspect
    if (premises) taken.set(`${name}/suspect`, streets.take(premises, namedId(`${name}/suspect premises`)))
  }
  return taken
}

/** Writes people, markers, plans and orders of the showcases, and gives their incidents. */
export function stageShowcases(
  showcases: Showcases,
  premises: ReadonlyMap<string, Premises>,
  stage: ShowcaseStage,
): PlannedIncident[] {
  const planned: PlannedIncident[] = []
  for (const name of ['highRiskRepeat', 'silentCall'] as const) {
    planned.push(...stageDomestic(name, showcases[name], premises, stage))
  }
  const older = showcases.vulnerableOlder
  const arthur = stagePerson(
    'vulnerableOlder',
    'person',
    older.person,
    older.number,
    premises.get('vulnerableOlder'),
    stage,
  )
  for (const marker of older.markers) mark(marker, { person: arthur.id }, older.number, stage)
  stage.writer.plan(
    { person_id: arthur.id },
    { plan: older.plan, codeWord: null, safeApproach: older.safeApproach, startsOn: addDays(stage.today, -120) },
  )
  const told = {
    summary: 'Daughter reports that her father has gone out and is not dressed for the weather.',
    words: 'My dad has gone out again.',
    result: 'Found by the river, taken home, daughter there.',
  }
  planned.push(
    ...older.incidentsDaysAgo.map((daysAgo) =>
      ordinary(daysAgo, 21, 'missing', arthur, premises.get('vulnerableOlder'), told, true, stage),
    ),
  )

  const { neighbour, staleMarkers } = showcases
  const brian = stagePerson('neighbour', 'person', neighbour.person, neighbour.number, premises.get('neighbour'), stage)
  const hedge = {
    summary: 'Dispute about the height of a hedge.',
    words: 'It is my hedge.',
    result: 'Advice given, civil matter.',
  }
  planned.push(
    ...neighbour.incidentsDaysAgo.map((daysAgo) =>
      ordinary(daysAgo, 15, 'civil', brian, premises.get('neighbour'), hedge, false, stage),
    ),
  )

  const lee = stagePerson(
    'staleMarkers',
    'person',
    staleMarkers.person,
    staleMarkers.number,
    premises.get('staleMarkers'),
    stage,
  )
  const leeHome = premises.get('staleMarkers')
  for (const marker of staleMarkers.markers)
    mark(marker, { person: lee.id, premises: leeHome?.id }, staleMarkers.number, stage)
  // refuge and ordinary caller are an address each, and nothing is known of either
  return planned
}

function stageDomestic(
  name: 'highRiskRepeat' | 'silentCall',
  showcase: DomesticShowcase,
  premises: ReadonlyMap<string, Premises>,
  stage: ShowcaseStage,
): PlannedIncident[] {
  const { today, writer, planner, rows } = stage
  const home = premises.get(name)
  if (!home) throw new Error(`no house for ${name}`)
  const { riskGrade, maracDaysAgo } = showcase.victim
  const newest = addDays(today, -Math.min(...showcase.incidentsDaysAgo))
  const victim = stagePerson(name, 'victim', showcase.victim, showcase.number, home, stage, {
    riskGrade,
    riskGradedOn: newest,
    maracOn: maracDaysAgo === null ? null : addDays(today, -maracDaysAgo),
  })
  const livesThere = showcase.suspect.premises === null
  const suspectHome = livesThere ? home : premises.get(`${name}/suspect`)
  const suspect = stagePerson(name, 'suspect', showcase.suspect, null, suspectHome, stage)
  const children = showcase.children.map((child, index) => stagePerson(name, `child${index}`, child, null, home, stage))
  for (const marker of showcase.markers) {
    mark(marker, { victim: victim.id, suspect: suspect.id, premises: home.id }, showcase.number, stage)
  }
  const startsOn = addDays(today, -118)
  writer.plan(
    { person_id: victim.id },
    { plan: showcase.plan, codeWord: showcase.codeWord, safeApproach: showcase.safeApproach, startsOn },
  )
  if (showcase.order) {
    const from = addDays(today, -showcase.order.startedDaysAgo)
    rows.protection_order.push({
      id: namedId(`${name}/order`),
      kind: showcase.order.kind,
      protected_id: victim.id,
      subject_id: suspect.id,
      conditions: showcase.order.conditions,
      power_of_arrest: true,
      starts_on: from,
      ends_on: addDays(from, showcase.order.days),
    })
  }
  const household: Household = { kind: 'family', premises: home, adults: [victim], children, vulnerable: null }
  const relationship = showcase.suspect.relationship
  const pair: DomesticPair = {
    victim,
    suspect,
    relationship,
    household,
    suspectLivesThere: livesThere,
    incidents: showcase.incidentsDaysAgo.length,
  }
  return showcase.incidentsDaysAgo
    .toSorted((a, b) => b - a)
    .map((daysAgo, index) => ({
      ...planner.domestic(pair, planner.timeOn(daysAgo, 20), index > 0),
      ...at(home),
      type: 'domestic',
      openingCategory: 'domestic',
      caller: victim,
    }))
}

function ordinary(
  daysAgo: number,
  hour: number,
  type: string,
  caller: DemoPerson,
  home: Premises | undefined,
  told: PlannedIncident['told'],
  inNeed: boolean,
  { planner }: ShowcaseStage,
): PlannedIncident {
  if (!home) throw new Error(`no house for a showcase of type ${type}`)
  return {
    ...planner.timeOn(daysAgo, hour),
    ...at(home),
    type,
    openingCategory: type,
    domesticAbuse: false,
    repeatVictim: false,
    vulnerable: inNeed,
    caller,
    pair: null,
    about: inNeed ? caller : null,
    children: [],
    told,
  }
}

type Someone = { givenNames: string; familyName: string; sex: 'female' | 'male'; age: number }

function stagePerson(
  name: keyof Showcases,
  who: string,
  someone: Someone,
  number: string | null,
  home: Premises | undefined,
  { rows, today }: ShowcaseStage,
  risk: Partial<DemoPerson> = {},
): DemoPerson {
  const { givenNames, familyName, sex, age } = someone
  const person: DemoPerson = {
    id: showcasePersonId(name, who),
    givenNames,
    familyName,
    sex,
    age,
    bornOn: bornOn(today, age, 100),
    number,
    riskGrade: null,
    riskGradedOn: null,
    maracOn: null,
    aliases: [],
    ...risk,
  }
  savePerson(person, rows)
  const since = addDays(today, -900)
  if (home) {
    const relation = age < 18 ? 'child' : 'resident'
    const from = laterDay(person.bornOn, since)
    rows.residence.push({ premises_id: home.id, person_id: person.id, relation, valid_from: from, valid_to: null })
  }
  if (number) rows.telephone.push({ number, person_id: person.id, valid_from: since, valid_to: null })
  return person
}

function mark(
  { about, code, text, confidence, startedDaysAgo, expiredDaysAgo }: ShowcaseMarker,
  ids: { victim?: string; suspect?: string; person?: string; premises?: string | undefined },
  number: string,
  { writer, today }: ShowcaseStage,
): void {
  const id = about === 'number' ? undefined : ids[about]
  if (about !== 'number' && !id) throw new Error(`demo-force.json: nobody for a marker about the ${about}`)
  const subject =
    about === 'number' ? { number } : about === 'premises' ? { premises_id: id ?? '' } : { person_id: id ?? '' }
  const expiresOn = expiredDaysAgo === undefined ? null : addDays(today, -expiredDaysAgo)
  writer.marker(subject, { code, text, confidence, startsOn: addDays(today, -startedDaysAgo), expiresOn })
}

/** A showcase as a tour or a journey uses it. */
export type DescribedShowcase = {
  name: keyof Showcases
  /** in E.164, and as somebody would dial it */
  number: string
  numberAsDialled: string
  address: string
  premisesId: string
  story: string
}

/** The showcases for a tour: which number, where, and what they show. */
export function describeShowcases(showcases: Showcases): DescribedShowcase[] {
  const names = Object.keys(showcases) as (keyof Showcases)[]
  return names.map((name) => {
    const { number, premises, story } = showcases[name]
    const address = addressLine(premises)
    return { name, number, numberAsDialled: asDialled(number), address, premisesId: showcasePremisesId(name), story }
  })
}
