import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { definitionBodies } from '../../src/definitions/definition.ts'
import type { DispatchRules } from '../../src/definitions/index.ts'
import type { Need, UnitFacts } from '../../src/dispatch/need.ts'
import { root } from './keeper-address.ts'

/** One of the force's own rules of who may be sent, as the service reads it. */
export function forceRules(file = 'dispatch-rules-2026-11-23.json'): DispatchRules {
  const text = readFileSync(join(root, 'data', 'force', 'definitions', file), 'utf8')
  return definitionBodies['dispatch-rules'].parse((JSON.parse(text) as { body: unknown }).body)
}

/** A burglary of grade 1 that is happening now, ten minutes left. */
export const burglary: Need = {
  incidentId: '01920000-0000-7000-8000-0000000000aa',
  type: 'burglary',
  grade: '1',
  gradePosition: 1,
  secondsLeft: 600,
  domesticAbuse: false,
  violence: false,
  happeningNow: true,
  skills: [],
  language: null,
  officerSex: null,
  excludedUnitIds: [],
}
/** Domestic abuse of grade 1 in progress. */
export const abuse: Need = { ...burglary, type: 'domestic', domesticAbuse: true, violence: true }
/** The burglary of grade 2, an hour left. */
export const later: Need = { ...burglary, grade: '2', gradePosition: 2, secondsLeft: 3_600, happeningNow: false }

/** A free double-crewed response unit so many seconds away by road; null: nobody knows how far. */
export function unit(callsign: string, seconds: number | null, more: Partial<UnitFacts> = {}): UnitFacts {
  return {
    id: `id-${callsign}`,
    callsign,
    kind: 'response',
    drivingGrade: 'response',
    skills: [],
    crewSize: 2,
    crewSexes: ['male'],
    state: { code: '2', name: 'Available', deployable: true, deployment: 'free' },
    shiftSecondsLeft: 20_000,
    onDutySeconds: 9_000,
    positionAgeSeconds: 5,
    travel:
      seconds === null ? { known: false, because: 'off-network' } : { known: true, seconds, metres: seconds * 15 },
    commitment: null,
    ...more,
  }
}

/** On its way to an incident of grade 2. */
export function going(more: Partial<NonNullable<UnitFacts['commitment']>> = {}): Partial<UnitFacts> {
  return {
    state: { code: '5', name: 'En route', deployable: false, deployment: 'mobile' },
    commitment: {
      incidentId: '01920000-0000-7000-8000-000000000001',
      reference: '12/22-11-2026',
      grade: '2',
      gradePosition: 2,
      step: 'mobile',
      watched: false,
      risks: [],
      secondsLeft: 1_380,
      ...more,
    },
  }
}
