import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/** Distinct statements kept prepared on one connection; what comes after is planned each time, as always. */
const MOST_STATEMENTS = 400
/** Begins the last statement of a transaction: nothing reads what it answers, so COMMIT is sent right behind it. */
export const LAST_STATEMENT = '/* last before commit */'
/** Begins a statement that answers nothing and cannot fail by itself, such as a savepoint: the next is sent right behind it. */
export const UNHEARD_STATEMENT = '/* not waited for */'

type Query = (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>
type PreparedClient = { query: Query; release: () => void }

/**
 * A pool whose statements are prepared once a connection, and that does not wait for answers nobody reads: BEGIN goes
 * out with the statement behind it, and the last statement with COMMIT. Parsing, planning and waiting were half of a
 * command's time. The pool's connections must be in pipeline mode.
 */
export class PreparedPool implements PostgresPool {
  readonly #pool: pg.Pool
  readonly #names = new Map<string, string>()
  readonly #clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect()
    const known = this.#clients.get(client)
    if (known) return known
    const prepared = prepare(client, (text) => this.#nameOf(text))
    // Kysely's type has a second form of `query`, for cursors, which this service does not use
    const whole = prepared as unknown as PostgresPoolClient
    this.#clients.set(client, whole)
    return whole
  }

  end(): Promise<void> {
    return this.#pool.end()
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known || this.#names.size >= MOST_STATEMENTS) return known
    const name = `gh${this.#names.size}`
    this.#names.set(text, name)
    return name
  }
}

function prepare(client: pg.PoolClient, nameOf: (text: string) => string | undefined): PreparedClient {
  let outdated = false
  /** sent, and not yet heard of: BEGIN, a savepoint, the last statement */
  let unheard: Array<Promise<pg.QueryResult>> = []

  const send: Query = async (text, values) => {
    const name = values.length > 0 ? nameOf(text) : undefined
    try {
      return await client.query({ text, values: [...values], ...(name ? { name } : {}) })
    } catch (error) {
      outdated ||= isOutdated(error)
      throw error
    }
  }
  const sendUnheard = (text: string, values: readonly unknown[]) => {
    const sent = send(text, values)
    // heard of at COMMIT; one that fails makes that a rollback
    sent.catch(() => undefined)
    unheard.push(sent)
    return Promise.resolve(noRows)
  }
  const commit = async () => {
    const before = unheard
    unheard = []
    const results = await Promise.allSettled([...before, send('commit', [])])
    for (const result of results) if (result.status === 'rejected') throw result.reason as Error
    const last = results.at(-1)
    // a transaction that had failed answers COMMIT with ROLLBACK, and no error
    if (last?.status !== 'fulfilled' || last.value.command !== 'COMMIT') throw new Error('not committed')
    return last.value
  }

  return {
    query: (text, values) => {
      if (text === 'begin' || UNHEARD.some((mark) => text.startsWith(mark))) return sendUnheard(text, values)
      if (text === 'commit') return commit()
      if (text === 'rollback') unheard = []
      return send(text, values)
    },
    // a migration changed what a kept plan reads: the next connection plans anew
    release: () => client.release(outdated),
  }
}

const UNHEARD = [LAST_STATEMENT, UNHEARD_STATEMENT]

const noRows: pg.QueryResult = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] }

/** "cached plan must not change result type" */
function isOutdated(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: string }).code === '0A000'
}
