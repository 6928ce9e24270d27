import type { DefinitionBody } from '../definitions/index.ts'
import { type Finding, POWER_OF_ARREST, sayDay } from '../history/index.ts'
import { findQuestions, PLACES } from './asked-question-rules.ts'
import { tellSources } from './briefed-source-rules.ts'
import {
  type BriefingBody,
  type BriefingLine,
  type SectionCode,
  sectionCodes,
  sectionTitles,
  type UnknownThing,
} from './briefing.ts'
import { judgeParts } from './sufficiency-rules.ts'
import {
  type AskedQuestion,
  type BriefedCheck,
  type BriefedSystem,
  findUnknowns,
  isOwn,
  nameCheck,
  sayOutstanding,
} from './unknown-rules.ts'

/** Everything a briefing is composed from. */
export type BriefingFacts = {
  incident: {
    id: string
    typeCode: string
    typeName: string
    /** null before it is graded */
    gradeName: string | null
    summary: string
    locationText: string
    premisesId: string | null
    happeningNow: boolean
    domesticAbuse: boolean
    repeatVictim: boolean
    vulnerable: boolean
  }
  needs: BriefedNeeds
  checks: readonly BriefedCheck[]
  /** outside systems that the force has, connected or not */
  sources?: readonly BriefedSystem[]
  people: ReadonlyArray<{
    role: string
    name: string
    bornOn: string | null
    relationship: string | null
    present: boolean | null
  }>
  contacts: ReadonlyArray<{
    channel: string
    kind: string
    number: string | null
    numberWithheld: boolean
    callerName: string | null
    callerRole: string | null
    firstWords: string | null
  }>
  questionSet: DefinitionBody<'question-set'>
  /** types that are domestic abuse: their questions are asked of an incident that was flagged as that */
  domesticAbuseTypes: readonly string[]
  markerCodes: DefinitionBody<'marker-codes'>
}

/** What the person who is helped needs, and what was asked. */
export type BriefedNeeds = {
  /** null: asked and skipped; absent: not asked */
  questions: Readonly<Record<string, string | null>>
  language: string | null
  interpreter: string | null
  officerSex: 'female' | 'male' | null
  safeNumber: string | null
  safeContact: string | null
  codeWord: string | null
}

/** Earlier incidents told to a crew: the newest; the log has the others. */
const MOST_INCIDENTS = 3
/** Lines of a part, danger excepted, of which every one is told. */
const MOST_LINES = 8
/** Characters of one line: three lines of a phone. */
const MOST_TEXT = 240

/**
 * Composes what a crew is told, in the order of DOMAIN B11: what is happening, danger, people, orders, history,
 * plan, communication, first words, and what nobody knows. It fits one screen and can be read aloud as it stands.
 * The response plan keeps its place there; the headline begins by pointing at it (CR-25).
 */
