import { logNumber } from '../core/index.ts'
import type { DefinitionBody } from '../definitions/index.ts'
import { monthsBefore, sayDay, yearsBetween } from './calendar-rules.ts'
import type { Finding } from './check.ts'
import { readOrderKind } from './order-rules.ts'
import type { Origin } from './origin.ts'
import { pairOrders, type Records, records } from './record.ts'

/** What the force decides about wording and rank, and the local day. */
export type FindingTerms = {
  /** what was asked about: a person's name is said with how we know it */
  key: 'number' | 'premises' | 'person'
  markerCodes: DefinitionBody<'marker-codes'>
  incidentTypes: DefinitionBody<'incident-types'>
  repeatAndVulnerable: DefinitionBody<'repeat-and-vulnerable'>
  /** yyyy-mm-dd, Europe/London */
  today: string
}

/** Earlier incidents told in detail; the counts tell the rest. */
export const MOST_INCIDENTS = 10
/** How long a conference or a risk grade speaks for the present, in months (DOMAIN B16). */
const RECENT_MONTHS = 12
/** Characters of an earlier incident's text that are told. */
const MOST_TEXT = 300

/**
 * What the records say, worded and in the order in which it is told (DOMAIN B11): danger to whoever goes,
 * orders in force, domestic abuse and its risk, the response plan, who is vulnerable, earlier incidents
 * newest first, and last what is no longer in force: kept, never taken for the present.
 * @throws ZodError when the records are not what `findings_about` gives: a check that cannot be read has failed
 */
export function rankFindings(given: unknown, terms: FindingTerms): Finding[] {
  const known = records.parse(given)
  const markers = known.markers.map((marker) => toMarker(marker, terms))
  const current = markers.filter(({ finding }) => finding.code !== null).sort((a, b) => a.rank - b.rank)
  const pick = (wanted: (finding: Finding) => boolean) => current.map(({ finding }) => finding).filter(wanted)
  const { recent, old } = toRisks(known.persons, terms)
  return [
    ...pick(({ danger }) => danger),
    ...known.orders
      .map((order) => toOrder(order, terms.today))
      .sort((a, b) => Number(b.danger) - Number(a.danger))
      .map(({ finding }) => finding),
    ...recent,
    ...pick(({ danger, domesticAbuse }) => !danger && domesticAbuse),
    ...countDomesticAbuse(known.tally, terms.key),
    ...known.plans.flatMap((plan) => toPlan(plan, terms.today)),
    ...pick(({ danger, domesticAbuse }) => !danger && !domesticAbuse),
    ...known.persons.map((person) => toPerson(person, terms)),
    ...countAll(known.tally, terms.key),
    ...chooseIncidents(known.incidents, terms).map((incident) => toIncident(incident, terms)),
    ...old,
    ...markers.filter(({ finding }) => finding.code === null).map(({ finding }) => finding),
  ]
}

/**
 * Orders between two people, in force first, power of arrest before others, and last those that have ended: they look ended.
 * @throws ZodError when they are not what `orders_between` gives
 */
export function rankOrders(given: unknown, today: string): Finding[] {
  return pairOrders
    .parse(given)
    .map((order) => toOrder(order, today))
    .sort((a, b) => Number(a.finding.stale) - Number(b.finding.stale) || Number(b.danger) - Number(a.danger))
    .map(({ finding }) => finding)
}

type Of<K extends keyof Records> = Records[K] extends ReadonlyArray<infer T> ? T : never

/** A finding of our own records of which nothing more is known than what is said of it. */
export const plain = {
  danger: false,
  detail: '',
  source: 'Force records',
  since: null,
  reviewOn: null,
  stale: false,
  confidence: null,
  incidentId: null,
  reference: null,
  domesticAbuse: false,
  code: null,
} satisfies Partial<Finding>

/** What is said of where it came from; of a row of ours nothing. */
function from(imported: Origin | null | undefined): Pick<Finding, 'imported'> {
  return imported ? { imported } : {}
}

/** The same with the source in words, where the row does not name one itself. */
function fromSystem(imported: Origin | null | undefined): Pick<Finding, 'source' | 'imported'> {
  if (!imported) return { source: plain.source }
  const reference = imported.reference === null ? '' : ` ${imported.reference}`
  return { source: `${plain.source}, from ${imported.from}${reference}`, imported }
}

/** A code that the force's list does not have is danger until somebody has read it, after the dangers that are known. */
const UNKNOWN_CODE = { danger: true, domesticAbuse: false, rank: 1_000 }

