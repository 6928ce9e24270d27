import { z } from 'zod'
import type { DefinitionBook } from '../definitions/index.ts'
import { type App, give, orderOf, readingOrderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { incidentParams } from './incident-contract.ts'
import { reassessIncident, showReassessments } from './reassessment-commands.ts'
import { reassessBody, reassessmentView } from './reassessment-contract.ts'

/** Whoever waits is contacted again, and assessed again. */
export function reassessmentRoutes(app: App, { desk }: { desk: Desk & { book: DefinitionBook } }): void {
  app.post(
    '/incidents/:incidentId/reassessments',
    {
      config: { right: 'incidents:grade' },
      schema: {
        summary: 'Whoever waits was contacted again: THRIVE anew, each version kept',
        params: incidentParams,
        body: reassessBody,
        response: { 201: z.strictObject({ id: z.uuid(), version: z.number() }) },
      },
    },
    async (request, reply) =>
      give(reply, await reassessIncident(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.get(
    '/incidents/:incidentId/reassessments',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'Every assessment of whoever waited',
        params: incidentParams,
        response: { 200: z.array(reassessmentView) },
      },
    },
    async (request, reply) =>
      give(reply, await showReassessments(desk, readingOrderOf(request), request.params.incidentId)),
  )
}
