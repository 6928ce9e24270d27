import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { Refusal } from '../core/index.ts'
import { PreparedPool } from './prepared-pool.ts'
import type { DB } from './tables.ts'

/** Every table and column, generated from the migrated database by `npm run generate`. */
export type Database = DB
/** A connection that is inside a transaction: what a store may write with. */
export type Trx = Transaction<Database>
/** What a board may read with: the pool, or a transaction. */
export type Reader = Kysely<Database>

/** Parsers of our own pool only: bigint as number (seq and counts stay far below 2^53), instants as Date. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8) return Number
    if (oid === pg.types.builtins.DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format) as (text: string) => unknown
  },
}

/** The options every connection of the service has: nothing waits for ever, and nothing runs above the application's role. */
export function poolOptions(serviceUrl: string, max: number): pg.PoolConfig {
  return {
    connectionString: serviceUrl,
    max,
    types,
    application_name: 'golden-hour',
    connectionTimeoutMillis: 5_000,
    options:
      '-c role=golden_hour_app -c jit=off -c statement_timeout=15000 -c idle_in_transaction_session_timeout=20000 -c lock_timeout=8000',
  }
}

/** The pool of one service node. */
export function openDatabase(serviceUrl: string, max = 20): Reader {
  const pool = new pg.Pool({ ...poolOptions(serviceUrl, max), pipeline: true })
  // an idle connection that the server closed is not a fault: the pool makes another. One that is in use and dies
  // between two statements says so on the client, and would end the process; its next statement fails anyway
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: new PreparedPool(pool) }) })
}

/**
 * A refusal raised inside the database (SQLSTATE GHnnn: message is the code, detail the sentence, hint
 * JSON) as the refusal it is; any other error as it came.
 */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || !error.code?.startsWith('GH') || error.code === 'GH001') return error
  const more = error.hint ? (JSON.parse(error.hint) as Record<string, unknown>) : {}
  return new Refusal(error.message, error.detail ?? error.message, more)
}

/** Whether this error is the breach of the named unique index or constraint. */
export function isBreachOf(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint
}

/** Whether the store ended this transaction because two waited for each other. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '40P01'
}

/** SQLSTATE classes and node codes that mean: the store could not be reached, or would not take it. */
const notRecorded = /^(08|53|57P|40001|40P01|55P03|57014|25P03)|^E(CONN|PIPE|TIMEDOUT|HOST)/

/** Whether this error means that the store was away or busy, so that nothing was recorded (CRD/1 P10). */
export function isNotRecorded(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return notRecorded.test(error.code ?? '')
  if (!(error instanceof Error)) return false
  if (notRecorded.test((error as NodeJS.ErrnoException).code ?? '')) return true
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    error.message,
  )
}

/** What may be logged of a fault: never the values in a database error's message, which can hold what a caller said. */
export function describeFault(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const { code, constraint, table, routine } = error as Error & Record<string, unknown>
  const message = error instanceof pg.DatabaseError ? undefined : error.message.slice(0, 200)
  return { name: error.name, code, constraint, table, routine, message, stack: error.stack?.split('\n').slice(1, 8) }
}
