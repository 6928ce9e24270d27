import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { readConfig } from '../../src/config.ts'
import { newId } from '../../src/core/index.ts'
import { openLog, openService, type Service } from '../../src/service.ts'
import { type Teardown, testDatabase } from './index.ts'

/** An answer over real HTTP. */
export type HttpAnswer<T = Record<string, unknown>> = { status: number; body: T; headers: Headers }
/** An event as a console received it, or a frame of another kind. */
export type Received = {
  frame: string
  seq?: number
  type?: string
  incidentId?: string | null
  data?: Record<string, unknown>
} & Record<string, unknown>

/** Somebody at a desk: signed in, asking over HTTP, following over a websocket. */
export class DeskClient {
  readonly url: string
  readonly #headers: Record<string, string>
  readonly frames: Received[] = []
  socket: WebSocket | undefined

  constructor(url: string, headers: Record<string, string>) {
    this.url = url
    this.#headers = headers
  }

  /** Asks; a command gets a fresh key unless one is given. */
  async ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    key: string | null = newId(),
  ): Promise<HttpAnswer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(method === 'GET' || key === null ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as T,
      headers: response.headers,
    }
  }

  /** Asks with headers beside its own, as somebody would who pretends to be another. */
  askWith(headers: Record<string, string>, method: string, path: string, body?: unknown): Promise<HttpAnswer> {
    return new DeskClient(this.url, { ...this.#headers, ...headers }).ask(method, path, body)
  }

  /** Asks, and the answer must have this status. */
  async must<T = Record<string, unknown>>(
    status: number,
    method: string,
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<T> {
    const answer = await this.ask<T>(method, path, body, key ?? newId())
    if (answer.status !== status)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 600)}`)
    return answer.body
  }

  /** Opens the live feed and waits until it is live. */
  async follow(resume: { epoch: string; seq: number } | undefined = undefined): Promise<this> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/live`, { headers: this.#headers })
    this.socket = socket
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Received
      this.frames.push(frame)
      if (frame.frame === 'hello')
        socket.send(JSON.stringify({ frame: 'resume', epoch: resume?.epoch ?? null, seq: resume?.seq ?? null }))
    })
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    await this.until(({ frame }) => frame === 'live')
    return this
  }

  /** The first frame that fits, among those received or to come; an error after `milliseconds`, long for a busy machine. */
  async until(fits: (frame: Received) => boolean, milliseconds = 40_000): Promise<Received> {
    const end = Date.now() + milliseconds
    while (Date.now() < end) {
      const found = this.frames.find(fits)
      if (found) return found
      await wait(5)
    }
    throw new Error(
      `nothing that fits came within ${milliseconds} ms; came: ${this.frames.map(({ frame, type }) => type ?? frame).join(' ')}`,
    )
  }

  /** The event of this type about this incident. */
  event(type: string, incidentId?: string): Promise<Received> {
    return this.until(
      (frame) =>
        frame.frame === 'ev' && frame.type === type && (incidentId === undefined || frame.incidentId === incidentId),
    )
  }

  /** Types of the events received about one incident, in order. */
  story(incidentId: string): string[] {
    return this.frames.flatMap((frame) =>
      frame.frame === 'ev' && frame.incidentId === incidentId && frame.type ? [frame.type] : [],
    )
  }

  close(): void {
    this.socket?.terminate()
  }
}

/** Signs in over HTTP. */
export async function signIn(
  url: string,
  username: string,
  password = 'golden-hour',
  areas: string[] = [],
): Promise<DeskClient> {
  const response = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, areas }),
  })
  const cookie = response.headers.get('set-cookie')?.split(';')[0]
  if (response.status !== 201 || !cookie)
    throw new Error(`${username} could not sign in: ${response.status} ${await response.text()}`)
  return new DeskClient(url, { cookie })
}

/** A running service over a demo force of its own, in this process, on a free port. */
export type ControlRoom = {
  service: Service
  url: string
  ownerUrl: string
  serviceUrl: string
  /** every line the service logged */
  logged: string[]
  signIn: (username: string) => Promise<DeskClient>
  account: (name: 'telephony' | 'avl' | 'terminals') => Promise<DeskClient>
}

/** Opens a control room for one test file. */
export async function openControlRoom(
  t: Teardown,
  options: {
    redisUrl?: string
    engineUrl?: string
    /** outside systems, as CHECK_SOURCE_URLS names them */
    sourceUrls?: string
    /** partners that incidents are handed to, as TRANSFER_URLS names them, each with the secret `shared` */
    transferUrls?: string
    /** a service for three words, with the key `key` */
    wordsUrl?: string
    databaseOf?: Pick<ControlRoom, 'ownerUrl' | 'serviceUrl'>
  } = {},
): Promise<ControlRoom> {
  const { ownerUrl, serviceUrl } = options.databaseOf ?? (await testDatabase(t, { template: 'demo' }))
  const config = readConfig({
    PORT: '0',
    DATA_FOLDER: join(tmpdir(), 'golden-hour-tests'),
    LOG_LEVEL: 'info',
    CHECK_SOURCE_URLS: options.sourceUrls ?? '',
    TRANSFER_URLS: options.transferUrls ?? '',
    TRANSFER_SECRETS: (options.transferUrls ?? '').replaceAll(/=[^,]+/g, '=shared'),
    ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}),
    ...(options.wordsUrl ? { WHAT3WORDS_URL: options.wordsUrl, WHAT3WORDS_KEY: 'key' } : {}),
    // far more than it needs, so that a busy machine is not taken for a slow engine
    ...(options.engineUrl ? { ROUTING_ENGINE_URL: options.engineUrl, ROUTING_ENGINE_TIMEOUT_MS: '5000' } : {}),
  })
  const logged: string[] = []
  const log = openLog('info', { write: (line: string) => void logged.push(line) })
  const service = await openService({ config, serviceUrl, log, checkAnswers: true })
  t.teardown(() => service.close())
  const clients: DeskClient[] = []
  t.teardown(async () => {
    for (const client of clients) client.close()
  })
  const keep = (client: DeskClient) => {
    clients.push(client)
    return client
  }
  return {
    service,
    url: service.url,
    ownerUrl,
    serviceUrl,
    logged,
    signIn: async (username) => keep(await signIn(service.url, username)),
    account: async (name) =>
      keep(new DeskClient(service.url, { authorization: `Bearer ${await giveToken(ownerUrl, name)}` })),
  }
}

/** Gives a system account of the test's force a token of the test's own. */
async function giveToken(ownerUrl: string, name: string): Promise<string> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const token = `gh_test_${newId()}`
  await client.query(
    `insert into system_account (id, name, scopes, token_hash) values (gen_random_uuid(), $1, $2, sha256(convert_to($3, 'UTF8')))`,
    [`${name}-${newId()}`, [name], token],
  )
  await client.end()
  return token
}

/** A folder of this test's own, open to the user that Postgres runs as. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'golden-hour-'))
  chmodSync(folder, 0o755)
  return folder
}