function toMarker(marker: Of<'markers'>, { markerCodes, today }: FindingTerms): { rank: number; finding: Finding } {
  const listed = markerCodes.find(({ code }) => code === marker.code)
  const { danger, domesticAbuse, rank } = listed ?? UNKNOWN_CODE
  const name = listed?.name ?? `Marker "${marker.code}", which is not in the force's list`
  const who = marker.name ? `: ${marker.name}` : ''
  const endedOn = marker.expiresOn !== null && marker.expiresOn < today ? marker.expiresOn : null
  const over = endedOn !== null
  const stale = over || marker.reviewOn < today
  const confidence = marker.confidence === 'confirmed' ? '' : `, ${marker.confidence}`
  const age = stale ? `, review overdue since ${sayDay(marker.reviewOn)}` : ''
  const headline =
    endedOn === null
      ? `${name}${confidence}${age}${who}`
      : `No longer in force: ${name}${who}, until ${sayDay(endedOn)}`
  return {
    rank,
    finding: {
      ...plain,
      kind: 'marker',
      danger: danger && !over,
      headline,
      detail: marker.text,
      about: marker.about,
      source: `${marker.source}, ${marker.author}`,
      since: marker.startsOn,
      reviewOn: marker.reviewOn,
      stale,
      confidence: marker.confidence,
      domesticAbuse: domesticAbuse && !over,
      code: over ? null : marker.code,
      ...from(marker.imported),
    },
  }
}

/** How a headline says that a breach may be arrested for. */
export const POWER_OF_ARREST = 'with power of arrest'

/** `danger` here only sorts: a power of arrest is told first. */
function toOrder(order: Of<'orders'>, today: string): { danger: boolean; finding: Finding } {
  const kind = readOrderKind(order.kind)
  if (order.endsOn !== null && order.endsOn < today)
    return { danger: false, finding: toEnded(order, kind.name, order.endsOn) }
  const until = order.endsOn === null ? 'until further order' : `until ${sayDay(order.endsOn)}`
  return {
    danger: order.powerOfArrest,
    finding: {
      ...plain,
      kind: 'order',
      headline: `${kind.name} in force${order.powerOfArrest ? `, ${POWER_OF_ARREST}` : ''}`,
      detail: `Protects ${order.protects} against ${order.against}, ${until}. ${order.conditions}`.trim(),
      about: 'person',
      since: order.startsOn,
      domesticAbuse: kind.domesticAbuse,
      code: kind.code,
      ...fromSystem(order.imported),
    },
  }
}

function toEnded(order: Of<'orders'>, name: string, endedOn: string): Finding {
  return {
    ...plain,
    kind: 'order',
    headline: `No longer in force: ${name}, ended ${sayDay(endedOn)}`,
    detail: `Protected ${order.protects} against ${order.against}.`,
    about: 'person',
    since: order.startsOn,
    stale: true,
    ...fromSystem(order.imported),
  }
}

const GRADES = ['high', 'medium', 'standard'] as const

function toRisks(persons: Records['persons'], { today }: FindingTerms): { recent: Finding[]; old: Finding[] } {
  const from = monthsBefore(today, RECENT_MONTHS)
  const risks = persons
    .flatMap(({ name, riskGrade, riskGradedOn }) => (riskGrade === null ? [] : [{ name, riskGrade, riskGradedOn }]))
    .sort((a, b) => GRADES.indexOf(a.riskGrade) - GRADES.indexOf(b.riskGrade))
    .map(({ name, riskGrade, riskGradedOn }): Finding => {
      const when = riskGradedOn === null ? 'date not recorded' : sayDay(riskGradedOn)
      return {
        ...plain,
        kind: 'risk',
        headline: `Last risk grade ${riskGrade}: ${name}, ${when}`,
        about: 'person',
        since: riskGradedOn,
        stale: riskGradedOn === null || riskGradedOn < from,
        domesticAbuse: true,
        code: riskGrade,
      }
    })
  const conferences = persons.flatMap(({ name, maracOn }): Finding[] => {
    if (maracOn === null) return []
    const recent = maracOn >= from
    const headline = `Discussed at a multi-agency risk conference (MARAC) on ${sayDay(maracOn)}: ${name}`
    return [
      {
        ...plain,
        kind: 'marac',
        headline,
        about: 'person',
        since: maracOn,
        stale: !recent,
        domesticAbuse: recent,
        code: recent ? 'marac' : null,
      },
    ]
  })
  return {
    recent: [...risks, ...conferences.filter(({ stale }) => !stale)],
    old: conferences.filter(({ stale }) => stale),
  }
}

