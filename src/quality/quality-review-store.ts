import { sql } from 'kysely'
import { type Actor, newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { Scorecard, Skill } from '../definitions/index.ts'
import type { ItemMark, Marked } from './mark.ts'
import type { Hands, Standing } from './marking-rules.ts'
import type { Because } from './sampling-rules.ts'

/** A review with what stands of it. Instants are ISO. */
export type Review = Standing & {
  id: string
  incidentId: string
  skill: Skill
  person: string
  centreId: string | null
  because: Because
  domesticAbuse: boolean
  localDay: string
  dayNumber: number
  card: Scorecard
  scorecardsVersion: string
}

/** One marking as it was handed in, when nobody is awaited any more. */
export type HandedIn = { reviewerId: string; by: string; marks: Marked[] }

/**
 * Locks a review until the end of the transaction, then reads it: the lock is one of its own, because what was drawn is
 * never rewritten. @throws Refusal quality/unknown
 */
export async function getReviewForUpdate(trx: Trx, reviewId: string): Promise<Review> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quality-review ${reviewId}`}, 0))`.execute(trx)
  return getReview(trx, reviewId)
}

/** @throws Refusal quality/unknown */
export async function getReview(trx: Trx, reviewId: string): Promise<Review> {
  const row = await trx
    .selectFrom('quality_review as r')
    .innerJoin('quality_draw as d', 'd.id', 'r.draw_id')
    .innerJoin('incident as i', 'i.id', 'r.incident_id')
    .innerJoin('staff as s', 's.id', 'r.staff_id')
    .leftJoin('quality_finding as f', 'f.review_id', 'r.id')
    .select(['r.id', 'r.incident_id', 'r.skill', 'r.staff_id', 'r.centre_id', 'r.because', 'r.blind'])
    .select(['i.domestic_abuse', 'i.local_day', 'i.day_number', 's.display_name'])
    .select(['f.settled_at', 'f.shared_at', 'f.acknowledged_at', 'd.scorecards', 'd.scorecards_version'])
    .where('r.id', '=', reviewId)
    .executeTakeFirst()
  if (!row) throw new Refusal('quality/unknown', 'There is no such review')
  const markings = await trx
    .selectFrom('quality_marking')
    .select(['reviewer_id', 'handed_in_at'])
    .where('review_id', '=', reviewId)
    .execute()
  const card = (row.scorecards as unknown as Scorecard[]).find(({ skill }) => skill === row.skill)
  if (!card) throw new Error(`the draw of review ${reviewId} has no scorecard for ${row.skill}`)
  return {
    id: row.id,
    incidentId: row.incident_id,
    skill: row.skill as Skill,
    staffId: row.staff_id,
    person: row.display_name,
    centreId: row.centre_id,
    because: row.because as Because,
    domesticAbuse: row.domestic_abuse,
    localDay: row.local_day,
    dayNumber: row.day_number,
    card,
    scorecardsVersion: row.scorecards_version,
    needed: row.blind ? 2 : 1,
    reviewers: markings.map(({ reviewer_id }) => reviewer_id),
    handedIn: markings.filter(({ handed_in_at }) => handed_in_at !== null).length,
    settled: row.settled_at !== null,
    sharedAt: row.shared_at?.toISOString() ?? null,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
  }
}

/** Who worked an incident. */
export async function getHands(trx: Trx, incidentId: string): Promise<Hands> {
  const { rows } = await sql<{ staff_id: string; closed: boolean }>`
    select staff_id, closed from quality_hands(${incidentId})`.execute(trx)
  const those = (which: boolean) => rows.filter(({ closed }) => closed === which).map(({ staff_id }) => staff_id)
  return { handled: those(false), closed: those(true) }
}

/** The next reviews this person may mark: what is begun first, then in the order of the draw; at most five. */
export async function listNextFor(trx: Trx, reviewerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from quality_review r join quality_draw d on d.id = r.draw_id
      left join quality_marking mine on mine.review_id = r.id and mine.reviewer_id = ${reviewerId}
    where r.staff_id <> ${reviewerId} and mine.handed_in_at is null
      and not exists (select from quality_finding f where f.review_id = r.id)
      and (mine.id is not null
        or (select count(*) from quality_marking m where m.review_id = r.id) < case when r.blind then 2 else 1 end)
      and not exists (select from quality_hands(r.incident_id) h where h.staff_id = ${reviewerId})
    order by mine.id is null, d.drawn_at, r.place limit 5`.execute(trx)
  return rows.map(({ id }) => id)
}

/** The lines of an incident's log, by id: what evidence may point at. */
export async function listLogLines(trx: Trx, incidentId: string): Promise<Set<string>> {
  const rows = await trx.selectFrom('log_entry').select('id').where('incident_id', '=', incidentId).execute()
  return new Set(rows.map(({ id }) => id))
}

/** Takes a review in hand; whoever has it already goes on with it. */
export async function saveMarkingBegun(trx: Trx, reviewId: string, reviewerId: string): Promise<void> {
  await trx
    .insertInto('quality_marking')
    .values({ id: newId(), review_id: reviewId, reviewer_id: reviewerId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** @returns false when this person has no draft of it */
export async function saveMarks(
  trx: Trx,
  reviewId: string,
  reviewerId: string,
  marks: readonly ItemMark[],
  handIn: boolean,
): Promise<boolean> {
  const row = await trx
    .updateTable('quality_marking')
    .set({ marks: JSON.stringify(marks), ...(handIn && { handed_in_at: sql<Date>`clock_timestamp()` }) })
    .where('review_id', '=', reviewId)
    .where('reviewer_id', '=', reviewerId)
    .where('handed_in_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Gives a draft back, so that somebody else may mark. @returns false when there was none */
export async function removeDraft(trx: Trx, reviewId: string, reviewerId: string): Promise<boolean> {
  const row = await trx
    .deleteFrom('quality_marking')
    .where('review_id', '=', reviewId)
    .where('reviewer_id', '=', reviewerId)
    .where('handed_in_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** What was handed in, by the one or the two; none while anybody is awaited: the store itself says nothing before. */
export async function listHandedIn(trx: Trx, reviewId: string): Promise<HandedIn[]> {
  const { rows } = await sql<{ marks: HandedIn[] | null }>`select quality_marks_in(${reviewId}) as marks`.execute(trx)
  return rows[0]?.marks ?? []
}

/** @param settledBy null: whoever marked it agreed */
export async function saveFinding(
  trx: Trx,
  reviewId: string,
  marks: readonly Marked[],
  settledBy: string | null,
): Promise<void> {
  await trx
    .insertInto('quality_finding')
    .values({ review_id: reviewId, marks: JSON.stringify(marks), settled_by: settledBy })
    .execute()
}

/** What a supervisor may see of a review, read through the function that writes its audit row first (I8). */
export async function readReview(trx: Trx, actor: Actor, reviewId: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ answer: Record<string, unknown> }>`
    select read_quality_review(${JSON.stringify(actor)}::jsonb, ${reviewId}) as answer`.execute(trx)
  return rows[0]?.answer ?? {}
}

/** What the log holds that may distress. */
export async function listWarnings(
  trx: Trx,
  incidentId: string,
  childUnder: number,
  childWords: readonly string[],
): Promise<('domestic-abuse' | 'child')[]> {
  const { rows } = await sql<{ warnings: ('domestic-abuse' | 'child')[] }>`
    select quality_warnings(${incidentId}, ${childUnder}, ${[...childWords]}::text[]) as warnings`.execute(trx)
  return rows[0]?.warnings ?? []
}
