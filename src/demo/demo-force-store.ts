import type { Insertable } from 'kysely'
import pg from 'pg'
import type { Database } from '../db/index.ts'
import type { Zone } from './demo-ground.ts'

/** A row to insert into that table; instants as ISO strings. */
export type Row<T extends keyof Database> = Insertable<Database[T]>

/** Tables of the demo force, in an order in which every reference is there before what refers to it. */
const demoTables = [
  'place',
  'unit',
  'unit_position',
  'staff',
  'system_account',
  'person',
  'telephone',
  'residence',
  'log_number',
  'incident',
  'contact',
  'grading',
  'closure',
  'log_entry',
  'incident_person',
  'marker',
  'response_plan',
  'protection_order',
] as const satisfies (keyof Database)[]

/** Every row of a demo force. */
export type DemoRows = { [T in (typeof demoTables)[number]]: Row<T>[] }

/** What the demo force finds in the database: the force's areas, zones and grades. */
export type ForceInForce = {
  centreIds: string[]
  areas: { id: string; centreId: string }[]
  zones: Map<string, Zone>
  grades: { id: string; version: string; position: number; urbanSeconds: number; ruralSeconds: number }[]
}

/** Rows of one statement: large enough to be few, small enough for a message of a few megabytes. */
const BATCH = 4_000

/** One connection of the owner, for the time of loading. */
export class DemoForceStore {
  readonly #client: pg.Client

  private constructor(client: pg.Client) {
    this.#client = client
  }

