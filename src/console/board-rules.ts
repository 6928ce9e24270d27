import type { ContactView } from '../contacts/contact.ts'
import type { DeploymentView, RecommendationView } from '../dispatch/dispatch.ts'
import type { IncidentView } from '../incidents/incident.ts'
import type { UnitView } from '../units/unit.ts'
import type { Board, BriefingView, HeldCheck } from './board.ts'
import type { BoardEvent } from './board-event.ts'

/** Our own records among the sources; that of a check that names none. */
export const OWN_RECORDS = 'force-records'
/** Closed incidents and refused attempts that are still shown; what is older is read from the service. */
const MOST_KEPT = 100

/** Nothing is known yet. */
export const emptyBoard: Board = {
  incidents: new Map(),
  closed: new Map(),
  units: new Map(),
  recommendations: new Map(),
  deployments: new Map(),
  briefings: new Map(),
  briefingsRead: new Map(),
  contacts: new Map(),
  checks: new Map(),
  freshEntries: new Map(),
  lowerGrades: new Map(),
  refusedAttempts: [],
  unseen: [],
}

/** A snapshot as the service sends it; which parts there are depends on who asks. */
type Snapshot = {
  incidents?: readonly IncidentView[]
  units?: readonly UnitView[]
  deployments?: readonly DeploymentView[]
  recommendations?: readonly RecommendationView[]
  briefings?: readonly BriefingView[]
  contacts?: readonly (ContactView & { checks?: readonly HeldCheck[] })[]
}

/**
 * The board as one snapshot of the service gives it. A part this person has no right to is not in the
 * snapshot, and is empty here.
 */
export function boardFrom(snapshot: unknown): Board {
  const parts = (snapshot ?? {}) as Snapshot
  const contacts = parts.contacts ?? []
  return {
    ...emptyBoard,
    incidents: byId(parts.incidents),
    units: byId(parts.units),
    deployments: byId(parts.deployments),
    contacts: byId(contacts),
    checks: byId(contacts.flatMap(({ checks }) => checks ?? [])),
    recommendations: newestByIncident(parts.recommendations),
    briefings: newestByIncident(parts.briefings),
  }
}

/** The board after one more event. What it does not know leaves it as it is. */
export function take(board: Board, event: BoardEvent): Board {
  switch (event.type) {
    case 'contact-received':
    case 'contact-changed':
    case 'contact-linked':
      return {
        ...board,
        contacts: set(board.contacts, event.data.contact.id, event.data.contact),
        checks: joined(board, event.data.contact),
      }
    case 'check-completed':
      return { ...board, checks: checked(board, event) }
    case 'incident-opened':
    case 'incident-changed':
    case 'incident-flagged':
    case 'incident-retyped':
    case 'grade-proposed':
    case 'incident-reopened':
    case 'incident-graded':
    case 'diverted-from-watched':
    case 'recontact-due':
    case 'watched-without-unit':
      return withIncident(board, event.data.incident)
    case 'lower-grade-requested': {
      const { incident, grade, reason, requestedBy } = event.data
      return {
        ...withIncident(board, incident),
        lowerGrades: set(board.lowerGrades, incident.id, { grade, reason, requestedBy }),
      }
    }
    case 'lower-grade-decided':
      return {
        ...withIncident(board, event.data.incident),
        lowerGrades: without(board.lowerGrades, event.data.incident.id),
      }
    case 'incident-closed':
      return closed(board, event.data.incident)
    case 'log-entry-added': {
      const { incidentId, entry } = event.data
      const before = board.freshEntries.get(incidentId) ?? []
      return { ...board, freshEntries: set(board.freshEntries, incidentId, [...before, { ...entry, at: event.at }]) }
    }
    case 'ending-refused':
      return {
        ...board,
        refusedAttempts: [...board.refusedAttempts, { ...event.data, seq: event.seq, at: event.at }].slice(-MOST_KEPT),
      }
    case 'unit-changed':
    case 'officer-emergency':
      return { ...board, units: set(board.units, event.data.unit.id, event.data.unit) }
    case 'recommendation-made': {
      const { incident, recommendation, briefing } = event.data
      return {
        ...withIncident(board, incident),
        recommendations: newer(board.recommendations, recommendation),
        briefings: newer(board.briefings, briefing),
      }
    }
    case 'deployment-made': {
      const { incident, deployment, briefing } = event.data
      return {
        ...withIncident(board, incident),
        deployments: set(board.deployments, deployment.id, deployment),
        briefings: newer(board.briefings, briefing),
      }
    }
    case 'deployment-stepped':
    case 'deployment-ended':
    case 'deployment-reasoned':
    case 'arrived-unread':
    case 'more-units-wanted':
      return { ...board, deployments: set(board.deployments, event.data.deployment.id, event.data.deployment) }
    case 'briefing-added':
      return { ...board, briefings: newer(board.briefings, event.data.briefing) }
    case 'briefing-read':
      return {
        ...board,
        briefingsRead: set(board.briefingsRead, `${event.data.incidentId}/${event.data.unitId}`, event.data.version),
      }
    case 'receipt-missing':
    case 'receipt-alarm': {
      const { seq, type, incidentId } = event.data
      const others = board.unseen.filter((one) => one.seq !== seq)
      return {
        ...board,
        unseen: [...others, { seq, type, incidentId, at: event.at, alarm: event.type === 'receipt-alarm' }].slice(
          -MOST_KEPT,
        ),
      }
    }
    default:
      return board
  }
}

