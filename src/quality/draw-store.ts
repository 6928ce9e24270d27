import { sql } from 'kysely'
import { newId } from '../core/index.ts'
import type { Reader, Trx } from '../db/index.ts'
import type { Definition, SamplingPlan, Scorecard } from '../definitions/index.ts'
import type { Candidate, Drawn } from './sampling-rules.ts'

/** Draws stand in one queue: two of them never take the same days. */
export async function lockDraws(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('quality-draw', 0))`.execute(trx)
}

/** Whether any of these days is in a draw already. */
export async function isDrawnAlready(trx: Trx, from: string, to: string): Promise<boolean> {
  const row = await trx
    .selectFrom('quality_draw')
    .select('id')
    .where('period_from', '<=', to)
    .where('period_to', '>=', from)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Everybody's part in what was closed on these local days: who took the call, and who dispatched it. What was reviewed
 * before is not in it, also where the incident was reopened and closed again; nor is another system's. In no order.
 */
export async function listPopulation(trx: Trx, from: string, to: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select i.id as "incidentId", part.skill, part.staff_id as "staffId", s.centre_id as "centreId", i.grade,
      i.closing_category as outcome, extract(hour from i.opened_at at time zone 'Europe/London')::int as hour,
      i.domestic_abuse as "domesticAbuse",
      exists (select from grading g where g.incident_id = i.id and g.direction = 'lowered') as downgraded,
      exists (select from deployment d where d.incident_id = i.id)
        or coalesce(trim(i.result ->> 'notAttendedBecause'), '') = '' as deployed
    from incident i
      cross join lateral (values ('call-handling', i.handler_id), ('dispatching', i.dispatcher_id)) as part (skill, staff_id)
      join staff s on s.id = part.staff_id
    where i.status = 'closed' and i.imported_from is null
      and i.closed_at >= (${from}::date)::timestamp at time zone 'Europe/London'
      and i.closed_at < (${to}::date + 1)::timestamp at time zone 'Europe/London'
      and not exists (select from quality_review r
        where r.incident_id = i.id and r.skill = part.skill and r.staff_id = part.staff_id)`.execute(trx)
  return rows
}

/** What a draw is made of. */
export type NewDraw = {
  id: string
  seed: string
  plan: Definition<'sampling-plan'>
  scorecards: Definition<'scorecards'>
  from: string
  to: string
  population: readonly Candidate[]
  drawn: readonly Drawn[]
}

/** Keeps a draw with all it was made of, and its reviews in their order. */
export async function saveDraw(trx: Trx, drawnBy: string, draw: NewDraw): Promise<void> {
  await trx
    .insertInto('quality_draw')
    .values({
      id: draw.id,
      seed: draw.seed,
      plan_version: draw.plan.version,
      plan: JSON.stringify(draw.plan.body),
      scorecards_version: draw.scorecards.version,
      scorecards: JSON.stringify(draw.scorecards.body),
      period_from: draw.from,
      period_to: draw.to,
      population: JSON.stringify(draw.population),
      population_count: draw.population.length,
      drawn_by: drawnBy,
    })
    .execute()
  if (draw.drawn.length === 0) return
  await trx
    .insertInto('quality_review')
    .values(
      draw.drawn.map(({ candidate, because, stratum, blind }, place) => ({
        id: newId(),
        draw_id: draw.id,
        incident_id: candidate.incidentId,
        skill: candidate.skill,
        staff_id: candidate.staffId,
        centre_id: candidate.centreId,
        because,
        stratum,
        blind,
        place,
      })),
    )
    .execute()
}

/** A draw with all it was made of, and what was drawn, in its order; undefined when there is none. */
export async function findDraw(db: Reader, drawId: string) {
  const draw = await db
    .selectFrom('quality_draw')
    .select(['seed', 'plan', 'scorecards', 'population'])
    .where('id', '=', drawId)
    .executeTakeFirst()
  if (!draw) return undefined
  const reviews = await db
    .selectFrom('quality_review')
    .select(['incident_id', 'skill', 'staff_id', 'because', 'stratum', 'blind'])
    .where('draw_id', '=', drawId)
    .orderBy('place')
    .execute()
  return {
    seed: draw.seed,
    plan: draw.plan as unknown as SamplingPlan,
    scorecards: draw.scorecards as unknown as Scorecard[],
    population: draw.population as unknown as Candidate[],
    reviews,
  }
}
