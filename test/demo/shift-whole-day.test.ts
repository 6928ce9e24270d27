import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { type ShiftReport, startShift } from '../../src/demo/index.ts'
import { temporaryFolder } from '../support/control-room.ts'
import { type TestDatabase, testDatabase } from '../support/index.ts'
import { plainNode } from '../support/plain-node.ts'

const root = join(import.meta.dirname, '../..')
const DAY = '2023-01-03'
const CALLS = 1_293
/** The service is killed when it has taken this many. */
const KILLED_AFTER = 500
t.setTimeout(900_000)

/**
 * One real day, every call of it, through a service in a process of its own, as fast as it takes them; the service is
 * killed in the middle with what it was doing, and started again.
 */
t.test('a whole real day, with the service killed in the middle: nothing lost, nothing twice', async (t) => {
  const database = await testDatabase(t, { template: 'demo' })
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  t.teardown(() => client.end())
  const ask = async <T extends object>(sql: string, values: unknown[] = []) =>
    (await client.query(sql, values)).rows as T[]

  const first = await begin(t, database, '0')
  const shift = await startShift({
    url: first.url,
    accountsFile: database.accountsFile ?? '',
    dataFolder: join(root, 'data'),
    speed: Number.POSITIVE_INFINITY,
    day: DAY,
    onLog: (line) => t.comment(line),
  })
  t.teardown(() => shift.stop())
  while (
    Number((await ask<{ n: string }>('select count(*) as n from contact where not imported'))[0]?.n) < KILLED_AFTER
  )
    await wait(100)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  await begin(t, database, new URL(first.url).port)
  const report = await shift.done
  t.comment(summary(report))

  t.equal(report.contacts.sent, CALLS)
  t.equal(report.contacts.acknowledged.length, CALLS)
  t.same(report.unfinished, [], 'everything is worked and closed')
  t.ok(report.retries['ECONNREFUSED'] || report.retries['ECONNRESET'], 'the service was missed')
  t.same(
    Object.keys(report.errors).filter((code) => /fault|about:blank|none|key-reused/.test(code)),
    [],
    JSON.stringify(report.errors),
  )

  const contacts = new Map(
    (await ask<{ id: string; external_ref: string }>('select id, external_ref from contact where not imported')).map(
      (row) => [row.external_ref, row.id],
    ),
  )
  t.equal(contacts.size, CALLS, 'each call is one contact')
  t.same(
    report.contacts.acknowledged.filter(({ externalRef, contactId }) => contacts.get(externalRef) !== contactId),
    [],
    'every contact acknowledged is in the database',
  )
  t.same(
    await ask('select id from contact where not imported and incident_id is null'),
    [],
    'every contact belongs to an incident',
  )

  const opened = await ask<{ id: string }>('select id from incident where not imported')
  t.same(new Set(opened.map(({ id }) => id)), new Set(report.incidents.opened), 'no command was carried out twice')
  t.equal(opened.length + report.contacts.joined, CALLS)

  const deploying = (
    await ask<{ id: string }>(
      `select i.id from incident i join grade g on g.id = i.first_grade where not i.imported and g.deploys`,
    )
  ).map(({ id }) => id)
  t.ok(deploying.length > CALLS / 3, `${deploying.length} were graded to be sent to`)
  const firsts = deploying.map((id) => (report.recommendations[id] ?? []).filter(({ version }) => version === 1))
  t.equal(
    firsts.filter((seen) => seen.length === 1).length,
    deploying.length,
    'each had exactly one first recommendation on an entitled console',
  )
  t.ok(
    Object.values(report.recommendations)
      .flat()
      .every(({ withBriefing }) => withBriefing),
    'each with its briefing',
  )
  t.same(
    await ask(`select incident_id from recommendation where version = 1 group by incident_id having count(*) <> 1`),
    [],
    'and one in the database',
  )

  t.same(
    await ask(`select a.unit_id from deployment a join deployment b on b.unit_id = a.unit_id and b.id > a.id
      and tstzrange(a.assigned_at, a.released_at) && tstzrange(b.assigned_at, b.released_at)`),
    [],
    'no unit was ever on two incidents',
  )
  t.ok(report.deployments >= deploying.length)
  t.match(
    await ask('select min(seq)::int as first, max(seq) - count(*) as holes from journal'),
    [{ first: 1, holes: '0' }],
    'seq is dense',
  )
  t.same(
    await ask(
      `select id from incident where not imported and locked and closed_by not in (select id from staff where role = 'supervisor')`,
    ),
    [],
    'locked incidents were closed by supervisors',
  )
})

async function begin(
  t: Test,
  { ownerUrl, serviceUrl }: TestDatabase,
  port: string,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(...plainNode('src/server.ts', '--no-shift'), {
    cwd: root,
    env: {
      ...process.env,
      PORT: port,
      DATABASE_URL: serviceUrl,
      DATABASE_OWNER_URL: ownerUrl,
      DATA_FOLDER: temporaryFolder(),
      DEMO_FORCE: 'false',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => void child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000)
    })
  }
  for (let n = 0; n < 1_200 && child.exitCode === null; n += 1) {
    const url = /is open at (http:\/\/\S+)/.exec(said)?.[1]
    if (url) return { child, url }
    await wait(50)
  }
  throw new Error(`the service did not open: ${said}`)
}

function summary({ seconds, deployments, diverts, closures, errors, retries }: ShiftReport): string {
  return JSON.stringify({ seconds: Math.round(seconds), deployments, diverts, closures, errors, retries })
}
