import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { mayReceive } from './audience-rules.ts'
import { listReceiptable, listUnreceipted, type OpenReceipt, planEscalations, saveReceipts } from './receipt-store.ts'

/** Receipts and plans are written together this often, in milliseconds: a hundred desks show the same call at once. */
const WRITE_EVERY_MS = 100
/** Beyond this the store has been away for minutes; the oldest are let go, which at worst raises an alarm. */
const MOST_WAITING = 10_000
/** Consoles that come back together share one look at what is open. */
const SHARE_LOOK_MS = 1_000

/**
 * Takes in receipts and plans their escalation (CRD/1 P5).
 *
 * An event's number is known only after its COMMIT, so the command that records it cannot plan the watch;
 * the relay of any node does, as soon as it reads it, and the job's unique key makes it once. It plans only
 * when a console that owes a receipt is open here, or was within the last quarter of an hour: a room whose
 * network fell over is exactly whom the alarm is for, while an import or a replay at night, with nobody
 * signed in, would only fill the journal with alarms that nobody can hear. Whatever was committed while
 * nobody was here, or while a node was down, is planned when the first console comes (`watchFor`).
 */
export class ReceiptDesk {
  readonly #db: Reader
  readonly #log: FastifyBaseLogger
  #received = new Map<string, { seq: number; actor: Actor }>()
  #toPlan = new Set<number>()
  #writing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #look: { at: number; open: Promise<OpenReceipt[]> } | undefined

  constructor(db: Reader, log: FastifyBaseLogger) {
    this.#db = db
    this.#log = log
  }

  start(): void {
    this.#timer = setInterval(() => void this.write(), WRITE_EVERY_MS)
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.write()
  }

  /** This person's console has the event on screen. Taken again, it changes nothing. */
  take(seq: number, actor: Actor): void {
    letGoOfOldest(this.#received)
    this.#received.set(`${seq}/${actor.id}`, { seq, actor })
  }

  /** The event must be receipted, counted from its commit. */
  plan(seq: number): void {
    letGoOfOldest(this.#toPlan)
    this.#toPlan.add(seq)
  }

  /**
   * For a console that comes: events it may see that nobody has receipted. They are watched from now, if
   * nobody watched them before.
   */
  async watchFor(actor: Actor): Promise<OpenReceipt[]> {
    const now = performance.now()
    if (!this.#look || now - this.#look.at > SHARE_LOOK_MS) this.#look = { at: now, open: listUnreceipted(this.#db) }
    const look = this.#look
    const open = await look.open.catch((error: unknown) => {
      if (this.#look === look) this.#look = undefined
      throw error
    })
    const theirs = open.filter((event) => mayReceive(actor, event))
    await planEscalations(
      this.#db,
      theirs.map((event) => event.seq),
      'now',
    )
    return theirs
  }

  /** Writes what has come in; what cannot be written is kept for the next time. */
  write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined
    })
    return this.#writing
  }

  async #writeAll(): Promise<void> {
    const received = this.#received
    const toPlan = this.#toPlan
    if (received.size === 0 && toPlan.size === 0) return
    this.#received = new Map()
    this.#toPlan = new Set()
    try {
      // plans first: a receipt that came as quickly as its event is found by the job either way
      await planEscalations(this.#db, [...toPlan], 'event')
      await this.#save([...received.values()])
    } catch (error) {
      const { name, code } = error as Error & { code?: string }
      this.#log.warn({ fault: name, code }, 'receipts could not be written')
      this.#received = new Map([...received, ...this.#received])
      this.#toPlan = new Set([...toPlan, ...this.#toPlan])
    }
  }

  async #save(received: readonly { seq: number; actor: Actor }[]): Promise<void> {
    if (received.length === 0) return
    const events = new Map(
      (await listReceiptable(this.#db, [...new Set(received.map((one) => one.seq))])).map((event) => [
        event.seq,
        event,
      ]),
    )
    const rightful = received.filter(({ seq, actor }) => {
      const event = events.get(seq)
      return event !== undefined && mayReceive(actor, event)
    })
    await saveReceipts(
      this.#db,
      rightful.map(({ seq, actor }) => ({ seq, staffId: actor.id })),
    )
  }
}

function letGoOfOldest(waiting: Map<string, unknown> | Set<number>): void {
  if (waiting.size < MOST_WAITING) return
  const oldest = waiting.keys().next().value
  if (oldest !== undefined) waiting.delete(oldest as never)
}
