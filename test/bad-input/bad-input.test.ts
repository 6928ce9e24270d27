import { sql } from 'kysely'
import t from 'tap'
import { theService } from '../../src/core/index.ts'
import { openDatabase } from '../../src/db/index.ts'
import { makeDocuments } from '../../src/generate-documents.ts'
import { good, kindsOf, type Schema, type Spoiled, seeded, spoil } from '../support/bad-input.ts'
import { type DeskClient, type HttpAnswer, openControlRoom } from '../support/control-room.ts'
import { open, recommended } from '../support/way-of-a-call.ts'

/** Requests in all; every contract gets its share. */
const LEAST = 20_000
const AT_ONCE = 12

type Operation = { method: string; path: string; body: Schema | undefined; who: DeskClient }

t.setTimeout(900_000)
const room = await openControlRoom(t)
const db = openDatabase(room.serviceUrl)
t.teardown(() => db.destroy())
const [handler, supervisor, north, admin, avl] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('supervisor1'),
  room.signIn('dispatch.north'),
  room.signIn('admin'),
  room.account('avl'),
])
await north.follow()
const incident = await open(handler, { grade: '2' })
/** One lock is one queue: what is let in is spread over several. */
const others = await Promise.all(Array.from({ length: 7 }, () => open(handler, { grade: '2' })))
const ranking = await recommended(north, incident.id)
const contact = await handler.must<{ id: string }>(201, 'POST', '/contacts', { channel: '101' })
const known: Record<string, string> = {
  incidentId: incident.id,
  contactId: contact.id,
  unitId: ranking.candidates[0]?.unitId ?? '',
  recommendationId: ranking.id,
  otherId: incident.id,
  type: 'theft',
  grade: '2',
  state: '2',
  closingCategory: 'theft',
  reasonCode: 'skill',
}

async function listOperations(): Promise<Operation[]> {
  const document = JSON.parse((await makeDocuments())['openapi.json'] ?? '{}') as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
  }
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      body: operation.requestBody?.content['application/json']?.schema,
      who: path.startsWith('/staff') ? admin : path.startsWith('/positions') ? avl : supervisor,
    })),
  )
}

const fill = (path: string, ids: Record<string, string> = known) =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(ids[name] ?? '01920000-0000-7000-8000-00000000dead'),
  )

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < items.length) {
        const item = items[next]
        next += 1
        if (item !== undefined) await work(item)
      }
    }),
  )
}

