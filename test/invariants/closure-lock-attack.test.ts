import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { openHistoryImport } from '../../src/history-import/history-importer.ts'
import { importHere, incidentHeader, incidentMapping } from '../importing/import-runner.ts'
import { type Attackers, type Attempt, listAttempts, type Target } from '../support/closure-attempts.ts'
import { listSqlAttempts } from '../support/closure-sql-attempts.ts'
import { type ControlRoom, type DeskClient, openControlRoom, signIn } from '../support/control-room.ts'
import { type TestDatabase, testDatabase } from '../support/index.ts'
import { openOwnerPool } from '../support/owner-pool.ts'
import { timeOf } from '../support/passing-time.ts'
import { type Incident, open, sendFirst, wholeResult, wholeThrive } from '../support/way-of-a-call.ts'

/**
 * The closure lock, attacked (I2, I3; HMIC 2014, CR-27): every attempt of `closure-attempts.ts` and
 * `closure-sql-attempts.ts`, on incidents that nothing but the right keeps from being closed. None may succeed, and each
 * by somebody known is on the log and on the supervisors' list. The same attempts succeed where the guard is taken away:
 * a suite that could not see a success would pass for ever.
 */
type Scene = {
  room: ControlRoom
  database: TestDatabase
  owner: pg.Pool
  attackers: Attackers
  independent: DeskClient
  targets: Target[]
}

/** What of an incident may not become less. */
type Held = { status: string; type: string; position: number | null; flags: string[]; contacts: number }

const KINDS = [
  { type: 'domestic', grade: '1', happeningNow: true },
  { type: 'domestic', grade: '2' },
  { type: 'theft', grade: '2', vulnerable: true },
  { type: 'damage', grade: '2', repeatVictim: true },
  { type: 'domestic', grade: '2', vulnerable: true, treatAsUrgent: true },
]

async function openScene(database: TestDatabase, howMany: Record<Target['kind'], number>): Promise<Scene> {
  const room = await openControlRoom(t, { databaseOf: database })
  const owner = openOwnerPool({ connectionString: database.ownerUrl, max: 3 })
  t.teardown(() => owner.end())
  const [handler, frontDesk, dispatcher, crew, administrator, ownSupervisor, independent, telephony, terminals] =
    await Promise.all([
      ...['handler1', 'desk1', 'dispatch.force', 'nr11', 'admin', 'supervisor1', 'supervisor2'].map((name) =>
        room.signIn(name),
      ),
      room.account('telephony'),
      room.account('terminals'),
    ] as const)
  const attackers = {
    handler,
    frontDesk,
    dispatcher,
    crew,
    administrator,
    ownSupervisor,
    telephony,
    terminals,
  } as Attackers
  await Promise.all([attackers.handler.follow(), attackers.dispatcher.follow()])
  return {
    room,
    database,
    owner,
    attackers,
    independent: independent as DeskClient,
    targets: await openTargets(attackers, owner, howMany),
  }
}

