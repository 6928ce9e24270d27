import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Fastify from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import pg from 'pg'
import pino from 'pino'
import { newId, type Role, theService } from '../../src/core/index.ts'
import { openDatabase, type Reader } from '../../src/db/index.ts'
import { DefinitionBook, loadDefinitions } from '../../src/definitions/index.ts'
import {
  askSourceHandler,
  type CheckDeps,
  type CheckWish,
  type OutsideSource,
  refreshChecksHandler,
  requestCheck,
  retryCheckHandler,
  runCheckHandler,
} from '../../src/history/index.ts'
import { type App, frontDesk, hashToken, Sessions } from '../../src/http/index.ts'
import { JobRunner } from '../../src/jobs/index.ts'
import { command, type Desk, type Order, type Work } from '../../src/journal/index.ts'
import { type Teardown, testDatabase } from '../support/index.ts'
import { openOwnerPool } from '../support/owner-pool.ts'

/** A force of one area and a handful of records, with what a test does to it. */
export type SmallForce = {
  db: Reader
  desk: Desk
  book: DefinitionBook
  /** runs as the owner of the schema */
  own: (statement: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  /** a connection of the owner that can hold a lock; it is ended with the test */
  ownConnection: () => Promise<pg.Client>
  /** one transaction of the service, as a command of another room would have */
  inWork: <T>(run: (work: Work) => Promise<T>) => Promise<T>
  ask: (wish: Partial<CheckWish> & Pick<CheckWish, 'kind' | 'query'>) => Promise<string>
  /** does every job that is due, waits for other systems that are being asked, then stops */
  doJobs: (deps?: Partial<CheckDeps> & { sources?: readonly OutsideSource[] }) => Promise<void>
  check: (id: string) => Promise<Record<string, unknown>>
  signIn: (role: Role, more?: { unitId?: string }) => Promise<string>
  addAccount: (...scopes: string[]) => Promise<string>
  openDoor: (routes: (app: App) => void) => Promise<App>
}

const order: Order = {
  actor: theService,
  tokenHash: Buffer.alloc(0),
  idempotencyKey: null,
  fingerprint: Buffer.alloc(0),
}

/** Opens it: schema, definitions in force, one centre and area; nothing has happened there yet. */
export async function openSmallForce(t: Teardown): Promise<SmallForce> {
  const { ownerUrl, serviceUrl } = await testDatabase(t)
  await loadDefinitions(ownerUrl, join(import.meta.dirname, '../../data'))
  const db = openDatabase(serviceUrl, 10)
  const owner = openOwnerPool({ connectionString: ownerUrl, max: 3 })
  const clients: pg.Client[] = []
  t.teardown(async () => {
    await Promise.all(clients.map((client) => client.end()))
    await db.destroy()
    await owner.end()
  })
  const own: SmallForce['own'] = async (statement, values = []) =>
    (await owner.query<Record<string, unknown>>(statement, values)).rows
  await own(`insert into centre (id, name) values ('c', 'Centre')`)
  await own(`insert into area (id, name, centre_id, districts) values ('north', 'North', 'c', '{}')`)

  const book = new DefinitionBook(db)
  const desk: Desk = { db, wake: () => undefined }
  const inWork: SmallForce['inWork'] = async (run) =>
    (await command(desk, order, async (work) => ({ status: 200, body: await run(work) }))).body
  return {
    db,
    desk,
    book,
    own,
    ownConnection: async () => {
      const client = new pg.Client({ connectionString: ownerUrl })
      await client.connect()
      clients.push(client)
      return client
    },
    inWork,
    ask: (wish) => inWork((work) => requestCheck(work, { requestedBy: 'test', ...wish })),
    doJobs: async ({ sources = [], ...deps } = {}) => {
      const checkDeps = { desk, book, onChecked: () => Promise.resolve(), ...deps }
      const runner = new JobRunner(desk, pino({ level: 'silent' }), [
        runCheckHandler(checkDeps),
        askSourceHandler({ ...checkDeps, desk, sources }),
        retryCheckHandler,
        refreshChecksHandler(checkDeps),
      ])
      runner.start()
      // the database plans looks at the clocks of every incident; who does those is not here
      const due = `select (select count(*) from job where kind <> 'clocks' and done_at is null and due_at <= clock_timestamp())::int
        + (select count(*) from check_run where source <> 'force-records' and state = 'running')::int as left`
      while ((await own(due))[0]?.['left'] !== 0) await new Promise((resolve) => setTimeout(resolve, 20))
      await runner.stop()
    },
    check: async (id) => (await own('select * from check_run where id = $1', [id]))[0] ?? {},
    signIn: async (role, more = {}) => {
      const id = newId()
      const token = `test-${id}`
      await own(
        `insert into staff (id, username, display_name, role, centre_id, unit_id, password_hash) values ($1, $2, $2, $3, 'c', $4, 'x')`,
        [id, `${role}-${id}`, role, more.unitId ?? null],
      )
      await own(
        `insert into session (id, token_hash, staff_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
        [newId(), hashToken(token), id],
      )
      return token
    },
    addAccount: async (...scopes) => {
      const id = newId()
      const token = `account-${id}`
      await own('insert into system_account (id, name, scopes, token_hash) values ($1, $2, $3, $4)', [
        id,
        id,
        scopes,
        hashToken(token),
      ])
      return token
    },
    openDoor: async (routes) => {
      const app: App = Fastify().withTypeProvider<ZodTypeProvider>()
      await app.register(frontDesk, { sessions: new Sessions(db), allowedOrigins: [], checkAnswers: true })
      routes(app)
      t.teardown(async () => void (await app.close()))
      return app
    },
  }
}

/** What the records of a small force may hold; each returns the id. Numbers are of Ofcom's drama ranges. */
export function records(own: SmallForce['own']) {
  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const full = { id: newId(), ...row }
    const columns = Object.keys(full)
    const places = columns.map((_, index) => `$${index + 1}`)
    await own(`insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`, Object.values(full))
    return full.id
  }
  let count = 0
  return {
    premises: (number: string, street = 'example street') =>
      insert('place', {
        kind: 'premises',
        name: `${number} ${street}`,
        number,
        street,
        lat: 54.6,
        lon: -3.1,
        search: `${number} ${street}`,
        source: 'test',
        invented: true,
      }),
    incident: (more: Record<string, unknown> = {}) =>
      insert('incident', {
        local_day: '2026-10-01',
        day_number: ++count,
        opening_category: 'domestic',
        type: 'domestic',
        summary: 'Shouting',
        area_id: 'north',
        ...more,
      }),
    contact: (more: Record<string, unknown> = {}) =>
      insert('contact', { channel: '999', kind: 'voice', source: 'test', ...more }),
    person: (family: string, given: string, more: Record<string, unknown> = {}) =>
      insert('person', { family_name: family, given_names: given, source: 'test', ...more }),
    marker: (more: Record<string, unknown>) =>
      insert('marker', {
        text: 'Because',
        source: 'PNC',
        author: 'Test',
        confidence: 'confirmed',
        starts_on: '2020-01-01',
        review_on: '2090-01-01',
        ...more,
      }),
    order: (more: Record<string, unknown>) =>
      insert('protection_order', {
        kind: 'non-molestation',
        conditions: 'Not to come near',
        power_of_arrest: true,
        starts_on: '2020-01-01',
        ...more,
      }),
    unit: (callsign: string) =>
      insert('unit', {
        callsign,
        kind: 'response',
        area_id: 'north',
        station: 'S',
        station_lat: 54.6,
        station_lon: -3.1,
        driving_grade: 'response',
        crew_size: 2,
        shift_from: '2026-01-01',
        shift_to: '2099-01-01',
        state: 'available',
      }),
    holds: (number: string, personId: string) =>
      own(`insert into telephone values ($1, $2, '2020-01-01', null)`, [number, personId]),
    lives: (premisesId: string, personId: string) =>
      own(`insert into residence values ($1, $2, 'resident', '2020-01-01', null)`, [premisesId, personId]),
    partOf: (incidentId: string, personId: string, role = 'victim') =>
      insert('incident_person', { incident_id: incidentId, person_id: personId, role, name: 'as named' }),
  }
}

/** A new idempotency key. */
export function newKey(): string {
  return createHash('sha256').update(newId()).digest('hex')
}
