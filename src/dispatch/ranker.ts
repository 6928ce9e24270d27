import type { Reader } from '../db/index.ts'
import type { DefinitionBook, DispatchRules } from '../definitions/index.ts'
import { getIncident, type IncidentView } from '../incidents/index.ts'
import type { Profile, Router, TravelTime } from '../routing/index.ts'
import { listUnitsOnDuty, type Positions, type UnitView } from '../units/index.ts'
import type { CoverBoard } from './cover-board.ts'
import type { MadeByRules } from './dispatch.ts'
import { risksOf } from './divert-rules.ts'
import { judge } from './fitness-rules.ts'
import type { Need } from './need.ts'
import { canAnyBeInTime, neighbourFor } from './neighbour-rules.ts'
import { type Ranking, rankUnits, type UnitFacts } from './recommendation-rules.ts'

/** What a ranking is made from, beside the incident and the units. */
export type RankingDesk = {
  book: DefinitionBook
  positions: Positions
  router: Router
  /** the closures and slow-downs that the router knows of */
  roadChanges: {
    readonly inForce: ReadonlyArray<{ id: string; name: string; kind: 'closed' | 'slowed'; because: string }>
    /** a change is being taken over: times and reasons may be of different moments */
    readonly isSettling: boolean
    /** takes over what is in force now */
    look: () => Promise<void>
  }
  cover: Pick<CoverBoard, 'losses'>
}

/** Metres in a degree of latitude. */
const DEGREE_METRES = 111_195

/** The grade of an incident that is to be attended. */
type Attended = { id: string; position: number }

/** Units on duty, and what the roads answered for them where they were asked before the incident was locked. */
export type Ahead = {
  units: readonly UnitView[]
  asked?: { lat: number; lon: number; profile: Profile; times: readonly TravelTime[] }
}

/**
 * Reads the units and asks the roads before the incident is locked: an engine outside may take its time, and nobody
 * who wants the incident waits for that. `gradeId`: the grade it is being given; without one that which it has.
 */
export async function lookAhead(desk: RankingDesk, db: Reader, incidentId: string, gradeId?: string): Promise<Ahead> {
  const [units, incident] = await Promise.all([listUnitsOnDuty(db, desk.positions), getIncident(db, incidentId)])
  const { lat, lon } = incident.location
  if (lat === null || lon === null) return { units }
  const profile = await profileOf(desk, gradeId ?? incident.grade)
  return { units, asked: { lat, lon, profile, times: await timesTo(desk, { lat, lon }, units, profile) } }
}

async function profileOf({ book }: RankingDesk, gradeId: string | null): Promise<Profile> {
  const { grades } = (await book.get('dispatch-rules')).body
  return grades.find(({ grade }) => grade === gradeId)?.profile ?? 'normal'
}

function timesTo(
  { router }: RankingDesk,
  to: { lat: number; lon: number },
  units: readonly UnitView[],
  profile: Profile,
): Promise<TravelTime[]> {
  return router.timesOfUnits(
    to,
    units.map(({ id: unitId }) => ({ unitId, profile })),
  )
}

/**
 * Ranks these units for an incident that has a place and a grade that deploys, by the rules in force now, and says
 * which those are. Reads no database and writes nothing. A rejection is the force's rules missing; the roads never reject.
 */
