import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { type Actor, logNumber, Refusal } from '../core/index.ts'
import type { Database, Reader } from '../db/index.ts'
import type { Escalation, ExceptionKind } from '../definitions/index.ts'
import { ALARM_LIMITS, alarmRate } from './alarm-rate-rules.ts'
import { listDutiesOf } from './duty-store.ts'
import { findPost, refuseAcknowledging, ruleOf } from './escalation-rules.ts'
import type { alarmRateView, ExceptionView, exceptionListView } from './exception-contract.ts'
import { type Ranked, rankExceptions } from './exception-ranking-rules.ts'

/** More than the largest force has at once in its worst hour. */
const MOST_STANDING = 20_000
/** Ids that one line of the list carries. */
const MOST_IDS = 200
/** Of one incident, beside the gravest: more than there are kinds, with a few crews. */
const MOST_OTHERS = 20

/** One exception. @throws Refusal exception/unknown */
export async function getException(db: Reader, exceptionId: string, rules: Escalation): Promise<ExceptionView> {
  const row = await views(db).where('exception.id', '=', exceptionId).executeTakeFirst()
  if (!row) throw new Refusal('exception/unknown', 'There is no such exception')
  return viewOf(row, rules)
}

/** What stands now, as this person may see it, ranked and merged. */
export async function listExceptions(
  db: Reader,
  actor: Actor,
  rules: Escalation,
): Promise<z.output<typeof exceptionListView>> {
  const rows = await views(db)
    .where('resolved_at', 'is', null)
    .$if(actor.role === 'dispatcher' && actor.areas.length > 0, (query) =>
      query.where((where) =>
        where.or([where('incident.area_id', 'in', actor.areas), where('incident.area_id', 'is', null)]),
      ),
    )
    .$if(actor.role !== 'supervisor', (query) => query.where('exception.incident_id', 'is not', null))
    .orderBy('raised_at')
    .limit(MOST_STANDING)
    .execute()
  const duties = await listDutiesOf(db, actor.id)
  const isTheirDuty = ({ told }: Row) => told.some(({ post }) => duties.includes(post))
  const lines = rankExceptions(rows.map((row) => ({ ...rankedOf(row), isTheirDuty: isTheirDuty(row), row })))
  return {
    standing: rows.length,
    lines: lines.map(({ first, all, incidents }) => ({
      first: viewOf(first.row, rules),
      others: incidents === 1 ? all.slice(1, 1 + MOST_OTHERS).map(({ row }) => viewOf(row, rules)) : [],
      count: all.length,
      incidents,
      kinds: [...new Set(all.map(({ kind }) => kind))],
      ids: all.slice(0, MOST_IDS).map(({ id }) => id),
      yours: all
        .slice(0, MOST_IDS)
        .filter(({ row }) => isTheirs(row, actor, rules))
        .map(({ id }) => id),
      yourDuty: first.isTheirDuty && !first.acknowledged,
    })),
  }
}

function isTheirs(row: Row, actor: Actor, rules: Escalation): boolean {
  const of = {
    told: row.told.map(({ post }) => post),
    acknowledgedBy: row.acknowledged_by_name,
    resolved: row.resolved_at !== null,
    areaId: row.now_area,
  }
  return refuseAcknowledging(of, actor, rules) === undefined
}

/** What each who is signed in was told since then, a day at most. */
export async function listAlarmRates(db: Reader, posts: Escalation['posts']): Promise<z.output<typeof alarmRateView>> {
  const { rows: people } = await sql<{
    staff_id: string
    name: string
    role: string
    areas: string[]
    since: Date
    now: Date
    stale: number
  }>`
    select p.staff_id, p.name, p.role, p.areas, greatest(p.since, clock_timestamp() - interval '1 day') as since,
      clock_timestamp() as now,
      (select count(*)::int from exception where resolved_at is null and raised_at < now() - interval '1 day') as stale
    from list_signed_in() p order by p.name`.execute(db)
  const told = await db
    .selectFrom('exception_told')
    .innerJoin('exception', 'exception.id', 'exception_told.exception_id')
    .select(['at', 'post', 'kind', 'subject_id', 'urgency', 'area_id'])
    .where('at', '>', sql<Date>`now() - interval '1 day'`)
    .orderBy('at')
    .execute()
  const toWhom = told.map(({ at, kind, subject_id, urgency, area_id, post }) => ({
    at: at.getTime(),
    kind,
    subjectId: subject_id,
    urgency: urgency as Ranked['urgency'],
    areaId: area_id,
    roles: findPost(post, { posts })?.roles ?? [],
  }))
  return {
    limits: ALARM_LIMITS,
    stale: people[0]?.stale ?? 0,
    people: people.flatMap(({ staff_id, name, role, areas, since, now }) => {
      if (!posts.some(({ roles }) => roles.some((one) => one === role))) return []
      const theirs = toWhom.filter(
        ({ roles, areaId }) =>
          roles.some((one) => one === role) &&
          (role !== 'dispatcher' || areaId === null || areas.length === 0 || areas.includes(areaId)),
      )
      const rate = alarmRate(theirs, since.getTime(), now.getTime())
      return [{ staffId: staff_id, name, role, areas, since: since.toISOString(), ...rate }]
    }),
  }
}

