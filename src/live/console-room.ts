import type { FastifyBaseLogger } from 'fastify'
import type { WebSocket } from 'ws'
import type { Actor } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { holds, type Sessions } from '../http/index.ts'
import { writeDown } from '../journal/index.ts'
import { maySeePosition } from './audience-rules.ts'
import { ConsoleSocket, type Snapshot, type Surroundings } from './console-socket.ts'
import { closeCodes, type ServerFrame, type UnitPosition } from './frame.ts'
import type { PresenceBook } from './presence-book.ts'
import type { ReceiptDesk } from './receipt-commands.ts'
import { owesReceipt } from './receipt-rules.ts'
import type { Line } from './recent-lines.ts'
import type { Relay } from './relay.ts'
import { Turnstile } from './turnstile.ts'

/** Positions as the feed asks for them; versions count every change, of any unit. */
export type PositionFeed = {
  readonly version: number
  listChangedSince: (version: number, maySee: (unitId: string) => boolean) => UnitPosition[]
}

/** What the room of all consoles of this process works with. */
export type RoomDeps = {
  db: Reader
  relay: Relay
  receipts: ReceiptDesk
  sessions: Pick<Sessions, 'findAll'>
  takeSnapshot: (actor: Actor) => Promise<Snapshot>
  positions: PositionFeed | undefined
  presence: PresenceBook
  log: FastifyBaseLogger
}

/** What the room says of itself, for the metrics page. `closed` counts by close code since the start. */
export type RoomMetrics = { greeted: number; loading: number; live: number; closed: Record<string, number> }

/** Heartbeat, positions and the check of every session, in milliseconds: half of what CRD/1 P4 and P9 allow. */
const TICK_MS = 1_000
/** Snapshots are large reads: when everybody comes back at once, the others wait. */
const SNAPSHOTS_AT_ONCE = 4
const SNAPSHOT_ATTEMPTS = 10
/** How long a console that went away still counts as one that should have shown something. */
const LATELY_MS = 900_000
/** Rights older than this vouch for nothing: no event, no heartbeat, so that consoles say that they are not live. */
const RIGHTS_FRESH_MS = 2_500
const RESTARTING = 'the service is restarting'

/** All consoles of this process. */
export class ConsoleRoom {
  readonly #deps: RoomDeps
  readonly #surroundings: Surroundings
  readonly #consoles = new Set<ConsoleSocket>()
  /** who was here in the last quarter of an hour, by what they may see */
  readonly #lately = new Map<string, { actor: Actor; until: number }>()
  readonly #closed: Record<string, number> = {}
  #timer: NodeJS.Timeout | undefined
  #checking = false
  #stopped = false
  #rightsAt = 0

