import { sql } from 'kysely'
import { localDay, logNumber } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { agreementByCentre, agreementByPair, agreementOf, type MarkedTwice } from './agreement-rules.ts'
import type { Mark, ReviewState } from './mark.ts'
import type { AgreementView, DrawView, QualityView, ReviewLine } from './quality-contract.ts'
import type { Because } from './sampling-rules.ts'

/** Where each review stands; the same as `stateOf` of marking-rules.ts says of one. */
const STATE = sql<ReviewState>`case
  when f.review_id is null then case when (select count(*) from quality_marking m
      where m.review_id = r.id and m.handed_in_at is not null) < case when r.blind then 2 else 1 end
    then 'to-mark' else 'to-settle' end
  when f.shared_at is null then 'to-share' when f.acknowledged_at is null then 'shared' else 'acknowledged' end`

/** What waits for this supervisor, how draws are made, and the last of them. */
export async function getQuality(db: Reader, book: DefinitionBook, reviewerId: string): Promise<QualityView> {
  const plan = await book.find('sampling-plan')
  const states = await sql<{ state: ReviewState; n: number }>`
    select ${STATE} as state, count(*)::int as n from quality_review r left join quality_finding f on f.review_id = r.id
    where r.staff_id <> ${reviewerId} group by 1`.execute(db)
  const toMark = await sql<{ because: Because; n: number }>`
    select r.because, count(*)::int as n from quality_review r left join quality_finding f on f.review_id = r.id
      left join quality_marking mine on mine.review_id = r.id and mine.reviewer_id = ${reviewerId}
    where f.review_id is null and r.staff_id <> ${reviewerId} and mine.handed_in_at is null
      and (mine.id is not null
        or (select count(*) from quality_marking m where m.review_id = r.id) < case when r.blind then 2 else 1 end)
      and not exists (select from quality_hands(r.incident_id) h where h.staff_id = ${reviewerId})
    group by 1`.execute(db)
  const actions = await db
    .selectFrom('quality_action')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .select(sql<number>`count(*) filter (where due_on < ${localDay(new Date())}::date)`.as('overdue'))
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow()
  const none = { random: 0, downgraded: 0, 'closed-without-deployment': 0 }
  return {
    plan: plan
      ? {
          version: plan.version,
          perPerson: plan.body.perPerson,
          blindSecondPercent: plan.body.blindSecondPercent,
          periodDaysAtMost: plan.body.periodDaysAtMost,
        }
      : null,
    toMark: { ...none, ...Object.fromEntries(toMark.rows.map(({ because, n }) => [because, n])) },
    states: {
      ...{ 'to-mark': 0, 'to-settle': 0, 'to-share': 0, shared: 0, acknowledged: 0 },
      ...Object.fromEntries(states.rows.map(({ state, n }) => [state, n])),
    },
    actions: { open: Number(actions.open), overdue: Number(actions.overdue) },
    draws: await listDraws(db),
  }
}

async function listDraws(db: Reader): Promise<DrawView[]> {
  const rows = await db
    .selectFrom('quality_draw as d')
    .innerJoin('staff as s', 's.id', 'd.drawn_by')
    .select(['d.id', 'd.seed', 'd.plan_version', 'd.scorecards_version', 'd.population_count', 's.display_name'])
    .select(['d.drawn_at'])
    .select([sql<string>`d.period_from::text`.as('from'), sql<string>`d.period_to::text`.as('to')])
    .select([
      sql<number>`(select count(*)::int from quality_review r where r.draw_id = d.id)`.as('reviews'),
      sql<number>`(select count(*)::int from quality_review r where r.draw_id = d.id and r.blind)`.as('twice'),
    ])
    .orderBy('d.drawn_at', 'desc')
    .limit(24)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    seed: row.seed,
    planVersion: row.plan_version,
    scorecardsVersion: row.scorecards_version,
    from: row.from,
    to: row.to,
    populationCount: row.population_count,
    reviews: row.reviews,
    twice: row.twice,
    drawnBy: row.display_name,
    drawnAt: row.drawn_at.toISOString(),
  }))
}

/** Reviews in one state, or all; never those of whoever asks, and nothing that was marked. At most 500. */
export async function listReviews(db: Reader, askerId: string, state: ReviewState | undefined): Promise<ReviewLine[]> {
  const { rows } = await sql<{
    id: string
    local_day: string
    day_number: number
    skill: ReviewLine['skill']
    display_name: string
    staff_id: string
    because: Because
    state: ReviewState
    begun: boolean
  }>`
    select * from (
      select r.id, i.local_day, i.day_number, r.skill, s.display_name, r.staff_id, r.because, ${STATE} as state,
        exists (select from quality_marking m where m.review_id = r.id and m.reviewer_id = ${askerId} and m.handed_in_at is null) as begun,
        d.drawn_at, r.place
      from quality_review r join quality_draw d on d.id = r.draw_id join incident i on i.id = r.incident_id
        join staff s on s.id = r.staff_id left join quality_finding f on f.review_id = r.id
      where r.staff_id <> ${askerId}) as listed
    where ${state ?? null}::text is null or state = ${state ?? null}
    order by drawn_at desc, place limit 500`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    reference: logNumber(row.local_day, row.day_number),
    skill: row.skill,
    person: row.display_name,
    staffId: row.staff_id,
    because: row.because,
    state: row.state,
    begun: row.begun,
  }))
}

/** How far reviewers agree where two marked, by pair and by the centre whose work it was; with every n. */
export async function getAgreement(db: Reader): Promise<AgreementView> {
  const { rows } = await sql<{
    review_id: string
    centre_id: string | null
    one_id: string
    one_name: string
    one_mark: Mark
    other_id: string
    other_name: string
    other_mark: Mark
  }>`select * from quality_marked_twice()`.execute(db)
  const twice = rows.map(
    (row): MarkedTwice => ({
      between: [
        { id: row.one_id, name: row.one_name, mark: row.one_mark },
        { id: row.other_id, name: row.other_name, mark: row.other_mark },
      ],
      centreId: row.centre_id,
      sampleId: row.review_id,
    }),
  )
  return {
    all: {
      samples: new Set(twice.map(({ sampleId }) => sampleId)).size,
      ...agreementOf(twice.map(({ between: [one, other] }) => [one.mark, other.mark])),
    },
    pairs: agreementByPair(twice),
    centres: agreementByCentre(twice),
  }
}
