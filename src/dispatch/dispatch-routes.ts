import { z } from 'zod'
import { Refusal } from '../core/index.ts'
import { type App, give, orderOf } from '../http/index.ts'
import { getIncident } from '../incidents/index.ts'
import { deploymentView, divertCostView, recommendationView, whyNotView } from './dispatch.ts'
import { findRecommendation, listDeployments } from './dispatch-board.ts'
import { askForRecommendation, deployUnit, giveReason, stepDeployment } from './dispatch-commands.ts'
import { assignBody, deploymentParams, moreUnitsBody, reasonBody, stepBody, unitParams } from './dispatch-contract.ts'
import { askMoreUnits } from './more-units-commands.ts'
import type { DispatchDesk } from './recommender.ts'
import { costOfDivert, explainUnit } from './why-not-board.ts'

const params = z.strictObject({ incidentId: z.uuid() })

/** Who should go, and who is going. */
export function dispatchRoutes(app: App, { desk }: { desk: DispatchDesk }): void {
  app.get(
    '/incidents/:incidentId/recommendation',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'The newest recommendation: every unit on duty with its reasons',
        params,
        response: { 200: recommendationView },
      },
    },
    async (request) => {
      const found = await findRecommendation(desk.db, request.params.incidentId)
      if (!found) throw new Refusal('recommendation/unknown', 'There is no recommendation for this incident yet')
      return found
    },
  )
  app.get(
    '/incidents/:incidentId/recommendation/why-not/:callsign',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'Why a unit is not first, in one or two sentences',
        params: unitParams,
        response: { 200: whyNotView },
      },
    },
    ({ params: { incidentId, callsign } }) => explainUnit(desk.db, incidentId, callsign),
  )
  app.get(
    '/incidents/:incidentId/recommendation/divert-cost/:callsign',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'What a divert costs the incident that is left: who waits, how long, what is at risk',
        params: unitParams,
        response: { 200: divertCostView },
      },
    },
    ({ params: { incidentId, callsign } }) => costOfDivert(desk, incidentId, callsign),
  )
  app.post(
    '/incidents/:incidentId/recommendations',
    {
      config: { right: 'dispatch:recommend' },
      schema: { summary: 'Rank the units anew', params, response: { 201: recommendationView } },
    },
    async (request, reply) =>
      give(reply, await askForRecommendation(desk, orderOf(request), request.params.incidentId)),
  )
  app.get(
    '/incidents/:incidentId/deployments',
    {
      config: { right: 'incidents:read' },
      schema: { summary: 'Who went, who is going', params, response: { 200: z.array(deploymentView) } },
    },
    async (request) => {
      await getIncident(desk.db, request.params.incidentId)
      return listDeployments(desk.db, [request.params.incidentId])
    },
  )
  app.post(
    '/incidents/:incidentId/deployments',
    {
      config: { right: 'dispatch:assign' },
      schema: { summary: 'Send a unit with its briefing', params, body: assignBody, response: { 201: deploymentView } },
    },
    async (request, reply) =>
      give(reply, await deployUnit(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/deployments/:deploymentId/steps',
    {
      config: { right: 'deployments:step' },
      schema: {
        summary: 'Acknowledge, en route, at scene, clear, stand down',
        params: deploymentParams,
        body: stepBody,
        response: { 200: deploymentView },
      },
    },
    async (request, reply) =>
      give(reply, await stepDeployment(desk, orderOf(request), request.params.deploymentId, request.body)),
  )
  app.post(
    '/deployments/:deploymentId/more-units',
    {
      config: { right: 'deployments:step' },
      schema: {
        summary: 'A crew asks for more units: an alarm at the desk that dispatches',
        params: deploymentParams,
        body: moreUnitsBody,
        response: { 200: deploymentView },
      },
    },
    async (request, reply) =>
      give(reply, await askMoreUnits(desk, orderOf(request), request.params.deploymentId, request.body)),
  )
  app.post(
    '/deployments/:deploymentId/reason',
    {
      config: { right: 'dispatch:assign' },
      schema: {
        summary: 'Say why another unit than the first was sent',
        params: deploymentParams,
        body: reasonBody,
        response: { 200: deploymentView },
      },
    },
    async (request, reply) =>
      give(reply, await giveReason(desk, orderOf(request), request.params.deploymentId, request.body.reasonCode)),
  )
}
