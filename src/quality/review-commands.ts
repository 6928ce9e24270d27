import type { z } from 'zod'
import { logNumber, Refusal } from '../core/index.ts'
import { showIncident } from '../incidents/index.ts'
import { type Answer, command, type EventOf, type Order, type Work } from '../journal/index.ts'
import type { QualityDesk } from './draw-commands.ts'
import { actionsOf } from './finding-view.ts'
import type { ItemMark, Marked, ReviewState } from './mark.ts'
import {
  agreedFinding,
  checkDraft,
  checkWhole,
  differencesOf,
  itemsFor,
  refuseMarking,
  refuseSettling,
  refuseSharing,
  settle,
  stateOf,
} from './marking-rules.ts'
import type { qualityEvents, ReviewView, reviewLogView } from './quality-contract.ts'
import {
  getHands,
  getReview,
  getReviewForUpdate,
  listHandedIn,
  listLogLines,
  listNextFor,
  listWarnings,
  type Review,
  readReview,
  removeDraft,
  saveFinding,
  saveMarkingBegun,
  saveMarks,
} from './quality-review-store.ts'

type Event = EventOf<typeof qualityEvents>
type Step = { id: string; state: ReviewState }

/** The next review this supervisor may mark, taken in hand. @throws Refusal quality/none-left */
export function beginNext(desk: QualityDesk, order: Order): Promise<Answer<Step>> {
  return command(desk, order, async (work) => {
    for (const reviewId of await listNextFor(work.trx, work.actor.id)) {
      const review = await getReviewForUpdate(work.trx, reviewId)
      // somebody else may have taken it while we waited for the lock
      if (refuseMarking(review, await getHands(work.trx, review.incidentId), work.actor.id)) continue
      await saveMarkingBegun(work.trx, reviewId, work.actor.id)
      return stepTaken(work, review, 'to-mark', 'review taken in hand')
    }
    throw new Refusal('quality/none-left', 'There is nothing that you may mark')
  })
}

/** Gives a draft back. @throws Refusal quality/no-draft */
export function leaveReview(desk: QualityDesk, order: Order, reviewId: string): Promise<Answer<Step>> {
  return command(desk, order, async (work) => {
    const review = await getReviewForUpdate(work.trx, reviewId)
    if (!(await removeDraft(work.trx, reviewId, work.actor.id))) throw noDraft()
    return stepTaken(work, review, stateOf(review), 'review given back')
  })
}

/** Keeps what is marked so far; nobody else sees it. @throws Refusal request/invalid, quality/no-draft */
export function saveDraftOf(
  desk: QualityDesk,
  order: Order,
  reviewId: string,
  marks: readonly ItemMark[],
): Promise<Answer<Step>> {
  return command(desk, order, async ({ trx, actor }) => {
    const review = await getReviewForUpdate(trx, reviewId)
    const problems = checkDraft(marks, asked(review), await listLogLines(trx, review.incidentId))
    if (problems.length > 0) throw new Refusal('request/invalid', 'The marks do not fit', { errors: problems })
    if (!(await saveMarks(trx, reviewId, actor.id, marks, false))) throw noDraft()
    return { status: 200, body: { id: reviewId, state: stateOf(review) } }
  })
}

/**
 * Hands a marking in, once. When nobody is awaited any more, what they agree on is the finding; differences wait for a
 * supervisor. @throws Refusal request/invalid, quality/no-draft, quality/own-work
 */
export function handIn(
  desk: QualityDesk,
  order: Order,
  reviewId: string,
  marks: readonly ItemMark[],
): Promise<Answer<Step>> {
  return command(desk, order, async (work) => {
    const review = await getReviewForUpdate(work.trx, reviewId)
    const refused = refuseMarking(review, await getHands(work.trx, review.incidentId), work.actor.id)
    if (refused) throw refused
    const problems = checkWhole(marks, asked(review), await listLogLines(work.trx, review.incidentId))
    if (problems.length > 0) throw new Refusal('request/invalid', 'The marking is not whole', { errors: problems })
    if (!(await saveMarks(work.trx, reviewId, work.actor.id, inCardOrder(marks, review), true))) throw noDraft()
    const agreed = agreedFinding((await listHandedIn(work.trx, reviewId)).map((one) => one.marks))
    if (agreed) await saveFinding(work.trx, reviewId, agreed, null)
    const after = { ...review, handedIn: review.handedIn + 1, settled: agreed !== undefined }
    return stepTaken(work, review, stateOf(after), 'review handed in')
  })
}

