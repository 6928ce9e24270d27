import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { type Credentials, ProblemAnswer, ShiftClient } from '../../src/demo/shift-client.ts'
import { isEnded } from '../../src/demo/shift-clock.ts'

type Asked = { method: string; path: string; key: string | undefined; cookie: string | undefined; body: unknown }
type Reply = (response: ServerResponse, request: IncomingMessage) => void

const problem =
  (status: number, code: string, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
      .end(JSON.stringify({ type: `/problems/${code}`, status }))
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const cutOff: Reply = (_response, request) => request.socket.destroy()
const signedIn = json(201, {}, { 'set-cookie': '__Host-golden-hour=token-1; Path=/; Secure' })

/** A service that fails in the given ways, one after the other: no running service does so when it is asked to. */
async function failing(t: Test, replies: Reply[], credentials: Credentials = { token: 'a-token-of-a-system' }) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const { method = '', url = '', headers } = request
      asked.push({
        method,
        path: url,
        key: headers['idempotency-key']?.toString(),
        cookie: headers.cookie,
        body: text === '' ? undefined : JSON.parse(text),
      })
      const reply = replies.shift()
      if (!reply) throw new Error('nothing more was to be asked')
      reply(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const ending = new AbortController()
  const retries: string[] = []
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new ShiftClient({
    url,
    credentials,
    signal: ending.signal,
    onRetry: (because) => retries.push(because),
  })
  t.teardown(() => {
    ending.abort()
    client.close()
    server.closeAllConnections()
    server.close()
  })
  return { client, asked, retries, ending }
}

t.test('a command that is not answered is sent again with the same key and body until it is', async (t) => {
  const { client, asked, retries } = await failing(t, [
    cutOff,
    problem(503, 'service/not-recorded'),
    problem(409, 'request/in-flight'),
    problem(429, 'request/too-many', { 'retry-after': '0' }),
    problem(500, 'about:blank'),
    json(201, { id: 'c1' }),
  ])
  t.same(await client.command('POST', '/contacts', { channel: '999' }), { id: 'c1' })
  t.equal(asked.length, 6)
  t.equal(new Set(asked.map(({ key }) => key)).size, 1)
  t.ok(asked.every(({ body }) => JSON.stringify(body) === '{"channel":"999"}'))
  t.equal(retries.length, 5)
})

t.test('each command has a key of its own, and a reading none', async (t) => {
  const { client, asked } = await failing(t, [json(200, {}), json(200, {}), json(200, [])])
  await client.command('POST', '/contacts/1/answer')
  await client.command('POST', '/contacts/1/answer')
  await client.get('/units')
  t.not(asked[0]?.key, asked[1]?.key)
  t.equal(asked[2]?.key, undefined)
})

t.test('a refusal is an answer: it is not asked again, and says its code', async (t) => {
  const { client, asked } = await failing(t, [problem(409, 'unit/committed')])
  await t.rejects(client.command('POST', '/incidents/1/deployments', {}), {
    name: 'ProblemAnswer',
    status: 409,
    code: 'unit/committed',
  })
  t.equal(asked.length, 1)
})

t.test('a fault that stays is given up', async (t) => {
  const { client, asked } = await failing(
    t,
    Array.from({ length: 5 }, () => problem(500, 'about:blank')),
  )
  const error = await client.get('/units').catch((caught: unknown) => caught)
  t.ok(error instanceof ProblemAnswer && error.status === 500)
  t.equal(asked.length, 5)
})

t.test('a session that has ended is begun anew, and the command keeps its key', async (t) => {
  const staff = { username: 'handler1', password: 'golden-hour' }
  const { client, asked } = await failing(
    t,
    [
      signedIn,
      problem(401, 'session/none'),
      cutOff,
      json(201, {}, { 'set-cookie': '__Host-golden-hour=token-2; Path=/' }),
      json(200, { done: true }),
    ],
    staff,
  )
  t.same(await client.command('POST', '/contacts/1/answer'), { done: true })
  t.same(
    asked.map(({ path }) => path),
    ['/session', '/contacts/1/answer', '/session', '/session', '/contacts/1/answer'],
  )
  t.same(asked[0]?.body, staff)
  t.equal(asked[1]?.key, asked[4]?.key)
  t.equal(asked[4]?.cookie, '__Host-golden-hour=token-2')
})

t.test('a wrong password is not tried again', async (t) => {
  const { client, asked } = await failing(t, [problem(401, 'session/wrong-password')], {
    username: 'handler1',
    password: 'wrong',
  })
  await t.rejects(client.get('/units'), { code: 'session/wrong-password' })
  t.equal(asked.length, 1)
})

t.test('many requests at once sign in once', async (t) => {
  const { client, asked } = await failing(t, [signedIn, json(200, 1), json(200, 2)], {
    username: 'handler1',
    password: 'golden-hour',
  })
  await Promise.all([client.get('/units'), client.get('/incidents')])
  t.equal(asked.filter(({ path }) => path === '/session').length, 1)
})

t.test('what was sent when the shift ends is still answered: what was done counts as done', async (t) => {
  const { client, asked, ending } = await failing(t, [
    (response) => {
      ending.abort()
      setTimeout(() => json(200, { done: true })(response, {} as IncomingMessage), 50)
    },
  ])
  t.same(await client.command('POST', '/incidents/1/close'), { done: true })
  t.ok(isEnded(await client.get('/units').catch((error: unknown) => error)), 'nothing more is sent')
  t.equal(asked.length, 1)
})

t.test('what nobody answers ends with the shift', async (t) => {
  const { client, ending } = await failing(t, [() => undefined])
  const asking = client.get('/units').catch((error: unknown) => error)
  setTimeout(() => ending.abort(), 50)
  t.ok(isEnded(await asking))
})
