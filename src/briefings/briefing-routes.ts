import { type App, give, orderOf, readingOrderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { readBriefing, showBriefing, tellBriefing } from './briefing-commands.ts'
import {
  briefingParams,
  briefingPlainText,
  briefingQuery,
  briefingReadAnswer,
  briefingReadBody,
  briefingTextQuery,
  briefingWithReaders,
} from './briefing-contract.ts'

/** Reading a briefing, and saying that it has been read. */
export function briefingRoutes(app: App, { desk }: { desk: Desk }): void {
  app.get(
    '/incidents/:incidentId/briefing',
    {
      config: { right: 'briefings:read' },
      schema: {
        summary: 'The briefing of an incident, the newest or one version',
        params: briefingParams,
        querystring: briefingQuery,
        response: { 200: briefingWithReaders },
      },
    },
    async (request, reply) =>
      give(reply, await showBriefing(desk, readingOrderOf(request), request.params.incidentId, request.query)),
  )
  app.get(
    '/incidents/:incidentId/briefing/text',
    {
      config: { right: 'briefings:read' },
      schema: {
        summary: 'The briefing in plain words for radio or a terminal: at most 1,000 characters',
        params: briefingParams,
        querystring: briefingTextQuery,
        response: { 200: briefingPlainText },
      },
    },
    async (request, reply) =>
      give(reply, await tellBriefing(desk, readingOrderOf(request), request.params.incidentId, request.query)),
  )
  app.post(
    '/incidents/:incidentId/briefing/read',
    {
      config: { right: 'briefings:read' },
      schema: {
        summary: 'A crew has read its briefing',
        params: briefingParams,
        body: briefingReadBody,
        response: { 200: briefingReadAnswer, 201: briefingReadAnswer },
      },
    },
    async (request, reply) =>
      give(reply, await readBriefing(desk, orderOf(request), request.params.incidentId, request.body)),
  )
}
