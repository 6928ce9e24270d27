import { setTimeout as sleep } from 'node:timers/promises'
import type { RawData, WebSocket } from 'ws'
import type { Actor } from '../core/index.ts'
import { mayReceive, seesOtherwise } from './audience-rules.ts'
import {
  type ClientFrame,
  type CloseCode,
  clientFrame,
  closeCodes,
  PROTOCOL,
  type Resume,
  type ServerFrame,
  type You,
} from './frame.ts'
import type { PresenceView } from './presence-rules.ts'
import { evText, type Line, slicesOf } from './recent-lines.ts'
import type { Relay } from './relay.ts'
import {
  type Allowance,
  consider,
  hiddenRun,
  isTooSlow,
  MOST_FRAMES_A_SECOND,
  type Progress,
  replayOrReset,
  spendFrame,
} from './stream-rules.ts'

/** A whole picture for one person, read in one repeatable-read transaction together with its number. */
export type Snapshot = { epoch: string; seq: number; snapshot: unknown }

/** What a console needs of the room it is in. */
export type Surroundings = {
  relay: Relay
  /** written before the first content is sent (Data Protection Act 2018 s.62); throws when it cannot be */
  noteLook: (actor: Actor, reason: 'resume' | 'reset', resume: Resume) => Promise<void>
  /** numbers this person may see that nobody has receipted */
  listUnreceipted: (actor: Actor) => Promise<number[]>
  takeSnapshot: (actor: Actor) => Promise<Snapshot>
  takeReceipt: (seq: number, actor: Actor) => void
  /** who has which incident open */
  takeLook: (socket: object, actor: Actor, incidentId: string | null) => void
  /** whether the sessions and roles of all consoles were confirmed a moment ago */
  areRightsFresh: () => boolean
  /** a fault of ours, without content */
  report: (fault: unknown) => void
}

const NOBODY = JSON.stringify({ frame: 'presence', incidents: [] } satisfies ServerFrame)
const TOO_SLOW = 'this console is too far behind'
/** How long a closed peer may take to say goodbye before its socket is destroyed, in milliseconds. */
const CLOSE_WITHIN_MS = 3_000
/** Seconds (ticks) without any sign of life before a peer counts as dead, and how often it is asked. */
const DEAD_AFTER_TICKS = 10
const PING_EVERY_TICKS = 5
/** How often a console whose rights cannot be confirmed asks again, in milliseconds. */
const HELD_BACK_MS = 100
/** Seconds a console may take to say where it left off. */
const RESUME_WITHIN_TICKS = 10

/**
 * One connected console.
 *
 *     greeted --resume--> loading --(replay | reset, then everything since)--> live
 *                            ^                                                   |
 *                            +---- resume again | rights changed | store restored +      any --> closed
 *
 * Loading pulls: it reads pages and sends no faster than the console takes them. Live is pushed: the relay's
 * pages, filtered by the newest known rights at the moment of sending. The step from one to the other is one
 * synchronous look at the relay's cursor, so no line falls between.
 */
export class ConsoleSocket {
  readonly tokenHash: Buffer
  readonly #socket: WebSocket
  readonly #room: Surroundings
  #actor: Actor
  #state: 'greeted' | 'loading' | 'live' | 'closed' = 'greeted'
  #epoch = ''
  #progress: Progress = { sent: 0, seen: 0 }
  #loads = 0
  #loadBytes = 0
  /** when each frame was put on the socket that the network has not taken yet; oldest at `#firstUnsent` */
  #unsent: number[] = []
  #firstUnsent = 0
  #drained: (() => void)[] = []
  #allowance: Allowance = { left: MOST_FRAMES_A_SECOND, at: 0 }
  #quietTicks = 0
  #ticks = 0
  #positionsSent = 0
  #presenceSaid = NOBODY
  #closedWith: number | undefined