  /** Runs `work` with a connection of its own, which is closed whatever happens. */
  static async with<T>(ownerUrl: string, work: (store: DemoForceStore) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: ownerUrl, application_name: 'golden-hour demo force' })
    await client.connect()
    try {
      return await work(new DemoForceStore(client))
    } finally {
      await client.end()
    }
  }

  /** A lock that two nodes starting on one empty database share: the second waits, and finds it loaded. */
  async lock(): Promise<void> {
    await this.#client.query(`select pg_advisory_lock(hashtext('golden-hour demo force'))`)
  }

  /** Whether anybody is on the staff: such a database belongs to somebody, and is left alone. */
  async hasStaff(): Promise<boolean> {
    return (await this.#client.query('select from staff limit 1')).rowCount === 1
  }

  /** Whether this database was loaded by us: demo premises carry their source. */
  async isDemo(): Promise<boolean> {
    const found = await this.#client.query(`select from place where source = 'demo' and invented limit 1`)
    return found.rowCount === 1
  }

  /** Areas, zones and grades, as definitions and gazetteer left them. */
  async readForce(): Promise<ForceInForce> {
    const centres = await this.#client.query<{ id: string }>('select id from centre order by id')
    const areas = await this.#client.query<{ id: string; centre_id: string }>(
      'select id, centre_id from area order by id',
    )
    const zones = await this.#client.query<{ code: string; area_id: string; area_class: Zone['areaClass'] }>(
      'select code, area_id, area_class from zone order by code',
    )
    const grades = await this.#client.query<Omit<Row<'grade'>, 'valid_from'>>(
      `select distinct on (id) id, version, position, urban_seconds, rural_seconds from grade
       where valid_from <= now() and (valid_to is null or valid_to > now()) order by id, valid_from desc`,
    )
    return {
      centreIds: centres.rows.map(({ id }) => id),
      areas: areas.rows.map(({ id, centre_id }) => ({ id, centreId: centre_id })),
      zones: new Map(
        zones.rows.map(({ code, area_id, area_class }) => [code, { areaId: area_id, areaClass: area_class }]),
      ),
      grades: grades.rows
        .map((row) => ({
          id: row.id,
          version: row.version,
          position: row.position,
          urbanSeconds: row.urban_seconds,
          ruralSeconds: row.rural_seconds,
        }))
        .sort((a, b) => a.position - b.position),
    }
  }

  /** All rows or none, in few large statements; `beforeCommit` runs when everything is in and nothing is visible yet. */
  async insertAll(rows: DemoRows, beforeCommit: () => void, onBatch: (inserted: number) => void): Promise<void> {
    await this.#client.query('begin')
    try {
      let inserted = 0
      for (const table of demoTables) {
        for (let start = 0; start < rows[table].length; start += BATCH) {
          const batch = rows[table].slice(start, start + BATCH)
          await this.#insert(table, batch)
          inserted += batch.length
          onBatch(inserted)
        }
      }
      beforeCommit()
      await this.#client.query('commit')
    } catch (error) {
      await this.#client.query('rollback')
      throw error
    }
    // the planner must know how the keys of the checks are spread; whole rows would take two seconds more
    await this.#client.query(
      `analyze incident (premises_id, opened_at, status, area_id, local_day, day_number), contact (number, incident_id, received_at),
         incident_person (incident_id, person_id), person (id, family_name), marker, telephone, residence, unit`,
    )
  }

  async #insert(table: keyof DemoRows, batch: readonly object[]): Promise<void> {
    const columns = Object.keys(batch[0] ?? {}).join(', ')
    await this.#client.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(batch, asPostgresReads)],
    )
  }

  /**
   * Books the demo's units on again when the first of them has less than `atLeastHours` left: a database that was
   * loaded last week has a force on duty today. All shifts move together, so that the newest pattern began
   * `beganHoursAgo` hours ago, as when the force was made.
   * @returns how many units were booked on
   */
  async renewShifts(
    now: Date,
    { atLeastHours, beganHoursAgo }: { atLeastHours: number; beganHoursAgo: number },
  ): Promise<number> {
    const renewed = await this.#client.query(
      `with shifts as (select max(shift_from) as newest, min(shift_to) as first_end from unit)
       update unit set shift_from = shift_from + moved, shift_to = shift_to + moved
       from (select $1::timestamptz - make_interval(hours => $3) - newest as moved from shifts
         where first_end < $1::timestamptz + make_interval(hours => $2)) late`,
      [now, atLeastHours, beganHoursAgo],
    )
    return renewed.rowCount ?? 0
  }

  /** Everybody who may sign in, by rank of role and name. */
  async listStaff(): Promise<{ username: string; role: string; name: string; passwordHash: string }[]> {
    const staff = await this.#client.query<{
      username: string
      role: string
      display_name: string
      password_hash: string
    }>(
      `select username, role, display_name, password_hash from staff where active
       order by array_position(array['supervisor', 'dispatcher', 'call-handler', 'front-desk', 'ppu', 'administrator', 'unit'], role), username`,
    )
    return staff.rows.map((row) => ({
      username: row.username,
      role: row.role,
      name: row.display_name,
      passwordHash: row.password_hash,
    }))
  }

  /** How many units and incidents there are. */
  async count(): Promise<{ units: number; incidents: number }> {
    const counted = await this.#client.query<{ units: number; incidents: number }>(
      'select (select count(*) from unit)::int as units, (select count(*) from incident)::int as incidents',
    )
    return counted.rows[0] ?? { units: 0, incidents: 0 }
  }
}

/** Bytes in the form that Postgres reads from text; `JSON.stringify` has already asked the Buffer for its own. */
function asPostgresReads(_key: string, value: unknown): unknown {
  const bytes = value as { type?: unknown; data?: number[] } | null
  return bytes?.type === 'Buffer' ? `\\x${Buffer.from(bytes.data ?? []).toString('hex')}` : value
}

/** No rows yet. */
export function noRows(): DemoRows {
  return {
    place: [],
    unit: [],
    unit_position: [],
    staff: [],
    system_account: [],
    person: [],
    telephone: [],
    residence: [],
    log_number: [],
    incident: [],
    contact: [],
    grading: [],
    closure: [],
    log_entry: [],
    incident_person: [],
    marker: [],
    response_plan: [],
    protection_order: [],
  }
}
