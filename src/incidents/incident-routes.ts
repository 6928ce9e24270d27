import { z } from 'zod'
import { type App, actorOf, give, orderOf, readingOrderOf } from '../http/index.ts'
import { clearFlag, closeIncident, raiseFlag, reopenIncident, retypeIncident } from './ending-commands.ts'
import { decideLowerGrade, gradeIncident, requestLowerGrade, showLowerGrade } from './grade-commands.ts'
import { incidentView } from './incident.ts'
import { listNearIncidents, listOpenIncidents } from './incident-board.ts'
import {
  addAction,
  addLogEntry,
  addPerson,
  changeIncident,
  finishAction,
  type IncidentDesk,
  joinIncident,
  linkIncidents,
  openIncident,
  showIncident,
} from './incident-commands.ts'
import * as contract from './incident-contract.ts'
import { showSame } from './same-incident-commands.ts'
import { strikeLogEntry } from './striking-commands.ts'

const created = { 201: z.strictObject({ id: z.uuid() }) }
const shown = { 200: incidentView }
const params = contract.incidentParams

/** The incident log: opened, graded, added to, linked, ended. */
export function incidentRoutes(app: App, { desk }: { desk: IncidentDesk }): void {
  app.post(
    '/incidents',
    {
      config: { right: 'incidents:open' },
      schema: {
        summary: 'Open an incident, and with a grade send it to dispatch',
        body: contract.openIncidentBody,
        response: { 201: incidentView },
      },
    },
    async (request, reply) => give(reply, await openIncident(desk, orderOf(request), request.body)),
  )
  app.get(
    '/incidents',
    {
      config: { right: 'incidents:read' },
      schema: { summary: 'Open incidents of your areas, most urgent first', response: { 200: z.array(incidentView) } },
    },
    async (request) => listOpenIncidents(desk.db, actorOf(request).actor.areas),
  )
  app.get(
    '/incidents/near',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'Open incidents near a point: is it the same thing?',
        querystring: contract.nearQuery,
        response: { 200: contract.nearView },
      },
    },
    async (request) => listNearIncidents(desk.db, request.query.lat, request.query.lon, request.query.metres),
  )
  app.get(
    '/incidents/same',
    {
      config: { right: 'incidents:open' },
      schema: {
        summary: 'Open incidents that a new contact may be about, with why and how far',
        querystring: contract.sameQuery,
        response: { 200: contract.sameView },
      },
    },
    async (request, reply) => give(reply, await showSame(desk, readingOrderOf(request), request.query)),
  )
  app.get(
    '/incidents/:incidentId',
    {
      config: { right: 'incidents:read' },
      schema: { summary: 'The whole log of one incident', params, response: { 200: contract.incidentLog } },
    },
    async (request, reply) => give(reply, await showIncident(desk, readingOrderOf(request), request.params.incidentId)),
  )
  app.patch(
    '/incidents/:incidentId',
    {
      config: { right: 'incidents:open' },
      schema: {
        summary: 'Change location, summary, needs',
        params,
        body: contract.changeIncidentBody,
        response: shown,
      },
    },
    async (request, reply) =>
      give(reply, await changeIncident(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/contacts',
    {
      config: { right: 'incidents:open' },
      schema: { summary: 'Join another contact to this incident', params, body: contract.joinBody, response: shown },
    },
    async (request, reply) =>
      give(reply, await joinIncident(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/people',
    {
      config: { right: 'incidents:open' },
      schema: {
        summary: 'Name a person; the person check runs',
        params,
        body: contract.personBody,
        response: { 201: z.strictObject({ incidentId: z.uuid() }) },
      },
    },
    async (request, reply) =>
      give(reply, await addPerson(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/log',
    {
      config: { right: 'incidents:add' },
      schema: { summary: 'Add a line to the log', params, body: contract.logEntryBody, response: created },
    },
    async (request, reply) =>
      give(reply, await addLogEntry(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/log/:entryId/strike',
    {
      config: { right: 'incidents:add' },
      schema: {
        summary: 'Strike a line through that was written a moment ago; it stays, with a correcting line',
        params: contract.logLineParams,
        response: created,
      },
    },
    async (request, reply) => {
      const { incidentId, entryId } = request.params
      return give(reply, await strikeLogEntry(desk, orderOf(request), incidentId, entryId))
    },
  )
  app.post(
    '/incidents/:incidentId/actions',
    {
      config: { right: 'incidents:open' },
      schema: {
        summary: 'Add an action that must be done before closing',
        params,
        body: contract.actionBody,
        response: created,
      },
    },
    async (request, reply) =>
      give(reply, await addAction(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/actions/:actionId/done',
    {
      config: { right: 'incidents:open' },
      schema: {
        summary: 'Mark an action done',
        params: contract.actionParams,
        response: { 200: z.strictObject({ id: z.uuid() }) },
      },
    },
    async (request, reply) =>
      give(reply, await finishAction(desk, orderOf(request), request.params.incidentId, request.params.actionId)),
  )
  app.post(
    '/incidents/:incidentId/links',
    {
      config: { right: 'incidents:open' },
      schema: {
        summary: 'Link to another incident about the same thing',
        params,
        body: contract.linkBody,
        response: { 201: z.strictObject({ incidentId: z.uuid(), otherId: z.uuid() }) },
      },
    },
    async (request, reply) =>
      give(reply, await linkIncidents(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/grade',
    {
      config: { right: 'incidents:grade' },
      schema: { summary: 'Grade, or raise the grade', params, body: contract.gradeBody, response: shown },
    },
    async (request, reply) =>
      give(reply, await gradeIncident(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/lower-grade',
    {
      config: { right: 'incidents:end' },
      schema: {
        summary: 'Ask for a lower grade',
        params,
        body: contract.lowerGradeBody,
        response: { 202: incidentView },
      },
    },
    async (request, reply) =>
      give(reply, await requestLowerGrade(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.get(
    '/incidents/:incidentId/lower-grade',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'The lower grade that waits to be decided, with its assessment',
        params,
        response: { 200: contract.lowerGradeView },
      },
    },
    async (request, reply) =>
      give(reply, await showLowerGrade(desk, readingOrderOf(request), request.params.incidentId)),
  )
  app.post(
    '/incidents/:incidentId/lower-grade/decision',
    {
      config: { right: 'incidents:end' },
      schema: {
        summary: 'Approve or refuse the lower grade that was asked for',
        params,
        body: contract.decideLowerGradeBody,
        response: shown,
      },
    },
    async (request, reply) =>
      give(reply, await decideLowerGrade(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/flags',
    {
      config: { right: 'incidents:open' },
      schema: { summary: 'Raise a flag', params, body: contract.flagBody, response: shown },
    },
    async (request, reply) =>
      give(reply, await raiseFlag(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/flags/clear',
    {
      config: { right: 'incidents:end' },
      schema: { summary: 'Clear a flag', params, body: contract.flagBody, response: shown },
    },
    async (request, reply) =>
      give(reply, await clearFlag(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/type',
    {
      config: { right: 'incidents:end' },
      schema: { summary: 'Correct the type', params, body: contract.retypeBody, response: shown },
    },
    async (request, reply) =>
      give(reply, await retypeIncident(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/close',
    {
      config: { right: 'incidents:end' },
      schema: { summary: 'Close', params, body: contract.closeBody, response: shown },
    },
    async (request, reply) =>
      give(reply, await closeIncident(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/incidents/:incidentId/reopen',
    {
      config: { right: 'incidents:end' },
      schema: { summary: 'Reopen', params, body: contract.reopenBody, response: shown },
    },
    async (request, reply) =>
      give(reply, await reopenIncident(desk, orderOf(request), request.params.incidentId, request.body)),
  )
}
