import type { Board } from '../../src/console/board.ts'
import type { BoardEvent } from '../../src/console/board-event.ts'
import { boardFrom } from '../../src/console/board-rules.ts'
import type { ForceWords } from '../../src/console/force-words.ts'
import type { ContactView } from '../../src/contacts/contact.ts'
import type { Candidate, DeploymentView, RecommendationView } from '../../src/dispatch/dispatch.ts'
import type { Finding } from '../../src/history/check.ts'
import type { IncidentView } from '../../src/incidents/incident.ts'
import type { UnitView } from '../../src/units/unit.ts'
import { forceEscalation } from '../support/escalation-facts.ts'

/** The moment of every test of a board. */
export const NOW = Date.parse('2026-11-22T14:00:00.000Z')

/** An instant so many seconds from now. */
export function at(seconds: number): string {
  return new Date(NOW + seconds * 1_000).toISOString()
}

/** A force with three grades, of which two send units, and four unit states. */
export const words: ForceWords = {
  grades: [1, 2, 3].map((position) => ({
    id: String(position),
    position,
    name: `Grade ${position}`,
    urbanSeconds: 600 * position,
    ruralSeconds: 1_200 * position,
    deploys: position < 3,
    domesticAbuseAllowed: position < 3,
    version: 'test',
  })),
  types: [],
  closingCategories: [],
  unitStates: [
    { code: '0', name: 'Emergency', onDuty: true, deployable: false, emergency: true, deployment: 'none' },
    { code: '2', name: 'Available', onDuty: true, deployable: true, emergency: false, deployment: 'free' },
    { code: '6', name: 'At scene', onDuty: true, deployable: false, emergency: false, deployment: 'at-scene' },
  ],
  notFirstReasons: [],
  lowerGradeReasons: [],
  questions: [],
  escalation: forceEscalation,
}

/** An incident, graded 1 a minute ago, ten minutes to go. */
export function incident(more: Partial<IncidentView> = {}): IncidentView {
  return {
    id: 'i1',
    reference: '1/22-11-2026',
    status: 'open',
    type: 'domestic',
    openingCategory: 'domestic',
    closingCategory: null,
    summary: '',
    location: { text: 'Lake Road, Kendal', premisesId: null, lat: 54.3, lon: -2.7, confirmed: true },
    areaId: 'south',
    areaClass: 'urban',
    flags: { domesticAbuse: false, repeatVictim: false, vulnerable: false, treatAsUrgent: false },
    flagsBecause: [],
    locked: false,
    happeningNow: false,
    needs: {
      questions: {},
      language: null,
      interpreter: null,
      officerSex: null,
      skills: [],
      safeNumber: null,
      safeContact: null,
      codeWord: null,
      excludedUnitIds: [],
    },
    proposal: { grade: '1', because: ['It is happening now'], binding: false },
    grade: '1',
    firstGrade: '1',
    gradedAt: at(-60),
    attendBy: at(540),
    firstAttendBy: at(540),
    handlerId: null,
    dispatcherId: null,
    openedAt: at(-60),
    closedAt: null,
    ...more,
  }
}

export function deployment(more: Partial<DeploymentView> = {}): DeploymentView {
  return {
    id: 'd1',
    incidentId: 'i1',
    unitId: 'u1',
    callsign: 'SR21',
    briefingId: 'b1',
    recommendationId: 'r1',
    slot: 1,
    rankChosen: 1,
    travelSeconds: 240,
    notFirstBecause: null,
    reasonOwed: false,
    assignedBy: 's1',
    assignedAt: at(-30),
    acknowledgedAt: null,
    mobileAt: null,
    atSceneAt: null,
    clearedAt: null,
    releasedAt: null,
    releaseReason: null,
    arrivedUnread: false,
    moreUnits: null,
    ...more,
  }
}

export function unit(more: Partial<UnitView> = {}): UnitView {
  return {
    id: 'u1',
    callsign: 'SR21',
    kind: 'response',
    areaId: 'south',
    station: 'Kendal',
    drivingGrade: 'response',
    skills: [],
    crew: [],
    crewSize: 2,
    shiftFrom: at(-3_600),
    shiftTo: at(3_600),
    state: '2',
    stateAt: at(-600),
    commitment: null,
    position: null,
    ...more,
  }
}

/** A unit that goes to the incident. */
export function committedUnit(more: Partial<UnitView> = {}): UnitView {
  const commitment = {
    deploymentId: 'd1',
    incidentId: 'i1',
    reference: '1/22-11-2026',
    grade: '1',
    gradePosition: 1,
    step: 'mobile',
    watched: false,
    flags: { domesticAbuse: false, repeatVictim: false, vulnerable: false, treatAsUrgent: false },
    attendBy: at(540),
  } as const
  return unit({ commitment, ...more })
}

export function contact(more: Partial<ContactView> = {}): ContactView {
  return {
    id: 'c1',
    channel: '999',
    kind: 'voice',
    number: '+447700900123',
    numberAsGiven: '07700900123',
    numberWithheld: false,
    callerName: null,
    callerRole: null,
    firstWords: null,
    networkLocation: null,
    metresFromPlace: null,
    publicTelephone: false,
    presentedAt: null,
    answeredAt: null,
    endedAt: null,
    receivedAt: at(-20),
    handlerId: null,
    incidentId: null,
    ...more,
  }
}

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    kind: 'marker',
    danger: false,
    headline: 'Vulnerable adult',
    detail: '',
    about: 'premises',
    source: 'Force records',
    since: null,
    reviewOn: null,
    stale: false,
    confidence: null,
    incidentId: null,
    reference: null,
    domesticAbuse: false,
    code: 'VU',
    ...more,
  }
}

export function candidate(more: Partial<Candidate> = {}): Candidate {
  return {
    unitId: 'u1',
    callsign: 'SR21',
    kind: 'response',
    rank: 1,
    travel: { known: true, seconds: 240, metres: 3_000, earliestSeconds: 240, latestSeconds: 240 },
    positionAgeSeconds: 5,
    crewSize: 2,
    because: ['Nearest'],
    rules: ['time/nearest'],
    sendAs: 'first',
    divertFrom: null,
    needsCommander: false,
    notAlone: false,
    ...more,
  }
}

export function recommendation(more: Partial<RecommendationView> = {}): RecommendationView {
  return {
    id: 'r1',
    incidentId: 'i1',
    version: 1,
    because: 'graded',
    grade: '1',
    unitsNeeded: 1,
    madeAt: at(-50),
    tookMs: 3,
    briefingId: 'b1',
    candidates: [candidate()],
    warnings: [],
    madeByRules: null,
    ...more,
  }
}

export function briefing(version = 1, incidentId = 'i1') {
  return { id: `b${version}`, incidentId, version, body: { headline: '', sections: [], outstanding: '' }, unknowns: [] }
}

/** A board from a snapshot of these. */
export function boardOf(parts: Record<string, readonly unknown[]>): Board {
  return boardFrom(parts)
}

/** An event as it comes from the feed. */
export function event<T extends BoardEvent['type']>(
  type: T,
  data: Extract<BoardEvent, { type: T }>['data'],
  seq = 7,
): Extract<BoardEvent, { type: T }> {
  return { type, seq, at: at(0), data } as unknown as Extract<BoardEvent, { type: T }>
}
