import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import t from 'tap'
import { SESSION_COOKIE } from '../../src/http/index.ts'
import { openNode } from './live-node.ts'
import { openStore } from './live-store.ts'
import { TestConsole } from './test-console.ts'

t.test('the upgrade is refused without a session, for a page of another site, and to who has no right', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('dispatcher')
  const cookie = `${SESSION_COOKIE}=${token}`
  const refused = (headers: Record<string, string>, status: number) =>
    t.rejects(
      node.connect(token, { headers }),
      { message: `Unexpected server response: ${status}` },
      JSON.stringify(Object.keys(headers)),
    )
  await refused({}, 401)
  await refused({ authorization: 'Bearer 0123456789abcdef0123456789abcdef' }, 401)
  await refused({ cookie, origin: 'https://elsewhere.example' }, 403)
  await refused({ cookie, 'sec-fetch-site': 'cross-site' }, 403)
  await refused({ authorization: `Bearer ${(await store.addAccount('telephony')).token}` }, 403)
  for (const origin of ['https://console.example', `http://${node.url}`]) {
    const console = await node.connect(token, { headers: { cookie, origin } })
    t.match(
      (await console.untilFrame('hello')).frames[0],
      { protocol: 'CRD/1', seq: 0, you: { role: 'dispatcher' } },
      origin,
    )
    t.equal(console.socket.extensions, '', 'no permessage-deflate')
  }
  const plain = await fetch(`http://${node.url}/live`, { headers: { authorization: `Bearer ${token}` } })
  t.equal(plain.status, 404)
  t.match(await plain.json(), { type: '/problems/request/unknown-route' })
})

t.test(
  'what is not a frame of the protocol closes the socket with 4400 and says why, without repeating it',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const { token } = await store.signIn('dispatcher')
    const account = await store.addAccount('terminals')
    const shownAt = '2026-11-22T10:00:00Z'
    const cases: [string, string | Buffer, RegExp][] = [
      ['not JSON', '{"frame":', /^not JSON$/],
      ['not an object', 'null', /^not a frame of CRD\/1$/],
      ['no known frame', '{"frame":"subscribe"}', /^not a frame of CRD\/1: frame$/],
      ['a frame of the server', '{"frame":"live","seq":1}', /: frame$/],
      ['a number that is none', '{"frame":"resume","epoch":null,"seq":-1}', /: seq$/],
      ['an epoch that is none', `{"frame":"resume","epoch":"07700 900123","seq":1}`, /: epoch$/],
      ['more than the form has', '{"frame":"pong","also":1}', /^not a frame of CRD\/1$/],
      ['binary', Buffer.from('{"frame":"pong"}'), /^frames are text$/],
      ['a receipt for what was not sent', JSON.stringify({ frame: 'receipt', seq: 1, shownAt }), /not sent/],
      ['an instant that is none', JSON.stringify({ frame: 'receipt', seq: 1, shownAt: 'now' }), /: shownAt$/],
    ]
    for (const [name, sent, reason] of cases) {
      const console = await node.connect(token)
      console.socket.send(sent)
      const closed = await console.closed
      t.match(closed, { code: 4400, reason }, name)
      t.match(console.of('goodbye'), [{ code: 4400, reason }])
      t.notMatch(closed.reason, /07700|subscribe/)
    }
    const machine = await (await node.connect(account.token)).resume().untilLive()
    machine.send({ frame: 'receipt', seq: 1, shownAt })
    t.match(await machine.closed, { code: 4400, reason: /people/ })
  },
)

t.test(
  'a frame over 16 KiB closes with 1009, more than twenty a second with 4400; one of 16 KiB and an even pace do not',
  async (t) => {
    const store = await openStore(t)
    const node = await openNode(t, store)
    const { token } = await store.signIn('dispatcher')
    const large = (bytes: number) => `{"frame":"pong"${' '.repeat(bytes - '{"frame":"pong"}'.length)}}`
    const console = await node.connect(token)
    console.socket.send(large(16_384))
    await console.resume().untilLive()
    console.socket.send(large(16_385))
    t.match(await console.closed, { code: 1009 })

    const flood = await (await node.connect(token)).resume().untilLive()
    for (let sent = 0; sent < 60; sent += 1) flood.send({ frame: 'pong' })
    t.match(await flood.closed, { code: 4400, reason: 'more than 20 frames a second' })
  },
)

t.test('a frame sent in the same breath as the handshake is not lost', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('dispatcher')
  const console = new TestConsole(`ws://${node.url}/live`, { authorization: `Bearer ${token}` }, true)
  console.socket.on('upgrade', () => process.nextTick(() => console.resume()))
  await console.untilLive()
  t.equal(console.frames[0]?.frame, 'hello')
  console.terminate()
})

t.test('when the service stops, every console is told goodbye with 1001, also one that is still loading', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store, {
    takeSnapshot: (actor) => (actor.role === 'call-handler' ? new Promise(() => undefined) : store.takeSnapshot(actor)),
  })
  const live = await (await node.connect((await store.signIn('dispatcher')).token)).resume().untilLive()
  const loading = (await node.connect((await store.signIn('call-handler')).token)).resume()
  const greeted = await node.connect((await store.signIn('supervisor')).token)
  await node.close()
  for (const console of [live, loading, greeted]) {
    t.match(await console.closed, { code: 1001, reason: 'the service is restarting' })
    t.match(console.of('goodbye'), [{ code: 1001 }])
  }
})

t.test('a peer that is dead without a word is cut off, and one that never resumes is sent away', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  const { token } = await store.signIn('dispatcher')
  const dead = await (await node.connect(token, { autoPong: false })).resume().untilLive()
  const alive = await (await node.connect(token)).resume().untilLive()
  const idle = await node.connect(token)
  t.match(await Promise.all([dead.closed, idle.closed]), [
    { code: 1006 },
    { code: 4400, reason: 'no resume frame came' },
  ])
  t.equal(alive.socket.readyState, alive.socket.OPEN)
  // the peers know first
  for (let waited = 0; waited < 100 && !node.feed.metrics().room.closed['4400']; waited += 1) await sleep(20)
  t.match(node.feed.metrics().room, { live: 1, greeted: 0, loading: 0, closed: { 1006: 1, 4400: 1 } })
})

t.test('a refused upgrade leaves no socket behind', async (t) => {
  const store = await openStore(t)
  const node = await openNode(t, store)
  for (const token of ['0123456789abcdef', (await store.addAccount('telephony')).token]) {
    await t.rejects(node.connect(token), /40[13]/)
  }
  const connections = promisify(node.app.server.getConnections).bind(node.app.server)
  let open = await connections()
  for (let waited = 0; waited < 100 && open > 0; waited += 1) {
    await sleep(20)
    open = await connections()
  }
  t.equal(open, 0)
})
