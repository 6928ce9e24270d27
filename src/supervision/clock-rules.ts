import type { Escalation, ExceptionKind } from '../definitions/index.ts'

/** A unit that was sent and has not been released. Instants in milliseconds. */
export type CrewOut = {
  deploymentId: string
  unitId: string
  callsign: string
  crewSize: number
  assignedAt: number
  /** by road, as it was when the unit was sent; null: not known */
  travelSeconds: number | null
  briefingRead: boolean
  /** it asked for so many more units then, and so many were sent since; null: it did not ask */
  asked: { units: number; at: number; sentSince: number } | null
  /** the newest of its steps, its state, what it wrote and its welfare checks */
  heardAt: number
}

/** What the clocks of one incident are judged by. Instants in milliseconds, by the database's clock. */
export type ClockFacts = {
  incidentId: string
  now: number
  isOpen: boolean
  grade: string | null
  /** whether its grade sends units */
  deploys: boolean
  hasOwner: boolean
  openedAt: number
  gradedAt: number | null
  /** from when to when the present clock runs */
  clockFrom: number | null
  attendBy: number | null
  /** when the first unit arrived */
  attendedAt: number | null
  /** when a unit last left it, for whatever reason */
  lastLeftAt: number | null
  crews: readonly CrewOut[]
  /** the newest ranking: the shortest known road time of those who may go, null when there is none */
  ranking: { madeAt: number; firstSeconds: number | null } | null
  /** when whoever waits was last spoken to, and last tried without an answer */
  spokenAt: number | null
  triedAt: number | null
  hasSafeNumber: boolean
  /** what was promised and is not done */
  promises: readonly { actionId: string; dueAt: number }[]
}

/** One thing that stands, or will: since when, about what, and why, without a word of what anybody said. */
export type Standing = {
  kind: ExceptionKind
  subjectType: 'incident' | 'deployment' | 'action'
  subjectId: string
  unitId: string | null
  since: number
  because: string
}

/**
 * What stands of an incident now, in the order of the force's list, and when to look again; null: not before something
 * changes. Each line asks one question: since when would it be so, if nothing changed?
 */
export function judgeClocks(
  facts: ClockFacts,
  rules: Escalation,
): { standing: Standing[]; lookAgainAt: number | null } {
  const all = facts.isOpen ? rules.exceptions.flatMap((rule) => possible(rule.kind, facts, rules)) : []
  const later = all.map(({ since }) => since).filter((since) => since > facts.now)
  return {
    standing: all.filter(({ since }) => since <= facts.now),
    // a timer has whole milliseconds: one that came a part of one early would plan itself again, and be lost
    lookAgainAt: later.length > 0 ? Math.ceil(Math.min(...later)) : null,
  }
}

/** How long this may last before it is an exception, in milliseconds; undefined: it never is. */
export function patienceOf(
  kind: ExceptionKind,
  of: { grade: string | null; crewSize?: number },
  rules: Escalation,
): number | undefined {
  const line = rules.exceptions
    .find((rule) => rule.kind === kind)
    ?.after.find(
      ({ grades, crewUpTo }) =>
        (grades === undefined || (of.grade !== null && grades.includes(of.grade))) &&
        (crewUpTo === undefined || (of.crewSize ?? 1) <= crewUpTo),
    )
  return line && line.seconds * 1_000
}

function possible(kind: ExceptionKind, facts: ClockFacts, rules: Escalation): Standing[] {
  const patience = patienceOf(kind, facts, rules)
  const ofIncident = (since: number | null | undefined, because: string): Standing[] =>
    since === null || since === undefined
      ? []
      : [{ kind, subjectType: 'incident', subjectId: facts.incidentId, unitId: null, since, because }]
  switch (kind) {
    case 'unit-silent':
    case 'briefing-unread':
    case 'more-units-wanted':
      return facts.crews.flatMap((crew) => ofCrew(kind, crew, facts, rules))
    case 'recontact-overdue':
      if (patience === undefined) return []
      return facts.promises.map(({ actionId, dueAt }) => ({
        kind,
        subjectType: 'action',
        subjectId: actionId,
        unitId: null,
        since: dueAt + patience,
        because: 'A time was promised, and nobody has marked it done',
      }))
    default:
      return patience === undefined ? [] : ofIncident(sinceOf(kind, facts, rules, patience), reasonFor(kind, facts))
  }
}

type OfCrew = 'unit-silent' | 'briefing-unread' | 'more-units-wanted'

function ofCrew(kind: OfCrew, crew: CrewOut, { grade }: ClockFacts, rules: Escalation): Standing[] {
  const patience = patienceOf(kind, { grade, crewSize: crew.crewSize }, rules)
  const found = patience === undefined ? undefined : waitOfCrew(kind, crew, Math.round(patience / 60_000))
  if (!found || patience === undefined) return []
  const { from, because } = found
  return [
    {
      kind,
      subjectType: 'deployment',
      subjectId: crew.deploymentId,
      unitId: crew.unitId,
      since: from + patience,
      because,
    },
  ]
}

