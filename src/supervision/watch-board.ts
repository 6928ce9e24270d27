import { sql } from 'kysely'
import type { z } from 'zod'
import type { Reader } from '../db/index.ts'
import { viewOf } from '../incidents/index.ts'
import type { watchListView } from './watch-contract.ts'
import { testIncident } from './watch-rules.ts'

/**
 * The watch list: every open incident that is domestic abuse, repeat, vulnerable, marked urgent, of the most
 * urgent grade, or past its clock; incidents join it by themselves (CR-11, CR-26). At most 500, worst first.
 */
export async function listWatched(db: Reader): Promise<z.output<typeof watchListView>> {
  const incidents = await db
    .selectFrom('incident')
    .selectAll()
    .where('status', '=', 'open')
    .where((where) =>
      where.or([
        where('locked', '=', true),
        where('treat_as_urgent', '=', true),
        where('grade_position', '=', 1),
        where('attend_by', '<', sql<Date>`now()`),
      ]),
    )
    .orderBy('attend_by')
    .limit(500)
    .execute()
  if (incidents.length === 0) return []
  const { rows } = await sql<{
    id: string
    proposed_position: number | null
    first_position: number | null
    grade_allows: boolean | null
    promises_broken: number
    arrived_at: Date | null
    going: number
    unanswered: number
    unread: number
    reasons_owed: number
    named: number
    refused: number
    lower_grade: string | null
    now: Date
  }>`
    select i.id, clock_timestamp() as now,
      (select position from grade g where g.id = i.proposed_grade order by valid_from desc limit 1) as proposed_position,
      (select position from grade g where g.id = i.first_grade order by valid_from desc limit 1) as first_position,
      (select domestic_abuse_allowed from grade g where g.id = i.grade order by valid_from desc limit 1) as grade_allows,
      (select count(*) from action a where a.incident_id = i.id and done_at is null and due_at < clock_timestamp()) as promises_broken,
      (select min(at_scene_at) from deployment d where d.incident_id = i.id) as arrived_at,
      (select count(*) from deployment d where d.incident_id = i.id and released_at is null) as going,
      (select count(*) from check_run k where k.incident_id = i.id and superseded_by is null and state in ('failed', 'source_unavailable')) as unanswered,
      (select count(*) from deployment d where d.incident_id = i.id and released_at is null and not exists (
        select from briefing_read r join briefing b on b.id = r.briefing_id where r.unit_id = d.unit_id and b.incident_id = i.id)) as unread,
      (select count(*) from deployment d where d.incident_id = i.id and rank_chosen > 1 and not_first_because is null) as reasons_owed,
      people_named(i.id) as named,
      (select count(*) from log_entry e where e.incident_id = i.id and kind = 'refused') as refused,
      (select grade from regrade_request r where r.incident_id = i.id and decided_at is null) as lower_grade
    from incident i where i.id = any(${incidents.map(({ id }) => id)}::uuid[])`.execute(db)
  const facts = new Map(rows.map((row) => [row.id, row]))
  return incidents.flatMap((row) => {
    const fact = facts.get(row.id)
    if (!fact) return []
    const tests = testIncident(
      {
        grade: row.grade,
        proposedGrade: row.proposed_grade,
        gradePosition: row.grade_position,
        proposedPosition: fact.proposed_position,
        firstPosition: fact.first_position,
        gradeAllowsDomesticAbuse: fact.grade_allows ?? true,
        hasOwner: row.dispatcher_id !== null,
        promisesBroken: Number(fact.promises_broken),
        attendBy: row.attend_by?.getTime() ?? null,
        arrivedAt: fact.arrived_at?.getTime() ?? null,
        unitsGoing: Number(fact.going),
        checksUnanswered: Number(fact.unanswered),
        unreadBriefings: Number(fact.unread),
        reasonsOwed: Number(fact.reasons_owed),
        summaryLength: row.summary.length,
        peopleNamed: fact.named,
        domesticAbuse: row.domestic_abuse,
      },
      fact.now.getTime(),
    )
    return [{ incident: viewOf(row), tests, refusedAttempts: Number(fact.refused), lowerGradeAsked: fact.lower_grade }]
  })
}
