import { type BriefingBody, compose, type UnknownThing } from '../briefings/index.ts'
import { newId } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { finishOutstandingChecks } from '../history/index.ts'
import { findOpenIncidentForUpdate, getIncident, type IncidentView, saveLogEntry } from '../incidents/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { Desk, EventOf, Work } from '../journal/index.ts'
import type { Router, TravelTime } from '../routing/index.ts'
import { listUnitsOnDuty, type Positions, type UnitView } from '../units/index.ts'
import type { RecommendationView } from './dispatch.ts'
import type { dispatchEvents } from './dispatch-contract.ts'
import { saveRecommended } from './dispatch-store.ts'
import { risksOf } from './divert-rules.ts'
import { rankUnits, type UnitFacts } from './recommendation-rules.ts'

type Event = EventOf<typeof dispatchEvents>

/** How many of the ranked units ride in the message; the whole list is one request away. */
const IN_THE_MESSAGE = 8

/** What recommending works with. */
export type DispatchDesk = Desk & { book: DefinitionBook; positions: Positions; router: Router }

/** Does the work that grading planned: one recommendation with its briefing for the need as it is now. */
export function recommendHandler(desk: DispatchDesk): JobHandler {
  return {
    kind: 'recommend',
    run: async (job, work) => {
      await recommend(work, desk, job.subjectId, String(job.payload['because'] ?? 'asked for'))
    },
    // nobody may think that there is none because nobody is near: dispatchers are told to choose by themselves
    giveUp: async (job, work) => {
      const { areaId } = await getIncident(work.trx, job.subjectId)
      await saveLogEntry(work, job.subjectId, {
        kind: 'system',
        text: 'No recommendation could be made: choose a unit by hand',
      })
      work.record({
        type: 'recommendation-failed',
        audience: 'room',
        incidentId: job.subjectId,
        areaId,
        data: { incidentId: job.subjectId },
      } satisfies Event)
    },
  }
}

/** Recommends for an incident that the caller holds locked; undefined when there is nobody to recommend for. */
export type RecommendHere = (
  work: Work,
  incident: IncidentView,
  because: string,
) => Promise<RecommendationView | undefined>

/**
 * For a command that will recommend in its own commit: the units are read from here on, beside the command's first
 * statements, and the whole is handed on when the incident is locked.
 */
export function prepareRecommending(desk: DispatchDesk): RecommendHere {
  const units = listUnitsOnDuty(desk.db, desk.positions)
  // a command that is refused never asks for them
  units.catch(() => undefined)
  return (work, incident, because) => recommendLocked(work, desk, incident, because, units)
}

/**
 * Ranks every unit on duty for an incident and sends that with the briefing in one message (CR-20..25).
 * The incident is locked first, so versions follow each other; nothing is recommended for an incident that is
 * closed, has no grade that deploys, or no location yet: then @returns undefined.
 */
export async function recommend(
  work: Work,
  desk: DispatchDesk,
  incidentId: string,
  because: string,
): Promise<RecommendationView | undefined> {
  const incident = await findOpenIncidentForUpdate(work.trx, incidentId)
  return incident && recommendLocked(work, desk, incident, because, listUnitsOnDuty(work.trx, desk.positions))
}

async function recommendLocked(
  work: Work,
  desk: DispatchDesk,
  incident: IncidentView,
  because: string,
  unitsOnDuty: Promise<UnitView[]>,
): Promise<RecommendationView | undefined> {
  const began = performance.now()
  const { lat, lon } = incident.location
  const grade = (await desk.book.listGrades()).find(({ id }) => id === incident.grade)
  if (!grade?.deploys || lat === null || lon === null) return undefined
  const units = await unitsOnDuty
  const rules = (await desk.book.get('dispatch-rules')).body
  const profile = rules.grades.find((rule) => rule.grade === grade.id)?.profile ?? 'normal'
  // another thread searches the roads while the briefing is composed here; a router never rejects
  const searching = travelTimes(desk.router, { lat, lon }, units, profile)
  const briefing = await composeWhole(work, desk, incident)
  const facts = await factsOf(desk, units, await searching)
  const type = (await desk.book.get('incident-types')).body.find(({ code }) => code === incident.type)
  const { candidates, unitsNeeded, warnings } = rankUnits(
    {
      type: incident.type,
      grade: grade.id,
      gradePosition: grade.position,
      secondsLeft: incident.attendBy ? (Date.parse(incident.attendBy) - Date.now()) / 1_000 : Number.MAX_SAFE_INTEGER,
      domesticAbuse: incident.flags.domesticAbuse,
      violence: type?.violence ?? false,
      happeningNow: incident.happeningNow,
      skills: incident.needs.skills,
      language: incident.needs.language,
      officerSex: incident.needs.officerSex,
      excludedUnitIds: incident.needs.excludedUnitIds,
    },
    facts,
    rules,
  )
  const id = newId()
  const tookMs = performance.now() - began
  const made = { id, incidentId: incident.id, because, grade: grade.id, unitsNeeded, tookMs, candidates, warnings }
  const saved = await saveRecommended(work.trx, { ...made, briefing })
  const recommendation = { ...made, version: saved.version, madeAt: saved.madeAt, briefingId: saved.briefing.id }
  note(work, incident, recommendation, {
    id: saved.briefing.id,
    version: saved.briefing.version,
    body: briefing.body,
    unknowns: briefing.unknowns,
  })
  return recommendation
}

