import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { mayReceive } from './audience-rules.ts'
import { isReceipted } from './receipt-rules.ts'
import { listReceiptable, listUnreceipted, type OpenReceipt, planEscalations, saveReceipts } from './receipt-store.ts'

/** Receipts and plans are written together this often, in milliseconds: a hundred desks show the same call at once. */
const WRITE_EVERY_MS = 100
/**
 * How long an event is left to the consoles before its watch is planned, in milliseconds: nearly all are receipted by
 * then and cost nothing. Well below the first escalation; a node that dies meanwhile is made up for by `watchFor`.
 */
const PLAN_AFTER_MS = 2_000
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
  /** when each is to be planned, in order */
  #toPlan = new Map<number, number>()
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
    for (const seq of this.#toPlan.keys()) this.#toPlan.set(seq, 0)
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
    this.#toPlan.set(seq, performance.now() + PLAN_AFTER_MS)
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
    const due = this.#takeDue()
    if (received.size === 0 && due.length === 0) return
    this.#received = new Map()
    try {
      // receipts first: what they are for needs no watch
      await this.#save([...received.values()])
      await this.#planUnreceipted(due)
    } catch (error) {
      const { name, code } = error as Error & { code?: string }
      this.#log.warn({ fault: name, code }, 'receipts could not be written')
      this.#received = new Map([...received, ...this.#received])
      this.#toPlan = new Map([...due.map((seq) => [seq, 0] as const), ...this.#toPlan])
    }
  }

  #takeDue(): number[] {
    const now = performance.now()
    const due: number[] = []
    for (const [seq, at] of this.#toPlan) {
      if (at > now) break
      due.push(seq)
      this.#toPlan.delete(seq)
    }
    return due
  }

  async #planUnreceipted(seqs: readonly number[]): Promise<void> {
    if (seqs.length === 0) return
    const open = (await listReceiptable(this.#db, seqs)).filter(({ type, shownTo }) => !isReceipted(type, shownTo))
    await planEscalations(
      this.#db,
      open.map(({ seq }) => seq),
      'event',
    )
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

function letGoOfOldest(waiting: Map<unknown, unknown>): void {
  if (waiting.size < MOST_WAITING) return
  const oldest = waiting.keys().next().value
  if (oldest !== undefined) waiting.delete(oldest)
}
