import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { type Actor, newId, type Role, theService } from '../../src/core/index.ts'
import { type Database, openDatabase, poolOptions } from '../../src/db/index.ts'
import { hashToken } from '../../src/http/index.ts'
import { command, type Desk, type NewEvent } from '../../src/journal/index.ts'
import { mayReceive } from '../../src/live/audience-rules.ts'
import type { Snapshot } from '../../src/live/console-socket.ts'
import { type DatabaseUrls, type Teardown, testDatabase } from '../support/index.ts'
import { openOwnerPool } from '../support/owner-pool.ts'

/** Someone who has signed in. */
export type SignedIn = { id: string; token: string; tokenHash: Buffer; sessionId: string }

/** One store that nodes and tests share. */
export type Store = {
  serviceUrl: string
  db: Kysely<Database>
  desk: Desk
  /** runs as the owner of the schema */
  own: (statement: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  /** ends every listening connection of this store, as a failing switch would */
  cutListeners: () => Promise<void>
  signIn: (role: Role, more?: { areas?: string[]; unitId?: string }) => Promise<SignedIn>
  addAccount: (...scopes: string[]) => Promise<{ token: string }>
  addUnit: (callsign: string) => Promise<string>
  /** each call is one transaction */
  record: (...events: (Partial<NewEvent> & { type: string })[]) => Promise<void>
  takeSnapshot: (actor: Actor) => Promise<Snapshot>
}

/** A store with one centre, two areas and nothing else; `wake` is called after each commit made here. */
export async function openStore(
  t: Teardown,
  { urls, wake = () => undefined }: { urls?: DatabaseUrls; wake?: () => void } = {},
): Promise<Store> {
  const { serviceUrl, ownerUrl, adminUrl, name } = urls ?? (await testDatabase(t))
  const db = openDatabase(serviceUrl, 10)
  const owner = openOwnerPool({ ...poolOptions(ownerUrl, 3), options: '' })
  t.teardown(async () => {
    await db.destroy()
    await owner.end()
  })
  const own: Store['own'] = async (statement, values = []) =>
    (await owner.query<Record<string, unknown>>(statement, values)).rows
  await own(`insert into centre (id, name) values ('c', 'Centre') on conflict do nothing`)
  await own(
    `insert into area (id, name, centre_id, districts) values ('north', 'North', 'c', '{}'), ('south', 'South', 'c', '{}') on conflict do nothing`,
  )
  const desk: Desk = { db, wake }
  return {
    serviceUrl,
    db,
    desk,
    own,
    cutListeners: async () => {
      const admin = new pg.Client({ connectionString: adminUrl })
      await admin.connect()
      const cut = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'golden-hour-listener' and datname = $1`
      await admin.query(cut, [name])
      await admin.end()
    },
    signIn: async (role, { areas = [], unitId } = {}) => {
      const [id, sessionId, token] = [newId(), newId(), randomBytes(24).toString('base64url')]
      await own(
        `insert into staff (id, username, display_name, role, areas, unit_id, password_hash) values ($1, $2, 'Desk', $3, $4, $5, 'x')`,
        [id, `u${id}`, role, areas, unitId ?? null],
      )
      await own(
        `insert into session (id, token_hash, staff_id, areas, expires_at) values ($1, $2, $3, $4, now() + interval '1 hour')`,
        [sessionId, hashToken(token), id, areas],
      )
      return { id, token, tokenHash: hashToken(token), sessionId }
    },
    addAccount: async (...scopes) => {
      const token = randomBytes(24).toString('base64url')
      await own('insert into system_account (id, name, scopes, token_hash) values ($1, $2, $3, $4)', [
        newId(),
        newId(),
        scopes,
        hashToken(token),
      ])
      return { token }
    },
    addUnit: async (callsign) => {
      const id = newId()
      await own(
        `insert into unit (id, callsign, kind, area_id, station, station_lat, station_lon, driving_grade, crew_size, shift_from, shift_to, state)
         values ($1, $2, 'response', 'north', 'Kendal', 54.3, -2.7, 'response', 2, now(), now() + interval '8 hours', 'available')`,
        [id, callsign],
      )
      return id
    },
    record: async (...events) => {
      const order = {
        actor: theService,
        tokenHash: Buffer.alloc(0),
        idempotencyKey: null,
        fingerprint: Buffer.alloc(0),
      }
      await command(desk, order, async (work) => {
        for (const event of events) work.record({ audience: 'room', data: {}, ...event })
        return { status: 201, body: null }
      })
    },
    // as the real one: number and content from one repeatable-read transaction
    takeSnapshot: (actor) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          const { rows } = await sql<{ epoch: string; seq: number }>`select epoch, seq from journal_head`.execute(trx)
          const head = rows[0]
          if (!head) throw new Error('no head')
          const events = await trx
            .selectFrom('journal')
            .selectAll()
            .where('seq', 'is not', null)
            .orderBy('seq')
            .execute()
          const seqs = events.flatMap((event) => {
            const addressed = {
              type: event.type,
              incidentId: event.incident_id,
              areaId: event.area_id,
              unitIds: event.unit_ids,
            }
            return mayReceive(actor, { ...addressed, audience: event.audience as NewEvent['audience'] })
              ? [event.seq]
              : []
          })
          return { ...head, snapshot: { seqs } }
        }),
  }
}
