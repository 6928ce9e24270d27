/** What a database starts with: the schema alone, or the schema and the demo force. */
export type Template = 'bare' | 'demo'

/** The ways into one test database. */
export type DatabaseUrls = {
  /** login that owns the schema */
  ownerUrl: string
  /** login of the service: what the product connects with */
  serviceUrl: string
  /** superuser, on the database `postgres` of the same server */
  adminUrl: string
  name: string
}

/** A database of one test, and the file with the tokens of the demo's outside systems where it has those. */
export type TestDatabase = DatabaseUrls & { accountsFile: string | null }

/** What a lease may ask. `server` numbers are those of the answer to `own-postgres` and `redis`. */
export type KeeperQuestion =
  | { op: 'warm' }
  | { op: 'database'; template: Template }
  | { op: 'own-postgres' }
  | { op: 'redis'; own: boolean }
  | { op: 'kill'; server: number }
  | { op: 'revive'; server: number }
  /** stop at once when the last lease ends, instead of lingering for the next */
  | { op: 'no-linger' }
  | { op: 'end' }

/** What is answered to each. */
export type KeeperAnswer = {
  warm: null
  database: TestDatabase
  'own-postgres': DatabaseUrls & { server: number }
  /** null where there is no Redis to be had; `server` is null where it is not ours to kill */
  redis: { url: string; server: number | null } | null
  kill: null
  revive: null
  'no-linger': null
  end: null
}

/** One line on the socket, from the keeper. */
export type KeeperReply = { id: number } & ({ ok: true; answer: unknown } | { ok: false; message: string })