function toPlan(plan: Of<'plans'>, today: string): Finding[] {
  const stale = plan.reviewOn < today
  const overdue = stale ? `, review overdue since ${sayDay(plan.reviewOn)}` : ''
  const entry = (code: string, headline: string, detail: string): Finding => ({
    ...plain,
    kind: 'plan',
    headline: `${headline}${overdue}`,
    detail,
    about: plan.about,
    source: plan.author,
    since: plan.startsOn,
    reviewOn: plan.reviewOn,
    stale,
    code,
    ...from(plan.imported),
  })
  return [
    entry('plan', 'Response plan', plan.plan),
    ...(plan.safeApproach ? [entry('safe-approach', 'Safe approach', plan.safeApproach)] : []),
    ...(plan.codeWord ? [entry('code-word', 'Code word', plan.codeWord)] : []),
  ]
}

const KNOWN_BY = { number: 'Uses this number', premises: 'Recorded at this address', person: 'Known by this name' }

function toPerson(person: Of<'persons'>, { key, repeatAndVulnerable, today }: FindingTerms): Finding {
  const age = person.bornOn === null ? null : yearsBetween(person.bornOn, today)
  const { childUnder, olderFrom } = repeatAndVulnerable
  const group = age === null ? null : age < childUnder ? 'child' : age >= olderFrom ? 'older' : null
  const born = person.bornOn === null ? '' : `, born ${sayDay(person.bornOn)}, aged ${age}`
  const detail = person.aliases.length > 0 ? `Also known as ${person.aliases.join(', ')}` : ''
  return {
    ...plain,
    kind: 'person',
    headline: `${KNOWN_BY[key]}: ${person.name}${born}`,
    detail,
    about: key,
    code: group,
  }
}

const KEY = { number: 'this number', premises: 'this address', person: 'this person' }

function countDomesticAbuse(tally: Records['tally'], key: FindingTerms['key']): Finding[] {
  if (tally.domesticAbuseEver === 0) return []
  const headline = `Domestic abuse, ${KEY[key]}: ${times(tally.domesticAbuseTwelveMonths, tally)} in 12 months, ${times(tally.domesticAbuseEver, tally)} in all`
  return [{ ...plain, kind: 'count', headline, about: key, domesticAbuse: true, code: 'domestic-abuse' }]
}

function countAll(tally: Records['tally'], key: FindingTerms['key']): Finding[] {
  if (tally.ever === 0) return []
  const headline = `Incidents of any kind, ${KEY[key]}: ${times(tally.twelveMonths, tally)} in 12 months, ${times(tally.ever, tally)} in all`
  return [{ ...plain, kind: 'count', headline, about: key, code: 'all' }]
}

function times(count: number, { counted }: Records['tally']): string {
  return counted === 'all' ? String(count) : `at least ${count}`
}

/** Those that make somebody a repeat victim come before others for a place in the ten; told newest first. */
function chooseIncidents(
  incidents: Records['incidents'],
  { repeatAndVulnerable, today }: FindingTerms,
): Records['incidents'] {
  const from = monthsBefore(today, repeatAndVulnerable.repeatWithinMonths)
  const counts = (incident: Of<'incidents'>) => incident.domesticAbuse && incident.day >= from
  const newest = [...incidents].sort((a, b) => compare(b.day, a.day) || b.number - a.number)
  const chosen = [...newest.filter(counts), ...newest.filter((incident) => !counts(incident))].slice(0, MOST_INCIDENTS)
  return newest.filter((incident) => chosen.includes(incident))
}

function toIncident(incident: Of<'incidents'>, { incidentTypes }: FindingTerms): Finding {
  const type = incidentTypes.find(({ code }) => code === incident.type)
  const name = type?.name ?? incident.type
  const abuse = incident.domesticAbuse && type?.domesticAbuse !== true ? ', domestic abuse' : ''
  const open = incident.status === 'open' ? ', still open' : ''
  const flags = [...(incident.repeatVictim ? ['repeat-victim'] : []), ...(incident.vulnerable ? ['vulnerable'] : [])]
  return {
    ...plain,
    kind: 'incident',
    headline: `${sayDay(incident.day)}: ${name}${abuse}${open}`,
    detail: shorten((incident.result ?? '').trim() || incident.summary.trim()),
    about: incident.about,
    since: incident.day,
    incidentId: incident.id,
    reference: logNumber(incident.day, incident.number),
    domesticAbuse: incident.domesticAbuse,
    code: flags.join(' ') || null,
    ...fromSystem(incident.imported),
  }
}

function shorten(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT).toWellFormed().trimEnd()} ...`
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}
