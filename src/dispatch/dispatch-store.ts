import { sql } from 'kysely'
import type { BriefingBody, UnknownThing } from '../briefings/index.ts'
import { newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { Assigned } from './deployment-rules.ts'
import type { Candidate, MadeByRules, Step } from './dispatch.ts'

/** A recommendation and the briefing that goes with it, before they are saved. */
export type Recommended = {
  id: string
  incidentId: string
  because: string
  grade: string
  unitsNeeded: number
  tookMs: number
  candidates: Candidate[]
  warnings: string[]
  madeByRules: MadeByRules
  briefing: { body: BriefingBody; unknowns: readonly UnknownThing[] }
}

/**
 * Saves a recommendation as the next version of its incident, with its briefing, a new version if it says anything
 * new: one statement, because a dispatcher is waiting. The incident is locked by the caller.
 */
export async function saveRecommended(
  trx: Trx,
  made: Recommended,
): Promise<{ version: number; madeAt: string; briefing: { id: string; version: number } }> {
  const { rows } = await sql<{
    version: number
    made_at: Date
    briefing: { id: string; version: number }
  }>`
    with briefed as materialized (
      select save_briefing(${newId()}, ${made.incidentId}, ${JSON.stringify(made.briefing.body)}::jsonb,
        ${JSON.stringify(made.briefing.unknowns)}::jsonb) as saved
    ), made as (
      insert into recommendation (id, incident_id, version, because, grade, units_needed, briefing_id, took_ms, candidates,
        rules_version, rules_valid_from, speeds_version)
      select ${made.id}, ${made.incidentId}, 1 + coalesce((select max(version) from recommendation
          where incident_id = ${made.incidentId}), 0), ${made.because}, ${made.grade}, ${made.unitsNeeded},
        (saved ->> 'id')::uuid, ${made.tookMs},
        ${JSON.stringify({ candidates: made.candidates, warnings: made.warnings })}::jsonb,
        ${made.madeByRules.dispatchRules.version}, ${made.madeByRules.dispatchRules.validFrom}::timestamptz,
        ${made.madeByRules.roadSpeeds}
      from briefed
      returning version, made_at
    )
    select version, made_at, saved as briefing from made, briefed`.execute(trx)
  if (!rows[0]) throw new Error('a recommendation was not saved')
  const { version, made_at: madeAt, briefing } = rows[0]
  return { version, madeAt: madeAt.toISOString(), briefing }
}

/** Saves a deployment with the briefing it goes with (I5); two unique indexes hold I1 and I6 behind the locks. */
export async function saveDeployment(
  trx: Trx,
  made: Assigned & {
    id: string
    incidentId: string
    unitId: string
    briefingId: string
    recommendationId: string
    assignedBy: string
  },
): Promise<void> {
  await trx
    .insertInto('deployment')
    .values({
      id: made.id,
      incident_id: made.incidentId,
      unit_id: made.unitId,
      briefing_id: made.briefingId,
      recommendation_id: made.recommendationId,
      slot: made.slot,
      rank_chosen: made.rankChosen,
      travel_seconds: made.travelSeconds,
      not_first_because: made.notFirstBecause,
      assigned_by: made.assignedBy,
    })
    .execute()
}

/** Ends an open deployment, by the database's clock. */
export async function releaseDeployment(
  trx: Trx,
  deploymentId: string,
  reason: 'cleared' | 'stood-down' | 'diverted',
  divertedTo: string | null = null,
): Promise<void> {
  await trx
    .updateTable('deployment')
    .set({
      released_at: sql<Date>`clock_timestamp()`,
      release_reason: reason,
      diverted_to: divertedTo,
      ...(reason === 'cleared' ? { cleared_at: sql<Date>`clock_timestamp()` } : {}),
    })
    .where('id', '=', deploymentId)
    .execute()
}

/** Which unit and incident a deployment is about, unlocked: the locks are taken unit first. */
export async function getDeploymentSubject(
  trx: Trx,
  deploymentId: string,
): Promise<{ unit_id: string; incident_id: string }> {
  const row = await trx
    .selectFrom('deployment')
    .select(['unit_id', 'incident_id'])
    .where('id', '=', deploymentId)
    .executeTakeFirst()
  if (!row) throw new Refusal('deployment/unknown', 'There is no such deployment')
  return row
}

/** The deployment itself, locked after its unit. */
export async function getDeploymentForUpdate(trx: Trx, deploymentId: string) {
  return trx
    .selectFrom('deployment')
    .select([
      'id',
      'unit_id',
      'incident_id',
      'acknowledged_at',
      'mobile_at',
      'at_scene_at',
      'released_at',
      'rank_chosen',
      'not_first_because',
      'assigned_at',
      'assigned_by',
    ])
    .where('id', '=', deploymentId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

const columnOf = { acknowledge: 'acknowledged_at', mobile: 'mobile_at', 'at-scene': 'at_scene_at' } as const

/** Writes when a step was taken; arriving notes whether the briefing had been read (CR-24). */
export async function saveStep(
  trx: Trx,
  deploymentId: string,
  step: Exclude<Step, 'clear' | 'stand-down'>,
  arrivedUnread: boolean,
): Promise<void> {
  await trx
    .updateTable('deployment')
    .set({
      [columnOf[step]]: sql<Date>`clock_timestamp()`,
      ...(step === 'at-scene' ? { arrived_unread: arrivedUnread } : {}),
    })
    .where('id', '=', deploymentId)
    .execute()
}

/** Keeps that its crew asks for more units, by the database's clock. */
export async function saveMoreUnits(trx: Trx, deploymentId: string, units: number): Promise<void> {
  await trx
    .updateTable('deployment')
    .set({ more_units: units, more_asked_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', deploymentId)
    .execute()
}

/** Whether the crew of a deployment has read the version it was sent with, or a newer one. */
export async function hasReadBriefing(trx: Trx, deploymentId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('deployment')
    .innerJoin('briefing as sent', 'sent.id', 'deployment.briefing_id')
    .innerJoin('briefing', 'briefing.incident_id', 'deployment.incident_id')
    .innerJoin('briefing_read', (on) =>
      on
        .onRef('briefing_read.briefing_id', '=', 'briefing.id')
        .onRef('briefing_read.unit_id', '=', 'deployment.unit_id'),
    )
    .select('briefing.id')
    .where('deployment.id', '=', deploymentId)
    .whereRef('briefing.version', '>=', 'sent.version')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Units that are going to this incident or are there. */
export async function listGoing(trx: Trx, incidentId: string) {
  const rows = await trx
    .selectFrom('deployment')
    .innerJoin('unit', 'unit.id', 'deployment.unit_id')
    .leftJoin('staff', 'staff.id', 'deployment.assigned_by')
    .select(['deployment.id', 'deployment.unit_id', 'callsign', 'kind', 'slot', 'assigned_at', 'display_name'])
    .where('incident_id', '=', incidentId)
    .where('released_at', 'is', null)
    .orderBy('slot')
    .execute()
  return rows.map((row) => ({
    deploymentId: row.id,
    unitId: row.unit_id,
    callsign: row.callsign,
    kind: row.kind,
    slot: row.slot,
    assignedAt: row.assigned_at,
    assignedByName: row.display_name,
  }))
}

/** Marks who works this incident: whoever deals with it first (CR-20: an unowned incident alarms). */
export async function saveOwner(trx: Trx, incidentId: string, dispatcherId: string): Promise<void> {
  await trx
    .updateTable('incident')
    .set({ dispatcher_id: dispatcherId })
    .where('id', '=', incidentId)
    .where('dispatcher_id', 'is', null)
    .execute()
}

/** Writes why another unit than the first was sent. */
export async function saveReason(trx: Trx, deploymentId: string, reasonCode: string): Promise<void> {
  await trx.updateTable('deployment').set({ not_first_because: reasonCode }).where('id', '=', deploymentId).execute()
}
