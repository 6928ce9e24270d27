import { z } from 'zod'
import { type App, actorOf, give, orderOf, readingOrderOf } from '../http/index.ts'
import { drawAgain, drawReviews, type QualityDesk } from './draw-commands.ts'
import {
  acknowledgeFinding,
  doneWithAction,
  shareFinding,
  showActions,
  showOwn,
  showPerson,
} from './feedback-commands.ts'
import { getAgreement, getQuality, listReviews } from './quality-board.ts'
import * as contract from './quality-contract.ts'
import {
  beginNext,
  handIn,
  leaveReview,
  saveDraftOf,
  settleReview,
  showReview,
  showReviewLog,
} from './review-commands.ts'

const review = { config: { right: 'quality:review' } } as const
const own = { config: { right: 'quality:own' } } as const
const params = contract.reviewParams
const step = { 200: contract.reviewStep }

/** Quality sampling, from the draw to the trend (CR-31): for supervisors; and what each person is told of the own work. */
export function qualityRoutes(app: App, { desk }: { desk: QualityDesk }): void {
  app.get(
    '/quality',
    {
      ...review,
      schema: { summary: 'What waits of reviews, and how draws are made', response: { 200: contract.qualityView } },
    },
    async (request) => getQuality(desk.db, desk.book, actorOf(request).actor.id),
  )
  app.post(
    '/quality/draws',
    {
      ...review,
      schema: {
        summary: 'Draw reviews of what was closed in a period; the service draws the seed',
        body: contract.drawBody,
        response: { 201: z.strictObject({ drawId: z.uuid(), reviews: z.number() }) },
      },
    },
    async (request, reply) => give(reply, await drawReviews(desk, orderOf(request), request.body)),
  )
  app.get(
    '/quality/draws/:drawId/again',
    {
      ...review,
      schema: {
        summary: 'Draw again from the seed and the population that were kept, and say whether it is the same',
        params: contract.drawParams,
        response: { 200: contract.drawnAgainView },
      },
    },
    async (request) => drawAgain(desk, request.params.drawId),
  )
  app.get(
    '/quality/reviews',
    {
      ...review,
      schema: {
        summary: 'Reviews in one state, or all, without marks',
        querystring: contract.reviewsQuery,
        response: { 200: z.array(contract.reviewLine) },
      },
    },
    async (request) => listReviews(desk.db, actorOf(request).actor.id, request.query.state),
  )
  app.post(
    '/quality/reviews/next',
    { ...review, schema: { summary: 'Take the next review in hand that I may mark', response: step } },
    async (request, reply) => give(reply, await beginNext(desk, orderOf(request))),
  )
  app.get(
    '/quality/reviews/:reviewId',
    {
      ...review,
      schema: { summary: 'One review; on the audit', params, response: { 200: contract.reviewView } },
    },
    async (request, reply) => give(reply, await showReview(desk, readingOrderOf(request), request.params.reviewId)),
  )
  app.get(
    '/quality/reviews/:reviewId/log',
    {
      ...review,
      schema: {
        summary: 'The log of what is reviewed; on the audit, with why',
        params,
        response: { 200: contract.reviewLogView },
      },
    },
    async (request, reply) => give(reply, await showReviewLog(desk, readingOrderOf(request), request.params.reviewId)),
  )
  app.put(
    '/quality/reviews/:reviewId/marking',
    {
      ...review,
      schema: { summary: 'Keep what is marked so far', params, body: contract.markingBody, response: step },
    },
    async (request, reply) =>
      give(reply, await saveDraftOf(desk, orderOf(request), request.params.reviewId, request.body.marks)),
  )
  app.post(
    '/quality/reviews/:reviewId/hand-in',
    {
      ...review,
      schema: { summary: 'Hand a marking in, once', params, body: contract.markingBody, response: step },
    },
    async (request, reply) =>
      give(reply, await handIn(desk, orderOf(request), request.params.reviewId, request.body.marks)),
  )
  app.post(
    '/quality/reviews/:reviewId/leave',
    { ...review, schema: { summary: 'Give a review back that is not handed in', params, response: step } },
    async (request, reply) => give(reply, await leaveReview(desk, orderOf(request), request.params.reviewId)),
  )
  app.post(
    '/quality/reviews/:reviewId/settle',
    {
      ...review,
      schema: {
        summary: 'Decide what two marked differently, each with its reason',
        params,
        body: contract.markingBody,
        response: step,
      },
    },
    async (request, reply) =>
      give(reply, await settleReview(desk, orderOf(request), request.params.reviewId, request.body.marks)),
  )
  app.post(
    '/quality/reviews/:reviewId/feedback',
    {
      ...review,
      schema: {
        summary: 'Share the finding with the person, and say what is to be developed',
        params,
        body: contract.feedbackBody,
        response: step,
      },
    },
    async (request, reply) =>
      give(reply, await shareFinding(desk, orderOf(request), request.params.reviewId, request.body)),
  )
  app.get(
    '/quality/agreement',
    {
      ...review,
      schema: {
        summary: 'How far reviewers agree, by pair and by centre, with n',
        response: { 200: contract.agreementView },
      },
    },
    async () => getAgreement(desk.db),
  )
  app.get(
    '/quality/actions',
    {
      ...review,
      schema: {
        summary: 'Development actions, what is not done first; on the audit',
        response: { 200: contract.actionList },
      },
    },
    async (request, reply) => give(reply, await showActions(desk, readingOrderOf(request))),
  )
  app.get(
    '/quality/people/:staffId',
    {
      ...review,
      schema: {
        summary: 'One person’s shared reviews and trend; on the audit',
        params: contract.personParams,
        response: { 200: contract.personQualityView },
      },
    },
    async (request, reply) => give(reply, await showPerson(desk, readingOrderOf(request), request.params.staffId)),
  )
  app.get(
    '/quality/mine',
    {
      ...own,
      schema: { summary: 'My reviews, my trend and what I owe', response: { 200: contract.ownQualityView } },
    },
    async (request, reply) => give(reply, await showOwn(desk, readingOrderOf(request))),
  )
  app.post(
    '/quality/mine/:reviewId/acknowledge',
    {
      ...own,
      schema: {
        summary: 'Say that I have read it, in my own words where I like',
        params,
        body: contract.acknowledgeBody,
        response: step,
      },
    },
    async (request, reply) =>
      give(reply, await acknowledgeFinding(desk, orderOf(request), request.params.reviewId, request.body.words)),
  )
  app.post(
    '/quality/actions/:actionId/done',
    {
      ...own,
      schema: {
        summary: 'Say what was done; its owner or a supervisor',
        params: contract.actionParams,
        body: contract.doneBody,
        response: step,
      },
    },
    async (request, reply) =>
      give(reply, await doneWithAction(desk, orderOf(request), request.params.actionId, request.body.words)),
  )
}
