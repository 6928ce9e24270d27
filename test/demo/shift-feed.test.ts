import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { type WebSocket, WebSocketServer } from 'ws'
import { ShiftClient } from '../../src/demo/shift-client.ts'
import { ShiftFeed } from '../../src/demo/shift-feed.ts'

const epoch = '0198d6a0-0000-7000-8000-000000000001'
const at = '2026-11-22T12:00:00.000Z'
const you = { id: epoch, name: 'Desk', role: 'dispatcher', areas: [], unitId: null }
type Sent = { frame: string; seq?: number | null; epoch?: string | null }

/** A service of which each connection says what the test tells it to: holes and losses that the real one does not make. */
async function scripted(
  t: Test,
  script: (say: (frame: object) => void, frame: Sent, connection: number, socket: WebSocket) => void,
  role = 'dispatcher',
) {
  const server = createServer()
  const sockets = new WebSocketServer({ server, path: '/live' })
  const sent: Sent[] = []
  let connections = 0
  sockets.on('connection', (socket) => {
    connections += 1
    const connection = connections
    const say = (frame: object) => socket.send(JSON.stringify(frame))
    say({ frame: 'hello', protocol: 'CRD/1', epoch, seq: 9, you: { ...you, role } })
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Sent
      sent.push(frame)
      script(say, frame, connection, socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const ending = new AbortController()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new ShiftClient({ url, credentials: { token: 'a-token-of-a-system' }, signal: ending.signal })
  const heard: number[] = []
  const resets: number[] = []
  const lost: string[] = []
  let look: () => void = () => undefined
  const feed = new ShiftFeed({
    url,
    client,
    signal: ending.signal,
    onLost: (because) => lost.push(because),
    listener: {
      onReset: (_snapshot, seq) => resets.push(seq),
      onEvent: ({ seq }) => {
        heard.push(seq)
        look()
      },
    },
  })
  t.teardown(() => {
    ending.abort()
    client.close()
    sockets.close()
    server.closeAllConnections()
    server.close()
  })
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const timer = setInterval(() => look(), 20)
      look = () => {
        if (!isSo()) return
        clearInterval(timer)
        resolve()
      }
      look()
    })
  return { feed, sent, heard, resets, lost, until, ending }
}

const ev = (seq: number, prev: number, type = 'unit-changed', data: object = {}) => ({
  frame: 'ev',
  seq,
  prev,
  type,
  at,
  data,
})
const reset = (seq: number, unreceipted: number[] = []) => ({
  frame: 'reset',
  epoch,
  seq,
  you,
  unreceipted,
  snapshot: {},
})

t.test('a lost line goes on from its own number: nothing twice, nothing missing', async (t) => {
  const { feed, sent, heard, resets, lost, until } = await scripted(t, (say, frame, connection, socket) => {
    if (frame.frame !== 'resume') return
    if (connection === 1) {
      for (const each of [reset(3), { frame: 'live', seq: 3 }, ev(4, 3), { frame: 'skip', from: 5, to: 6 }]) say(each)
      return socket.terminate()
    }
    for (const each of [ev(7, 6), { frame: 'live', seq: 7 }]) say(each)
  })
  await feed.start()
  await until(() => heard.includes(7))
  t.same(heard, [4, 7])
  t.same(resets, [3])
  t.match(
    sent.filter(({ frame }) => frame === 'resume'),
    [
      { epoch: null, seq: null },
      { epoch, seq: 6 },
    ],
  )
  t.same(lost, ['1006'])
})

t.test('a hole is seen, asked for once, and filled', async (t) => {
  const { feed, sent, heard, lost, until } = await scripted(t, (say, frame) => {
    if (frame.frame !== 'resume') return
    if (frame.seq === null)
      for (const each of [reset(1), { frame: 'live', seq: 1 }, ev(2, 1), ev(4, 3), ev(5, 4), ev(6, 5)]) say(each)
    else for (const each of [ev(3, 2), ev(4, 3), ev(5, 4), ev(6, 5), { frame: 'live', seq: 6 }]) say(each)
  })
  await feed.start()
  await until(() => heard.includes(6))
  t.same(heard, [2, 3, 4, 5, 6])
  t.same(lost, ['hole'])
  t.match(
    sent.filter(({ frame }) => frame === 'resume'),
    [{ seq: null }, { seq: 2 }],
  )
})

t.test('what must be receipted is, by a desk whose role counts, and nothing else', async (t) => {
  const { feed, sent, until } = await scripted(t, (say, frame) => {
    if (frame.frame !== 'resume') return
    const events = [
      ev(3, 2, 'recommendation-made'),
      ev(4, 3, 'unit-changed'),
      ev(5, 4, 'incident-graded', { direction: 'lowered' }),
      ev(6, 5, 'incident-graded', { direction: 'raised' }),
    ]
    for (const each of [reset(2, [1]), { frame: 'live', seq: 2 }, ...events, ev(7, 6, 'contact-received')]) say(each)
  })
  await feed.start()
  await until(() => sent.filter(({ frame }) => frame === 'receipt').length >= 3)
  t.same(
    sent.filter(({ frame }) => frame === 'receipt').map(({ seq }) => seq),
    [1, 3, 6],
  )
})

t.test('an outside system gives no receipts', async (t) => {
  const { feed, sent, heard, until } = await scripted(
    t,
    (say, frame) => {
      if (frame.frame === 'resume')
        for (const each of [reset(2, [1, 2]), { frame: 'live', seq: 2 }, ev(3, 2, 'deployment-made')]) say(each)
    },
    'system',
  )
  await feed.start()
  await until(() => heard.includes(3))
  await new Promise((resolve) => setTimeout(resolve, 500))
  t.same(
    sent.map(({ frame }) => frame),
    ['resume'],
  )
})

t.test('a feed that ends before it is live says so', async (t) => {
  const { feed, ending } = await scripted(t, () => undefined)
  const started = feed.start().catch((error: unknown) => error)
  setTimeout(() => ending.abort(), 50)
  t.match(await started, { name: 'AbortError' })
})