  constructor(deps: RoomDeps) {
    this.#deps = deps
    const snapshots = new Turnstile(SNAPSHOTS_AT_ONCE)
    this.#surroundings = {
      relay: deps.relay,
      noteLook: async (actor, reason, { epoch, seq }) => {
        const audits = [{ op: 'consultation' as const, subjectType: 'live-feed', reason, detail: { epoch, seq } }]
        await deps.db.transaction().execute((trx) => writeDown(trx, actor, { events: [], audits, jobs: [] }))
      },
      listUnreceipted: async (actor) => (await deps.receipts.watchFor(actor)).map((event) => event.seq),
      takeSnapshot: (actor) => snapshots.pass(() => takeUndisturbed(() => deps.takeSnapshot(actor))),
      takeReceipt: (seq, actor) => deps.receipts.take(seq, actor),
      takeLook: (socket, actor, incidentId) => {
        deps.presence.look(socket, actor, incidentId).catch(this.#surroundings.report)
      },
      areRightsFresh: () => performance.now() - this.#rightsAt < RIGHTS_FRESH_MS,
      report: (fault) => {
        const { name, code, stack } = fault as Error & { code?: string }
        deps.log.error({ fault: name, code, stack: stack?.split('\n').slice(1, 6) }, 'live feed fault')
      },
    }
    deps.relay.follow({
      takeLines: (lines) => this.#takeLines(lines),
      startAgain: () => {
        for (const one of this.#consoles) one.startAgain()
      },
    })
  }

  start(): void {
    this.#rightsAt = performance.now()
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  /** Who holds this token at this moment, asked of the store. */
  async confirm(tokenHash: Buffer): Promise<Actor | undefined> {
    return (await this.#deps.sessions.findAll([tokenHash])).get(tokenHash.toString('base64'))
  }

  /** A console has connected; it is checked once a second from now on. Must be called in the turn of the upgrade. */
  seat(socket: WebSocket, actor: Actor, tokenHash: Buffer): void {
    const one = new ConsoleSocket(socket, actor, tokenHash, this.#surroundings)
    if (this.#stopped) {
      one.close(closeCodes.goingAway, RESTARTING)
      return
    }
    this.#consoles.add(one)
    this.#remember(actor)
    socket.on('close', () => {
      this.#consoles.delete(one)
      this.#deps.presence.leave(one)
      this.#remember(one.actor)
      const code = String(one.closedWith ?? 1006)
      this.#closed[code] = (this.#closed[code] ?? 0) + 1
    })
  }

  /** Says goodbye to everybody: the service is stopping, connect to another node. */
  stop(): void {
    this.#stopped = true
    clearInterval(this.#timer)
    for (const one of this.#consoles) one.close(closeCodes.goingAway, RESTARTING)
  }

  metrics(): RoomMetrics {
    const count = { greeted: 0, loading: 0, live: 0, closed: { ...this.#closed } }
    for (const { state } of this.#consoles) if (state !== 'closed') count[state] += 1
    return count
  }

  #takeLines(lines: readonly Line[]): void {
    for (const line of lines) {
      if (line.mustBeReceipted && this.#somebodyOwes(line)) this.#deps.receipts.plan(line.seq)
    }
    for (const one of this.#consoles) one.takeLines(lines)
  }

  #somebodyOwes(line: Line): boolean {
    for (const { actor } of this.#lately.values()) if (owesReceipt(actor, line)) return true
    return false
  }

  #remember(actor: Actor): void {
    const view = `${actor.kind} ${actor.role} ${actor.unitId} ${actor.areas.toSorted().join()}`
    this.#lately.set(view, { actor, until: performance.now() + LATELY_MS })
  }

  #tick(): void {
    const now = performance.now()
    for (const [view, { until }] of this.#lately) if (until < now) this.#lately.delete(view)
    const { relay } = this.#deps
    const mayVouch = !relay.isBlind() && this.#surroundings.areRightsFresh()
    const beat = mayVouch
      ? {
          text: JSON.stringify({
            frame: 'hb',
            seq: relay.head.seq,
            time: new Date().toISOString(),
          } satisfies ServerFrame),
        }
      : undefined
    // before the heartbeat: positions are sent only when nothing else waits
    if (mayVouch) {
      this.#sendPositions()
      for (const one of this.#consoles) one.sendPresence(this.#deps.presence.listFor(one.actor))
      this.#deps.presence.tell()
    }
    for (const one of this.#consoles) {
      if (one.state !== 'closed') this.#remember(one.actor)
      one.tick(beat)
    }
    void this.#checkRights()
  }

  /** CRD/1 P9: every open session is asked for every second, all in one question. */
  async #checkRights(): Promise<void> {
    if (this.#checking) return
    this.#checking = true
    const askedAt = performance.now()
    const asked = [...this.#consoles].filter((one) => one.state !== 'closed')
    try {
      const holders = await this.#deps.sessions.findAll([...new Set(asked.map((one) => one.tokenHash))])
      for (const one of asked) {
        const actor = holders.get(one.tokenHash.toString('base64'))
        if (!actor) one.close(closeCodes.session, 'the session has ended')
        else if (!holds(actor, 'live:connect'))
          one.close(closeCodes.rights, 'the right to the live feed was taken away')
        else one.know(actor)
      }
      this.#rightsAt = askedAt
    } catch (error) {
      const { name, code } = error as Error & { code?: string }
      this.#deps.log.warn({ fault: name, code }, 'sessions could not be checked')
    } finally {
      this.#checking = false
    }
  }

  #sendPositions(): void {
    const { positions } = this.#deps
    if (!positions) return
    const { version } = positions
    const time = new Date().toISOString()
    // most consoles see every unit and are equally far: one text for all of them
    const shared = new Map<string, string | undefined>()
    for (const one of this.#consoles) {
      const { actor } = one
      one.sendPositions(version, (since) => {
        const key = `${since} ${actor.kind} ${actor.role} ${actor.unitId}`
        if (!shared.has(key)) {
          const units = positions.listChangedSince(since, (unitId) => maySeePosition(actor, unitId))
          shared.set(
            key,
            units.length === 0 ? undefined : JSON.stringify({ frame: 'pos', time, units } satisfies ServerFrame),
          )
        }
        return shared.get(key)
      })
    }
  }
}

/**
 * A snapshot logs what it reads, so its commit can meet another one at the head of the journal; in a
 * repeatable-read transaction that ends it with 40001, and it is taken again.
 */
async function takeUndisturbed(take: () => Promise<Snapshot>): Promise<Snapshot> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await take()
    } catch (error) {
      if ((error as { code?: string }).code !== '40001' || attempt === SNAPSHOT_ATTEMPTS) throw error
    }
  }
}
