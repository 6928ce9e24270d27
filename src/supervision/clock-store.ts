import { sql } from 'kysely'
import { newId } from '../core/index.ts'
import type { Reader, Trx } from '../db/index.ts'
import type { ClockFacts, CrewOut } from './clock-rules.ts'
import { THE_FORCE } from './exception-store.ts'

/** The kind of the jobs that look at the clocks of one incident; migrations plan it with every change (`plan_clocks`). */
export const CLOCKS = 'clocks'
/** The kind of the job that looks each minute whether other rules are in force. */
export const RULES_IN_FORCE = 'clock-rules'

/** One look at a time: two would raise and end the same things in another order. Commands never wait for this lock. */
export async function lockClocks(trx: Trx, incidentId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`clocks/${incidentId}`}, 0))`.execute(trx)
}

/**
 * Takes the other looks that changes of this incident planned: what they would look at is committed and so is seen by whoever
 * reads after this. One that somebody is at stays with them.
 */
export async function absorbLooks(trx: Trx, incidentId: string, jobId: string): Promise<void> {
  await sql`
    with others as (
      select id from job where kind = ${CLOCKS} and subject_id = ${incidentId} and done_at is null
        and variant like 'change %' and id <> ${jobId} for update skip locked)
    update job set done_at = clock_timestamp() from others where job.id = others.id`.execute(trx)
}

/** What is known of an incident's clocks, at one moment of the database's clock; undefined: there is no such incident. */
export async function readClockFacts(trx: Trx, incidentId: string): Promise<ClockFacts | undefined> {
  const { rows } = await sql<FactRow>`
    select i.status, i.grade, i.opened_at, i.graded_at, i.attend_by, i.dispatcher_id is not null as has_owner,
      coalesce(nullif(i.needs ->> 'safeNumber', '') is not null, false) as has_safe_number,
      clock_timestamp() as now, g.deploys,
      i.attend_by - make_interval(secs => grade_seconds(g, i.area_class)) as clock_from,
      (select min(at_scene_at) from deployment d where d.incident_id = i.id) as attended_at,
      (select max(released_at) from deployment d where d.incident_id = i.id) as last_left_at,
      (select max(at) from reassessment r where r.incident_id = i.id and r.reached = 'spoken') as spoken_at,
      (select max(at) from reassessment r where r.incident_id = i.id and r.reached <> 'spoken') as tried_at,
      coalesce((select jsonb_agg(jsonb_build_object('actionId', a.id, 'dueAt', ${milliseconds('a.due_at')}))
        from action a where a.incident_id = i.id and a.done_at is null and a.due_at is not null), '[]') as promises,
      (select jsonb_build_object('madeAt', ${milliseconds('r.made_at')}, 'firstSeconds', (
          select min((c -> 'travel' ->> 'seconds')::double precision) from jsonb_array_elements(r.candidates -> 'candidates') c
          where c ->> 'rank' is not null and (c -> 'travel' ->> 'known')::boolean))
        from recommendation r where r.incident_id = i.id order by r.version desc limit 1) as ranking,
      coalesce((select jsonb_agg(jsonb_build_object('deploymentId', d.id, 'unitId', u.id, 'callsign', u.callsign,
          'crewSize', u.crew_size, 'assignedAt', ${milliseconds('d.assigned_at')}, 'travelSeconds', d.travel_seconds,
          'asked', case when d.more_units is not null then jsonb_build_object('units', d.more_units, 'at', ${milliseconds('d.more_asked_at')},
            'sentSince', (select count(*) from deployment e where e.incident_id = d.incident_id and e.assigned_at > d.more_asked_at)) end,
          'briefingRead', exists (select from briefing_read b join briefing v on v.id = b.briefing_id
            join briefing sent on sent.id = d.briefing_id
            where b.unit_id = d.unit_id and v.incident_id = d.incident_id and v.version >= sent.version),
          'heardAt', ${milliseconds(`greatest(d.assigned_at, d.acknowledged_at, d.mobile_at, d.at_scene_at, u.state_at,
            (select max(w.at) from welfare_check w where w.deployment_id = d.id and w.answer = 'well'),
            (select max(e.at) from log_entry e join staff s on s.id = e.actor_id where e.incident_id = d.incident_id and s.unit_id = d.unit_id))`)}
          ) order by d.assigned_at)
        from deployment d join unit u on u.id = d.unit_id where d.incident_id = i.id and d.released_at is null), '[]') as crews
    from incident i
    left join lateral (select * from grade where id = i.grade and version = (
      select definition_version from grading where incident_id = i.id order by at desc limit 1)) g on true
    where i.id = ${incidentId}`.execute(trx)
  const row = rows[0]
  if (!row) return undefined
  return {
    incidentId,
    now: row.now.getTime(),
    isOpen: row.status === 'open',
    grade: row.grade,
    deploys: row.deploys ?? false,
    hasOwner: row.has_owner,
    openedAt: row.opened_at.getTime(),
    gradedAt: row.graded_at?.getTime() ?? null,
    clockFrom: row.clock_from?.getTime() ?? null,
    attendBy: row.attend_by?.getTime() ?? null,
    attendedAt: row.attended_at?.getTime() ?? null,
    lastLeftAt: row.last_left_at?.getTime() ?? null,
    crews: row.crews,
    ranking: row.ranking,
    spokenAt: row.spoken_at?.getTime() ?? null,
    triedAt: row.tried_at?.getTime() ?? null,
    hasSafeNumber: row.has_safe_number,
    promises: row.promises,
  }
}

/**
 * Plans the next look, at an instant of the database's clock. Planned already, it stays: a row of that instant that is
 * done cannot be met, because the instant is to come.
 */
export async function planLook(trx: Trx, incidentId: string, at: number): Promise<void> {
  const dueAt = new Date(at)
  await sql`
    insert into job (id, kind, subject_id, variant, due_at)
    values (${newId()}, ${CLOCKS}, ${incidentId}, ${`at ${dueAt.toISOString()}`}, ${dueAt})
    on conflict (kind, subject_id, variant) do nothing`.execute(trx)
}

/**
 * Plans one more look at every incident that is open. Not before every node has read the rules in force anew, which it does
 * every ten seconds; spread over a minute, so that they do not compete with what is urgent.
 */
export async function planLooksOfAll(trx: Trx): Promise<void> {
  await sql`
    insert into job (id, kind, subject_id, variant, due_at)
    select gen_random_uuid(), ${CLOCKS}, id, ${`rules ${newId()}`}, clock_timestamp() + make_interval(secs => 15 + 45 * random())
    from incident where status = 'open' and not imported`.execute(trx)
}

/** Plans the next look at the rules, at the next full minute of the database's clock: once, however many nodes do so. */
export async function planRulesLook(trx: Trx, version: string | null): Promise<void> {
  await sql`
    insert into job (id, kind, subject_id, variant, due_at, payload)
    select ${newId()}, ${RULES_IN_FORCE}, ${THE_FORCE}, 'at ' || extract(epoch from at)::bigint, at,
      ${JSON.stringify({ version })}::jsonb
    from (select date_trunc('minute', clock_timestamp()) + interval '1 minute' as at) as next
    on conflict (kind, subject_id, variant) do nothing`.execute(trx)
}

/** Looks at the rules now: every node does so when it opens, and with it at everything that is open. */
export async function planFirstRulesLook(db: Reader): Promise<void> {
  await sql`
    insert into job (id, kind, subject_id, variant, due_at)
    values (${newId()}, ${RULES_IN_FORCE}, ${THE_FORCE}, ${`start ${newId()}`}, clock_timestamp())`.execute(db)
}

const milliseconds = (instant: string) => sql.raw(`floor(extract(epoch from ${instant}) * 1000)`)

type FactRow = {
  status: string
  grade: string | null
  deploys: boolean | null
  opened_at: Date
  graded_at: Date | null
  attend_by: Date | null
  clock_from: Date | null
  has_owner: boolean
  has_safe_number: boolean
  now: Date
  attended_at: Date | null
  last_left_at: Date | null
  spoken_at: Date | null
  tried_at: Date | null
  promises: { actionId: string; dueAt: number }[]
  ranking: { madeAt: number; firstSeconds: number | null } | null
  crews: CrewOut[]
}