/** What people and systems did; the service's own timers go on meanwhile. */
const countDone = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from journal where actor_id <> ${theService.id}`.execute(db))
    .rows[0]?.n ?? 0

t.test('the generator spoils what it says it spoils', async (t) => {
  t.same([...kindsOf({ anyOf: [{ type: 'string' }, { type: 'null' }] })].sort(), ['null', 'string'])
  const schema: Schema = { type: 'object', properties: { a: { type: 'string', maxLength: 3 } }, required: ['a'] }
  const spoiled = [...spoil(schema, { a: 'x' }, seeded(1))]
  t.ok(spoiled.some(({ what, pointer }) => what === 'without a' && pointer === '/a'))
  t.ok(spoiled.some(({ what, body }) => what === 'a as number' && body === '{"a":17.5}'))
})

t.test(
  `at least ${LEAST} spoiled requests: always a problem that names the field, never a fault, nothing half done`,
  async (t) => {
    const operations = (await listOperations()).filter(({ body }) => body !== undefined)
    t.ok(operations.length >= 20, `${operations.length} contracts with a body`)
    const random = seeded(20_261_122)
    const requests: Array<{ operation: Operation; spoiled: Spoiled }> = []
    while (requests.length < LEAST) {
      for (const operation of operations) {
        const schema = operation.body ?? {}
        for (const spoiled of spoil(schema, good(schema, random, known), random)) requests.push({ operation, spoiled })
      }
    }
    // mixed, so that those which wait for one incident's lock wait while others are refused
    for (let last = requests.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1))
      const [a, b] = [requests[last], requests[other]]
      if (a && b) [requests[last], requests[other]] = [b, a]
    }
    const wrong: string[] = []
    const seen: Record<number, number> = {}
    const open = [incident, ...others]
    const say = (operation: Operation, spoiled: Spoiled, answer: HttpAnswer, why: string) =>
      wrong.push(
        `${operation.method} ${operation.path}, ${spoiled.what}: ${why}; ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}; sent ${spoiled.body.slice(0, 160)}`,
      )
    await inTurns(requests, async ({ operation, spoiled }) => {
      const incidentId = open[Math.floor(random() * open.length)]?.id ?? ''
      const path = fill(operation.path, { ...known, incidentId })
      const answer = await operation.who.ask(operation.method, path, spoiled.body)
      seen[answer.status] = (seen[answer.status] ?? 0) + 1
      if (answer.status >= 500) {
        const logged = room.logged.find((line) => line.includes(String(answer.body['instance'])))
        return void say(operation, spoiled, answer, `a fault: ${logged ?? 'not logged'}`)
      }
      if (answer.status < 400) return void (spoiled.mustRefuse && say(operation, spoiled, answer, 'let in'))
      if (!answer.headers.get('content-type')?.startsWith('application/problem+json'))
        return void say(operation, spoiled, answer, 'not a problem')
      if (spoiled.pointer === null) return
      const errors = (answer.body['errors'] ?? []) as Array<{ pointer: string }>
      if (!errors.some(({ pointer }) => pointer.startsWith(spoiled.pointer ?? '')))
        say(operation, spoiled, answer, `does not name ${spoiled.pointer}`)
    })
    t.same(wrong.slice(0, 10), [])
    t.comment(`${requests.length} requests, answers: ${JSON.stringify(seen)}`)
    const { rows } = await sql<{
      broken: number
    }>`select count(*)::int as broken from journal where seq is null`.execute(db)
    t.equal(rows[0]?.broken, 0)
  },
)

t.test('what must be refused changes nothing: the journal does not grow', async (t) => {
  const operations = (await listOperations()).filter(({ body }) => body !== undefined)
  const random = seeded(7)
  const before = await countDone()
  const requests = operations.flatMap((operation) =>
    [...spoil(operation.body ?? {}, good(operation.body ?? {}, random, known), random)]
      .filter(({ mustRefuse }) => mustRefuse)
      .map((spoiled) => ({ operation, spoiled })),
  )
  await inTurns(
    requests,
    async ({ operation, spoiled }) =>
      void (await operation.who.ask(operation.method, fill(operation.path), spoiled.body)),
  )
  t.equal(await countDone(), before)
})

t.test('wrong identifiers, wrong states, missing keys, wrong media types', async (t) => {
  const operations = await listOperations()
  const wrong: string[] = []
  const ids = [
    'not-a-uuid',
    '00000000-0000-0000-0000-000000000000',
    '01920000-0000-7000-8000-000000000001',
    '%00',
    '..%2f..',
    "' or 1=1",
    'x'.repeat(150),
    '💥',
  ]
  const requests = operations
    .filter(({ path }) => path.includes('{'))
    .flatMap((operation) => ids.map((id) => ({ operation, id })))
  await inTurns(requests, async ({ operation, id }) => {
    const path = operation.path.replace(/\{(\w+)\}/g, () => (id.includes('%') ? id : encodeURIComponent(id)))
    const answer = await operation.who.ask(
      operation.method,
      path,
      operation.body ? JSON.stringify(good(operation.body, seeded(3), known)) : undefined,
    )
    if (answer.status < 400 || answer.status >= 500)
      wrong.push(`${operation.method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 150)}`)
  })
  t.same(wrong, [])
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`${room.url}/session`, { method: 'POST', headers, body })
  t.equal((await post({ 'content-type': 'text/plain' }, 'x')).status, 415)
  t.equal((await post({ 'content-type': 'application/json' }, '{"username":')).status, 400)
  t.match(await handler.ask('POST', '/incidents', { type: 'theft' }, null), {
    status: 400,
    body: { type: '/problems/request/key-missing', errors: [{ pointer: '/headers/idempotency-key' }] },
  })
  t.match(await handler.ask('POST', '/nowhere', {}), { status: 404, body: { type: '/problems/request/unknown-route' } })
  t.match(await handler.ask('GET', '/places?text=x&limit=1e999'), { status: 400 })
})

t.test('a contact is never refused for its characters: it is cleaned and kept', async (t) => {
  const body = '{"channel":"999","firstWords":"he said \\u0000 and \\ud800 then","callerName":"\\udfff"}'
  const made = await handler.must<{ id: string }>(201, 'POST', '/contacts', body)
  t.match(await handler.must(200, 'GET', `/contacts/${made.id}`), {
    firstWords: 'he said \uFFFD and \uFFFD then',
    callerName: '\uFFFD',
  })
})
