import { localClock, localDay } from '../core/index.ts'
import type { ContactFigure, CountedContact, CountedEvent, CountedIncident, IncidentFigure } from './figure.ts'

/** Events that say how an incident stands; those of recommendations and deployments carry it as it stood before them. */
const ABOUT_ITSELF: readonly string[] = [
  'incident-opened',
  'incident-changed',
  'incident-graded',
  'incident-flagged',
  'incident-retyped',
  'grade-proposed',
  'incident-closed',
  'incident-reopened',
]
/** Every event that something is counted of: no other is read. */
export const COUNTED_EVENTS: readonly string[] = [
  ...ABOUT_ITSELF,
  'contact-received',
  'contact-changed',
  'contact-linked',
  'deployment-made',
  'deployment-stepped',
  'deployment-ended',
  'deployment-reasoned',
  'action-added',
  'action-done',
]
/** A source that answered, or that nobody could have asked, is not outstanding (I12). */
const OUTSTANDING: readonly string[] = ['PENDING', 'FAILED', 'SOURCE_UNAVAILABLE']
const HOUR_MS = 3_600_000

/**
 * What is counted of an incident after one more event about it, in the order of the journal. An event about an incident
 * whose opening was not seen (imported) changes nothing. Gives the same object when nothing counted has changed.
 */
export function foldIncident(stood: IncidentFigure | undefined, event: CountedEvent): IncidentFigure | undefined {
  const about = event.incident !== null && ABOUT_ITSELF.includes(event.type) ? event.incident : undefined
  const before = stood ?? (about && event.type === 'incident-opened' ? opened(about) : undefined)
  if (!before) return undefined
  const after = { ...before, ...(about ? standing(about) : {}), ...(steps[event.type]?.(before, event) ?? {}) }
  return stood && isSame(stood, after) ? stood : after
}

/** The same of a contact. When it was presented is never believed for more than an hour, nor after the answer (I7). */
export function foldContact(stood: ContactFigure | undefined, event: CountedEvent): ContactFigure | undefined {
  const { contact } = event
  if (!contact) return stood
  const received = new Date(contact.receivedAt)
  const after = {
    contactId: contact.id,
    localDay: localDay(received),
    localHour: hourOf(received),
    channel: contact.channel,
    kind: contact.kind,
    receivedAt: contact.receivedAt,
    presentedAt: presentedWithinReason(contact),
    answeredAt: contact.answeredAt,
    handlerId: contact.handlerId,
    incidentId: event.linkedTo ?? contact.incidentId ?? stood?.incidentId ?? null,
  }
  return stood && isSame(stood, after) ? stood : after
}

type Change = Partial<IncidentFigure>

const steps: Readonly<Record<string, (before: IncidentFigure, event: CountedEvent) => Change>> = {
  'incident-graded': (before, { direction, incident, at }) => ({
    firstGradedAt: before.firstGradedAt ?? incident?.gradedAt ?? at,
    timesLowered: before.timesLowered + (direction === 'lowered' ? 1 : 0),
  }),
  'incident-closed': (_before, { actorId }) => ({ closedBy: actorId }),
  'incident-reopened': () => ({ closedBy: null }),
  'deployment-made': (before, { deployment, unknowns }) =>
    before.deploymentId !== null || !deployment
      ? {}
      : {
          deploymentId: deployment.id,
          assignedAt: deployment.assignedAt,
          assignedBy: deployment.assignedBy,
          rankChosen: deployment.rankChosen,
          notFirstBecause: deployment.notFirstBecause,
          checksComplete: !(unknowns ?? []).some(
            ({ what, state }) => !what.startsWith('question:') && OUTSTANDING.includes(state),
          ),
        },
  'deployment-reasoned': (before, { deployment }) =>
    deployment && deployment.id === before.deploymentId ? { notFirstBecause: deployment.notFirstBecause } : {},
  'deployment-stepped': (before, { deployment }) =>
    before.atSceneAt !== null || !deployment?.atSceneAt
      ? {}
      : { atSceneAt: deployment.atSceneAt, arrivedUnread: deployment.arrivedUnread },
  'deployment-ended': (before, { deployment }) =>
    deployment?.releaseReason === 'diverted' ? { timesDiverted: before.timesDiverted + 1 } : {},
  'action-added': (before, { actionId, dueAt }) =>
    actionId === null || dueAt === null
      ? {}
      : { recontacts: [...before.recontacts, { id: actionId, dueAt, doneAt: null }] },
  'action-done': (before, { actionId, at }) => ({
    recontacts: before.recontacts.map((one) =>
      one.id === actionId && one.doneAt === null ? { ...one, doneAt: at } : one,
    ),
  }),
}

function opened(incident: CountedIncident): IncidentFigure {
  const at = new Date(incident.openedAt)
  return {
    incidentId: incident.id,
    // the day of its log number: what people say
    localDay: incident.reference
      .slice(incident.reference.indexOf('/') + 1)
      .split('-')
      .reverse()
      .join('-'),
    dayNumber: Number.parseInt(incident.reference, 10),
    localHour: hourOf(at),
    openedAt: incident.openedAt,
    ...standing(incident),
    firstGradedAt: null,
    timesLowered: 0,
    deploymentId: null,
    assignedAt: null,
    assignedBy: null,
    rankChosen: null,
    notFirstBecause: null,
    checksComplete: null,
    atSceneAt: null,
    arrivedUnread: null,
    timesDiverted: 0,
    closedBy: null,
    recontacts: [],
  }
}

function standing(incident: CountedIncident) {
  const { type, areaId, areaClass, premisesId, domesticAbuse, repeatVictim, vulnerable, handlerId } = incident
  const { firstGrade, firstAttendBy, closedAt, closingCategory } = incident
  return {
    ...{ type, areaId, areaClass, premisesId, domesticAbuse, repeatVictim, vulnerable, handlerId },
    ...{ firstGrade, firstAttendBy, closedAt, closingCategory },
  }
}

function presentedWithinReason({ presentedAt, receivedAt, answeredAt }: CountedContact): string | null {
  if (presentedAt === null) return null
  const earliest = Date.parse(receivedAt) - HOUR_MS
  const latest = answeredAt === null ? Number.POSITIVE_INFINITY : Date.parse(answeredAt)
  return new Date(Math.min(Math.max(Date.parse(presentedAt), earliest), latest)).toISOString()
}

const hourOf = (at: Date) => Number.parseInt(localClock(at), 10)

function isSame<T extends object>(one: T, other: T): boolean {
  return (Object.keys(other) as (keyof T)[]).every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]))
}