export function composeBriefing(facts: BriefingFacts): { body: BriefingBody; unknowns: UnknownThing[] } {
  const questions = findQuestions(facts)
  const unknowns = findUnknowns({
    premisesId: facts.incident.premisesId,
    locationText: facts.incident.locationText,
    contacts: facts.contacts,
    people: facts.people,
    checks: facts.checks,
    questions,
    sources: facts.sources ?? [],
  })
  const findings = gatherFindings(facts)
  const told: Record<SectionCode, BriefingLine[]> = {
    happening: tellHappening(facts),
    danger: findings.filter(({ danger }) => danger).map(toLine),
    people: [...tellPeople(facts), ...findings.filter(isAboutPeople).map(toLine)],
    orders: findings.filter(({ kind }) => kind === 'order').map(toLine),
    history: tellHistory(facts, findings),
    plan: [...findings.filter(({ kind }) => kind === 'plan').map(toLine), ...tellCodeWord(facts.needs)],
    communication: tellCommunication(facts),
    firstWords: tellFirstWords(facts),
  }
  const placeOf = (code: string) =>
    facts.questionSet.find((one) => one.code === code)?.part ?? PLACES[code] ?? 'happening'
  for (const question of questions) {
    const section = placeOf(question.code)
    if (question.answer === null) continue
    // what was said of weapons a moment ago goes before what is recorded
    if (section === 'danger') told.danger.unshift(toAnswer(question, question.answer, section))
    else told[section].push(toAnswer(question, question.answer, section))
  }
  const parts = judgeParts({
    told: { ...countLines(told), history: told.history.length - facts.checks.filter(foundNothing).length },
    unknowns,
    nobodySpoke:
      facts.contacts.length > 0 && facts.contacts.every(({ kind }) => kind === 'silent' || kind === 'abandoned'),
    placeOf,
  })
  if (told.danger.length === 0) told.danger.push(tellNoDanger(unknowns))
  return {
    body: {
      headline: tellHeadline(facts, findings),
      sections: sectionCodes.map((code) => ({
        code,
        title: sectionTitles[code],
        lines: code === 'danger' ? told.danger : onOneScreen(told[code]),
      })),
      outstanding: sayOutstanding(unknowns),
      parts,
      sources: tellSources(facts.checks, facts.sources ?? []),
    },
    unknowns,
  }
}

/** Every finding of every check once, the most dangerous first; this incident is no history of itself. */
function gatherFindings({ incident, checks, markerCodes }: BriefingFacts): Finding[] {
  const all = checks.flatMap(({ findings }) => {
    const others = findings.filter(({ incidentId }) => incidentId !== incident.id)
    if (others.length === findings.length) return others
    // counted before this call became part of an incident
    return others.map((finding) =>
      finding.kind === 'count' ? { ...finding, headline: `${finding.headline}, this one included` } : finding,
    )
  })
  const once = new Map(all.map((finding) => [finding.incidentId ?? JSON.stringify(finding), finding]))
  const rank = ({ code }: Finding) =>
    markerCodes.find((marker) => marker.code === code)?.rank ?? Number.MAX_SAFE_INTEGER
  return [...once.values()].sort(
    (a, b) =>
      Number(b.danger) - Number(a.danger) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || withinKind(a, b, rank),
  )
}

/** One order for all kinds: what is compared only within a kind would not sort. */
const KINDS: ReadonlyArray<Finding['kind']> = [
  'marker',
  'order',
  'risk',
  'marac',
  'plan',
  'person',
  'count',
  'incident',
]

function withinKind(a: Finding, b: Finding, rank: (finding: Finding) => number): number {
  switch (a.kind) {
    case 'marker':
      return rank(a) - rank(b)
    case 'order':
      // what has ended comes last, whatever it allowed
      if (a.stale !== b.stale) return Number(a.stale) - Number(b.stale)
      return Number(b.headline.includes(POWER_OF_ARREST)) - Number(a.headline.includes(POWER_OF_ARREST))
    case 'incident':
      return compare(dayOf(b), dayOf(a))
    default:
      return 0
  }
}

function tellHeadline({ incident }: BriefingFacts, findings: readonly Finding[]): string {
  const plan = findings.some(({ kind, code }) => kind === 'plan' && code === 'plan')
  const dangers = findings.filter(({ danger }) => danger).map(({ headline }) => headline.split(':')[0])
  return [
    ...(plan ? ['Response plan: read it before you go in.'] : []),
    `${incident.gradeName === null ? '' : `${incident.gradeName}: `}${incident.typeName}${incident.happeningNow ? ', happening now' : ''}.`,
    ...(dangers.length > 0 ? [`Danger: ${[...new Set(dangers)].join('; ')}.`] : []),
  ].join(' ')
}

