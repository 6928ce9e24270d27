import type { DeploymentView } from '../dispatch/dispatch.ts'
import type { IncidentView } from '../incidents/incident.ts'
import type { Board } from './board.ts'
import type { ForceWords } from './force-words.ts'
import { elapsed, timeLeft } from './time-words-rules.ts'

/** One incident as the queue shows it. */
export type QueueRow = {
  incident: IncidentView
  /** place of its grade; an ungraded one stands where its proposal would */
  position: number
  /** the attendance clock: null when nobody has to arrive, or somebody has */
  left: { late: boolean; words: string } | null
  /** what is happening, in words, without the time that counts up */
  state: string
  /** milliseconds since which the state has lasted, where it matters */
  since: number | null
  /** graded to be sent to, and nobody is going */
  waiting: boolean
  attended: boolean
  callsigns: string[]
  /** an officer on it needs help now */
  emergency: boolean
}

/** Ungraded incidents without a proposal stand behind every grade. */
const LAST = 99

/** Whether a grade is one that units are sent to. */
export function isDeployed(words: ForceWords, grade: string | null): boolean {
  return words.grades.some(({ id, deploys }) => id === grade && deploys)
}

/** Who else has an incident open, in words. */
export function presenceWords(names: readonly string[]): string {
  const [first = '', second] = names
  if (second === undefined) return `${first} has it open`
  return names.length === 2
    ? `${first} and ${second} have it open`
    : `${first} and ${names.length - 1} others have it open`
}

/** The place of a grade in the order of urgency; smaller is more urgent. */
export function positionOf(words: ForceWords, grade: string | null): number {
  return words.grades.find(({ id }) => id === grade)?.position ?? LAST
}

/** How one incident stands in the queue. `now` in milliseconds. */
export function queueRow(
  incident: IncidentView,
  deployments: readonly DeploymentView[],
  emergency: boolean,
  words: ForceWords,
  now: number,
): QueueRow {
  const going = deployments.filter(({ releasedAt }) => releasedAt === null)
  const attended = deployments.some(({ atSceneAt }) => atSceneAt !== null)
  const deployed = isDeployed(words, incident.grade)
  const waiting = incident.status === 'open' && deployed && going.length === 0 && !attended
  const clock = incident.attendBy !== null && deployed && !attended && incident.status === 'open'
  return {
    incident,
    position: positionOf(words, incident.grade ?? incident.proposal.grade),
    left: clock && incident.attendBy !== null ? timeLeft(incident.attendBy, now) : null,
    ...stateOf(incident, going, { attended, deployed }),
    waiting,
    attended,
    callsigns: going.map(({ callsign }) => callsign),
    emergency,
  }
}

function stateOf(
  incident: IncidentView,
  going: readonly DeploymentView[],
  { attended, deployed }: { attended: boolean; deployed: boolean },
): { state: string; since: number | null } {
  const [first] = going
  if (incident.status === 'closed') return { state: 'Closed', since: null }
  if (incident.grade === null) return { state: 'Not graded', since: Date.parse(incident.openedAt) }
  if (going.some(({ atSceneAt }) => atSceneAt !== null)) return { state: 'At scene', since: null }
  if (going.some(({ mobileAt }) => mobileAt !== null)) return { state: 'En route', since: null }
  if (first?.acknowledgedAt) return { state: 'Acknowledged', since: null }
  if (first) return { state: 'Assigned', since: Date.parse(first.assignedAt) }
  if (attended) return { state: 'Cleared, to be closed', since: null }
  if (!deployed) return { state: 'No unit is sent', since: null }
  return { state: 'No unit', since: Date.parse(incident.gradedAt ?? incident.openedAt) }
}

/** The state with its time: "No unit 1:04". */
export function stateWords(row: Pick<QueueRow, 'state' | 'since'>, now: number): string {
  return row.since === null ? row.state : `${row.state} ${elapsed(now - row.since)}`
}

/**
 * The queue: an officer's emergency first, then by grade, those that nobody has reached before those that
 * somebody has, then by time left (CONSOLES D1).
 */
export function queueOf(board: Board, words: ForceWords, now: number): QueueRow[] {
  const sent = new Map<string, DeploymentView[]>()
  for (const deployment of board.deployments.values())
    sent.set(deployment.incidentId, [...(sent.get(deployment.incidentId) ?? []), deployment])
  const inNeed = incidentsInEmergency(board, words)
  return [...board.incidents.values()]
    .map((incident) => queueRow(incident, sent.get(incident.id) ?? [], inNeed.has(incident.id), words, now))
    .sort(inOrder)
}

function inOrder(a: QueueRow, b: QueueRow): number {
  return (
    Number(b.emergency) - Number(a.emergency) ||
    a.position - b.position ||
    Number(a.attended) - Number(b.attended) ||
    due(a.incident) - due(b.incident) ||
    Date.parse(a.incident.openedAt) - Date.parse(b.incident.openedAt)
  )
}

function due({ attendBy }: IncidentView): number {
  return attendBy === null ? Number.MAX_SAFE_INTEGER : Date.parse(attendBy)
}

function incidentsInEmergency(board: Board, words: ForceWords): Set<string> {
  const codes = new Set(words.unitStates.filter(({ emergency }) => emergency).map(({ code }) => code))
  return new Set(
    [...board.units.values()]
      .filter(({ state }) => codes.has(state))
      .flatMap(({ commitment }) => (commitment ? [commitment.incidentId] : [])),
  )
}

/** The most urgent incident that nobody is going to; what G opens. */
export function mostUrgentWaiting(rows: readonly QueueRow[]): QueueRow | undefined {
  return rows.find(({ waiting }) => waiting)
}

/**
 * The order that is shown while the operator's hands are in the list (CONSOLES A13): no row moves, comes or
 * goes until they rest; `waiting` counts what will.
 */
export function stableOrder(
  shown: readonly string[],
  wanted: readonly string[],
  held: boolean,
): { order: readonly string[]; waiting: number } {
  if (!held) return { order: wanted, waiting: 0 }
  const there = new Set(shown)
  const still = new Set(wanted)
  const come = wanted.filter((id) => !there.has(id)).length
  const gone = shown.filter((id) => !still.has(id)).length
  const common = shown.filter((id) => still.has(id))
  const moved = wanted.filter((id) => there.has(id)).filter((id, index) => common[index] !== id).length
  return { order: shown, waiting: come + gone + moved }
}
