import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import t from 'tap'
import { newId, Refusal, theService } from '../../src/core/index.ts'
import { openDatabase } from '../../src/db/index.ts'
import { command, type Desk, listEventsAfter, type Order } from '../../src/journal/index.ts'
import { testDatabase } from '../support/index.ts'

const { serviceUrl, ownerUrl } = await testDatabase(t)
const db = openDatabase(serviceUrl)
t.teardown(() => db.destroy())
const desk: Desk = { db, wake: () => undefined }
const order = (key: string | null, body = 'one'): Order => ({
  actor: theService,
  tokenHash: Buffer.alloc(0),
  idempotencyKey: key,
  fingerprint: Buffer.from(body),
})
const happen = (key: string | null, body?: string, more: () => Promise<void> = async () => undefined) =>
  command(desk, order(key, body), async ({ record, audit }) => {
    record({ type: 'test-happened', audience: 'administration', data: { body } })
    audit({ op: 'alteration', subjectType: 'test', reason: 'a test' })
    await more()
    return { status: 201, body: { id: newId() } }
  })
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  )

t.test('the same key and request get the same answer, and it happens once', async (t) => {
  const first = await happen('k-1')
  const again = await happen('k-1')
  t.same(again, first)
  t.equal((await listEventsAfter(db, 0, 100)).length, 1)
})

t.test('the same key with another request is refused', async (t) => {
  await happen('k-2', 'one')
  t.equal(await refused(happen('k-2', 'two')), 'request/key-reused')
})

t.test('a key belongs to whoever sent it: another person may use the same one', async (t) => {
  await happen('k-3', 'one')
  const other = { ...order('k-3', 'two'), actor: { ...theService, id: newId() } }
  t.match(await command(desk, other, async () => ({ status: 200, body: 'other' })), { body: 'other' })
})

t.test('a twin in flight is told so at once, and gets the answer afterwards', async (t) => {
  let release = () => undefined as unknown
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const slow = happen('k-4', 'one', () => held)
  await wait(100)
  t.equal(await refused(happen('k-4')), 'request/in-flight')
  release()
  t.same(await happen('k-4').catch(() => wait(50).then(() => happen('k-4'))), await slow)
})

t.test('two twins at the very same moment make one thing', async (t) => {
  for (let round = 0; round < 20; round += 1) {
    const before = (await listEventsAfter(db, 0, 10_000)).length
    const answers = await Promise.all(Array.from({ length: 4 }, () => refused(happen(`twin-${round}`))))
    t.ok(answers.every((answer) => answer === 'done' || answer === 'request/in-flight'))
    t.equal((await listEventsAfter(db, 0, 10_000)).length, before + 1)
  }
})

t.test('a refusal leaves nothing, and its key may be used again', async (t) => {
  const before = (await listEventsAfter(db, 0, 10_000)).length
  t.equal(
    await refused(happen('k-5', 'one', () => Promise.reject(new Refusal('incident/closed', 'no')))),
    'incident/closed',
  )
  t.equal((await listEventsAfter(db, 0, 10_000)).length, before)
  t.match(await happen('k-5'), { status: 201 })
})

t.test(
  'seq is dense and in commit order while 16 writers work and a reader follows: no event is ever passed over',
  async (t) => {
    const from = Math.max(0, ...(await listEventsAfter(db, 0, 10_000)).map(({ seq }) => seq))
    const seen: number[] = []
    const writing = { now: true }
    const reader = (async () => {
      let cursor = from
      while (writing.now || cursor < from + 480) {
        for (const { seq } of await listEventsAfter(db, cursor, 50)) {
          seen.push(seq)
          cursor = seq
        }
        if (!writing.now && seen.length >= 480) break
        await wait(1)
      }
    })()
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        for (let n = 0; n < 30; n += 1) await happen(null, `${writer}`, () => wait(Math.random() * 4))
      }),
    )
    writing.now = false
    await reader
    t.same(
      seen,
      Array.from({ length: 480 }, (_, n) => from + 1 + n),
    )
  },
)

t.test('a writer that is frozen before it commits holds nobody up, and is numbered when it commits', async (t) => {
  let release = () => undefined as unknown
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const frozen = happen(null, 'frozen', () => held)
  await wait(50)
  await Promise.all(Array.from({ length: 10 }, () => happen(null, 'quick')))
  release()
  await frozen
  const events = await listEventsAfter(db, 0, 10_000)
  t.match(events.at(-1), { data: { body: 'frozen' } }, 'the last to commit has the last number')
  t.same(
    events.map(({ seq }) => seq),
    events.map((_, n) => n + 1),
  )
})

t.test('the audit chain is whole, and breaks where a row is changed behind its back', async (t) => {
  const broken = async () => (await sql<{ n: number | null }>`select first_broken_audit() as n`.execute(db)).rows[0]?.n
  t.equal(await broken(), null)
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await t.rejects(owner.query(`update audit set reason = 'x' where n = 3`), /append-only/)
  await owner.query('alter table audit disable trigger keep_for_ever')
  await owner.query(`update audit set reason = 'another reason' where n = 3`)
  t.equal(Number(await broken()), 3)
  await owner.query(`update audit set reason = 'a test' where n = 3`)
  t.equal(await broken(), null)
  await owner.query('delete from audit where n = (select max(n) from audit)')
  t.not(await broken(), null, 'a missing tail is found too')
  await owner.end()
})

t.test('the application can neither change nor remove what happened, nor number it by itself', async (t) => {
  for (const attempt of [
    `update journal set type = 'x'`,
    'delete from journal',
    'truncate journal',
    `update journal_head set seq = 1`,
    `insert into journal (id, seq, type, audience, data) values (gen_random_uuid(), 9, 'x', 'room', '{}')`,
    `update audit set reason = 'x'`,
    'delete from audit',
    'delete from log_entry',
    'delete from incident',
    'delete from contact',
  ]) {
    await t.rejects(sql.raw(attempt).execute(db), /permission denied/, attempt)
  }
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await t.rejects(owner.query('delete from journal'), /append-only/, 'not even its owner by accident')
  await owner.end()
})