export async function rankFor(
  desk: RankingDesk,
  incident: IncidentView,
  grade: Attended,
  { units, asked }: Ahead,
): Promise<Ranking & { madeByRules: MadeByRules }> {
  const { book, roadChanges } = desk
  const { lat, lon } = incident.location
  if (lat === null || lon === null) throw new Error('an incident without a place cannot be ranked for')
  const { version, validFrom, body: rules } = await book.get('dispatch-rules')
  const madeByRules = { dispatchRules: { version, validFrom }, roadSpeeds: desk.router.speedsVersion }
  const profile = await profileOf(desk, grade.id)
  const isAsked = asked?.lat === lat && asked.lon === lon && asked.profile === profile
  const times = isAsked ? asked.times : await timesTo(desk, { lat, lon }, units, profile)
  const facts = await factsOf(book, { lat, lon }, units, times)
  const type = (await book.get('incident-types')).body.find(({ code }) => code === incident.type)
  const secondsLeft = incident.attendBy ? (Date.parse(incident.attendBy) - Date.now()) / 1_000 : Number.MAX_SAFE_INTEGER
  const need: Need = {
    incidentId: incident.id,
    type: incident.type,
    grade: grade.id,
    gradePosition: grade.position,
    secondsLeft,
    domesticAbuse: incident.flags.domesticAbuse,
    violence: type?.violence ?? false,
    happeningNow: incident.happeningNow,
    skills: incident.needs.skills,
    language: incident.needs.language,
    officerSex: incident.needs.officerSex,
    excludedUnitIds: incident.needs.excludedUnitIds,
    roadChanges: new Map(
      roadChanges.inForce.map(({ id, name, kind, because }) => [
        id,
        `${name} is ${kind === 'closed' ? 'closed' : 'slow'}: ${because}`,
      ]),
    ),
  }
  const ranking = rankUnits(need, facts, rules, await coverLossOf(desk, need, { units, facts, rules }))
  if (canAnyBeInTime(ranking.candidates, secondsLeft)) return { ...ranking, madeByRules }
  const neighbours = neighbourFor({ lat, lon }, (await book.find('neighbouring-forces'))?.body ?? [])
  return { ...ranking, madeByRules, warnings: [...ranking.warnings, ...neighbours.map(({ words }) => words)] }
}

/** What each free unit's leaving costs the cover of the most urgent grade; empty where the force does not count it. */
async function coverLossOf(
  { book, cover, roadChanges }: RankingDesk,
  need: Need,
  { units, facts, rules }: { units: readonly UnitView[]; facts: readonly UnitFacts[]; rules: DispatchRules },
): Promise<ReadonlyMap<string, number>> {
  const [mostUrgent] = [...(await book.listGrades())].sort((a, b) => a.position - b.position)
  if (!mostUrgent || rules.cover.weightSeconds === 0 || !rules.cover.grades.includes(need.grade)) return new Map()
  const emergency = { ...need, grade: mostUrgent.id, gradePosition: mostUrgent.position, excludedUnitIds: [] }
  const covering = new Set(
    facts.flatMap((unit) => (unit.commitment || judge(emergency, unit, rules).bars.length > 0 ? [] : [unit.id])),
  )
  return cover.losses(
    units.flatMap(({ id, position }) => (position && covering.has(id) ? [{ id, ...position }] : [])),
    mostUrgent,
    roadChanges.inForce.map(({ id }) => id).join(),
  )
}

async function factsOf(
  book: DefinitionBook,
  to: { lat: number; lon: number },
  units: readonly UnitView[],
  times: readonly TravelTime[],
): Promise<UnitFacts[]> {
  const states = new Map((await book.get('unit-states')).body.map((state) => [state.code, state]))
  const now = Date.now()
  return units.flatMap((unit, index) => {
    const state = states.get(unit.state)
    if (!state?.onDuty) return []
    const travel: UnitFacts['travel'] = times[index] ?? { known: false, because: 'router-failed' }
    return [
      {
        id: unit.id,
        callsign: unit.callsign,
        kind: unit.kind,
        drivingGrade: unit.drivingGrade,
        skills: unit.skills,
        crewSize: unit.crewSize,
        crewSexes: unit.crew.flatMap(({ sex }) => (sex ? [sex] : [])),
        state,
        onDutySeconds: (now - Date.parse(unit.shiftFrom)) / 1_000,
        shiftSecondsLeft: (Date.parse(unit.shiftTo) - now) / 1_000,
        positionAgeSeconds: unit.position ? (now - Date.parse(unit.position.fixedAt)) / 1_000 : null,
        travel,
        ...(unit.position && !travel.known ? { lineMetres: lineBetween(to, unit.position) } : {}),
        commitment: unit.commitment && {
          ...unit.commitment,
          risks: risksOf(unit.commitment.flags),
          secondsLeft: unit.commitment.attendBy ? (Date.parse(unit.commitment.attendBy) - now) / 1_000 : null,
        },
      },
    ]
  })
}

/** Metres in a straight line; over a county the earth is flat. */
function lineBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const eastward = Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180)
  return DEGREE_METRES * Math.hypot(a.lat - b.lat, (a.lon - b.lon) * eastward)
}
