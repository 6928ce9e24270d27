import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { newId, parseJson } from '../core/index.ts'
import { isSigned, signedHeaders } from '../transfers/index.ts'
import { readUpTo } from './bounded-body.ts'

/**
 * How a simulated partner behaves: `well`, taking the incident and acknowledging it; `silent`, taking it and saying nothing;
 * `twice`, acknowledging it twice; `hanging`, taking it and not answering; `refusing`, with 401; `busy`, with 503; `down`, closing the line.
 */
export const partnerBehaviours = ['well', 'silent', 'twice', 'hanging', 'refusing', 'busy', 'down'] as const
export type PartnerBehaviour = (typeof partnerBehaviours)[number]

/** A partner that is being simulated. */
export type SimulatedPartner = {
  url: string
  /** every message that came, in order, with how often its id had come before */
  taken: Array<{ id: string; body: Record<string, unknown>; again: number }>
  behave: (behaviour: PartnerBehaviour) => void
  /** Acknowledges a transfer as docs/transfer.md says; parts that are given go before it. @returns the service's status */
  acknowledge: (
    id: string,
    more?: { said?: Record<string, unknown>; secret?: string; now?: Date; path?: string },
  ) => Promise<number>
  close: () => Promise<void>
}

const MOST_BYTES = 4 * 1024 * 1024
const envelope = z.looseObject({ version: z.literal(1), kind: z.literal('transfer'), id: z.uuid() })

/** Starts a partner that keeps the contract of docs/transfer.md, or breaks it as it is told, on the loopback only. */
export async function openSimulatedPartner(options: {
  secret: string
  /** where it calls back; asked each time, because the service may start later */
  serviceUrl: () => string
  port?: number
  behaviour?: PartnerBehaviour
}): Promise<SimulatedPartner> {
  const { secret, serviceUrl } = options
  let behaviour = options.behaviour ?? 'well'
  const taken: SimulatedPartner['taken'] = []
  const acknowledge: SimulatedPartner['acknowledge'] = async (id, more = {}) => {
    const said = {
      version: 1,
      kind: 'acknowledgement',
      transferId: id,
      reference: `P-${id.slice(-4)}`,
      by: 'Duty officer',
    }
    const body = JSON.stringify({ ...said, ...more.said })
    const headers = signedHeaders(more.secret ?? secret, body, more.now ?? new Date())
    const response = await fetch(`${serviceUrl()}/transfers/${more.path ?? id}/acknowledgement`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
    return response.status
  }
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (behaviour === 'down') return void response.destroy()
    const text = (await readUpTo(request, MOST_BYTES)) ?? ''
    if (behaviour === 'busy') return give(response, 503)
    if (behaviour === 'refusing' || !isSigned(request.headers, text, secret)) return give(response, 401)
    if (request.method !== 'POST' || request.url !== '/v1/transfers') return give(response, 404)
    const message = envelope.safeParse(parseJson(text))
    if (!message.success || request.headers['idempotency-key'] !== message.data.id) return give(response, 400)
    const { id } = message.data
    taken.push({ id, body: message.data, again: taken.filter((one) => one.id === id).length })
    if (behaviour === 'hanging') return
    give(response, 202)
    const times = behaviour === 'well' ? 1 : behaviour === 'twice' ? 2 : 0
    // the service may be on its way out
    for (let time = 0; time < times; time += 1) await acknowledge(id).catch(() => undefined)
  }
  const server = createServer((request, response) => void take(request, response).catch(() => response.destroy()))
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    behave: (next) => {
      behaviour = next
    },
    acknowledge,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function give(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ status, request: newId() }))
}
