import { type Selectable, sql } from 'kysely'
import { Refusal } from '../core/index.ts'
import type { Database, Reader } from '../db/index.ts'
import { type IncidentView, viewOf } from '../incidents/index.ts'
import type { Candidate, DeploymentView, RecommendationView } from './dispatch.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

/** One row as consoles show it; `warnings` are kept with the candidates as they stood. */
export function recommendationOf(row: Selectable<Database['recommendation']>): RecommendationView {
  const { candidates, warnings } = row.candidates as unknown as { candidates: Candidate[]; warnings: string[] }
  return {
    id: row.id,
    incidentId: row.incident_id,
    version: row.version,
    because: row.because,
    grade: row.grade,
    unitsNeeded: row.units_needed,
    madeAt: row.made_at.toISOString(),
    tookMs: row.took_ms,
    briefingId: row.briefing_id,
    candidates,
    warnings,
    madeByRules:
      row.rules_version !== null && row.rules_valid_from && row.speeds_version !== null
        ? {
            dispatchRules: { version: row.rules_version, validFrom: row.rules_valid_from.toISOString() },
            roadSpeeds: row.speeds_version,
          }
        : null,
  }
}

/** The newest recommendation of an incident, or undefined when there is none yet. */
export async function findRecommendation(db: Reader, incidentId: string): Promise<RecommendationView | undefined> {
  const row = await db
    .selectFrom('recommendation')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && recommendationOf(row)
}

/** The newest recommendation of each of these incidents. */
export async function listRecommendations(db: Reader, incidentIds: readonly string[]): Promise<RecommendationView[]> {
  if (incidentIds.length === 0) return []
  const rows = await db
    .selectFrom('recommendation')
    .distinctOn('incident_id')
    .selectAll()
    .where('incident_id', 'in', [...incidentIds])
    .orderBy('incident_id')
    .orderBy('version', 'desc')
    .execute()
  return rows.map(recommendationOf)
}

/** More incidents than any force has waiting; the most urgent are looked at first. */
const MOST_WAITING = 500

/**
 * Open incidents whose need is not met, each with the id of its newest recommendation: fewer units than are needed are
 * going, are there or have been there. Most urgent and oldest first.
 */
export async function listWaiting(db: Reader): Promise<Array<{ incident: IncidentView; recommendationId: string }>> {
  const waiting = await db
    .selectFrom('incident')
    .innerJoinLateral(
      (query) =>
        query
          .selectFrom('recommendation')
          .whereRef('recommendation.incident_id', '=', 'incident.id')
          .select(['recommendation.id', 'units_needed'])
          .orderBy('version', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .where('incident.status', '=', 'open')
    .where((where) =>
      where(
        'newest.units_needed',
        '>',
        where
          .selectFrom('deployment')
          .whereRef('deployment.incident_id', '=', 'incident.id')
          .where((of) => of.or([of('release_reason', 'is', null), of('release_reason', '=', 'cleared')]))
          .select((of) => of.fn.countAll<number>().as('sent')),
      ),
    )
    .selectAll('incident')
    .select('newest.id as recommendation_id')
    .orderBy('grade_position')
    .orderBy('opened_at')
    .limit(MOST_WAITING)
    .execute()
  return waiting.map((row) => ({ incident: viewOf(row), recommendationId: row.recommendation_id }))
}

/** What of a recommendation can become outdated: its first lines, where everybody whom it sends stands. */
export type Shown = { candidates: Candidate[]; unitsNeeded: number; madeAt: string }

/** As many lines as one need may call for units, and one more. */
const SHOWN_LINES = 9

/** These recommendations, by id, without what is never compared: the whole of one is a few dozen kilobytes. */
export async function listShown(db: Reader, ids: readonly string[]): Promise<Map<string, Shown>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; units_needed: number; made_at: Date; shown: Candidate[] }>`
    select id, units_needed, made_at,
      jsonb_path_query_array(candidates, ${`$.candidates[0 to ${SHOWN_LINES - 1}]`}::jsonpath) as shown
    from recommendation where id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(
    rows.map((row) => [
      row.id,
      { candidates: row.shown, unitsNeeded: row.units_needed, madeAt: row.made_at.toISOString() },
    ]),
  )
}

/** Every deployment of these incidents, oldest first: also those that have ended, which say that somebody was there. */
export async function listDeployments(db: Reader, incidentIds: readonly string[]): Promise<DeploymentView[]> {
  if (incidentIds.length === 0) return []
  const rows = await selectDeployments(db)
    .where('incident_id', 'in', [...incidentIds])
    .orderBy('assigned_at')
    .execute()
  return rows.map(deploymentOf)
}

/** One deployment. @throws Refusal deployment/unknown */
export async function getDeployment(db: Reader, deploymentId: string): Promise<DeploymentView> {
  const row = await selectDeployments(db).where('deployment.id', '=', deploymentId).executeTakeFirst()
  if (!row) throw new Refusal('deployment/unknown', 'There is no such deployment')
  return deploymentOf(row)
}

function selectDeployments(db: Reader) {
  return db
    .selectFrom('deployment')
    .innerJoin('unit', 'unit.id', 'deployment.unit_id')
    .selectAll('deployment')
    .select('callsign')
}

function deploymentOf(row: Selectable<Database['deployment']> & { callsign: string }): DeploymentView {
  return {
    id: row.id,
    incidentId: row.incident_id,
    unitId: row.unit_id,
    callsign: row.callsign,
    briefingId: row.briefing_id,
    recommendationId: row.recommendation_id,
    slot: row.slot,
    rankChosen: row.rank_chosen,
    travelSeconds: row.travel_seconds,
    notFirstBecause: row.not_first_because,
    reasonOwed: (row.rank_chosen ?? 1) > 1 && row.not_first_because === null,
    assignedBy: row.assigned_by,
    assignedAt: row.assigned_at.toISOString(),
    acknowledgedAt: iso(row.acknowledged_at),
    mobileAt: iso(row.mobile_at),
    atSceneAt: iso(row.at_scene_at),
    clearedAt: iso(row.cleared_at),
    releasedAt: iso(row.released_at),
    releaseReason: row.release_reason as DeploymentView['releaseReason'],
    arrivedUnread: row.arrived_unread,
    moreUnits:
      row.more_units !== null && row.more_asked_at
        ? { units: row.more_units, askedAt: row.more_asked_at.toISOString() }
        : null,
  }
}