/** From when a crew's clock runs, and what is said when it has run out; undefined: it does not run. */
function waitOfCrew(kind: OfCrew, crew: CrewOut, minutes: number): { from: number; because: string } | undefined {
  const { callsign, crewSize, asked } = crew
  switch (kind) {
    case 'unit-silent': {
      const size = crewSize === 1 ? 'single crewed' : `crew of ${crewSize}`
      return { from: crew.heardAt, because: `${callsign}, ${size}: not heard of for ${minutes} min` }
    }
    case 'briefing-unread':
      if (crew.briefingRead) return undefined
      return { from: crew.assignedAt, because: `${callsign} has not read its briefing for ${minutes} min` }
    case 'more-units-wanted':
      if (!asked || asked.sentSince >= asked.units) return undefined
      return {
        from: asked.at,
        because: `${callsign} asks for ${asked.units} more ${asked.units === 1 ? 'unit' : 'units'}, ${asked.sentSince} sent since`,
      }
  }
}

type Whole = Exclude<ExceptionKind, OfCrew | 'recontact-overdue'>

/** Since when it would be an exception, if nothing changed; null: it is not so. */
function sinceOf(kind: Whole, facts: ClockFacts, rules: Escalation, patience: number): number | null {
  const { gradedAt, attendBy, crews } = facts
  const waits = gradedAt !== null && facts.attendedAt === null
  switch (kind) {
    case 'incident-ungraded':
      return gradedAt === null ? facts.openedAt + patience : null
    case 'incident-unowned':
      return waits && !facts.hasOwner && crews.length === 0 ? gradedAt + patience : null
    case 'incident-unassigned':
      return waits && facts.deploys && crews.length === 0 ? Math.max(gradedAt, facts.lastLeftAt ?? 0) + patience : null
    case 'clock-running':
      return waits && facts.deploys && !isExpectedInTime(facts) ? untilBreach(warnAt(facts, rules), attendBy) : null
    case 'clock-cannot-be-met':
      return waits && facts.deploys ? untilBreach(unmeetableFrom(facts), attendBy) : null
    case 'clock-breached':
      return waits && attendBy !== null ? attendBy + patience : null
    case 'caller-waiting':
      return waits ? contactDueAt(facts, gradedAt, patience, rules.noAnswerAgainSeconds * 1_000) : null
    default:
      // what is past its review date is no incident's
      return null
  }
  /** Warnings of a breach end with it: then it is said itself. */
  function untilBreach(since: number | null, breach: number | null): number | null {
    return since !== null && breach !== null && since < breach && facts.now < breach ? since : null
  }
}

function warnAt({ clockFrom, attendBy }: ClockFacts, { warnAtPercent }: Escalation): number | null {
  if (clockFrom === null || attendBy === null) return null
  return clockFrom + ((attendBy - clockFrom) * warnAtPercent) / 100
}

/** Arrivals of those who were sent, as far as their road times are known. */
function arrivals({ crews }: ClockFacts): number[] {
  return crews.flatMap(({ assignedAt, travelSeconds }) =>
    travelSeconds === null ? [] : [assignedAt + travelSeconds * 1_000],
  )
}

function isExpectedInTime(facts: ClockFacts): boolean {
  return arrivals(facts).some((at) => facts.attendBy !== null && at <= facts.attendBy)
}

/**
 * From when on no unit that is known can be there in time: by the road times of the newest ranking and of those that
 * were sent. A time that nobody knows is not taken for a late one.
 */
function unmeetableFrom(facts: ClockFacts): number | null {
  const { attendBy, crews, ranking } = facts
  if (attendBy === null || isExpectedInTime(facts)) return null
  if (crews.some(({ travelSeconds }) => travelSeconds === null)) return null
  if (ranking === null) return null
  return ranking.firstSeconds === null ? ranking.madeAt : attendBy - ranking.firstSeconds * 1_000
}

/** Rung again after the force's time; sooner when nobody answered. */
function contactDueAt(
  { spokenAt, triedAt }: ClockFacts,
  gradedAt: number,
  patience: number,
  noAnswerAgain: number,
): number {
  const from = Math.max(gradedAt, spokenAt ?? 0)
  return triedAt !== null && triedAt > from ? triedAt + noAnswerAgain : from + patience
}

function reasonFor(kind: Whole, { crews, ranking, hasSafeNumber }: ClockFacts): string {
  switch (kind) {
    case 'incident-ungraded':
      return 'It has no grade'
    case 'incident-unowned':
      return 'No dispatcher has taken it'
    case 'incident-unassigned':
      return 'No unit is going'
    case 'clock-running':
      return crews.length === 0 ? 'No unit is going' : 'No unit is expected in time'
    case 'clock-cannot-be-met':
      return ranking?.firstSeconds === null ? 'No unit may go' : 'By road no unit can be there in time now'
    case 'clock-breached':
      return crews.length === 0 ? 'Nobody arrived in time, and no unit is going' : 'Nobody arrived in time'
    case 'caller-waiting':
      return hasSafeNumber
        ? 'Ring on the safe number only, and assess again'
        : 'No safe number is known: make sure that it is safe to talk, and assess again'
    default:
      return ''
  }
}
