import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { TestDatabase } from './keeper-protocol.ts'
import type { Teardown } from './test-database.ts'

/** What stands of an incident as an instant of the past or of the future, by which its clocks are judged. */
const instants: readonly (readonly [table: string, ofIncident: string, columns: readonly string[]])[] = [
  ['incident', 'id = $1', ['opened_at', 'graded_at', 'attend_by', 'first_attend_by']],
  ['incident_clock', 'incident_id = $1', ['presented_at', 'answered_at', 'created_at', 'graded_at', 'released_at']],
  ['contact', 'incident_id = $1', ['presented_at', 'answered_at', 'received_at']],
  ['grading', 'incident_id = $1', ['attend_by', 'at']],
  ['regrade_request', 'incident_id = $1', ['requested_at', 'attend_by_then', 'decided_at']],
  ['log_entry', 'incident_id = $1', ['at']],
  ['action', 'incident_id = $1', ['created_at', 'due_at']],
  ['recommendation', 'incident_id = $1', ['made_at']],
  [
    'deployment',
    'incident_id = $1',
    ['assigned_at', 'acknowledged_at', 'mobile_at', 'at_scene_at', 'released_at', 'more_asked_at'],
  ],
  ['reassessment', 'incident_id = $1', ['at']],
  ['welfare_check', 'incident_id = $1', ['at']],
  ['exception', 'incident_id = $1', ['since', 'raised_at', 'acknowledged_at', 'resolved_at']],
  ['exception_told', 'exception_id in (select id from exception where incident_id = $1)', ['at']],
  ['unit', 'id in (select unit_id from deployment where incident_id = $1)', ['state_at']],
  [
    'job',
    `done_at is null and kind in ('clocks', 'escalate', 'held-in-hand', 'recontact')
      and (subject_id = $1 or subject_id in (select id from exception where incident_id = $1))`,
    ['due_at'],
  ],
]
/** The timers of that incident. */
const [, timers] = instants[instants.length - 1] as (typeof instants)[number]

/**
 * Lets time pass for an incident of a test: everything that is on record of it moves into the past by as much, and with
 * it when its timers are due. The product's clock is the database's own, and stays what it is.
 */
export async function timeOf(t: Teardown, { adminUrl, name }: Pick<TestDatabase, 'adminUrl' | 'name'>) {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  // a superuser: what is kept for ever by triggers is moved past them
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  t.teardown(() => client.end())

  async function pass(seconds: number, incidentId: string): Promise<void> {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    for (const [table, ofIncident, columns] of instants) {
      const moved = columns.map((column) => `${column} = ${column} - make_interval(secs => ${seconds})`)
      await client.query(`update ${table} set ${moved.join(', ')} where ${ofIncident}`, [incidentId])
    }
    await client.query('commit')
  }

  /** Waits until none of its timers is due any more. */
  async function settle(incidentId: string): Promise<void> {
    for (let n = 0; n < 4_000; n += 1) {
      const { rows } = await client.query(`select from job where due_at <= clock_timestamp() and ${timers}`, [
        incidentId,
      ])
      if (rows.length === 0) return
      await wait(10)
    }
    throw new Error('a timer was due and nobody saw to it')
  }

  return {
    client,
    /** Until somebody waits for a lock of this connection. */
    async waitForLock(): Promise<void> {
      for (let n = 0; n < 4_000; n += 1) {
        const { rows } = await client.query(
          'select from pg_stat_activity where pg_backend_pid() = any (pg_blocking_pids(pid)) limit 1',
        )
        if (rows.length > 0) return
        await wait(10)
      }
      throw new Error('nobody waited for the lock')
    },
    /** From timer to timer, each at its moment, until so many minutes after this incident was opened. */
    async passUntil(minute: number, incidentId: string): Promise<void> {
      for (let n = 0; n < 500; n += 1) {
        await settle(incidentId)
        const { rows } = await client.query<{ left: number; next: number | null }>(
          `select extract(epoch from opened_at + make_interval(mins => $2::int) - clock_timestamp())::float8 as left,
             (select extract(epoch from min(due_at) - clock_timestamp())::float8 from job where ${timers}) as next
           from incident where id = $1`,
          [incidentId, minute],
        )
        const { left = 0, next } = rows[0] ?? {}
        if (left <= 0) return
        await pass(Math.max(0.001, Math.min(left, next ?? left)), incidentId)
      }
      throw new Error('time did not pass')
    },
  }
}
