import {
  type BriefingBody,
  compose,
  type KnownForBriefing,
  readForBriefing,
  type UnknownThing,
} from '../briefings/index.ts'
import { newId } from '../core/index.ts'
import { finishOutstandingChecks } from '../history/index.ts'
import { findOpenIncidentForUpdate, getIncident, type IncidentView, saveLogEntry } from '../incidents/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { Desk, EventOf, Work } from '../journal/index.ts'
import type { RecommendationView } from './dispatch.ts'
import { findRecommendation } from './dispatch-board.ts'
import type { dispatchEvents } from './dispatch-contract.ts'
import { saveRecommended } from './dispatch-store.ts'
import { LIVE } from './live-recommender.ts'
import { clockOf, whatChanged } from './live-rules.ts'
import { type Ahead, lookAhead, type RankingDesk, rankFor } from './ranker.ts'

type Event = EventOf<typeof dispatchEvents>

/** How many of the ranked units ride in the message; the whole list is one request away. */
const IN_THE_MESSAGE = 8

/** What recommending works with. */
export type DispatchDesk = Desk & RankingDesk

/** Does the work that grading planned: one recommendation with its briefing for the need as it is now. */
export function recommendHandler(desk: DispatchDesk): JobHandler {
  return {
    kind: 'recommend',
    run: async (job, work) => {
      if (job.variant === LIVE) await recommendAnew(work, desk, job.subjectId)
      else await recommend(work, desk, job.subjectId, String(job.payload['because'] ?? 'asked for'))
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
 * For a command that gives this grade and will recommend in its own commit: units and roads are asked from here on,
 * beside the command's first statements; what the briefing is composed from is read behind the statement that locks
 * the incident; and the whole is put together when that has answered. `recommend` gives undefined where there is
 * nobody to recommend for.
 */
export function prepareRecommending(
  desk: DispatchDesk,
  incidentId: string,
  gradeId: string,
): {
  readBehind: (work: Work) => void
  recommend: (work: Work, incident: IncidentView, because: string) => Promise<RecommendationView | undefined>
} {
  const ahead = lookAhead(desk, desk.db, incidentId, gradeId)
  // a command that is refused never asks for either
  ahead.catch(() => undefined)
  let known: Promise<KnownForBriefing> | undefined
  return {
    readBehind: (work) => {
      known = readForBriefing(work.trx, incidentId)
      known.catch(() => undefined)
    },
    recommend: async (work, incident, because) =>
      recommendLocked(work, desk, incident, because, { ...(await ahead), known: await known }),
  }
}

/**
 * Ranks every unit on duty for an incident and sends that with the briefing in one message (CR-20..25).
 * The incident is locked before anything is decided, so versions follow each other; nothing is recommended for an incident that is
 * closed, has no grade that deploys, or no location yet: then @returns undefined.
 */
export async function recommend(
  work: Work,
  desk: DispatchDesk,
  incidentId: string,
  because: string,
): Promise<RecommendationView | undefined> {
  const ahead = await lookAhead(desk, work.trx, incidentId)
  const incident = await findOpenIncidentForUpdate(work.trx, incidentId)
  return incident && recommendLocked(work, desk, incident, because, ahead)
}

/** Recommends anew when, under the incident's lock, what was shown is still outdated; says why. */
async function recommendAnew(work: Work, desk: DispatchDesk, incidentId: string): Promise<void> {
  // another node may have heard of a closed road before this one: it would be news to and fro
  await desk.roadChanges.look()
  // another look follows in a second
  if (desk.roadChanges.isSettling) return
  const ahead = await lookAhead(desk, work.trx, incidentId)
  const incident = await findOpenIncidentForUpdate(work.trx, incidentId)
  const before = incident && (await findRecommendation(work.trx, incidentId))
  const grade = (await desk.book.listGrades()).find(({ id }) => id === incident?.grade)
  if (!before || !grade?.deploys || incident.location.lat === null) return
  const { live } = (await desk.book.get('dispatch-rules')).body
  const clock = clockOf(incident.attendBy, before.madeAt, Date.now())
  const because = whatChanged(before, await rankFor(desk, incident, grade, ahead), clock, live)
  if (because) await recommendLocked(work, desk, incident, because, ahead)
}

async function recommendLocked(
  work: Work,
  desk: DispatchDesk,
  incident: IncidentView,
  because: string,
  ahead: Ahead & { known?: KnownForBriefing | undefined },
): Promise<RecommendationView | undefined> {
  const began = performance.now()
  const { lat, lon } = incident.location
  const grade = (await desk.book.listGrades()).find(({ id }) => id === incident.grade)
  if (!grade?.deploys || lat === null || lon === null) return undefined
  const briefing = await composeWhole(work, desk, incident, ahead.known)
  const ranking = await rankFor(desk, incident, grade, ahead)
  const id = newId()
  const tookMs = performance.now() - began
  const made = { ...ranking, id, incidentId: incident.id, because, grade: grade.id, tookMs }
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
async function composeWhole(
  work: Work,
  desk: DispatchDesk,
  incident: IncidentView,
  known: KnownForBriefing | undefined,
) {
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
  const first = await compose(work, briefed, desk, known)
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
    reason: `recommendation with its briefing, to the dispatchers of the area${byWhat(recommendation)}`,
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

/** So that whoever reads the log of disclosures knows by which rules the unit was chosen. */
function byWhat({ madeByRules }: RecommendationView): string {
  if (!madeByRules) return ''
  const { dispatchRules, roadSpeeds } = madeByRules
  return `, by dispatch rules ${dispatchRules.version} of ${dispatchRules.validFrom.slice(0, 10)} and road speeds ${roadSpeeds}`
}