/** Every instant a force may count from, with the first clock, the present one, and each that was between. */
export async function getIncidentClock(db: Reader, incidentId: string) {
  const row = await db
    .selectFrom('incident')
    .leftJoin('incident_clock', 'incident_clock.incident_id', 'incident.id')
    .select(['incident.id', 'opened_at', 'presented_at', 'answered_at', 'incident_clock.graded_at', 'released_at'])
    .select(['grade', 'first_grade', 'attend_by', 'first_attend_by'])
    .select((from) =>
      from
        .selectFrom('deployment')
        .select((deployment) => deployment.fn.min('at_scene_at').as('at'))
        .whereRef('deployment.incident_id', '=', 'incident.id')
        .as('attended_at'),
    )
    .where('incident.id', '=', incidentId)
    .executeTakeFirst()
  if (!row) throw new Refusal('incident/unknown', 'There is no such incident')
  const gradings = await db
    .selectFrom('grading')
    .innerJoin('grade', (on) =>
      on.onRef('grade.id', '=', 'grading.grade').onRef('grade.version', '=', 'grading.definition_version'),
    )
    .select(['grading.grade', 'direction', 'attend_by', 'at', 'definition_version', 'clock_starts'])
    .where('incident_id', '=', incidentId)
    .orderBy('at')
    .execute()
  const told = await db
    .selectFrom('exception')
    .innerJoin('exception_told', 'exception_told.exception_id', 'exception.id')
    .select(['kind', 'post', 'at', 'acknowledged_at', 'acknowledged_by_name', 'resolved_at'])
    .where('incident_id', '=', incidentId)
    .orderBy('at')
    .orderBy('step')
    .execute()
  return {
    incidentId: row.id,
    starts: {
      presented: iso(row.presented_at),
      answered: iso(row.answered_at),
      created: row.opened_at.toISOString(),
      graded: iso(row.graded_at),
      released: iso(row.released_at),
    },
    grade: row.grade,
    attendBy: iso(row.attend_by),
    firstGrade: row.first_grade,
    firstAttendBy: iso(row.first_attend_by),
    attendedAt: iso(row.attended_at),
    gradings: gradings.map((one) => ({
      grade: one.grade,
      direction: one.direction,
      attendBy: one.attend_by.toISOString(),
      at: one.at.toISOString(),
      startedFrom: one.clock_starts,
      definitionVersion: one.definition_version,
    })),
    told: told.map((one) => ({
      kind: one.kind,
      post: one.post,
      at: one.at.toISOString(),
      acknowledgedBy: one.acknowledged_by_name,
      acknowledgedAt: iso(one.acknowledged_at),
      resolvedAt: iso(one.resolved_at),
    })),
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

type Row = Selectable<Database['exception']> & {
  now_grade: string | null
  now_position: number | null
  now_area: string | null
  local_day: string | null
  day_number: number | null
  callsign: string | null
  told: { post: string; at: string; to: string | null }[]
}

function views(db: Reader) {
  return db
    .selectFrom('exception')
    .leftJoin('incident', 'incident.id', 'exception.incident_id')
    .leftJoin('unit', 'unit.id', 'exception.unit_id')
    .selectAll('exception')
    .select(['incident.grade as now_grade', 'incident.grade_position as now_position'])
    .select(['incident.area_id as now_area', 'local_day', 'day_number'])
    .select('callsign')
    .select(
      sql<
        Row['told']
      >`coalesce((select jsonb_agg(jsonb_build_object('post', t.post, 'at', t.at, 'to', t.told_to_name) order by t.step)
        from exception_told t where t.exception_id = exception.id), '[]')`.as('told'),
    )
}

function rankedOf(row: Row): Ranked {
  return {
    id: row.id,
    kind: row.kind as ExceptionKind,
    urgency: row.urgency as Ranked['urgency'],
    subjectId: row.subject_id,
    incidentId: row.incident_id,
    gradePosition: row.now_position,
    acknowledged: row.acknowledged_at !== null,
    raisedAt: row.raised_at.getTime(),
  }
}

function viewOf(row: Row, rules: Escalation): ExceptionView {
  const { id, urgency, subjectId, incidentId, gradePosition } = rankedOf(row)
  const kind = row.kind as ExceptionKind
  return {
    id,
    kind,
    name: ruleOf(kind, rules)?.name ?? kind,
    urgency,
    subjectType: row.subject_type as ExceptionView['subjectType'],
    subjectId,
    incidentId,
    reference: row.local_day === null || row.day_number === null ? null : logNumber(row.local_day, row.day_number),
    unitId: row.unit_id,
    callsign: row.callsign,
    areaId: row.now_area,
    grade: row.now_grade,
    gradePosition,
    because: row.because,
    since: row.since.toISOString(),
    raisedAt: row.raised_at.toISOString(),
    told: row.told.map(({ post, at, to }) => ({
      post,
      name: findPost(post, rules)?.name ?? post,
      to,
      at: new Date(at).toISOString(),
    })),
    acknowledgedAt: iso(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by_name,
    cameBack: row.came_back,
    resolvedAt: iso(row.resolved_at),
    rulesVersion: row.rules_version,
  }
}