/** Decides what two marked differently. @throws Refusal request/invalid, quality/order, quality/third-person, quality/own-work */
export function settleReview(
  desk: QualityDesk,
  order: Order,
  reviewId: string,
  decided: readonly ItemMark[],
): Promise<Answer<Step>> {
  return command(desk, order, async (work) => {
    const review = await getReviewForUpdate(work.trx, reviewId)
    const refused = refuseSettling(review, await getHands(work.trx, review.incidentId), work.actor.id)
    if (refused) throw refused
    const [one, other] = await listHandedIn(work.trx, reviewId)
    const lines = await listLogLines(work.trx, review.incidentId)
    const misplaced = checkDraft(decided, asked(review), lines)
    const settled = misplaced.length > 0 ? misplaced : settle([one?.marks ?? [], other?.marks ?? []], decided)
    if (isFound(settled)) await saveFinding(work.trx, reviewId, settled, work.actor.id)
    else throw new Refusal('request/invalid', 'The differences are not settled', { errors: settled })
    return stepTaken(work, review, 'to-share', 'differences settled')
  })
}

/** One review for a supervisor, and what may be done with it; the look is on the audit. */
export function showReview(desk: QualityDesk, order: Order, reviewId: string): Promise<Answer<ReviewView>> {
  return command(desk, order, async ({ trx, actor }) => {
    const read = (await readReview(trx, actor, reviewId)) as Pick<ReviewView, 'mine' | 'markings' | 'finding'>
    const review = await getReview(trx, reviewId)
    const hands = await getHands(trx, review.incidentId)
    const state = stateOf(review)
    const isMine = review.reviewers.includes(actor.id) && read.mine?.handedInAt === null
    const [one, other] = read.markings
    const body: ReviewView = {
      id: review.id,
      reference: logNumber(review.localDay, review.dayNumber),
      incidentId: review.incidentId,
      skill: review.skill,
      person: review.person,
      staffId: review.staffId,
      centreId: review.centreId,
      because: review.because,
      state,
      card: { name: review.card.name, version: review.scorecardsVersion, items: asked(review) },
      warnings: await warningsOf(desk, trx, review),
      mine: read.mine,
      markings: read.markings,
      differences: one && other ? differencesOf(one.marks as Marked[], other.marks as Marked[]) : [],
      finding: read.finding,
      actions: actionsOf(read),
      may: {
        mark: isMine,
        settle: refuseSettling(review, hands, actor.id) === undefined,
        share: refuseSharing(review, hands, actor.id) === undefined,
      },
    }
    return { status: 200, body }
  })
}

/** The whole log of what is reviewed, with an audit row that says why it was looked at. @throws Refusal quality/unknown */
export async function showReviewLog(
  desk: QualityDesk,
  order: Order,
  reviewId: string,
): Promise<Answer<z.output<typeof reviewLogView>>> {
  const review = await desk.db.transaction().execute((trx) => getReview(trx, reviewId))
  if (review.staffId === order.actor.id) throw new Refusal('quality/own-work', 'It is about your own work')
  return showIncident(desk, order, review.incidentId, `quality review: ${review.skill}`)
}

/** Says on the audit and to the supervisors that a review has come a step further; never what was marked. */
export function stepTaken(work: Work, review: Review, state: ReviewState, reason: string, status = 200): Answer<Step> {
  work.audit({
    op: 'alteration',
    subjectType: 'quality-review',
    subjectId: review.id,
    incidentId: review.incidentId,
    reason,
  })
  work.record({
    type: 'quality-review-changed',
    audience: 'supervision',
    data: { reviewId: review.id, state },
  } satisfies Event)
  return { status, body: { id: review.id, state } }
}

async function warningsOf(desk: QualityDesk, trx: Work['trx'], review: Review): Promise<ReviewView['warnings']> {
  const [plan, vulnerable] = await Promise.all([
    desk.book.find('sampling-plan'),
    desk.book.find('repeat-and-vulnerable'),
  ])
  return listWarnings(trx, review.incidentId, vulnerable?.body.childUnder ?? 18, plan?.body.childWords ?? ['child'])
}

function asked({ card, domesticAbuse }: Review) {
  return itemsFor(card, domesticAbuse)
}

function inCardOrder(marks: readonly ItemMark[], review: Review): ItemMark[] {
  return asked(review).flatMap(({ code }) => marks.filter(({ item }) => item === code))
}

function isFound(settled: ReturnType<typeof settle>): settled is Marked[] {
  return settled.length > 0 && settled.every((one) => 'item' in one)
}

function noDraft(): Refusal {
  return new Refusal('quality/no-draft', 'You have no draft of this review')
}
