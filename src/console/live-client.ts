import type { ServerFrame, UnitPosition, You } from '../live/frame.ts'
import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import { boardFrom, emptyBoard, take } from './board-rules.ts'
import { backoff, behindSince, type Hearing, type Place, readEvent, readSkip, staleBecause } from './link-rules.ts'

/** How the link to the service stands; `since` is an instant of the service's clock, in milliseconds. */
export type Link =
  | { state: 'connecting' }
  | { state: 'live' }
  /** what is on the screen may be old since then */
  | { state: 'not-live'; since: number }

/** Where a unit is, and when that was reckoned, by the service's clock. */
export type HeldPosition = UnitPosition

/** What the client tells its page. */
export type LiveListener = {
  /** something changed: paint again */
  onChange: () => void
  /** the service is there, every two seconds, also in a window that nobody sees */
  onBeat: () => void
  /** one event, after it is in the board */
  onEvent: (event: BoardEvent, board: Board) => void
  /** live again after an interruption, with how many events came meanwhile; undefined: a whole new picture */
  onBack: (events: number | undefined) => void
  /** a whole picture came, with numbers up to it that nobody has receipted */
  onPicture: (unreceipted: readonly number[]) => void
  /** the session ended or its rights were taken */
  onSignedOut: () => void
}

type Kept = { place: Place; you: You; board: unknown; lastLiveAt: number }

/** Goodbyes that end the session rather than the connection (CRD/1). */
const SIGNED_OUT = new Set([4401, 4403])
const WATCH_EVERY_MS = 250
/** How long a replay or a snapshot may take before the console connects again. */
const LOAD_WITHIN_MS = 30_000
const KEPT_UNDER = 'golden-hour-live'

/**
 * This console's end of Control-Room Delivery 1. It holds the board, proves for itself that no event is
 * missing, says when it cannot vouch for what is on the screen, and comes back by itself.
 */
export class LiveClient {
  board: Board = emptyBoard
  link: Link = { state: 'connecting' }
  readonly positions = new Map<string, HeldPosition>()
  /** others who have each incident open, by name */
  presence: ReadonlyMap<string, readonly string[]> = new Map()
  #looking: string | null = null
  readonly #listener: LiveListener
  readonly #address: string
  #socket: WebSocket | undefined
  #place: Place | undefined
  #you: You | undefined
  #hearing: Hearing = { lastHeardAt: 0, behindSince: null }
  #clockAhead = 0
  #attempt = 0
  #greeted = false
  #resuming = false
  #resumedAt = 0
  #missed: number | undefined
  #lastLiveAt: number
  #timers: number[] = []
  #stopped = false

  constructor(listener: LiveListener) {
    this.#listener = listener
    this.#address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`
    this.#lastLiveAt = Date.now()
  }