/** Locked incidents, each taken by the supervisor who is among the attackers. */
async function openTargets(by: Attackers, owner: pg.Pool, howMany: Record<Target['kind'], number>): Promise<Target[]> {
  const targets: Target[] = []
  const kinds = Object.entries(howMany).flatMap(([kind, n]) => Array<Target['kind']>(n).fill(kind as Target['kind']))
  for (const [n, kind] of kinds.entries()) {
    const contact = await by.ownSupervisor.must<{ id: string }>(201, 'POST', '/contacts', {
      channel: '999',
      number: `07700 9005${String(n).padStart(2, '0')}`,
    })
    await by.ownSupervisor.must(200, 'POST', `/contacts/${contact.id}/answer`)
    const incident = await open(kind === 'passed-on' ? by.handler : by.ownSupervisor, {
      ...KINDS[n % KINDS.length],
      contactId: contact.id,
    })
    if (!incident.locked) throw new Error('an incident to attack is not locked')
    const deployed = kind === 'deployed' ? await sendFirst(by.dispatcher, incident.id) : null
    if (kind === 'asked') await askLower(by.dispatcher, incident)
    targets.push({ id: incident.id, kind, contactId: contact.id, deploymentId: deployed?.id ?? null })
  }
  for (let n = 0; n < 400; n += 1) {
    const { rows } = await owner.query(`select from check_run where state in ('not_started', 'running') limit 1`)
    if (rows.length === 0) return targets
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('the checks did not finish')
}

const askLower = (desk: DeskClient, incident: Incident) =>
  desk.must(202, 'POST', `/incidents/${incident.id}/lower-grade`, {
    grade: incident.grade === '1' ? '2' : '3',
    reason: 'Spoken to again',
    thrive: wholeThrive,
    remote: { suspectAbsent: true, safePlace: true, consents: true },
  })

async function held(owner: pg.Pool, id: string): Promise<Held | undefined> {
  const { rows } = await owner.query<Held>(
    `select status, type, grade_position as position,
       array_remove(array[case when domestic_abuse then 'da' end, case when repeat_victim then 'r' end,
         case when vulnerable then 'v' end, case when treat_as_urgent then 'u' end], null) as flags,
       (select count(*)::int from contact c where c.incident_id = i.id) as contacts
     from incident i where id = $1`,
    [id],
  )
  return rows[0]
}

function isLess(before: Held | undefined, after: Held | undefined): boolean {
  if (!before || !after) return true
  return (
    after.status !== before.status ||
    after.type !== before.type ||
    (after.position ?? 99) > (before.position ?? 99) ||
    before.flags.some((flag) => !after.flags.includes(flag)) ||
    after.contacts < before.contacts
  )
}

/** What was ended or lessened is as it was, for the next attempt: only where the guard is away. */
async function makeWhole(owner: pg.Pool, { id, kind }: Target, was: Held): Promise<void> {
  await owner.query(
    `update incident set status = 'open', closed_at = null, closed_by = null, closing_category = null, result = null, type = $2,
       grade = $3::text, grade_position = $3::int, domestic_abuse = 'da' = any($4), repeat_victim = 'r' = any($4),
       vulnerable = 'v' = any($4), treat_as_urgent = 'u' = any($4) where id = $1`,
    [id, was.type, was.position, was.flags],
  )
  if (kind === 'asked')
    await owner.query(
      'update regrade_request set decided_at = null, decided_by = null, approved = null where incident_id = $1',
      [id],
    )
}

const refusedOnLog = async (owner: pg.Pool, id: string) =>
  (
    await owner.query<{ n: number }>(
      `select count(*)::int as n from log_entry where incident_id = $1 and kind = 'refused'`,
      [id],
    )
  ).rows[0]?.n ?? 0

/** Makes every attempt, or only so many of the statements; @returns the names of those that got through, and of those that are on no log. */
async function attack(
  { owner, database, attackers, independent, targets, room }: Scene,
  statements = Number.MAX_SAFE_INTEGER,
) {
  const through: string[] = []
  const unlogged: string[] = []
  let made = 0
  let logged = 0
  const used = { ready: 0, 'passed-on': 0, asked: 0, deployed: 0 }
  function next(kind: Target['kind']): Target {
    const all = targets.filter((one) => one.kind === kind)
    used[kind] += 1
    return all[used[kind] % all.length] as Target
  }
  async function one(name: string, on: Target['kind'], isKnown: boolean, run: (target: Target) => Promise<unknown>) {
    const target = next(on)
    const [before, linesBefore] = [await held(owner, target.id), await refusedOnLog(owner, target.id)]
    await run(target)
    made += 1
    if (isLess(before, await held(owner, target.id))) {
      through.push(name)
      await makeWhole(owner, target, before as Held)
    }
    if (!isKnown) return
    if ((await refusedOnLog(owner, target.id)) > linesBefore) logged += 1
    else unlogged.push(name)
  }
  for (const { name, on, isKnown, run } of listAttempts() satisfies Attempt[])
    await one(name, on, isKnown, (target) => run(target, attackers))
  const names = listSqlAttempts('null')
    .slice(0, statements)
    .map(({ name }) => name)
  for (const [index, name] of names.entries()) {
    await one(`SQL: ${name}`, 'ready', false, async ({ id }) => {
      const client = new pg.Client({ connectionString: database.serviceUrl })
      await client.connect()
      await client.query(listSqlAttempts(`'${id}'`)[index]?.statements ?? '').catch(() => undefined)
      await client.end()
    })
  }
  await one(
    'the contact said by SQL to be another`s, then closed by the supervisor who took it',
    'passed-on',
    true,
    async ({ id }) => {
      const client = new pg.Client({ connectionString: database.serviceUrl })
      await client.connect()
      await client
        .query(
          `update contact set handler_id = (select id from staff where username = 'handler1') where incident_id = $1`,
          [id],
        )
        .catch(() => undefined)
      await client.end()
      const closing = { closingCategory: 'error', result: wholeResult }
      await attackers.ownSupervisor.ask('POST', `/incidents/${id}/close`, closing)
    },
  )
  await one('an import that says it is closed', 'ready', false, async ({ id }) => {
    const { incident } = await independent.must<{ incident: Incident }>(200, 'GET', `/incidents/${id}`)
    const folder = t.testdir({
      'mapping.json': JSON.stringify(incidentMapping),
      'closed.csv': `${incidentHeader}\n${incident.reference},01/03/2024 10:00,01/03/2024 12:00,ASB,914,Greystone Rd,CA11 8AA,07700 900142,No,Closed\n`,
    })
    const opened = (client: Parameters<typeof openHistoryImport>[0]) =>
      openHistoryImport(client, database.ownerUrl, join(folder, 'mapping.json'))
    await importHere(database.ownerUrl, opened, join(folder, 'closed.csv'), false)
  })
  await one('a session that was ended', 'ready', false, async ({ id }) => {
    const desk = await signIn(room.url, 'supervisor2')
    await desk.must(204, 'DELETE', '/session')
    await desk.ask('POST', `/incidents/${id}/close`, { closingCategory: 'error', result: wholeResult })
  })
  await one('a session that has run out', 'ready', false, async ({ id }) => {
    const desk = await signIn(room.url, 'supervisor3')
    await owner.query(
      `update session set expires_at = clock_timestamp() where staff_id = (select id from staff where username = 'supervisor3')`,
    )
    await desk.ask('POST', `/incidents/${id}/close`, { closingCategory: 'error', result: wholeResult })
  })
  await one('the key of a supervisor`s request', 'asked', true, async ({ id }) => {
    const order = [
      'POST',
      `/incidents/${id}/close`,
      { closingCategory: 'error', result: wholeResult },
      `key-${id}`,
    ] as const
    await independent.ask(...order)
    await attackers.handler.ask(...order)
  })
  return { made, through, unlogged, logged }
}

const database = await testDatabase(t, { template: 'demo' })
const scene = await openScene(database, { ready: 9, 'passed-on': 3, asked: 5, deployed: 3 })

t.test('nobody ends or lessens a locked incident on any path, and every attempt is known (I3)', async (t) => {
  const { made, through, unlogged, logged } = await attack(scene)
  t.comment(`closure lock: ${made} attempts / ${through.length} succeeded / ${logged} logged`)
  t.ok(made >= 60, `${made} attempts`)
  t.same(through, [], 'none got through')
  t.same(unlogged, [], 'each by somebody known is on the log')
  const list = await scene.independent.must<{ incidentId: string }[]>(200, 'GET', '/supervision/refused-attempts')
  t.ok(list.length >= Math.min(logged, 200), `${list.length} on the supervisors' list`)
})

t.test('a supervisor whose role is taken away while the closing waits closes nothing', async (t) => {
  const target = scene.targets.find(({ kind }) => kind === 'ready') as Target
  const time = await timeOf(t, database)
  await time.client.query('begin')
  await time.client.query('select from incident where id = $1 for update', [target.id])
  const closing = scene.independent.ask('POST', `/incidents/${target.id}/close`, {
    closingCategory: 'domestic',
    result: wholeResult,
  })
  await time.waitForLock()
  await scene.owner.query(`update staff set role = 'dispatcher' where username = 'supervisor2'`)
  await time.client.query('commit')
  t.equal((await closing).status, 403)
  t.match(await held(scene.owner, target.id), { status: 'open' })
  await scene.owner.query(`update staff set role = 'supervisor' where username = 'supervisor2'`)
})

t.test('where the guard is taken away, the same attempts are seen to succeed', async (t) => {
  const bare = await openScene(await testDatabase(t, { template: 'demo' }), {
    ready: 3,
    'passed-on': 1,
    asked: 1,
    deployed: 1,
  })
  await bare.owner.query(`
    create or replace function must_be_independent_supervisor(who jsonb, i incident, p_what text) returns void
    language plpgsql as $$ begin end $$;
    drop trigger keep_opening on incident;
    grant all on incident to golden_hour_app`)
  const { made, through } = await attack(bare, 12)
  t.comment(`closure lock, guard away: ${made} attempts / ${through.length} succeeded`)
  t.ok(through.length >= 35, `seen to succeed: ${through.join('; ')}`)
  for (const name of ['close as handler', 'approve a lower grade as crew', 'SQL: update its status'])
    t.ok(through.includes(name), name)
})
