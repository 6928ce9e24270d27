import { composeAndSave } from '../briefings/index.ts'
import { newId, Refusal } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { finishOutstandingChecks } from '../history/index.ts'
import { getIncident, getOpenIncidentForUpdate, type IncidentView, saveLogEntry } from '../incidents/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { Desk, EventOf, Work } from '../journal/index.ts'
import type { Router, TravelTime } from '../routing/index.ts'
import { listUnitsOnDuty, type Positions, type UnitView } from '../units/index.ts'
import type { RecommendationView, Travel } from './dispatch.ts'
import { findRecommendation } from './dispatch-board.ts'
import type { dispatchEvents } from './dispatch-contract.ts'
import { saveRecommendation } from './dispatch-store.ts'
import { canAnyBeInTime, neighbourFor } from './neighbour-rules.ts'
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
  const began = performance.now()
  const locked = await getOpenIncidentForUpdate(work.trx, incidentId).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined
    throw error
  })
  const grade = (await desk.book.listGrades()).find(({ id }) => id === locked?.grade)
  if (!locked || !grade?.deploys || locked.lat === null || locked.lon === null) return undefined
  const units = await listUnitsOnDuty(work.trx, desk.positions)
  const rules = (await desk.book.get('dispatch-rules')).body
  const profile = rules.grades.find((rule) => rule.grade === grade.id)?.profile ?? 'normal'
  const here = { lat: locked.lat, lon: locked.lon }
  // another thread searches the roads while the briefing is composed here; a router never rejects
  const searching = travelTimes(desk.router, here, units, profile)
  await finishOutstandingChecks(work, incidentId, desk)
  const briefing = await composeAndSave(work, incidentId, desk)
  const incident = await getIncident(work.trx, incidentId)
  const facts = await factsOf(desk, units, await searching)
  const type = (await desk.book.get('incident-types')).body.find(({ code }) => code === incident.type)
  const secondsLeft = incident.attendBy ? (Date.parse(incident.attendBy) - Date.now()) / 1_000 : Number.MAX_SAFE_INTEGER
  const { candidates, unitsNeeded, warnings } = rankUnits(
    {
      grade: grade.id,
      gradePosition: grade.position,
      secondsLeft,
      domesticAbuse: incident.flags.domesticAbuse,
      violence: type?.violence ?? false,
      happeningNow: incident.happeningNow,
      skills: incident.needs.skills,
      officerSex: incident.needs.officerSex,
      excludedUnitIds: incident.needs.excludedUnitIds,
    },
    facts,
    rules,
  )
  const neighbours = canAnyBeInTime(candidates, secondsLeft)
    ? []
    : neighbourFor(here, (await desk.book.find('neighbouring-forces'))?.body ?? [])
  const id = newId()
  await saveRecommendation(work.trx, {
    id,
    incidentId,
    because,
    grade: grade.id,
    unitsNeeded,
    briefingId: briefing.id,
    tookMs: performance.now() - began,
    candidates,
    warnings: [...warnings, ...neighbours.map(({ words }) => words)],
  })
  const recommendation = await findRecommendation(work.trx, incidentId)
  if (!recommendation) throw new Error('a saved recommendation is not there')
  note(work, incident, recommendation, briefing)
  return recommendation
}

function note(
  work: Work,
  incident: IncidentView,
  recommendation: RecommendationView,
  briefing: Awaited<ReturnType<typeof composeAndSave>>,
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
    const travel: Travel = travels.get(unit.id) ?? { known: false, because: 'no-position' }
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
        shiftSecondsLeft: (Date.parse(unit.shiftTo) - now) / 1_000,
        positionAgeSeconds: unit.position ? (now - Date.parse(unit.position.fixedAt)) / 1_000 : null,
        travel,
        commitment: unit.commitment,
      },
    ]
  })
}
