import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import { clockTime } from './time-words-rules.ts'

/** A line of what has just happened; `about` names what it shows, so that it can be receipted. */
export type News = { seq: number; at: string; words: string; about: string; incidentId: string | null }

/**
 * What is said of an event in the list of messages, quietly; undefined for what the lists show by themselves.
 * `board` is the board after it.
 */
export function newsOf(event: BoardEvent, board: Board): News | undefined {
  const line = (words: string, incidentId: string | null, about: string): News => ({
    seq: event.seq,
    at: event.at,
    words,
    about,
    incidentId,
  })
  const ofIncident = (words: string, id: string) =>
    line(`${board.incidents.get(id)?.reference ?? 'An incident'}: ${words}`, id, `incident/${id}`)
  switch (event.type) {
    case 'contact-received': {
      const { contact } = event.data
      return line(
        `New contact by ${contact.channel}${contact.kind === 'voice' ? '' : `, ${contact.kind}`}`,
        null,
        `contact/${contact.id}`,
      )
    }
    case 'incident-graded': {
      const { incident, grade, direction, from } = event.data
      if (direction === 'same') return undefined
      const words = {
        first: `New, grade ${grade}`,
        raised: `Raised from ${from} to ${grade}`,
        lowered: `Lowered from ${from} to ${grade}`,
      }[direction]
      return ofIncident(`${words}, ${incident.location.text}`, incident.id)
    }
    case 'recommendation-made': {
      const { recommendation } = event.data
      const first = recommendation.candidates.find(({ rank }) => rank === 1)
      return ofIncident(
        first ? `${first.callsign} recommended` : 'No unit can be recommended',
        recommendation.incidentId,
      )
    }
    case 'deployment-made': {
      const { deployment } = event.data
      return {
        ...ofIncident(`${deployment.callsign} assigned`, deployment.incidentId),
        about: `deployment/${deployment.id}`,
      }
    }
    case 'deployment-ended': {
      const { deployment } = event.data
      const how = { cleared: 'cleared', 'stood-down': 'stood down', diverted: 'diverted to another incident' }[
        deployment.releaseReason ?? 'cleared'
      ]
      return ofIncident(`${deployment.callsign} ${how}`, deployment.incidentId)
    }
    case 'more-units-wanted': {
      const { deployment, units } = event.data
      return ofIncident(
        `${deployment.callsign} asks for ${units} more ${units === 1 ? 'unit' : 'units'}`,
        deployment.incidentId,
      )
    }
    case 'arrived-unread':
      return ofIncident(
        `${event.data.deployment.callsign} arrived with its briefing unread`,
        event.data.deployment.incidentId,
      )
    case 'briefing-added':
      return {
        ...ofIncident('More for the briefing', event.data.briefing.incidentId),
        about: `briefing/${event.data.briefing.id}`,
      }
    case 'briefing-read':
      return ofIncident('Briefing read by the crew', event.data.incidentId)
    case 'contact-linked':
      // the call that opens an incident is joined a moment before the incident is there
      if (!board.incidents.has(event.data.incidentId)) return undefined
      return ofIncident(
        event.data.worse ? 'Another call: it has got worse' : 'A call was joined',
        event.data.incidentId,
      )
    case 'incident-flagged':
      return ofIncident(
        event.data.raised ? `Flagged: ${event.data.because}` : 'A flag was cleared',
        event.data.incident.id,
      )
    case 'grade-proposed': {
      const { grade, proposal, id } = event.data.incident
      // before it is graded the proposal stands in the form; afterwards somebody must hear that it should be another
      if (grade === null || proposal.grade === null || proposal.grade === grade) return undefined
      return ofIncident(`Grade ${proposal.grade} proposed: ${proposal.because.join('; ')}`, id)
    }
    case 'lower-grade-requested':
      return ofIncident(
        `Lower grade ${event.data.grade} asked for by ${event.data.requestedBy}`,
        event.data.incident.id,
      )
    case 'lower-grade-decided':
      return ofIncident(
        event.data.approved ? `Lower grade ${event.data.grade} approved` : 'Lower grade refused',
        event.data.incident.id,
      )
    case 'ending-refused':
      return ofIncident(`Refused: ${event.data.attempted}, by ${event.data.by}`, event.data.incidentId)
    case 'diverted-from-watched':
      return ofIncident(
        `${event.data.deployment.callsign} was diverted away: ${event.data.reason}. Contact again by ${clockTime(event.data.recontactBy)}`,
        event.data.incident.id,
      )
    case 'watched-without-unit':
      return ofIncident(
        `No unit is going: ${event.data.deployment.callsign} was stood down: ${event.data.because}`,
        event.data.incident.id,
      )
    case 'recontact-due':
      return ofIncident(`Not done in time: ${event.data.text}`, event.data.incident.id)
    case 'incident-closed':
      return line(
        `${event.data.incident.reference}: closed by ${event.data.closedBy}`,
        event.data.incident.id,
        `incident/${event.data.incident.id}`,
      )
    case 'incident-reopened':
      return ofIncident('Reopened', event.data.incident.id)
    case 'road-changed': {
      const { change, by } = event.data
      return line(
        `${change.name} is ${change.kind === 'closed' ? 'closed' : 'slow'}: ${change.because}, by ${by}`,
        null,
        `road-change/${change.id}`,
      )
    }
    case 'road-change-withdrawn':
      return line(
        `${event.data.change.name} is open again, by ${event.data.by}`,
        null,
        `road-change/${event.data.change.id}`,
      )
    case 'officer-emergency':
      return line(`Officer emergency: ${event.data.unit.callsign}`, null, `unit/${event.data.unit.id}`)
    case 'receipt-missing':
    case 'receipt-alarm':
      return line(
        `Not yet shown on any desk: ${event.data.type.replaceAll('-', ' ')}`,
        event.data.incidentId,
        `seq/${event.data.seq}`,
      )
    default:
      return undefined
  }
}
