import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import {
  closeCodes,
  type Following,
  follow,
  mustBeReceipted,
  mustReconnect,
  openFollowing,
  RECEIPTED,
  serverFrame,
} from '../live/index.ts'
import type { ShiftClient } from './shift-client.ts'
import type { ShiftEvent } from './shift-events.ts'

/** What a feed tells whoever sits before it. Events come once each, in order. */
export type FeedListener = {
  /** forget everything, and start from this */
  onReset: (snapshot: unknown, seq: number) => void
  /** an event this desk may see; types that nobody here acts on come too */
  onEvent: (event: ShiftEvent) => void
}

export type FeedOptions = {
  url: string
  client: ShiftClient
  listener: FeedListener
  signal: AbortSignal
  /** told when the line was lost, with the close code, or `hole` or `silent` */
  onLost?: (because: string) => void
}

/** Receipts in a second: below what the service lets a console send. */
const RECEIPTS_A_SECOND = 15
const FILL_WITHIN_MS = 1_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000

/**
 * The live feed as a console keeps it (CRD/1): resumes from its own number through restarts of the service, proves
 * by `prev` that nothing is missing, receipts what must be receipted, and connects again when it hears nothing.
 */
export class ShiftFeed {
  readonly #options: FeedOptions
  #following: Following = openFollowing(performance.now())
  #socket: WebSocket | undefined
  #role = ''
  #pauseMs = FIRST_PAUSE_MS
  /** a hole was seen and what fills it was asked for: until it comes, what was under way has holes as well */
  #holeSeenAt = Number.NEGATIVE_INFINITY
  readonly #toReceipt: number[] = []
  #timers: NodeJS.Timeout[] = []
  #onFirstLive: (() => void) | undefined

  constructor(options: FeedOptions) {
    this.#options = options
  }

  /** Connects, and stays connected until the signal; resolves when it is live for the first time. @throws AbortError when ended before */
  async start(): Promise<void> {
    const { signal } = this.#options
    signal.throwIfAborted()
    const live = new Promise<void>((resolve) => {
      this.#onFirstLive = resolve
    })
    this.#timers = [setInterval(() => this.#watch(), 1_000), setInterval(() => this.#sendReceipts(), 200)]
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener(
        'abort',
        () => {
          this.#stop()
          reject(signal.reason as Error)
        },
        { once: true },
      )
    })
    ended.catch(() => undefined)
    void this.#connect()
    await Promise.race([live, ended])
  }

  #stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#socket?.terminate()
  }

  async #connect(): Promise<void> {
    const { client, url, signal } = this.#options
    try {
      const headers = await client.identify()
      if (signal.aborted) return
      const socket = new WebSocket(new URL('/live', url.replace(/^http/, 'ws')), { headers })
      this.#socket = socket
      this.#following = openFollowing(performance.now(), this.#following)
      socket.on('error', () => undefined)
      socket.on('message', (data) => {
        if (socket === this.#socket) this.#take(serverFrame.parse(JSON.parse(String(data))))
      })
      socket.on('unexpected-response', (_request, response) => {
        if (response.statusCode === 401) client.forgetSession()
        socket.terminate()
      })
      socket.on('close', (code) => {
        if (socket === this.#socket) this.#lost(String(code))
      })
    } catch (error) {
      if (!signal.aborted) this.#lost(error instanceof Error ? error.message : 'not connected')
    }
  }

  #lost(because: string): void {
    const { signal, client, onLost } = this.#options
    this.#socket = undefined
    if (signal.aborted) return
    if (because === String(closeCodes.session)) client.forgetSession()
    onLost?.(because)
    const pauseMs = this.#pauseMs
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    wait(pauseMs, undefined, { signal }).then(
      () => this.#connect(),
      () => undefined,
    )
  }

  #take(frame: ReturnType<typeof serverFrame.parse>): void {
    const { listener, onLost } = this.#options
    const { following, hole } = follow(this.#following, frame, performance.now())
    if (hole) {
      if (performance.now() - this.#holeSeenAt < FILL_WITHIN_MS) return
      this.#holeSeenAt = performance.now()
      onLost?.('hole')
      this.#resume()
      return
    }
    if (following.seq !== this.#following.seq) this.#holeSeenAt = Number.NEGATIVE_INFINITY
    this.#following = following
    switch (frame.frame) {
      case 'hello':
        this.#role = frame.you.role
        // a second one only says that rights changed; what follows it is a new picture
        if (!this.#following.live) this.#resume()
        return
      case 'reset':
        // receipts are given by people
        if (this.#role !== 'system') this.#toReceipt.push(...frame.unreceipted)
        listener.onReset(frame.snapshot, frame.seq)
        return
      case 'ev':
        if (this.#owesReceipt(frame.type, frame.data)) this.#toReceipt.push(frame.seq)
        listener.onEvent(frame as unknown as ShiftEvent)
        return
      case 'live':
        this.#pauseMs = FIRST_PAUSE_MS
        this.#onFirstLive?.()
        return
      default:
        return
    }
  }

  #resume(): void {
    const { epoch, seq } = this.#following
    this.#socket?.send(JSON.stringify({ frame: 'resume', epoch, seq }))
  }

  #owesReceipt(type: string, data: unknown): boolean {
    const roles: readonly string[] = RECEIPTED.get(type) ?? []
    const direction = (data as { direction?: string }).direction ?? null
    return roles.includes(this.#role) && mustBeReceipted(type, direction)
  }

  #sendReceipts(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN || !this.#following.live) return
    const shownAt = new Date().toISOString()
    for (const seq of this.#toReceipt.splice(0, RECEIPTS_A_SECOND / 5)) {
      this.#socket.send(JSON.stringify({ frame: 'receipt', seq, shownAt }))
    }
  }

  #watch(): void {
    const socket = this.#socket
    if (!socket || !mustReconnect(this.#following, performance.now())) return
    this.#socket = undefined
    socket.terminate()
    this.#lost('silent')
  }
}