  start(): void {
    this.#takeBack()
    this.#timers.push(window.setInterval(() => this.#watch(), WATCH_EVERY_MS))
    addEventListener('pagehide', () => this.#keep())
    addEventListener('online', () => this.#hurry())
    this.#connect()
  }

  /** Ends the link for good and forgets what was kept: somebody else may sit here next. */
  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    forgetKept()
    this.#socket?.close()
  }

  /** The service's clock in milliseconds, as far as this console knows it. */
  now(): number {
    return Date.now() + this.#clockAhead
  }

  /** Tells the service that an event is on this screen (CRD/1 P5). False when it could not be sent. */
  receipt(seq: number): boolean {
    if (this.link.state !== 'live' || this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#say({ frame: 'receipt', seq, shownAt: new Date().toISOString() })
    return true
  }

  /** Says which incident is open on this desk, for whoever else works on it. */
  look(incidentId: string | null): void {
    if (incidentId === this.#looking) return
    this.#looking = incidentId
    if (this.link.state === 'live') this.#say({ frame: 'look', incidentId })
  }

  #connect(): void {
    if (this.#stopped) return
    const socket = new WebSocket(this.#address)
    this.#socket = socket
    this.#hearing = { lastHeardAt: performance.now(), behindSince: null }
    this.#resuming = false
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#hear(JSON.parse(String(data)) as ServerFrame)
    }
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#lost(code)
    }
  }

  /** The machine says that it has a network again: no need to wait for the next try. */
  #hurry(): void {
    if (this.link.state === 'live' || this.#stopped) return
    const old = this.#socket
    this.#connectSoon(0)
    old?.close()
  }

  #connectSoon(after: number): void {
    this.#socket = undefined
    this.#greeted = false
    const timer = window.setTimeout(() => {
      this.#timers = this.#timers.filter((one) => one !== timer)
      if (!this.#socket) this.#connect()
    }, after)
    this.#timers.push(timer)
  }

  #lost(code: number): void {
    if (SIGNED_OUT.has(code)) {
      this.stop()
      this.#listener.onSignedOut()
      return
    }
    // an upgrade that was refused looks like a network that failed: the session says which it was
    if (!this.#greeted) void this.#isStillSignedIn()
    this.#notLive()
    this.#attempt += 1
    this.#connectSoon(backoff(this.#attempt - 1, Math.random()))
  }

  async #isStillSignedIn(): Promise<void> {
    const response = await fetch('/session', { cache: 'no-store' }).catch(() => undefined)
    if (this.#stopped || response?.status !== 401) return
    this.stop()
    this.#listener.onSignedOut()
  }

  #hear(frame: ServerFrame): void {
    this.#hearing = { ...this.#hearing, lastHeardAt: performance.now() }
    switch (frame.frame) {
      case 'hello':
        this.#greet(frame.epoch, frame.you)
        break
      case 'reset':
        this.#startOver(frame)
        break
      case 'ev':
        this.#takeEvent(frame)
        break
      case 'skip':
        if (readSkip(this.#seq, frame) === 'hole') this.#resume()
        else this.#moveTo(frame.to)
        break
      case 'live':
        if (frame.seq > this.#seq) this.#resume()
        else this.#nowLive()
        break
      case 'hb':
        this.#takeBeat(frame)
        break
      case 'pos':
        for (const unit of frame.units) this.positions.set(unit.unitId, unit)
        this.#listener.onChange()
        break
      case 'presence':
        this.presence = new Map(frame.incidents.map(({ incidentId, by }) => [incidentId, by.map(({ name }) => name)]))
        this.#listener.onChange()
        break
      case 'goodbye':
      // the close that follows says the same
    }
  }

  #startOver(frame: Extract<ServerFrame, { frame: 'reset' }>): void {
    this.#you = frame.you
    this.#place = { epoch: frame.epoch, seq: frame.seq }
    this.board = boardFrom(frame.snapshot)
    this.positions.clear()
    this.#resuming = false
    this.#missed = undefined
    this.#listener.onPicture(frame.unreceipted)
    this.#listener.onChange()
  }

  #takeBeat(frame: Extract<ServerFrame, { frame: 'hb' }>): void {
    this.#clockAhead = Date.parse(frame.time) - Date.now()
    this.#hearing = {
      ...this.#hearing,
      behindSince: behindSince(this.#hearing.behindSince, this.#seq, frame.seq, performance.now()),
    }
    if (this.link.state === 'live' && this.#hearing.behindSince === null) this.#lastLiveAt = this.now()
    this.#say({ frame: 'pong' })
    this.#listener.onBeat()
  }

  get #seq(): number {
    return this.#place?.seq ?? 0
  }

  #greet(epoch: string, you: You): void {
    this.#greeted = true
    const isSame = this.#place?.epoch === epoch && this.#you !== undefined && isSamePerson(this.#you, you)
    if (!isSame) this.#place = undefined
    this.#you = you
    this.#resume()
  }

  /** Says where it left off; what is on the way from before is then known, or a hole that is asked for once. */
  #resume(): void {
    if (this.#resuming) return
    this.#resuming = true
    this.#resumedAt = performance.now()
    this.#say({ frame: 'resume', epoch: this.#place?.epoch ?? null, seq: this.#place?.seq ?? null })
  }

  #takeEvent(frame: Extract<ServerFrame, { frame: 'ev' }>): void {
    const reading = readEvent(this.#seq, frame)
    if (reading === 'hole') this.#resume()
    if (reading !== 'next') return
    this.#resuming = false
    this.#moveTo(frame.seq)
    const event = { type: frame.type, seq: frame.seq, at: frame.at, data: frame.data } as BoardEvent
    this.board = take(this.board, event)
    if (this.#missed !== undefined) this.#missed += 1
    this.#listener.onEvent(event, this.board)
    this.#listener.onChange()
  }

  #moveTo(seq: number): void {
    if (this.#place && seq > this.#place.seq) this.#place = { ...this.#place, seq }
  }

  #watch(): void {
    if (this.link.state === 'connecting' || !this.#socket) return
    const why = staleBecause(this.#hearing, performance.now())
    // a replay or a snapshot on its way is not behind, it is coming; heartbeats run meanwhile
    if (!why || (why === 'behind' && this.#resuming && performance.now() - this.#resumedAt < LOAD_WITHIN_MS)) return
    this.#notLive()
    // the old socket is let go without waiting for its close, which on a dead network does not come
    const old = this.#socket
    this.#attempt += 1
    this.#connectSoon(backoff(this.#attempt - 1, Math.random()))
    old.close()
  }

  #nowLive(): void {
    const missed = this.#missed
    this.#resuming = false
    this.#attempt = 0
    this.#missed = undefined
    this.#lastLiveAt = this.now()
    const wasAway = this.link.state === 'not-live'
    this.link = { state: 'live' }
    if (this.#looking !== null) this.#say({ frame: 'look', incidentId: this.#looking })
    if (wasAway) this.#listener.onBack(missed)
    this.#listener.onChange()
  }

  #notLive(): void {
    if (this.link.state === 'not-live') return
    this.link = { state: 'not-live', since: this.#lastLiveAt }
    // nobody can vouch for it
    this.presence = new Map()
    this.#missed = 0
    this.#listener.onChange()
  }

  #say(
    frame:
      | { frame: 'resume'; epoch: string | null; seq: number | null }
      | { frame: 'receipt'; seq: number; shownAt: string }
      | { frame: 'pong' }
      | { frame: 'look'; incidentId: string | null },
  ): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  /** Keeps the board over a reload of the page, in this tab only, so that it resumes where it was. */
  #keep(): void {
    if (this.#stopped || !this.#place || !this.#you) return
    const kept: Kept = { place: this.#place, you: this.#you, board: this.board, lastLiveAt: this.#lastLiveAt }
    try {
      sessionStorage.setItem(KEPT_UNDER, JSON.stringify(kept, mapsAsLists))
    } catch {
      // too large to keep: the service sends a whole picture instead
      forgetKept()
    }
  }

  #takeBack(): void {
    const text = sessionStorage.getItem(KEPT_UNDER)
    forgetKept()
    if (text === null) return
    const kept = JSON.parse(text, listsAsMaps) as Kept
    this.#place = kept.place
    this.#you = kept.you
    this.board = kept.board as Board
    this.#lastLiveAt = kept.lastLiveAt
  }
}

/** Removes what a tab kept of the live feed. */
export function forgetKept(): void {
  sessionStorage.removeItem(KEPT_UNDER)
}

function isSamePerson(was: You, is: You): boolean {
  return was.id === is.id && was.role === is.role && was.unitId === is.unitId && was.areas.join() === is.areas.join()
}

function mapsAsLists(_key: string, value: unknown): unknown {
  return value instanceof Map ? { aMap: [...value] } : value
}

function listsAsMaps(_key: string, value: unknown): unknown {
  const entries = (value as { aMap?: [unknown, unknown][] } | null)?.aMap
  return Array.isArray(entries) ? new Map(entries) : value
}
