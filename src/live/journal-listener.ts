import type { FastifyBaseLogger } from 'fastify'
import pg from 'pg'
import { poolOptions } from '../db/index.ts'

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5_000

/** What the listener tells: that something may be new, and that the line to the store was cut. */
export type Listening = { onNotify: () => void; onCut: () => void }

/**
 * One connection of its own that listens for the empty NOTIFY of each commit. It is never in a transaction,
 * because inside one no notification would arrive. When it ends it is made again, waiting longer each time;
 * meanwhile the relay's poll goes on.
 */
export class JournalListener {
  readonly #options: pg.ClientConfig
  readonly #told: Listening
  readonly #log: FastifyBaseLogger
  #client: pg.Client | undefined
  #wait = FIRST_WAIT_MS
  #again: NodeJS.Timeout | undefined
  #stopped = false
  #listening = false

  constructor(serviceUrl: string, told: Listening, log: FastifyBaseLogger) {
    this.#options = { ...poolOptions(serviceUrl, 1), application_name: 'golden-hour-listener', keepAlive: true }
    this.#told = told
    this.#log = log
  }

  /** Whether NOTIFY reaches us now; without it events are up to 250 ms later. */
  get listening(): boolean {
    return this.#listening
  }

  /** Connects, and does so again whenever the connection ends. Never throws. */
  start(): void {
    void this.#connect()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#listening = false
    clearTimeout(this.#again)
    await this.#client?.end().catch(() => undefined)
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(this.#options)
    this.#client = client
    let over = false
    const ended = () => {
      if (over) return
      over = true
      this.#ended(client)
    }
    // handlers first: the connection may end while it is being made
    client.on('error', ended)
    client.on('end', ended)
    client.on('notification', () => this.#told.onNotify())
    try {
      await client.connect()
      await client.query('listen journal')
    } catch {
      ended()
      return
    }
    if (this.#stopped) {
      await client.end().catch(() => undefined)
      return
    }
    this.#listening = true
    this.#wait = FIRST_WAIT_MS
    // whatever was committed while nobody listened
    this.#told.onNotify()
  }

  #ended(client: pg.Client): void {
    const was = this.#listening
    this.#listening = false
    client.end().catch(() => undefined)
    if (this.#stopped) return
    if (was) this.#log.warn('journal listener was cut off')
    this.#told.onCut()
    this.#again = setTimeout(() => void this.#connect(), this.#wait * (0.5 + Math.random() / 2))
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2)
  }
}
