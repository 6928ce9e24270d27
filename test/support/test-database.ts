import { openLease } from './keeper-client.ts'
import type { DatabaseUrls, Template, TestDatabase } from './keeper-protocol.ts'

/** The part of a tap test that the helpers need; `t` of any depth will do. */
export type Teardown = { teardown: (end: () => Promise<void>) => void }

/**
 * A database of this test's own, on the server of the run: a copy of a template that is migrated once.
 * `bare` is the schema alone, `demo` has the demo force in it. It is dropped when the test ends, or dies.
 */
export async function testDatabase(
  t: Teardown,
  { template = 'bare' }: { template?: Template } = {},
): Promise<TestDatabase> {
  const lease = await openLease()
  t.teardown(lease.end)
  return await lease.ask({ op: 'database', template })
}

/** A Postgres of this test's own, that syncs every commit to disk and may be killed and brought back. */
export type OwnPostgres = DatabaseUrls & { kill: () => Promise<void>; revive: () => Promise<void> }

/**
 * For tests of what survives: a whole embedded server for one test, with nothing switched off, and a
 * migrated database in it. Two seconds to start: where a database will do, use `testDatabase`.
 */
export async function testPostgres(t: Teardown): Promise<OwnPostgres> {
  const lease = await openLease()
  t.teardown(lease.end)
  const { server, ...urls } = await lease.ask({ op: 'own-postgres' })
  return {
    ...urls,
    kill: async () => void (await lease.ask({ op: 'kill', server })),
    revive: async () => void (await lease.ask({ op: 'revive', server })),
  }
}
