import Fastify from 'fastify'
import t from 'tap'
import { openDatabase } from '../../src/db/index.ts'
import { type App, frontDesk, Sessions } from '../../src/http/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'

t.test('a route that declares no right stops the start', async (t) => {
  const { serviceUrl } = await testDatabase(t)
  const db = openDatabase(serviceUrl)
  t.teardown(() => db.destroy())
  const openDesk = async () => {
    const app = Fastify() as unknown as App
    await app.register(frontDesk, { sessions: new Sessions(db), allowedOrigins: [], checkAnswers: true })
    return app
  }
  const app = await openDesk()
  t.throws(() => app.get('/open-by-mistake', async () => 'secret'), /declares no right/)
  const other = await openDesk()
  t.throws(
    () => other.get('/invented', { config: { right: 'everything' as 'public' } }, async () => 'secret'),
    /declares no right/,
  )
  const third = await openDesk()
  third.get('/meant', { config: { right: 'public' } }, async () => 'hello')
  t.equal((await third.inject('/meant')).statusCode, 200)
})

t.test('signing in, and what a session may not be used for', async (t) => {
  const room = await openControlRoom(t)
  const signIn = (username: string, password: string) =>
    fetch(`${room.url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
  const answer = await signIn('handler1', 'golden-hour')
  const cookie = answer.headers.get('set-cookie') ?? ''
  for (const attribute of [
    /^__Host-golden-hour=gh_/,
    /HttpOnly/i,
    /Secure/i,
    /SameSite=Strict/i,
    /Path=\//i,
    /Max-Age=43200/i,
  ])
    t.match(cookie, attribute)
  const [wrong, unknown] = [await signIn('handler1', 'wrong'), await signIn('nobody', 'wrong')]
  t.same([wrong.status, unknown.status], [401, 401])
  const { instance: _a, ...one } = (await wrong.json()) as Record<string, unknown>
  const { instance: _b, ...other } = (await unknown.json()) as Record<string, unknown>
  t.same(one, other, 'which of the two was wrong is not told')

  const session = cookie.split(';')[0] ?? ''
  const post = (headers: Record<string, string>) =>
    fetch(`${room.url}/contacts`, {
      method: 'POST',
      headers: {
        cookie: session,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        ...headers,
      },
      body: '{"channel":"101"}',
    })
  t.equal((await post({})).status, 201)
  t.equal((await post({ origin: room.url })).status, 201)
  t.equal((await post({ origin: 'https://elsewhere.example' })).status, 403, 'a foreign page is turned away')
  t.equal((await post({ 'sec-fetch-site': 'cross-site' })).status, 403)

  const handler = await room.signIn('handler1')
  t.match(await handler.ask('GET', '/staff'), { status: 403, body: { type: '/problems/right/missing' } })
  const admin = await room.signIn('admin')
  t.match(await admin.ask('GET', '/incidents'), { status: 403 }, 'the administrator sees no incident content')
  t.equal((await admin.ask('GET', '/contacts/waiting')).status, 403)
  await handler.must(204, 'DELETE', '/session')
  t.equal((await handler.ask('GET', '/session')).status, 401)
})

t.test('an administrator takes somebody off: every session of that person ends', async (t) => {
  const room = await openControlRoom(t)
  const [admin, handler] = await Promise.all([room.signIn('admin'), room.signIn('handler2')])
  await handler.follow()
  const staff = await admin.must<Array<Record<string, unknown> & { id: string; username: string }>>(
    200,
    'GET',
    '/staff',
  )
  const found = staff.find(({ username }) => username === 'handler2')
  if (!found) throw new Error('handler2 is not on the list')
  const { id, ...record } = found
  await admin.must(200, 'PUT', `/staff/${id}`, { ...record, active: false })
  t.match(await handler.until(({ frame }) => frame === 'goodbye'), { code: 4401 })
  t.match(await admin.ask('POST', '/staff', { ...record, active: true, password: 'long-enough-1' }), {
    status: 409,
    body: { type: '/problems/staff/username-taken' },
  })
  t.match(await admin.ask('POST', '/staff', { ...record, username: 'new.person', active: true }), {
    status: 400,
    body: { errors: [{ pointer: '/password' }] },
  })
  const nowhere = {
    ...{ ...record, username: 'nobody.yet', active: true, password: 'long-enough-1' },
    ...{ centreId: 'He said "no"', areas: ['north', 'nowhere'], unitId: crypto.randomUUID() },
  }
  const pointers = [{ pointer: '/centreId' }, { pointer: '/areas' }, { pointer: '/unitId' }]
  t.match(
    await admin.ask('POST', '/staff', nowhere),
    { status: 400, body: { errors: pointers } },
    'a centre, an area and a unit that there are not',
  )
  t.match(await admin.ask('PUT', `/staff/${id}`, nowhere), { status: 400, body: { errors: pointers } })
  t.match(
    await admin.ask('PUT', `/staff/${crypto.randomUUID()}`, { ...record, username: 'no.password', active: true }),
    { status: 404, body: { type: '/problems/staff/unknown' } },
    'nobody is made by a change, without a password, at whose sign-in the service would stumble',
  )
  await admin.must(201, 'POST', '/staff', {
    ...record,
    username: 'new.person',
    active: true,
    password: 'long-enough-1',
  })
})

t.test('too many attempts to sign in are told to wait', async (t) => {
  const room = await openControlRoom(t)
  const attempt = () =>
    fetch(`${room.url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"username":"guessed","password":"x"}',
    })
  const statuses: number[] = []
  for (let n = 0; n < 12; n += 1) statuses.push((await attempt()).status)
  t.equal(statuses[0], 401)
  t.equal(statuses.at(-1), 429)
})
