import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import pg from 'pg'
import t from 'tap'
import { testDatabase, testPostgres, testRedis } from './support/index.ts'
import { openLease } from './support/keeper-client.ts'

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

t.test('two test databases are migrated, apart, and gone after the test', async (t) => {
  let adminUrl = ''
  let names: string[] = []
  await t.test('while they are held', async (t) => {
    const [one, two] = await Promise.all([testDatabase(t), testDatabase(t)])
    adminUrl = one.adminUrl
    names = [one.name, two.name]
    await query(one.ownerUrl, `insert into centre (id, name) values ('north', 'North')`)
    t.same(await query(one.ownerUrl, 'select id from centre'), [{ id: 'north' }])
    t.same(await query(two.ownerUrl, 'select id from centre'), [], 'what one writes the other does not see')
    t.same(await query(two.ownerUrl, 'select count(*)::int > 0 as migrated from kysely_migration'), [
      { migrated: true },
    ])
  })
  t.equal(new Set(names).size, 2)
  t.same(await query(adminUrl, `select datname from pg_database where datname in ('${names.join("','")}')`), [])
})

t.test('a database of the demo has the force in it, and the tokens of its outside systems', async (t) => {
  const { ownerUrl, accountsFile } = await testDatabase(t, { template: 'demo' })
  t.match(await query(ownerUrl, 'select count(*) > 30 as units from unit'), [{ units: true }])
  t.match(await query(ownerUrl, 'select count(*) > 20000 as history from incident'), [{ history: true }])
  t.ok(Object.keys(JSON.parse(readFileSync(accountsFile ?? '', 'utf8')) as object).length > 0)
})

t.test('the service’s login in a test database owns nothing', async (t) => {
  const { serviceUrl } = await testDatabase(t)
  t.same(await query(serviceUrl, 'select current_user as name'), [{ name: 'golden_hour_service' }])
  await t.rejects(query(serviceUrl, 'create table mine (id int)'), { code: '42501' })
  await t.rejects(query(serviceUrl, 'drop table journal'), { code: '42501' })
})

t.test('the databases of a test that is killed are dropped all the same', async (t) => {
  const { adminUrl } = await testDatabase(t)
  const client = join(import.meta.dirname, 'support/keeper-client.ts')
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { openLease } = await import(${JSON.stringify(client)})
     const lease = await openLease()
     console.log((await lease.ask({ op: 'database', template: 'bare' })).name)
     setInterval(() => {}, 1000)`,
  ])
  const [printed] = (await once(holder.stdout, 'data')) as [Buffer]
  const name = printed.toString().trim()
  t.same(await query(adminUrl, `select datname from pg_database where datname = '${name}'`), [{ datname: name }])
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  let left: unknown[] = ['not asked yet']
  for (let attempt = 0; attempt < 100 && left.length > 0; attempt++) {
    await sleep(50)
    left = await query(adminUrl, `select datname from pg_database where datname = '${name}'`)
  }
  t.same(left, [])
})

t.test(
  'a Postgres of one’s own loses nothing acknowledged when it is killed, and comes back where it was',
  async (t) => {
    const own = await testPostgres(t)
    t.same(await query(own.adminUrl, 'show fsync'), [{ fsync: 'on' }])
    await query(own.ownerUrl, `insert into centre (id, name) values ('north', 'North')`)
    await own.kill()
    await t.rejects(query(own.ownerUrl, 'select 1'), 'while it is down')
    await own.revive()
    t.same(await query(own.ownerUrl, 'select id from centre'), [{ id: 'north' }])
  },
)

t.test('a Redis of one’s own can be killed, and comes back empty where it was', async (t) => {
  const redis = await testRedis(t, { own: true })
  if (!redis) return
  const client = new Redis(redis.url, { lazyConnect: true, maxRetriesPerRequest: null })
  client.on('error', () => undefined)
  t.teardown(() => client.disconnect())
  await client.set(`${redis.prefix}a`, '1')
  t.equal(await client.get(`${redis.prefix}a`), '1')
  await redis.kill()
  await redis.revive()
  t.equal(await client.get(`${redis.prefix}a`), null)
})

t.test('only what was started for a test may be killed by it', async (t) => {
  const lease = await openLease()
  t.teardown(lease.end)
  await t.rejects(lease.ask({ op: 'kill', server: 1 }), { message: /started for this test/ })
})
