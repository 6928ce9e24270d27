import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/** Distinct statements kept prepared on one connection; what comes after is planned each time, as always. */
const MOST_STATEMENTS = 400

type PreparedClient = {
  query: (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>
  release: () => void
}

/**
 * A pool whose statements are prepared once a connection: parsing and planning the hot ones anew took a third of a
 * command. Statements with no parameters (begin, commit) have nothing to prepare.
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
    let outdated = false
    const prepared: PreparedClient = {
      query: async (text: string, values: readonly unknown[]) => {
        const name = values.length > 0 ? this.#nameOf(text) : undefined
        try {
          return await client.query({ text, values: [...values], ...(name ? { name } : {}) })
        } catch (error) {
          outdated ||= isOutdated(error)
          throw error
        }
      },
      // a migration changed what a kept plan reads: the next connection plans anew
      release: () => client.release(outdated),
    }
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

/** "cached plan must not change result type" */
function isOutdated(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: string }).code === '0A000'
}