function tellHappening({ incident, contacts, people }: BriefingFacts): BriefingLine[] {
  const { locationText, summary } = incident
  return [
    ...(locationText.trim() ? [say(`At ${locationText.trim()}`, 'Call handler')] : []),
    ...(summary.trim() ? [say(summary.trim(), 'Call handler')] : []),
    ...(contacts.some(({ kind }) => kind === 'silent') ? [say('A silent call: nobody spoke', 'Contact')] : []),
    ...(contacts.some(({ kind }) => kind === 'abandoned') ? [say('An abandoned call: the line ended', 'Contact')] : []),
    ...(contacts.length > 1 ? [say(`${contacts.length} contacts about this`, 'Contact')] : []),
    ...people
      .filter(({ role }) => role === 'suspect')
      .map((person) => toPerson('Suspect', person, ['there now', 'not there now'])),
  ]
}

function tellPeople({ people, contacts }: BriefingFacts): BriefingLine[] {
  const named = (role: string, title: string, where: [string, string]) =>
    people.filter((person) => person.role === role).map((person) => toPerson(title, person, where))
  const callers = contacts.flatMap(({ callerRole, callerName }) => toCaller(callerRole, callerName))
  return [
    ...named('victim', 'Victim', ['there now', 'not there now']),
    ...named('child', 'Child', ['there now', 'connected with the household, not there now']),
    ...new Map(callers.map((line) => [line.text, line])).values(),
    ...named('other', 'Also there or connected', ['there now', 'not there now']),
    ...named('witness', 'Witness', ['there now', 'not there now']),
  ]
}

/** A third party is never named to a crew, whose screen or voice may reach the person complained of (DOMAIN B9). */
function toCaller(role: string | null, name: string | null): BriefingLine[] {
  const called = name?.trim() ? `: ${name.trim()}` : ''
  switch (role) {
    case 'victim':
      return [say(`The caller is the victim${called}`, 'Contact')]
    case 'third-party':
      return [say('The caller is somebody else: do not say that anybody called', 'Contact')]
    case 'suspect':
      return [say(`The caller may be the suspect${called}`, 'Contact')]
    case 'officer':
    case 'partner':
      return [say(`Reported by ${role === 'officer' ? 'an officer' : 'a partner agency'}${called}`, 'Contact')]
    default:
      return []
  }
}

function tellHistory({ incident, checks }: BriefingFacts, findings: readonly Finding[]): BriefingLine[] {
  const flags = [...(incident.repeatVictim ? ['Repeat victim'] : []), ...(incident.vulnerable ? ['Vulnerable'] : [])]
  const of = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind && !finding.danger)
  const current = (finding: Finding) => finding.code !== null
  return [
    ...(flags.length > 0 ? [say(flags.join('. '), "The force's definitions")] : []),
    ...[
      ...of('risk'),
      ...of('marac').filter(current),
      ...of('marker').filter(({ domesticAbuse }) => domesticAbuse),
      ...of('count'),
    ].map(toLine),
    ...of('incident').slice(0, MOST_INCIDENTS).map(toLine),
    ...[...of('marker'), ...of('marac')].filter((finding) => !current(finding)).map(toLine),
    ...checks.filter(foundNothing).map(tellNoTrace),
  ]
}

function foundNothing({ state }: BriefedCheck): boolean {
  return state === 'no_trace'
}

function countLines(told: Record<SectionCode, BriefingLine[]>): Record<SectionCode, number> {
  const counts = Object.fromEntries(sectionCodes.map((code) => [code, told[code].length])) as Record<
    SectionCode,
    number
  >
  // a plain "no" to the question of weapons was asked, and tells of no danger
  return { ...counts, danger: told.danger.filter(({ danger, stale }) => danger || stale).length }
}

/** Said in full, so that it cannot be taken for "nothing has ever happened here". */
function tellNoTrace(check: BriefedCheck): BriefingLine {
  return {
    ...say(
      `${nameCheck(check)}: no record found`,
      isOwn(check) ? 'Force records' : (check.sourceName ?? 'Another system'),
    ),
    since: check.finishedAt?.slice(0, 10) ?? null,
  }
}

