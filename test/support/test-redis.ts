import { randomBytes } from 'node:crypto'
import { openLease } from './keeper-client.ts'
import type { Teardown } from './test-database.ts'

/** A Redis, and the prefix under which this test keeps its keys: the server may be shared. */
export type TestRedis = {
  url: string
  prefix: string
  /** as a crash would; only with `own` */
  kill: () => Promise<void>
  /** after `kill`: empty, on the same address */
  revive: () => Promise<void>
}

type MaySkip = Teardown & { pass: (message: string, extra: { skip: string }) => unknown }

/**
 * REDIS_URL, else a `redis-server` started for this test, else a container. With `own`, never REDIS_URL,
 * so that it may be killed. Where there is none, the test is marked as skipped and gets undefined; in CI
 * it fails instead, because there a test that does not run is a fault.
 */
export async function testRedis(t: MaySkip, { own = false }: { own?: boolean } = {}): Promise<TestRedis | undefined> {
  const lease = await openLease()
  t.teardown(lease.end)
  const found = await lease.ask({ op: 'redis', own })
  if (!found) {
    const why = 'no Redis: set REDIS_URL, install redis-server, or start Docker'
    if (process.env['CI']) throw new Error(`CI has ${why}`)
    process.stderr.write(`\n!!! NOT TESTED: ${why}\n\n`)
    t.pass('not tested', { skip: why })
    return undefined
  }
  const { server } = found
  const ofOurs = (op: 'kill' | 'revive') => async () => {
    if (server === null) throw new Error('REDIS_URL is not ours to stop: ask for { own: true }')
    await lease.ask({ op, server })
  }
  return {
    url: found.url,
    prefix: `t${randomBytes(6).toString('hex')}:`,
    kill: ofOurs('kill'),
    revive: ofOurs('revive'),
  }
}