/** The briefing; a check that nobody has begun is run first, within bounds. */
async function composeWhole(work: Work, desk: DispatchDesk, incident: IncidentView) {
  const briefed = {
    id: incident.id,
    type: incident.type,
    grade: incident.grade,
    summary: incident.summary,
    locationText: incident.location.text,
    premisesId: incident.location.premisesId,
    happeningNow: incident.happeningNow,
    ...incident.flags,
    needs: incident.needs,
  }
  const first = await compose(work, briefed, desk)
  if (first.notStarted === 0) return first
  await finishOutstandingChecks(work, incident.id, desk)
  return compose(work, briefed, desk)
}

function note(
  work: Work,
  incident: IncidentView,
  recommendation: RecommendationView,
  briefing: { id: string; version: number; body: BriefingBody; unknowns: UnknownThing[] },
): void {
  const { id, version, body, unknowns } = briefing
  work.audit({
    op: 'disclosure',
    subjectType: 'briefing',
    subjectId: id,
    incidentId: incident.id,
    reason: 'recommendation with its briefing, to the dispatchers of the area',
  })
  work.record({
    type: 'recommendation-made',
    audience: 'room',
    incidentId: incident.id,
    areaId: incident.areaId,
    data: {
      incident,
      recommendation: { ...recommendation, candidates: recommendation.candidates.slice(0, IN_THE_MESSAGE) },
      briefing: { id, incidentId: incident.id, version, body, unknowns },
    },
  } satisfies Event)
}

/** Times for the units that have a position; the others have none, and that is said. */
async function travelTimes(
  router: Router,
  to: { lat: number; lon: number },
  units: readonly UnitView[],
  profile: 'blue-light' | 'normal',
): Promise<Map<string, TravelTime>> {
  const placed = units.flatMap(({ id, position }) => (position ? [{ id, position }] : []))
  const times = await router.travelTimes(
    to,
    placed.map(({ position }) => position),
    profile,
  )
  return new Map(placed.map(({ id }, index) => [id, times[index] ?? { known: false, because: 'router-failed' }]))
}

async function factsOf(
  desk: DispatchDesk,
  units: readonly UnitView[],
  travels: Map<string, TravelTime>,
): Promise<UnitFacts[]> {
  const states = new Map((await desk.book.get('unit-states')).body.map((state) => [state.code, state]))
  const now = Date.now()
  return units.flatMap((unit) => {
    const state = states.get(unit.state)
    if (!state?.onDuty) return []
    const travel: UnitFacts['travel'] = travels.get(unit.id) ?? { known: false, because: 'no-position' }
    return [
      {
        id: unit.id,
        callsign: unit.callsign,
        kind: unit.kind,
        station: unit.station,
        drivingGrade: unit.drivingGrade,
        skills: unit.skills,
        crewSize: unit.crewSize,
        crewSexes: unit.crew.flatMap(({ sex }) => (sex ? [sex] : [])),
        state,
        onDutySeconds: (now - Date.parse(unit.shiftFrom)) / 1_000,
        shiftSecondsLeft: (Date.parse(unit.shiftTo) - now) / 1_000,
        positionAgeSeconds: unit.position ? (now - Date.parse(unit.position.fixedAt)) / 1_000 : null,
        travel,
        commitment: unit.commitment && {
          ...unit.commitment,
          risks: risksOf(unit.commitment.flags),
          secondsLeft: unit.commitment.attendBy ? (Date.parse(unit.commitment.attendBy) - now) / 1_000 : null,
        },
      },
    ]
  })
}
