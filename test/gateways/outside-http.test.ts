import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import t from 'tap'
import { askOutside } from '../../src/gateways/outside-http.ts'

/** A system that answers each connection so often, and closes it without a word on the next question. */
async function closingAfter(t: { teardown: (work: () => void) => unknown }, answers: number) {
  const asked = new Map<Socket, number>()
  const server = createServer((request, response) => {
    const times = (asked.get(request.socket) ?? 0) + 1
    asked.set(request.socket, times)
    request.resume().once('end', () => {
      if (times > answers) request.socket.resetAndDestroy()
      else response.end('well')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const ask = () =>
    askOutside(url, { method: 'POST', headers: {}, body: '{}', signal: AbortSignal.timeout(20_000) }, 100)
  return { ask, connections: () => asked.size }
}

t.test('a question that met a connection closed meanwhile is asked again by a new one', async (t) => {
  const { ask, connections } = await closingAfter(t, 1)
  t.match(await ask(), { status: 200, text: 'well' })
  t.match(await ask(), { status: 200, text: 'well' })
  t.equal(connections(), 2)
})

t.test('a new connection that is closed is a system that is away: it is not asked again', async (t) => {
  const { ask, connections } = await closingAfter(t, 0)
  await t.rejects(ask(), { code: 'ECONNRESET' })
  t.equal(connections(), 1)
})
