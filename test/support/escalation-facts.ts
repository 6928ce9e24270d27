import escalation from '../../data/force/definitions/escalation-2026-11-24.json' with { type: 'json' }
import { definitionBodies } from '../../src/definitions/definition.ts'
import type { ClockFacts, CrewOut } from '../../src/supervision/clock-rules.ts'

/** The chains of the demonstration force, as they are loaded. */
export const forceEscalation = definitionBodies.escalation.parse(escalation.body)

/** Minutes from the opening, in milliseconds. */
export const minutes = (count: number) => count * 60_000

/** An incident of grade 2 that was opened and graded at 0, that somebody works, and to which nobody goes. */
export const waiting: ClockFacts = {
  incidentId: 'i',
  now: 0,
  isOpen: true,
  grade: '2',
  deploys: true,
  hasOwner: true,
  openedAt: 0,
  gradedAt: 0,
  clockFrom: 0,
  attendBy: minutes(60),
  attendedAt: null,
  lastLeftAt: null,
  crews: [],
  ranking: { madeAt: 0, firstSeconds: 600 },
  spokenAt: null,
  triedAt: null,
  hasSafeNumber: true,
  promises: [],
}

/** A unit with one officer, sent at once, that has read its briefing. */
export const crewOut: CrewOut = {
  deploymentId: 'd',
  unitId: 'u',
  callsign: 'NR11',
  crewSize: 1,
  assignedAt: 0,
  travelSeconds: 600,
  briefingRead: true,
  heardAt: 0,
  asked: null,
}
