import type { ShiftEvent } from './played-shift.ts'

/** What one figure comes to in one part: every value, in no order. */
export type CountedAnew = Map<string, { id: string; value: number }[]>

type Held = Record<string, unknown>
type Recontact = { due: number; done: number | null }
type Log = {
  incident: Held
  gradedAt: string | undefined
  lowered: number
  sent: Held | undefined
  outstanding: boolean
  arrived: Held | undefined
  diverts: number
  recontacts: Map<string, Recontact>
}

/**
 * Every figure by grade, straight from the journal as it stood at an instant: event after event, incident after incident.
 * Shares nothing with the product.
 */
export function countAnew(events: readonly ShiftEvent[], asOf: number): CountedAnew {
  const logs = new Map<string, Log>()
  const contacts = new Map<string, Held>()
  for (const event of events) if (event.at <= asOf) read(event, logs, contacts)
  const found: CountedAnew = new Map()
  const say = (figure: string, grade: unknown, id: string, value: number | boolean | undefined) => {
    if (value === undefined) return
    const key = `${figure} of ${String(grade)}`
    found.set(key, [...(found.get(key) ?? []), { id, value: Number(value) }])
  }
  for (const [id, log] of logs)
    sayIncident(log, asOf, (figure, value) => say(figure, log.incident['firstGrade'], id, value))
  for (const [id, contact] of contacts) {
    const incident = logs.get(String(contact['incidentId']))?.incident
    const grade = incident?.['firstGrade'] ?? null
    const isCall = contact['channel'] !== 'web'
    const answered = contact['answeredAt']
    const waited = answered ? between(contact['presentedAt'] ?? contact['receivedAt'], answered) : undefined
    if (isCall) say('time-to-answer', grade, id, waited)
    if (contact['channel'] === '999')
      say('answered-in-time', grade, id, waited === undefined ? undefined : waited <= 10)
    if (isCall) say('contacts-unanswered', grade, id, !answered)
    say('domestic-abuse-contacts', grade, id, flagOf(incident, 'domesticAbuse'))
  }
  return found
}

const time = (instant: unknown) => Date.parse(String(instant))
const between = (from: unknown, to: unknown) => Math.max(0, Math.floor((time(to) - time(from)) / 1_000))
const flagOf = (incident: Held | undefined, flag: string) =>
  (incident?.['flags'] as Record<string, boolean> | undefined)?.[flag] ?? false

function read({ type, data, incidentId, at }: ShiftEvent, logs: Map<string, Log>, contacts: Map<string, Held>): void {
  const contact = data['contact'] as Held | undefined
  if (contact) contacts.set(String(contact['id']), contact)
  if (incidentId === null) return
  const incident = data['incident'] as Held | undefined
  if (type === 'incident-opened' && incident) {
    const blank = {
      gradedAt: undefined,
      lowered: 0,
      sent: undefined,
      outstanding: false,
      arrived: undefined,
      diverts: 0,
    }
    logs.set(incidentId, { incident, ...blank, recontacts: new Map() })
    return
  }
  const log = logs.get(incidentId)
  if (!log) return
  const deployment = data['deployment'] as Held | undefined
  if (type.startsWith('incident-') && incident) log.incident = incident
  if (type === 'incident-graded') log.gradedAt ??= String(incident?.['gradedAt'])
  if (data['direction'] === 'lowered') log.lowered += 1
  if (type === 'deployment-made' && !log.sent) {
    log.sent = deployment
    const { unknowns } = data['briefing'] as { unknowns: { state: string }[] }
    log.outstanding = unknowns.some(({ state }) => state === 'PENDING')
  }
  if (type === 'deployment-reasoned' && deployment?.['id'] === log.sent?.['id']) log.sent = deployment
  if (deployment?.['atSceneAt']) log.arrived ??= deployment
  if (deployment?.['releaseReason'] === 'diverted') log.diverts += 1
  const action = String(data['actionId'])
  if (type === 'action-added') log.recontacts.set(action, { due: time(data['dueAt']), done: null })
  if (type === 'action-done') (log.recontacts.get(action) as Recontact).done = at
}

function sayIncident(log: Log, asOf: number, say: (figure: string, value: number | boolean | undefined) => void): void {
  const { incident, sent, arrived, gradedAt } = log
  const opened = incident['openedAt']
  const clock = incident['firstAttendBy']
  const closed = incident['closedAt']
  const isAbuse = flagOf(incident, 'domesticAbuse')
  say('time-to-grade', gradedAt ? between(opened, gradedAt) : undefined)
  say('time-to-dispatch', sent ? between(gradedAt, sent['assignedAt']) : undefined)
  say('time-to-attend', arrived ? between(opened, arrived['atSceneAt']) : undefined)
  const inVain = clock && !(closed && time(closed) <= time(clock)) && time(clock) <= asOf ? false : undefined
  say('clocks-met', clock ? (arrived ? time(arrived['atSceneAt']) <= time(clock) : inVain) : undefined)
  say('not-first-sent', sent ? sent['rankChosen'] !== 1 : undefined)
  say('checks-before-dispatch', sent ? !log.outstanding : undefined)
  say('diverts', sent ? log.diverts > 0 : undefined)
  say('briefed-before-arrival', arrived ? !arrived['arrivedUnread'] : undefined)
  say('domestic-abuse-incidents', isAbuse)
  say('repeat-victims', isAbuse ? flagOf(incident, 'repeatVictim') : undefined)
  say('closures', Boolean(closed))
  say('downgrades', gradedAt ? log.lowered > 0 : undefined)
  const due = [...log.recontacts.values()].filter((one) => one.due <= asOf)
  say('recontacts-kept', due.length > 0 ? due.every(({ due: by, done }) => done !== null && done <= by) : undefined)
}
