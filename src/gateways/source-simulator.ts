import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { z } from 'zod'
import { type sourceAnswer, sourceQuestion } from '../history/index.ts'

/**
 * How a simulated source behaves: `well`; `slow`, after a wait; `malformed`, not as the contract says; `wrong-person`, about
 * somebody else; `down`, closing the line; `busy`, with 503.
 */
export const behaviours = ['well', 'slow', 'malformed', 'wrong-person', 'down', 'busy'] as const
export type Behaviour = (typeof behaviours)[number]

/** What a simulated source knows, by subject: a number, an address, a name, or two names parted by " / ". */
export type Known = Readonly<Record<string, z.input<typeof sourceAnswer>['entries']>>

/** A source that is being simulated. */
export type SimulatedSource = {
  url: string
  /** every question it was asked, as it came */
  asked: Array<{ id: string; subject: string }>
  behave: (behaviour: Behaviour, slowMs?: number) => void
  close: () => Promise<void>
}

const envelope = z.looseObject({ version: z.literal(1), id: z.uuid(), subject: z.string() })

/** Starts a source that keeps the contract of docs/check-sources.md, or breaks it as it is told, on the loopback only. */
export async function openSimulatedSource(options: {
  known: Known
  port?: number
  behaviour?: Behaviour
  slowMs?: number
  /** the only bearer token that is accepted */
  token?: string
  /** PEM: its own certificate and key, and the only certificate of a client that is accepted */
  tls?: { cert: string; key: string; clientCert: string }
}): Promise<SimulatedSource> {
  const state: { behaviour: Behaviour; slowMs: number } = {
    behaviour: options.behaviour ?? 'well',
    slowMs: options.slowMs ?? 5_000,
  }
  const asked: SimulatedSource['asked'] = []
  const answer = async (request: IncomingMessage, response: ServerResponse, text: string): Promise<void> => {
    const { behaviour, slowMs } = state
    if (behaviour === 'down') return void response.destroy()
    if (behaviour === 'busy') return give(response, 503, { error: 'busy' })
    if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`)
      return give(response, 401, { error: 'another token' })
    if (options.tls && !(request.socket as TLSSocket).authorized)
      return give(response, 403, { error: 'another certificate' })
    if (request.method !== 'POST' || request.url !== '/v1/checks')
      return give(response, 404, { error: 'POST /v1/checks' })
    const question = readQuestion(text)
    if (!question) return give(response, 400, { error: 'not a question of version 1' })
    asked.push(question)
    if (behaviour === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs).unref())
    if (behaviour === 'malformed') return give(response, 200, '{"version":1,"entries":[{"headline":')
    const { id, subject } = question
    const entries = behaviour === 'wrong-person' ? [somebodyElse] : (options.known[subject] ?? [])
    give(response, 200, { version: 1, id, subject, entries })
  }
  const listen = (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    request.setEncoding('utf8').on('data', (more: string) => (text += more))
    request.on('end', () => void answer(request, response, text))
  }
  const { cert, key, clientCert } = options.tls ?? {}
  const server = options.tls
    ? createSecureServer({ cert, key, ca: clientCert, requestCert: true, rejectUnauthorized: false }, listen)
    : createServer(listen)
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    behave: (behaviour, slowMs) => {
      state.behaviour = behaviour
      if (slowMs !== undefined) state.slowMs = slowMs
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function give(response: ServerResponse, status: number, body: unknown): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json' }).end(text)
}

function readQuestion(text: string): { id: string; subject: string } | undefined {
  try {
    const json: unknown = JSON.parse(text)
    const { id, subject, version: _version, ...question } = envelope.parse(json)
    sourceQuestion.parse(question)
    return { ...question, id, subject }
  } catch {
    return undefined
  }
}

/** An entry about nobody who is ever asked about. */
const somebodyElse = {
  kind: 'marker',
  headline: 'Wanted on warrant',
  danger: true,
  people: [{ name: 'Quillon Zzyzx', bornOn: '1901-01-01' }],
} as const
