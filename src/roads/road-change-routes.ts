import { z } from 'zod'
import { type App, give, orderOf } from '../http/index.ts'
import { roadChangeView } from './road-change.ts'
import { listRoadChanges } from './road-change-board.ts'
import { changeRoad, type RoadDesk, withdrawRoadChange } from './road-change-commands.ts'
import {
  changeRoadBody,
  nearbyRoadsQuery,
  nearbyRoadsView,
  previewBody,
  previewView,
  roadChangeParams,
  wayQuery,
  wayView,
} from './road-change-contract.ts'
import { listRoadsNear, previewRoadChange } from './road-drawing-board.ts'
import { findWay } from './way-board.ts'

/** Roads that are closed or slow. */
export function roadRoutes(app: App, { desk }: { desk: RoadDesk }): void {
  app.get(
    '/road-changes',
    {
      config: { right: 'units:read' },
      schema: { summary: 'Closures and slow-downs, in force or planned', response: { 200: z.array(roadChangeView) } },
    },
    () => listRoadChanges(desk.db),
  )
  app.post(
    '/road-changes',
    {
      config: { right: 'roads:change' },
      schema: { summary: 'Close a road or slow it down', body: changeRoadBody, response: { 201: roadChangeView } },
    },
    async (request, reply) => give(reply, await changeRoad(desk, orderOf(request), request.body)),
  )
  app.post(
    '/road-changes/preview',
    {
      config: { right: 'roads:change' },
      schema: {
        summary: 'Which roads a change would catch; nothing is closed',
        body: previewBody,
        response: { 200: previewView },
      },
    },
    (request) => previewRoadChange(desk, request.body.place),
  )
  app.get(
    '/roads/near',
    {
      config: { right: 'roads:change' },
      schema: {
        summary: 'Roads round a place as lines, the largest first, to draw a closure on',
        querystring: nearbyRoadsQuery,
        response: { 200: nearbyRoadsView },
      },
    },
    (request) => listRoadsNear(desk, request.query),
  )
  app.get(
    '/roads/way',
    {
      config: { right: 'dispatch:recommend' },
      schema: {
        summary: 'The fastest way by road between two places now, as a line, for the map',
        querystring: wayQuery,
        response: { 200: wayView },
      },
    },
    (request) => findWay(desk, request.query),
  )
  app.post(
    '/road-changes/:changeId/withdraw',
    {
      config: { right: 'roads:change' },
      schema: {
        summary: 'The road is as it was',
        params: roadChangeParams,
        response: { 200: roadChangeView },
      },
    },
    async (request, reply) => give(reply, await withdrawRoadChange(desk, orderOf(request), request.params.changeId)),
  )
}
