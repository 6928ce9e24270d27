import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Reader } from '../db/index.ts'
import { getJournalHead, type JournalEvent, type JournalHead, listEventsAfter } from '../journal/index.ts'
import { JournalListener } from './journal-listener.ts'
import { type Line, RecentLines, slicesOf, toLine } from './recent-lines.ts'
import { HoleInStream } from './stream-rules.ts'
import { Turnstile } from './turnstile.ts'

/** How long an event may wait when no NOTIFY arrives, in milliseconds. */
const POLL_MS = 250
const PAGE = 500
/** Pages read from the store for replays at one time: consoles that come back must not take commands' connections. */
const REPLAYS_AT_ONCE = 2
/** Without a successful look for this long, the relay no longer knows what the newest number is. */
const BLIND_AFTER_MS = 2_000

/** Who is handed every new line. */
export type Follower = {
  /** the next lines, in order and without holes */
  takeLines: (lines: readonly Line[]) => void
  /** the store was restored to an earlier time: what was sent before is void */
  startAgain: () => void
}

/** The last look at an event's data before it goes out; `incidentId`: what it is about. */
export type Mask = (data: unknown, incidentId: string | null) => unknown

/** What the relay says of itself, for the metrics page. */
export type RelayMetrics = {
  seq: number
  /** the store has not been seen for two seconds: nobody is told that they are live */
  blind: boolean
  /** whether NOTIFY reaches this node; without it events are up to 250 ms later */
  listening: boolean
  /** events written and not yet handed out, as of the last look */
  behind: number
  linesRead: number
  /** from the commit of the newest line to its being handed out, by this node's clock */
  lastLagMs: number
}

/**
 * Reads on from its cursor and hands one shared page to all sockets of this process. It wakes on an empty
 * NOTIFY, on a commit of this process, and every 250 ms; NOTIFY only makes it quicker, never right.
 */
export class Relay {
  readonly #db: Reader
  readonly #log: FastifyBaseLogger
  readonly #mask: Mask | undefined
  readonly #listener: JournalListener
  readonly #recent = new RecentLines()
  readonly #followers: Follower[] = []
  readonly #replays = new Turnstile(REPLAYS_AT_ONCE)
  #head: JournalHead = { epoch: '', seq: 0 }
  #poll: NodeJS.Timeout | undefined
  #reading: Promise<void> | undefined
  #again = false
  #mustLookAtHead = false
  #readAt = 0
  #written = 0
  #linesRead = 0
  #lastLagMs = 0
  #stopped = false

  constructor(db: Reader, serviceUrl: string, log: FastifyBaseLogger, mask?: Mask) {
    this.#db = db
    this.#mask = mask
    this.#log = log
    const onCut = () => {
      // a restore cuts every connection: what comes next may be another store
      this.#mustLookAtHead = true
    }
    this.#listener = new JournalListener(serviceUrl, { onNotify: () => this.wake(), onCut }, log)
  }

  /** Where this node is: everything up to `seq` was handed to its sockets. */
  get head(): JournalHead {
    return this.#head
  }

  /** Starts at the journal's head. @throws when the store cannot be read: then the node does not start */
  async start(): Promise<void> {
    this.#head = await getJournalHead(this.#db)
    this.#readAt = performance.now()
    this.#listener.start()
    this.#poll = setInterval(() => {
      this.#mustLookAtHead = true
      this.wake()
    }, POLL_MS)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#poll)
    await this.#listener.stop()
    await this.#reading
  }

  follow(follower: Follower): void {
    this.#followers.push(follower)
  }

  /** There may be something new. */
  wake(): void {
    if (this.#stopped) return
    if (this.#reading) {
      this.#again = true
      return
    }
    this.#reading = this.#readOn().finally(() => {
      this.#reading = undefined
      if (this.#again) {
        this.#again = false
        this.wake()
      }
    })
  }

  /** Looks at the store now, and resolves when the look is over: for a console that knows more than this node. */
  async look(): Promise<void> {
    await this.#reading
    this.#mustLookAtHead = true
    this.wake()
    await this.#reading
  }

  /** Whether the store has not been seen for so long that silence means nothing (CRD/1 P4: then no heartbeat). */
  isBlind(): boolean {
    return performance.now() - this.#readAt > BLIND_AFTER_MS
  }

  /** The next lines after `seq` for a console that catches up; empty when there are none. */
  async linesAfter(seq: number): Promise<readonly Line[]> {
    const near = this.#recent.after(seq, PAGE)
    if (near) return near
    return this.#replays.pass(async () => toLines(seq, await this.#listAfter(seq)))
  }

  metrics(): RelayMetrics {
    return {
      seq: this.#head.seq,
      blind: this.isBlind(),
      listening: this.#listener.listening,
      behind: Math.max(0, this.#written - this.#head.seq),
      linesRead: this.#linesRead,
      lastLagMs: this.#lastLagMs,
    }
  }

  async #readOn(): Promise<void> {
    try {
      if (this.#mustLookAtHead) await this.#lookAtHead()
      for (;;) {
        const lines = toLines(this.#head.seq, await this.#listAfter(this.#head.seq))
        this.#readAt = performance.now()
        await this.#handOut(lines)
        if (lines.length < PAGE || this.#stopped) return
      }
    } catch (error) {
      this.#mustLookAtHead = true
      if (error instanceof HoleInStream) {
        this.#log.error({ fault: error.message }, 'journal has a hole')
        await this.#startAgain().catch(() => undefined)
      } else {
        const { name, code } = error as Error & { code?: string }
        this.#log.warn({ fault: name, code }, 'journal could not be read')
      }
    }
  }

  /** Masked one after the other: what one event says of an incident decides how the next is masked. */
  async #listAfter(seq: number): Promise<JournalEvent[]> {
    const events = await listEventsAfter(this.#db, seq, PAGE)
    const mask = this.#mask
    if (!mask) return events
    return events.map((event) => ({ ...event, data: mask(event.data, event.incidentId) }))
  }

  async #handOut(lines: readonly Line[]): Promise<void> {
    for (const slice of slicesOf(lines)) {
      const last = slice.at(-1)
      if (!last) return
      this.#recent.push(slice)
      this.#head = { epoch: this.#head.epoch, seq: last.seq }
      this.#linesRead += slice.length
      this.#lastLagMs = Math.max(0, Date.now() - last.at.getTime())
      for (const follower of this.#followers) follower.takeLines(slice)
      // sockets are written to before more is put on them
      if (last !== lines.at(-1)) await nextTurn()
    }
  }

  async #lookAtHead(): Promise<void> {
    const head = await getJournalHead(this.#db)
    this.#readAt = performance.now()
    this.#mustLookAtHead = false
    this.#written = head.seq
    if (head.epoch !== this.#head.epoch || head.seq < this.#head.seq) {
      this.#log.error('journal is another than before')
      this.#begin(head)
    }
  }

  async #startAgain(): Promise<void> {
    this.#begin(await getJournalHead(this.#db))
  }

  #begin(head: JournalHead): void {
    this.#recent.clear()
    this.#head = head
    for (const follower of this.#followers) follower.startAgain()
  }
}

/** @throws HoleInStream when they do not follow on from `seq` */
function toLines(seq: number, events: readonly JournalEvent[]): Line[] {
  return events.map((event, index) => {
    if (event.seq !== seq + 1 + index) throw new HoleInStream(`${event.seq} where ${seq + 1 + index} was due`)
    return toLine(event)
  })
}
