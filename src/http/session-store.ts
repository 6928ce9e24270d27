import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '../core/index.ts'
import type { Reader } from '../db/index.ts'

/** The cookie of a signed-in desk: `__Host-` binds it to this host, secure, path `/`. */
export const SESSION_COOKIE = '__Host-golden-hour'

/** Tokens are stored only as this. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

const KNOWN_FOR_MS = 1_000
/** A little longer than the live feed's interval, so that one look follows on from the other. */
const CONFIRMED_FOR_MS = 1_300

/**
 * Who holds a token, asked of the database at most once a second per token: a session that ends or a role
 * that changes is felt within that second, well inside the two that CRD/1 P9 allows.
 */
export class Sessions {
  readonly #db: Reader
  readonly #told: Sessions | undefined
  readonly #known = new Map<string, { actor: Actor | undefined; until: number }>()

  /** `told`: others who ask about the same tokens, and are told what is found for many at once. */
  constructor(db: Reader, told: Sessions | undefined = undefined) {
    this.#db = db
    this.#told = told
  }

  /** The holder of this token hash, or undefined when it opens nothing. */
  async find(tokenHash: Buffer): Promise<Actor | undefined> {
    const key = tokenHash.toString('base64')
    const known = this.#known.get(key)
    if (known && known.until > performance.now()) return known.actor
    const { rows } = await sql<{ who: Actor | null }>`select who_is(${tokenHash}) as who`.execute(this.#db)
    const actor = rows[0]?.who ?? undefined
    this.#keep(key, actor, KNOWN_FOR_MS)
    return actor
  }

  #keep(key: string, actor: Actor | undefined, forMs: number): void {
    if (this.#known.size > 10_000) this.#known.clear()
    this.#known.set(key, { actor, until: performance.now() + forMs })
  }

  /** Of many tokens at once, without the cache: for the live feed's check of every open console. */
  async findAll(tokenHashes: readonly Buffer[]): Promise<Map<string, Actor>> {
    if (tokenHashes.length === 0) return new Map()
    const { rows } = await sql<{ token_hash: Buffer; who: Actor | null }>`
      select token_hash, who from who_are(${tokenHashes}::bytea[])`.execute(this.#db)
    // whoever has a console open is asked about every second: their commands need not ask again
    for (const { token_hash, who } of rows)
      if (this.#told) this.#told.#keep(token_hash.toString('base64'), who ?? undefined, CONFIRMED_FOR_MS)
    return new Map(rows.flatMap(({ token_hash, who }) => (who ? [[token_hash.toString('base64'), who] as const] : [])))
  }

  /** Forget what was known of a token: it has just been ended or changed. */
  forget(tokenHash: Buffer): void {
    this.#known.delete(tokenHash.toString('base64'))
  }
}
