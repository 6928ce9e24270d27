import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** What a server was asked: method, path with query, and body as JSON. */
export type Asked = { method: string; url: string; body: unknown }

/** How it answers: a status and a body (text, or a value as JSON); or by hand. */
export type Answering =
  | { status?: number; body: unknown }
  | ((request: IncomingMessage, response: ServerResponse) => void)

/** A server on this machine that answers as it is told, for engines that no test can start. */
export async function engineServer(t: Test, first: Answering) {
  const asked: Asked[] = []
  const state = { answering: first }
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (more: string) => (text += more))
    request.on('end', () => {
      const body: unknown = text === '' ? undefined : JSON.parse(text)
      asked.push({ method: request.method ?? '', url: request.url ?? '', body })
      const { answering } = state
      if (typeof answering === 'function') return answering(request, response)
      const said = typeof answering.body === 'string' ? answering.body : JSON.stringify(answering.body)
      response.writeHead(answering.status ?? 200, { 'content-type': 'application/json' }).end(said)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  t.teardown(close)
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked, close, answerWith: (next: Answering) => (state.answering = next) }
}