function tellCodeWord({ codeWord }: BriefedNeeds): BriefingLine[] {
  return codeWord?.trim() ? [say(`Code word agreed on this call: ${codeWord.trim()}`, 'Call handler')] : []
}

function tellCommunication({ needs, contacts }: BriefingFacts): BriefingLine[] {
  const { language, interpreter, officerSex, safeNumber, safeContact } = needs
  const handler = (text: string) => say(text, 'Call handler')
  return [
    ...(language?.trim() ? [handler(`Language: ${language.trim()}. Use an interpreter, never family`)] : []),
    ...(interpreter?.trim() ? [handler(`Interpreter: ${interpreter.trim()}`)] : []),
    ...(contacts.some(({ kind }) => kind === 'relay') ? [handler('Uses a relay service: give time to answer')] : []),
    ...(officerSex ? [handler(`Asks for a ${officerSex} officer`)] : []),
    ...(safeContact?.trim() ? [handler(`Safe contact: ${safeContact.trim()}`)] : []),
    ...(safeNumber?.trim() ? [handler(`Ring only this number: ${safeNumber.trim()}`)] : []),
  ]
}

/** As they were said: neither calm nor distress says how serious it is. */
function tellFirstWords({ contacts }: BriefingFacts): BriefingLine[] {
  return contacts.flatMap(({ firstWords, channel }) =>
    firstWords?.trim() ? [say(`"${firstWords.trim()}"`, `Caller, ${channel}`)] : [],
  )
}

function tellNoDanger(unknowns: readonly UnknownThing[]): BriefingLine {
  const asked = unknowns.every(
    ({ what, state }) => what.startsWith('question:') || what === 'location' || state === 'NOT_CONNECTED',
  )
  return say(
    asked ? 'None recorded. That is not a promise' : 'None known so far: not every source has answered',
    'Force records',
  )
}

function isAboutPeople({ kind, danger, domesticAbuse, code }: Finding): boolean {
  return kind === 'person' || (kind === 'marker' && !danger && !domesticAbuse && code !== null)
}

function toPerson(
  title: string,
  person: BriefingFacts['people'][number],
  [there, away]: [string, string],
): BriefingLine {
  const { name, bornOn, relationship, present } = person
  const where = present === null ? 'not known whether there' : present ? there : away
  const parts = [
    name,
    ...(bornOn === null ? [] : [`born ${sayDay(bornOn)}`]),
    ...(relationship?.trim() ? [relationship.trim()] : []),
    where,
  ]
  return say(`${title}: ${parts.join(', ')}`, 'Call handler')
}

function toLine(finding: Finding): BriefingLine {
  const reference = finding.reference === null ? '' : ` (${finding.reference})`
  const text = `${finding.headline}${reference}${finding.detail.trim() ? `. ${finding.detail.trim()}` : ''}`
  return {
    text: shorten(text),
    source: finding.source,
    since: finding.since,
    stale: finding.stale,
    danger: finding.danger,
  }
}

/** Only a plain no is taken for one: whatever else was said of weapons is danger. */
const NO = /^(no|none|nothing|no weapons?)[.!]?$/i

function toAnswer({ ask }: AskedQuestion, answer: string, section: SectionCode): BriefingLine {
  return { ...say(`${ask} "${answer}"`, 'Caller'), danger: section === 'danger' && !NO.test(answer) }
}

function say(text: string, source: string): BriefingLine {
  return { text: shorten(text), source, since: null, stale: false, danger: false }
}

/** What is left out is said to be. */
function onOneScreen(lines: readonly BriefingLine[]): BriefingLine[] {
  if (lines.length <= MOST_LINES) return [...lines]
  const left = lines.length - (MOST_LINES - 1)
  return [...lines.slice(0, MOST_LINES - 1), say(`And ${left} more on the log`, 'Golden Hour')]
}

function shorten(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT).toWellFormed().trimEnd()} ... (more on the log)`
}

function dayOf({ since }: Finding): string {
  return since ?? ''
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}