  constructor(socket: WebSocket, actor: Actor, tokenHash: Buffer, room: Surroundings) {
    this.#socket = socket
    this.#actor = actor
    this.tokenHash = tokenHash
    this.#room = room
    // handlers before anything is awaited: what arrives early must not be lost
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary))
    socket.on('pong', () => {
      this.#quietTicks = 0
    })
    socket.on('close', (code) => this.#end(code))
    const { epoch, seq } = room.relay.head
    this.#say({ frame: 'hello', protocol: PROTOCOL, epoch, seq, you: youOf(actor) })
  }

  get actor(): Actor {
    return this.#actor
  }
  get state(): 'greeted' | 'loading' | 'live' | 'closed' {
    return this.#state
  }
  /** the code it was closed with, by either side */
  get closedWith(): number | undefined {
    return this.#closedWith
  }

  /** New lines from the relay. A console that is loading reads them itself, from where it is. */
  takeLines(lines: readonly Line[]): void {
    if (this.#state !== 'live') return
    if (this.#room.areRightsFresh()) this.#offer(lines)
    // nobody can say whether this person still may: the lines stay in the journal until somebody can
    else void this.#load((isOver) => this.#readOn([], isOver))
  }

  /** What the store says of this person now. Another role or area means another picture, from the beginning. */
  know(actor: Actor): void {
    const was = this.#actor
    this.#actor = actor
    if (seesOtherwise(was, actor)) this.startAgain()
  }

  /** Forgets where it is and loads a snapshot: other rights, or another store. */
  startAgain(): void {
    if (this.#state === 'greeted' || this.#state === 'closed') return
    void this.#catchUp({ frame: 'resume', epoch: null, seq: null }, 'reset')
  }

  /** Once a second. `beat` is left out when the service cannot vouch for it (CRD/1 P4). */
  tick(beat: { text: string } | undefined): void {
    if (this.#state === 'closed') return
    this.#ticks += 1
    this.#quietTicks += 1
    // ticks are counted, not milliseconds: after a stall of our own nobody is called dead for our silence
    if (this.#quietTicks > DEAD_AFTER_TICKS) this.#terminate()
    else if (this.#isTooSlow()) this.close(closeCodes.tooSlow, TOO_SLOW)
    else if (this.#state === 'greeted' && this.#ticks > RESUME_WITHIN_TICKS) this.#refuse('no resume frame came')
    else this.#giveSign(beat)
  }

  #giveSign(beat: { text: string } | undefined): void {
    if (this.#ticks % PING_EVERY_TICKS === 0) this.#socket.ping()
    if (!beat) return
    if (this.#state === 'live') this.#tellHidden()
    this.#send(beat.text)
  }

  /**
   * Sends positions that changed since the last time, when nothing waits to be sent: under backpressure they
   * are left out, and the next frame holds the newest of each unit (CRD/1 P8).
   */
  sendPositions(newest: number, textSince: (version: number) => string | undefined): void {
    if (this.#state !== 'live' || this.#waiting() > 0 || newest === this.#positionsSent) return
    const text = textSince(this.#positionsSent)
    this.#positionsSent = newest
    if (text !== undefined) this.#send(text)
  }

  /** Sends who else has what open, when that is not what was said last and nothing waits to be sent. */
  sendPresence(incidents: PresenceView): void {
    if (this.#state !== 'live' || this.#waiting() > 0) return
    const text = JSON.stringify({ frame: 'presence', incidents } satisfies ServerFrame)
    if (text === this.#presenceSaid) return
    this.#presenceSaid = text
    this.#send(text)
  }

  /** Says goodbye and closes; a peer that does not answer is cut off. */
  close(code: CloseCode, reason: string): void {
    if (this.#state === 'closed') return
    this.#end(code)
    this.#socket.send(JSON.stringify({ frame: 'goodbye', code, reason } satisfies ServerFrame))
    this.#socket.close(code, reason)
    setTimeout(() => this.#socket.terminate(), CLOSE_WITHIN_MS).unref()
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    if (this.#state === 'closed') return
    this.#quietTicks = 0
    const allowance = spendFrame(this.#allowance, performance.now())
    if (!allowance) {
      this.#refuse(`more than ${MOST_FRAMES_A_SECOND} frames a second`)
      return
    }
    this.#allowance = allowance
    const read = isBinary ? 'frames are text' : readFrame(data)
    if (typeof read === 'string') this.#refuse(read)
    else if (read.frame === 'resume') void this.#catchUp(read, 'resume')
    else if (read.frame === 'receipt') this.#onReceipt(read.seq)
    else if (read.frame === 'look') this.#room.takeLook(this, this.#actor, read.incidentId)
  }

  #onReceipt(seq: number): void {
    if (this.#actor.kind !== 'staff') this.#refuse('receipts are given by people')
    else if (seq > this.#progress.sent) this.#refuse('a receipt for an event that was not sent')
    else this.#room.takeReceipt(seq, this.#actor)
  }

  #refuse(reason: string): void {
    this.close(closeCodes.badFrame, reason)
  }

  /** Runs one load; a newer one, or the end, makes it give up at its next step. */
  async #load(run: (isOver: () => boolean) => Promise<void>): Promise<void> {
    this.#loads += 1
    const load = this.#loads
    const isOver = () => load !== this.#loads || this.#state === 'closed'
    this.#state = 'loading'
    try {
      await run(isOver)
    } catch (fault) {
      if (isOver()) return
      this.#room.report(fault)
      this.close(closeCodes.tryAgain, 'the journal could not be read')
    }
  }

  #catchUp(resume: Resume, reason: 'resume' | 'reset'): Promise<void> {
    return this.#load(async (isOver) => {
      const { relay } = this.#room
      await this.#room.noteLook(this.#actor, reason, resume)
      const unreceipted = await this.#room.listUnreceipted(this.#actor)
      // it may come from a node that was ahead of this one
      if (resume.seq !== null && replayOrReset(resume, relay.head) === 'reset') await relay.look()
      if (isOver()) return
      if (resume.seq !== null && replayOrReset(resume, relay.head) === 'replay')
        this.#startFrom(relay.head.epoch, resume.seq)
      else await this.#reset(unreceipted, isOver)
      await this.#readOn(unreceipted, isOver)
    })
  }

  async #readOn(unreceipted: number[], isOver: () => boolean): Promise<void> {
    const { relay } = this.#room
    while (!isOver()) {
      await this.#untilDrained()
      this.#loadBytes = 0
      if (isOver()) return
      if (!this.#room.areRightsFresh()) {
        await sleep(HELD_BACK_MS)
      } else if (relay.head.epoch !== this.#epoch) {
        await relay.look()
        if (!isOver() && relay.head.epoch !== this.#epoch) await this.#reset(unreceipted, isOver)
      } else if (this.#progress.seen >= relay.head.seq) {
        // in one turn with the comparison: the relay cannot move on in between
        this.#tellHidden()
        this.#state = 'live'
        this.#say({ frame: 'live', seq: this.#progress.sent })
        return
      } else {
        for (const slice of slicesOf(await relay.linesAfter(this.#progress.seen))) {
          await this.#untilDrained()
          if (isOver() || !this.#room.areRightsFresh()) break
          this.#offer(slice)
        }
      }
    }
  }

  async #reset(unreceipted: number[], isOver: () => boolean): Promise<void> {
    const actor = this.#actor
    const { epoch, seq, snapshot } = await this.#room.takeSnapshot(actor)
    if (isOver()) return
    this.#startFrom(epoch, seq)
    this.#positionsSent = 0
    const text = JSON.stringify({
      frame: 'reset',
      epoch,
      seq,
      you: youOf(actor),
      unreceipted: unreceipted.filter((one) => one <= seq),
      snapshot,
    } satisfies ServerFrame)
    this.#loadBytes = text.length
    this.#send(text)
  }

  #startFrom(epoch: string, seq: number): void {
    this.#epoch = epoch
    this.#progress = { sent: seq, seen: seq }
  }

  /** The one place where an event is put on a socket, live or replayed. */
  #offer(lines: readonly Line[]): void {
    try {
      for (const line of lines) {
        if (this.#state === 'closed') return
        // a replay may have read ahead of the relay
        if (line.seq <= this.#progress.seen) continue
        const { progress, skip, prev } = consider(this.#progress, line.seq, mayReceive(this.#actor, line))
        this.#progress = progress
        if (skip) this.#say({ frame: 'skip', ...skip })
        if (prev !== null) this.#send(evText(line, prev))
      }
    } catch (fault) {
      // never on past a hole: this console is given a whole picture again
      this.#room.report(fault)
      this.startAgain()
    }
  }

  #tellHidden(): void {
    const run = hiddenRun(this.#progress)
    if (!run) return
    this.#progress = { sent: run.to, seen: run.to }
    this.#say({ frame: 'skip', ...run })
  }

  #say(frame: ServerFrame): void {
    this.#send(JSON.stringify(frame))
  }

  #send(text: string): void {
    if (this.#state === 'closed') return
    this.#unsent.push(performance.now())
    this.#socket.send(text, () => this.#sent())
    if (this.#isTooSlow()) this.close(closeCodes.tooSlow, TOO_SLOW)
  }

  #sent(): void {
    this.#firstUnsent += 1
    if (this.#waiting() > 0 && this.#firstUnsent < 1_024) return
    this.#unsent = this.#unsent.slice(this.#firstUnsent)
    this.#firstUnsent = 0
    if (this.#waiting() === 0) for (const resolve of this.#drained.splice(0)) resolve()
  }

  #waiting(): number {
    return this.#unsent.length - this.#firstUnsent
  }

  #untilDrained(): Promise<void> {
    if (this.#waiting() === 0 || this.#state === 'closed') return Promise.resolve()
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  #isTooSlow(): boolean {
    if (this.#waiting() === 0) return false
    const oldestMs = performance.now() - (this.#unsent[this.#firstUnsent] ?? 0)
    const backlog = { bytes: this.#socket.bufferedAmount, oldestMs }
    return isTooSlow(backlog, this.#state === 'live' ? 'live' : 'loading', this.#loadBytes)
  }

  #terminate(): void {
    this.#end(1006)
    this.#socket.terminate()
  }

  #end(code: number): void {
    this.#closedWith ??= code
    this.#state = 'closed'
    for (const resolve of this.#drained.splice(0)) resolve()
  }
}

/** The frame, or in a few words why it is none; never what it held. */
function readFrame(data: RawData): ClientFrame | string {
  let value: unknown
  try {
    value = JSON.parse(String(data))
  } catch {
    return 'not JSON'
  }
  const read = clientFrame.safeParse(value)
  if (read.success) return read.data
  const path = read.error.issues[0]?.path.map(String).join('.') ?? ''
  return `not a frame of ${PROTOCOL}${path === '' ? '' : `: ${path.slice(0, 60)}`}`
}

function youOf({ id, name, role, areas, unitId }: Actor): You {
  return { id, name, role, areas, unitId }
}
