import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Test } from 'tap'
import { loadDemoForce } from '../../src/demo/index.ts'
import { testDatabase } from '../support/index.ts'

/** The product's own data. */
export const dataFolder = join(import.meta.dirname, '../../data')
/** The instant every demo force of these tests is made at. */
export const now = new Date('2026-11-22T10:30:00Z')
/** Incidents of the full force. */
export const HISTORY = 24_000

/** A connection of the owner, closed with the test. */
export async function open(t: Test, ownerUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  t.teardown(() => client.end())
  return client
}

/** A demo force in a database of its own. */
export async function load(t: Test, options: { seed: number; historyIncidents?: number }) {
  const { ownerUrl } = await testDatabase(t)
  const folder = mkdtempSync(join(tmpdir(), 'golden-hour-demo-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const accountsFile = join(folder, 'accounts', 'accounts.json')
  const wish = { dataFolder, accountsFile, now, historyIncidents: HISTORY, ...options }
  const force = await loadDemoForce(ownerUrl, wish)
  return { client: await open(t, ownerUrl), ownerUrl, force, accountsFile, wish }
}

/** One hash a table of everything that the seed decides. */
export async function fingerprint(client: pg.Client): Promise<Record<string, string>> {
  const tables = [
    'unit',
    'unit_position',
    // not the password: its salt is chance
    '(select id, username, display_name, role, centre_id, areas, unit_id, created_at from staff) staff',
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
  ]
  const hashes: Record<string, string> = {}
  for (const table of [...tables, "place where source = 'demo'"]) {
    // a sum does not care for order, and needs no sorting of a hundred thousand lines
    const { rows } = await client.query<{ hash: string }>(
      `select concat(count(*), ' ', sum(hashtextextended(row_to_json(x)::text, 1)::numeric)) as hash
       from (select * from ${table}) x`,
    )
    hashes[table] = rows[0]?.hash ?? ''
  }
  return hashes
}

/** How many rows; `sql` is what follows `from`. */
export const count = async (client: pg.Client, sql: string, values: unknown[] = []) =>
  Number((await client.query<{ n: string }>(`select count(*) as n from ${sql}`, values)).rows[0]?.n)