/** Contacts that are not part of an incident yet, the longest waiting first. */
export function listWaitingContacts(board: Board) {
  return [...board.contacts.values()]
    .filter(({ incidentId }) => incidentId === null)
    .sort((a, b) => compare(a.receivedAt, b.receivedAt))
}

/** What was checked for a contact or an incident and still stands, oldest first. */
export function listChecksOf(board: Board, of: { contactId?: string | null; incidentId?: string | null }): HeldCheck[] {
  return [...board.checks.values()].filter(
    (check) =>
      !check.superseded &&
      ((of.contactId != null && check.contactId === of.contactId) ||
        (of.incidentId != null && check.incidentId === of.incidentId)),
  )
}

/** Every unit that went or goes to an incident, in the order they were sent. */
export function listDeploymentsOf(board: Board, incidentId: string) {
  return [...board.deployments.values()]
    .filter((deployment) => deployment.incidentId === incidentId)
    .sort((a, b) => compare(a.assignedAt, b.assignedAt))
}

function compare(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b)
}

function byId<T extends { id: string }>(rows: readonly T[] | undefined): Map<string, T> {
  return new Map((rows ?? []).map((row) => [row.id, row]))
}

function newestByIncident<T extends { incidentId: string; version: number }>(
  rows: readonly T[] | undefined,
): ReadonlyMap<string, T> {
  return (rows ?? []).reduce<ReadonlyMap<string, T>>(newer, new Map())
}

function newer<T extends { incidentId: string; version: number }>(
  map: ReadonlyMap<string, T>,
  one: T,
): ReadonlyMap<string, T> {
  const known = map.get(one.incidentId)
  return known && known.version > one.version ? map : set(map, one.incidentId, one)
}

function set<T>(map: ReadonlyMap<string, T>, key: string, value: T): Map<string, T> {
  return new Map(map).set(key, value)
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  if (!map.has(key)) return map
  const left = new Map(map)
  left.delete(key)
  return left
}

function withIncident(board: Board, incident: IncidentView): Board {
  if (incident.status === 'closed') return board
  return {
    ...board,
    incidents: set(board.incidents, incident.id, incident),
    closed: without(board.closed, incident.id),
  }
}

function closed(board: Board, incident: IncidentView): Board {
  const lately = [...without(board.closed, incident.id), [incident.id, incident] as const].slice(-MOST_KEPT)
  return {
    ...board,
    incidents: without(board.incidents, incident.id),
    closed: new Map(lately),
    recommendations: without(board.recommendations, incident.id),
    briefings: without(board.briefings, incident.id),
    lowerGrades: without(board.lowerGrades, incident.id),
    freshEntries: without(board.freshEntries, incident.id),
    deployments: only(board.deployments, (deployment) => deployment.incidentId !== incident.id),
    contacts: only(board.contacts, (contact) => contact.incidentId !== incident.id),
    checks: only(board.checks, (check) => check.incidentId !== incident.id),
    briefingsRead: only(board.briefingsRead, (_version, key) => !key.startsWith(`${incident.id}/`)),
    unseen: board.unseen.filter((one) => one.incidentId !== incident.id),
  }
}

function only<T>(map: ReadonlyMap<string, T>, keep: (value: T, key: string) => boolean): ReadonlyMap<string, T> {
  return new Map([...map].filter(([key, value]) => keep(value, key)))
}

/** A contact that was joined to an incident takes its checks along. */
function joined(board: Board, contact: { id: string; incidentId: string | null }): Board['checks'] {
  if (contact.incidentId === null) return board.checks
  const { id, incidentId } = contact
  const isTheirs = (check: HeldCheck) => check.contactId === id && check.incidentId !== incidentId
  if (![...board.checks.values()].some(isTheirs)) return board.checks
  return new Map([...board.checks].map(([key, check]) => [key, isTheirs(check) ? { ...check, incidentId } : check]))
}

/**
 * A finished check takes the place of the earlier ones that asked the same source about the same. One that got no answer
 * keeps showing what the earlier one found: asking again must not hide it.
 */
function checked(board: Board, event: Extract<BoardEvent, { type: 'check-completed' }>): Board['checks'] {
  const {
    checkId,
    kind,
    state,
    contactId,
    incidentId,
    source,
    sourceName,
    refused = false,
    aboutPersons = [],
    candidates = [],
  } = event.data
  const known = board.checks.get(checkId)
  const isEarlier = (other: HeldCheck) =>
    other.id !== checkId &&
    other.kind === kind &&
    (other.source ?? OWN_RECORDS) === (source ?? OWN_RECORDS) &&
    (kind === 'person' || kind === 'pair'
      ? aboutPersons.length > 0 && aboutPersons.join() === (other.aboutPersons ?? []).join()
      : (contactId !== null && other.contactId === contactId) ||
        (incidentId !== null && other.incidentId === incidentId && other.contactId === contactId))
  const before = [...board.checks.values()].filter((other) => isEarlier(other) && !other.superseded).at(-1)
  const isAnswered = state === 'hit' || state === 'no_trace'
  const check: HeldCheck = {
    id: checkId,
    kind,
    state,
    contactId,
    incidentId,
    findings: isAnswered ? event.data.findings : (before?.findings ?? []),
    requestedAt: known?.requestedAt ?? null,
    finishedAt: event.at,
    superseded: false,
    refused,
    ...(source === undefined ? {} : { source }),
    ...(sourceName === undefined ? {} : { sourceName }),
    aboutPersons,
    candidates,
  }
  return new Map(
    [...board.checks, [checkId, check] as const].map(([key, other]) => [
      key,
      isEarlier(other) ? { ...other, superseded: true } : other,
    ]),
  )
}
