import { localClock } from '../core/index.ts'
import { type CheckKind, type CheckState, type Finding, FORCE_RECORDS } from '../history/index.ts'
import type { UnknownThing } from './briefing.ts'

/** A check that stands: not one whose place another has taken. */
export type BriefedCheck = {
  kind: CheckKind
  state: CheckState
  /** the number, the premises' id, or the person's name */
  query: string
  finishedAt: string | null
  findings: readonly Finding[]
  /** which system was asked, and what people call it; without them our own records */
  source?: string
  sourceName?: string
  /** when what is told was found, because this check has not answered */
  earlierAt?: string | null
  /** the source did not accept who we are */
  refused?: boolean
}

/** A question of the force's set that is asked of an incident of this type, with what was said. */
export type AskedQuestion = {
  code: string
  ask: string
  urgent: boolean
  /** null: nobody has answered it */
  answer: string | null
  /** it was put and left out for want of time */
  skipped: boolean
}

/** What decides whether everything was asked that could be. */
export type AskedFacts = {
  premisesId: string | null
  locationText: string
  contacts: ReadonlyArray<{ number: string | null; numberWithheld: boolean }>
  people: ReadonlyArray<{ role: string; name: string }>
  checks: readonly BriefedCheck[]
  questions: readonly AskedQuestion[]
  /** outside systems, connected or not */
  sources?: readonly BriefedSystem[]
}

/** An outside system that the force has. */
export type BriefedSystem = { code: string; name: string; connected: boolean }

/**
 * Everything that is not known, each by name: checks that have not answered, failed or could not reach their
 * source, what was never asked, urgent questions left open, and every question that was skipped (CR-04, I5, I12).
 * What blocks an answer comes first.
 */
export function findUnknowns(facts: AskedFacts): UnknownThing[] {
  return [
    ...facts.checks.flatMap(toUnknown),
    ...findUnasked(facts),
    ...facts.questions.flatMap(toOpenQuestion),
    ...(facts.sources ?? []).flatMap(toNotConnected),
  ]
}

/** Part 9 as one sentence. */
export function sayOutstanding(unknowns: readonly UnknownThing[]): string {
  if (unknowns.length === 0) return 'Nothing outstanding.'
  return `Not known: ${unknowns.map(({ text }) => text).join('; ')}.`
}

const NAMES = { phone: 'Phone check', premises: 'Address check' }

/** What a check is called to people. */
export function nameCheck(check: Pick<BriefedCheck, 'kind' | 'query' | 'source' | 'sourceName'>): string {
  const { kind, query, sourceName } = check
  const where = isOwn(check) || sourceName === undefined ? '' : ` in ${sourceName}`
  switch (kind) {
    case 'person':
      return `Check of ${query}${where}`
    case 'pair':
      return `Check for orders between ${query.replace(' / ', ' and ')}${where}`
    case 'phone':
    case 'premises':
      return `${NAMES[kind]}${where}`
  }
}

/** Whether our own records were asked, not another system. */
export function isOwn({ source }: Pick<BriefedCheck, 'source'>): boolean {
  return source === undefined || source === FORCE_RECORDS
}

function toUnknown(check: BriefedCheck): UnknownThing[] {
  const what = check.kind
  const name = nameCheck(check)
  switch (check.state) {
    case 'not_started':
    case 'running':
      return [{ what, state: 'PENDING', text: `${name} has not answered yet` }]
    case 'failed':
      return [
        {
          what,
          state: 'FAILED',
          text: `${name} ${check.refused ? 'was not answered, the system refused us' : 'did not work'}: ${orEarlier(check)}`,
        },
      ]
    case 'source_unavailable':
      return [{ what, state: 'SOURCE_UNAVAILABLE', text: `${name}: records not reached, ${orEarlier(check)}` }]
    case 'hit':
    case 'no_trace':
      return []
  }
}

function orEarlier({ earlierAt }: BriefedCheck): string {
  if (!earlierAt) return 'nobody knows what is recorded'
  return `what is told was found at ${localClock(new Date(earlierAt))}`
}

/** A system that nobody connected is told as that: it was not asked, and found neither something nor nothing. */
function toNotConnected({ code, name, connected }: BriefedSystem): UnknownThing[] {
  return connected
    ? []
    : [{ what: `source:${code}`, state: 'NOT_CONNECTED', text: `${name} is not connected: not asked` }]
}

function findUnasked({ premisesId, locationText, contacts, people, checks }: AskedFacts): UnknownThing[] {
  const unasked = (what: string, text: string): UnknownThing[] => [{ what, state: 'NOT_ASKED', text }]
  const has = (kind: CheckKind, query: string) =>
    checks.some((check) => isOwn(check) && check.kind === kind && check.query.toLowerCase() === query.toLowerCase())
  const numbers = contacts.flatMap(({ number }) => number ?? [])
  return [
    ...(premisesId === null && locationText.trim() === '' ? unasked('location', 'Where it is') : []),
    ...(premisesId === null ? unasked('premises', 'No address chosen: address not checked') : []),
    ...(premisesId !== null && !has('premises', premisesId) ? unasked('premises', 'Address not checked') : []),
    ...(numbers.some((number) => !has('phone', number)) ? unasked('phone', 'Phone number not checked') : []),
    ...(numbers.length === 0 && contacts.length > 0 ? unasked('phone', withheldOrNone(contacts)) : []),
    ...people
      .filter(({ role, name }) => CHECKED.includes(role) && !has('person', name))
      .flatMap(({ name }) => unasked('person', `${name} not checked`)),
  ]
}

/** Whoever is harmed, suspected or at risk is looked up; a witness is not. */
const CHECKED: readonly string[] = ['victim', 'suspect', 'child', 'caller', 'other']

function withheldOrNone(contacts: AskedFacts['contacts']): string {
  return contacts.some(({ numberWithheld }) => numberWithheld)
    ? 'Number withheld: no phone check'
    : 'No telephone number: no phone check'
}

function toOpenQuestion({ code, ask, urgent, answer, skipped }: AskedQuestion): UnknownThing[] {
  if (answer !== null || !(urgent || skipped)) return []
  return [{ what: `question:${code}`, state: 'NOT_ASKED', text: `${skipped ? 'Skipped' : 'Not asked'}: ${ask}` }]
}
