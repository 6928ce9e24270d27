import { localDay, Refusal } from '../core/index.ts'
import { holds } from '../http/index.ts'
import { type Answer, command, type Order } from '../journal/index.ts'
import type { QualityDesk } from './draw-commands.ts'
import {
  getActionForUpdate,
  getStaffName,
  listActiveStaff,
  type NewAction,
  readActions,
  readFindings,
  saveAcknowledged,
  saveActions,
  saveDone,
  saveShared,
} from './feedback-store.ts'
import { actionsOf, sharedOf } from './finding-view.ts'
import { checkActions, refuseSharing, stateOf } from './marking-rules.ts'
import type { ActionView, OwnQualityView, PersonQualityView } from './quality-contract.ts'
import { getHands, getReviewForUpdate } from './quality-review-store.ts'
import { stepTaken } from './review-commands.ts'

type Step = Awaited<ReturnType<typeof shareFinding>>

/** Shares a finding with the person, with what is to be developed. @throws Refusal request/invalid, quality/order, quality/own-work */
export function shareFinding(
  desk: QualityDesk,
  order: Order,
  reviewId: string,
  { text, actions }: { text: string; actions: readonly NewAction[] },
) {
  return command(desk, order, async (work) => {
    const review = await getReviewForUpdate(work.trx, reviewId)
    const refused = refuseSharing(review, await getHands(work.trx, review.incidentId), work.actor.id)
    if (refused) throw refused
    const staff = await listActiveStaff(
      work.trx,
      actions.map(({ ownerId }) => ownerId),
    )
    const problems = checkActions(actions, staff, localDay(new Date()))
    if (problems.length > 0) throw new Refusal('request/invalid', 'The actions do not fit', { errors: problems })
    await saveShared(work.trx, reviewId, work.actor.id, text)
    await saveActions(work.trx, reviewId, work.actor.id, actions)
    return stepTaken(work, review, 'shared', 'finding shared with the person')
  })
}

/** The person has read it, and may say something to it. @throws Refusal quality/unknown, quality/order */
export function acknowledgeFinding(desk: QualityDesk, order: Order, reviewId: string, words: string): Promise<Step> {
  return command(desk, order, async (work) => {
    const review = await getReviewForUpdate(work.trx, reviewId)
    const state = stateOf(review)
    // of what is not shared yet, and of others, nobody is told that it is there
    if (review.staffId !== work.actor.id || (state !== 'shared' && state !== 'acknowledged'))
      throw new Refusal('quality/unknown', 'There is no such review of yours')
    if (state === 'acknowledged') throw new Refusal('quality/order', 'You have acknowledged it')
    await saveAcknowledged(work.trx, reviewId, words)
    return stepTaken(work, review, 'acknowledged', 'finding acknowledged by the person')
  })
}

/** Its owner, or a supervisor, says what was done. @throws Refusal quality/action-unknown, quality/action-done */
export function doneWithAction(desk: QualityDesk, order: Order, actionId: string, words: string): Promise<Step> {
  return command(desk, order, async (work) => {
    const action = await getActionForUpdate(work.trx, actionId)
    if (action.owner_id !== work.actor.id && !holds(work.actor, 'quality:review'))
      throw new Refusal('quality/action-unknown', 'There is no such action of yours')
    if (action.done_at !== null) throw new Refusal('quality/action-done', 'Somebody has done it')
    const review = await getReviewForUpdate(work.trx, action.review_id)
    await saveDone(work.trx, actionId, work.actor.id, words)
    return stepTaken(work, review, stateOf(review), 'development action done')
  })
}

/** Whoever asks: the own reviews, trend, and what is owed. */
export function showOwn(desk: QualityDesk, order: Order): Promise<Answer<OwnQualityView>> {
  return command(desk, order, async ({ trx, actor }) => {
    const shared = sharedOf(await readFindings(trx, actor, 'own reviews', actor.id))
    const actions = actionsOf({ actions: await readActions(trx, actor, 'own actions', actor.id) })
    return { status: 200, body: { ...shared, actions } }
  })
}

/** One person's reviews and trend, for a supervisor. @throws Refusal staff/unknown */
export function showPerson(desk: QualityDesk, order: Order, staffId: string): Promise<Answer<PersonQualityView>> {
  return command(desk, order, async ({ trx, actor }) => {
    const name = await getStaffName(trx, staffId)
    const shared = sharedOf(await readFindings(trx, actor, 'supervision of development', staffId))
    return { status: 200, body: { staffId, name, ...shared } }
  })
}

/** Every development action, what is not done first and by its day. */
export function showActions(desk: QualityDesk, order: Order): Promise<Answer<ActionView[]>> {
  return command(desk, order, async ({ trx, actor }) => ({
    status: 200,
    body: actionsOf({ actions: await readActions(trx, actor, 'supervision of development', null) }),
  }))
}
