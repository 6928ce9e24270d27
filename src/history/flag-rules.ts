import type { Definition } from '../definitions/index.ts'
import { monthsBefore, yearsBetween } from './calendar-rules.ts'
import { type Finding, readFindings } from './check.ts'

/** What the checks found about an incident, and who was named. */
export type FlagFacts = {
  /** the incident itself: an earlier incident that is this one proves nothing */
  incidentId: string
  checks: ReadonlyArray<{ findings: readonly unknown[] }>
  people: ReadonlyArray<{ role: string; bornOn: string | null }>
  definition: Definition<'repeat-and-vulnerable'>
  /** yyyy-mm-dd, Europe/London */
  today: string
}

/** Which flags are raised, each with its reason and the version of the definition it was decided under (CR-09). */
export type FlagDecision = {
  domesticAbuse: boolean
  repeatVictim: boolean
  vulnerable: boolean
  /** number, person or premises is known for domestic abuse: a silent call from there is an emergency (DOMAIN B9) */
  domesticAbuseMarker: boolean
  because: Array<{ flag: 'domesticAbuse' | 'repeatVictim' | 'vulnerable'; because: string; definitionVersion: string }>
}

/**
 * Decides the flags that what is known calls for (CR-08 to CR-11). A marker, order, conference or high risk
 * grade that stands makes it domestic abuse; earlier domestic abuse makes a repeat victim, whichever of number,
 * address and person it is known by; a marker, an earlier flag or an age makes vulnerable. The reasons name no one.
 */
export function decideFlags({ incidentId, checks, people, definition, today }: FlagFacts): FlagDecision {
  const findings = checks
    .flatMap((check) => readFindings(check.findings))
    .filter((finding) => finding.incidentId !== incidentId)
  const decided = {
    domesticAbuse: findDomesticAbuse(findings),
    repeatVictim: findRepeats(findings, definition.body, today),
    vulnerable: [...findVulnerable(findings, definition.body, today), ...findAges(people, definition.body, today)],
  }
  return {
    domesticAbuse: decided.domesticAbuse.length > 0,
    repeatVictim: decided.repeatVictim.length > 0,
    vulnerable: decided.vulnerable.length > 0,
    domesticAbuseMarker: decided.domesticAbuse.length > 0,
    because: Object.entries(decided).flatMap(([flag, reasons]) =>
      [...new Set(reasons)].map((because) => ({
        flag: flag as keyof typeof decided,
        because,
        definitionVersion: definition.version,
      })),
    ),
  }
}

type Terms = FlagFacts['definition']['body']

const KEY = { number: 'the number', premises: 'the address', person: 'a person who is known' }

function findDomesticAbuse(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ domesticAbuse, kind, code }) => domesticAbuse && (kind !== 'risk' || code === 'high'))
    .flatMap(({ kind, about }) => {
      const said = STANDS[kind]
      return said === undefined ? [] : [`${said} for ${KEY[about]}`]
    })
}

/** What makes domestic abuse known; earlier incidents make a repeat victim, and a count tells. */
const STANDS: Partial<Record<Finding['kind'], string>> = {
  marker: 'Domestic abuse marker',
  order: 'Order against domestic abuse in force',
  marac: 'Discussed at a multi-agency risk conference within 12 months',
  risk: 'Last risk grade high',
}

function findRepeats(findings: readonly Finding[], terms: Terms, today: string): string[] {
  const recent = findRecentIncidents(findings, terms, today)
  const earlier = new Set(recent.filter(({ domesticAbuse }) => domesticAbuse).map(({ incidentId }) => incidentId)).size
  const flagged = recent.some((incident) => codesOf(incident).includes('repeat-victim'))
  return [
    ...(earlier >= terms.repeatEarlierIncidents
      ? [
          `${earlier} earlier domestic abuse incident${earlier === 1 ? '' : 's'} within ${terms.repeatWithinMonths} months`,
        ]
      : []),
    ...(flagged ? ['Recorded as a repeat victim at an earlier incident'] : []),
  ]
}

function findVulnerable(findings: readonly Finding[], terms: Terms, today: string): string[] {
  const markers = findings.filter(
    ({ kind, code }) => kind === 'marker' && code !== null && terms.vulnerableMarkers.includes(code),
  )
  // who is recorded at an address need not be part of what happens there; a number is mostly rung by its holder
  const ages = findings.filter(({ kind, code, about }) => kind === 'person' && code !== null && about !== 'premises')
  const flagged = findRecentIncidents(findings, terms, today).some((incident) =>
    codesOf(incident).includes('vulnerable'),
  )
  return [
    ...markers.map(({ about }) => `Marker of vulnerability for ${KEY[about]}`),
    ...ages.map(({ code, about }) => {
      const who = code === 'child' ? 'A child' : `Somebody aged ${terms.olderFrom} or over`
      return `${who} is known by ${about === 'number' ? 'the number' : 'a name given'}`
    }),
    ...(flagged ? ['Recorded as vulnerable at an earlier incident'] : []),
  ]
}

/** A child who lives with it is a victim, present or not; whoever called or is harmed may be old. */
function findAges(people: FlagFacts['people'], terms: Terms, today: string): string[] {
  return people.flatMap(({ role, bornOn }) => {
    const age = bornOn === null ? null : yearsBetween(bornOn, today)
    if (role === 'child') return ['A child is part of it']
    if (age === null || (role !== 'victim' && role !== 'caller')) return []
    if (age < terms.childUnder) return ['A child is part of it']
    return age >= terms.olderFrom ? [`Somebody aged ${terms.olderFrom} or over is part of it`] : []
  })
}

function findRecentIncidents(findings: readonly Finding[], terms: Terms, today: string): Finding[] {
  const from = monthsBefore(today, terms.repeatWithinMonths)
  return findings.filter(({ kind, since }) => kind === 'incident' && since !== null && since >= from)
}

function codesOf({ code }: Finding): string[] {
  return code?.split(' ') ?? []
}
