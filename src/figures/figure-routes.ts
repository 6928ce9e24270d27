import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reader } from '../db/index.ts'
import { type App, actorOf, readingOrderOf } from '../http/index.ts'
import { type AuditEntry, command, type Desk } from '../journal/index.ts'
import { findDefinitions, listBehind, listFigures, settle } from './figure-board.ts'
import {
  type FigureListQuery,
  type FigureQuery,
  figureListQuery,
  figureListView,
  figureQuery,
  figuresView,
  ownFigureQuery,
  packQuery,
  repeatQuery,
  repeatView,
  sheetQuery,
} from './figure-contract.ts'
import { figuresAsCsv, listAsCsv } from './figure-csv.ts'
import { dailySheet, quarterlyPack } from './figure-pages.ts'
import { readRepeats } from './repeat-board.ts'

/** Rows that one page of an export reads. */
const PAGE = 1_000
/** A page on paper: nothing in it runs, and its styles are our own. */
const PRINT_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

/** Figures of the service, as of any past instant; what is behind each; on paper and as files. Supervisors read them. */
export function figureRoutes(app: App, { desk }: { desk: Desk }): void {
  const config = { right: 'figures:read' } as const
  const styles = readFileSync(join(import.meta.dirname, 'print.css'))

  app.get(
    '/reports/figures',
    {
      config,
      schema: {
        summary: 'Figures of a period, as of an instant',
        querystring: figureQuery,
        response: { 200: figuresView },
      },
    },
    async (request) => {
      const { query } = request
      const reads = query.by === 'officer' || query.officerId !== undefined ? perOfficer(query) : undefined
      const asOf = await settle(desk.db, query.asOf)
      return audited(desk, request, reads, (db) => answer(db, query, asOf))
    },
  )
  app.get(
    '/reports/own',
    {
      config: { right: 'figures:own' },
      schema: { summary: 'The same of whoever asks', querystring: ownFigureQuery, response: { 200: figuresView } },
    },
    async (request) => {
      const query = { ...request.query, officerId: actorOf(request).actor.id }
      return answer(desk.db, query, await settle(desk.db, query.asOf))
    },
  )
  app.get(
    '/reports/behind',
    {
      config,
      schema: {
        summary: 'Incidents and contacts behind one number',
        querystring: figureListQuery,
        response: { 200: figureListView },
      },
    },
    async ({ query }) => {
      const asOf = await settle(desk.db, query.asOf)
      return listBehind(desk.db, await findDefinitions(desk.db, asOf), query, asOf)
    },
  )
  app.get(
    '/reports/figures.csv',
    { config, schema: { summary: 'Figures as CSV', querystring: figureQuery } },
    async (request, reply) => {
      const asOf = await settle(desk.db, request.query.asOf)
      const view = await audited(desk, request, exported('figures'), (db) => answer(db, request.query, asOf))
      return sendCsv(reply, 'figures', figuresAsCsv(view))
    },
  )
  app.get(
    '/reports/behind.csv',
    { config, schema: { summary: 'What is behind one number as CSV, whole', querystring: figureListQuery } },
    async (request, reply) => {
      const asOf = await settle(desk.db, request.query.asOf)
      const definitions = await audited(desk, request, exported(request.query.figure), () =>
        findDefinitions(desk.db, asOf),
      )
      const page = (offset: number) => listBehind(desk.db, definitions, pageOf(request.query, offset), asOf)
      return sendCsv(reply, request.query.figure, listAsCsv(definitions?.version ?? '', page))
    },
  )
  app.get(
    '/reports/repeats',
    {
      config,
      schema: {
        summary: 'Places and people of several incidents, by id; the reading is on the audit',
        querystring: repeatQuery,
        response: { 200: repeatView },
      },
    },
    async (request) => {
      const asOf = await settle(desk.db, request.query.asOf)
      return readRepeats(desk.db, actorOf(request).actor, request.query, asOf)
    },
  )
  app.get(
    '/reports/sheet',
    {
      config,
      schema: { summary: 'A day of an area on paper, for the daily management meeting', querystring: sheetQuery },
    },
    async ({ query }, reply) => {
      const asOf = await settle(desk.db, query.asOf)
      const page = await dailySheet(askAsOf(desk.db, asOf), query.day, { areaId: query.areaId, asOf })
      return reply.headers(PRINT_HEADERS).send(page)
    },
  )
  app.get(
    '/reports/pack',
    { config, schema: { summary: 'A quarter beside the one before it, on paper', querystring: packQuery } },
    async ({ query }, reply) => {
      const asOf = await settle(desk.db, query.asOf)
      const page = await quarterlyPack(askAsOf(desk.db, asOf), query.quarter, { areaId: query.areaId, asOf })
      return reply.headers(PRINT_HEADERS).send(page)
    },
  )
  app.get('/reports/print.css', { config: { right: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }).send(styles),
  )
}

async function answer(db: Reader, query: FigureQuery, asOf: string) {
  return listFigures(db, await findDefinitions(db, asOf), query, asOf)
}

function askAsOf(db: Reader, asOf: string) {
  const definitions = findDefinitions(db, asOf)
  return async (query: FigureQuery) => listFigures(db, await definitions, query, asOf)
}

/** Reads inside a transaction that writes first who reads it, where that has to be said. */
async function audited<T>(
  desk: Desk,
  request: FastifyRequest,
  entry: AuditEntry | undefined,
  read: (db: Reader) => Promise<T>,
): Promise<T> {
  if (!entry) return read(desk.db)
  const { body } = await command(desk, readingOrderOf(request), async ({ trx, audit }) => {
    audit(entry)
    return { status: 200, body: await read(trx) }
  })
  return body
}

function perOfficer({ officerId, from, to }: FigureQuery): AuditEntry {
  const reason = `figures by officer, ${from} to ${to}`
  return { op: 'consultation', subjectType: 'staff-figures', subjectId: officerId ?? null, reason }
}

function exported(what: string): AuditEntry {
  return { op: 'consultation', subjectType: 'figures', reason: `exported as CSV: ${what}` }
}

function pageOf(query: FigureListQuery, offset: number): FigureListQuery {
  return { ...query, offset, limit: PAGE }
}

function sendCsv(reply: FastifyReply, name: string, lines: Iterable<string> | AsyncIterable<string>): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
    })
    .send(Readable.from(lines))
}
