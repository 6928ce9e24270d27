import { type App, actorOf, give, orderOf, readingOrderOf } from '../http/index.ts'
import { listHandovers } from './handover-board.ts'
import { draftHandover, type HandoverDesk, showHandover, signHandover } from './handover-commands.ts'
import {
  draftBody,
  handoverListView,
  handoverView,
  handoverParams as params,
  peaksView,
  signBody,
} from './handover-contract.ts'
import { listComingPeaks } from './peak-rules.ts'

/** Hand-over between shifts, and what is expected soon. */
export function handoverRoutes(app: App, { desk }: { desk: HandoverDesk }): void {
  app.get(
    '/handovers',
    {
      config: { right: 'handovers:make' },
      schema: {
        summary: 'Hand-overs of your areas: those that wait for signatures, then the newest',
        response: { 200: handoverListView },
      },
    },
    (request) => listHandovers(desk.db, actorOf(request).actor.areas),
  )
  app.post(
    '/handovers',
    {
      config: { right: 'handovers:make' },
      schema: { summary: 'Draft the hand-over of a desk', body: draftBody, response: { 201: handoverView } },
    },
    async (request, reply) => give(reply, await draftHandover(desk, orderOf(request), request.body)),
  )
  app.get(
    '/handovers/:handoverId',
    {
      config: { right: 'handovers:make' },
      schema: { summary: 'A hand-over, with what is otherwise by now', params, response: { 200: handoverView } },
    },
    async (request, reply) => give(reply, await showHandover(desk, readingOrderOf(request), request.params.handoverId)),
  )
  app.post(
    '/handovers/:handoverId/signatures',
    {
      config: { right: 'handovers:make' },
      schema: {
        summary: 'Sign it, as the outgoing or the incoming shift',
        params,
        body: signBody,
        response: { 200: handoverView },
      },
    },
    async (request, reply) =>
      give(reply, await signHandover(desk, orderOf(request), request.params.handoverId, request.body)),
  )
  app.get(
    '/expected-peaks',
    {
      config: { right: 'peaks:read' },
      schema: { summary: 'When more than usual is expected soon, in your areas', response: { 200: peaksView } },
    },
    async (request) => {
      const calendar = await desk.book.find('expected-peaks')
      const peaks = calendar ? listComingPeaks(calendar.body, new Date(), actorOf(request).actor.areas) : []
      return {
        version: calendar?.version ?? null,
        peaks: peaks.map((one) => ({ ...one, from: one.from.toISOString(), to: one.to.toISOString() })),
      }
    },
  )
}
