import type { DispatchRules } from '../definitions/index.ts'
import type { Risk, Travel } from './dispatch.ts'

/** What has to be met: the incident as far as it decides who may go. */
export type Need = {
  incidentId: string
  type: string
  grade: string
  gradePosition: number
  /** seconds until the attendance clock runs out; negative when it has */
  secondsLeft: number
  domesticAbuse: boolean
  violence: boolean
  happeningNow: boolean
  skills: readonly string[]
  /** what the caller speaks, as it was said */
  language: string | null
  officerSex: 'female' | 'male' | null
  excludedUnitIds: readonly string[]
  /** what is said of each closure and slow-down in force, by id: "Hardknott Pass is closed: snow" */
  roadChanges?: ReadonlyMap<string, string>
}

/** Road time as the router gives it; how far it may be off follows from the age of the position. */
export type RoadTime =
  | { known: true; seconds: number; metres: number; atBestSeconds?: number; delayedBy?: string[] }
  | Extract<Travel, { known: false }>

/** A unit on duty as the ranking sees it. */
export type UnitFacts = {
  id: string
  callsign: string
  kind: string
  drivingGrade: string
  skills: readonly string[]
  crewSize: number
  crewSexes: readonly string[]
  state: { code: string; name: string; deployable: boolean; deployment: string }
  shiftSecondsLeft: number
  onDutySeconds: number
  positionAgeSeconds: number | null
  travel: RoadTime
  /** to the incident in a straight line: no road time, but better than nothing among units whose time is unknown */
  lineMetres?: number
  commitment: {
    incidentId: string
    reference: string
    grade: string | null
    gradePosition: number | null
    step: 'assigned' | 'acknowledged' | 'mobile' | 'at-scene'
    watched: boolean
    risks: readonly Risk[]
    /** seconds left of that incident's clock, negative when it has run out; null: it has none */
    secondsLeft: number | null
  } | null
}

/** A reason as it is read aloud, with the rule that gives it. */
export type Line = { rule: string; text: string }

/** Whether a rule is asked of this need. */
export function holds(when: DispatchRules['officers'][number]['when'], need: Need): boolean {
  return (
    (when.grades?.includes(need.grade) ?? true) &&
    (when.types?.includes(need.type) ?? true) &&
    (when.domesticAbuse ?? need.domesticAbuse) === need.domesticAbuse &&
    (when.violence ?? need.violence) === need.violence &&
    (when.happeningNow ?? need.happeningNow) === need.happeningNow
  )
}
