import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { TestDatabase } from './keeper-protocol.ts'
import type { Teardown } from './test-database.ts'

/** What stands in each table as an instant of the past or of the future, by which the clocks are judged. */
const instants: Readonly<Record<string, readonly string[]>> = {
  incident: ['opened_at', 'graded_at', 'attend_by', 'first_attend_by'],
  incident_clock: ['presented_at', 'answered_at', 'created_at', 'graded_at', 'released_at'],
  contact: ['presented_at', 'answered_at', 'received_at'],
  grading: ['attend_by', 'at'],
  log_entry: ['at'],
  action: ['created_at', 'due_at'],
  recommendation: ['made_at'],
  deployment: ['assigned_at', 'acknowledged_at', 'mobile_at', 'at_scene_at', 'released_at'],
  reassessment: ['at'],
  welfare_check: ['at'],
  exception: ['since', 'raised_at', 'acknowledged_at', 'resolved_at'],
  exception_told: ['at'],
  unit: ['state_at'],
}

/**
 * Lets time pass in a test's database: everything that is on record moves into the past by as much, and with it when
 * the timers are due. The product's clock is the database's own, and stays what it is.
 */
export async function timeOf(t: Teardown, { adminUrl, name }: Pick<TestDatabase, 'adminUrl' | 'name'>) {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  // a superuser: what is kept for ever by triggers is moved past them
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  t.teardown(() => client.end())

  async function pass(seconds: number): Promise<void> {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    for (const [table, columns] of Object.entries(instants)) {
      const moved = columns.map((column) => `${column} = ${column} - make_interval(secs => ${seconds})`)
      await client.query(`update ${table} set ${moved.join(', ')}`)
    }
    await client.query(
      `update job set due_at = due_at - make_interval(secs => $1) where done_at is null and kind in ('clocks', 'escalate', 'recontact')`,
      [seconds],
    )
    await client.query('commit')
  }

  /** Waits until no timer is due any more. */
  async function settle(): Promise<void> {
    for (let n = 0; n < 1_200; n += 1) {
      const { rows } = await client.query(`select from job where done_at is null and due_at <= clock_timestamp()`)
      if (rows.length === 0) return
      await wait(10)
    }
    throw new Error('timers were due and nobody did them')
  }

  return {
    client,
    pass,
    settle,
    /** From timer to timer, each at its moment, until so many minutes after this incident was opened. */
    async passUntil(minute: number, incidentId: string): Promise<void> {
      for (let n = 0; n < 500; n += 1) {
        await settle()
        const { rows } = await client.query<{ left: number; next: number | null }>(
          `select extract(epoch from opened_at + make_interval(mins => $1::int) - clock_timestamp())::float8 as left,
             (select extract(epoch from min(due_at) - clock_timestamp())::float8 from job
              where done_at is null and kind in ('clocks', 'escalate', 'recontact')) as next
           from incident where id = $2`,
          [minute, incidentId],
        )
        const { left = 0, next } = rows[0] ?? {}
        if (left <= 0) return
        await pass(Math.max(0.001, Math.min(left, next ?? left)))
      }
      throw new Error('time did not pass')
    },
  }
}
