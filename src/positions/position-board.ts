import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Actor } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { KnownPosition, Position } from './position.ts'
import { type PositionReport, type PositionsAnswer, positionHint } from './position-contract.ts'
import { ageSeconds, isFromTheFuture, isNewer, isOld } from './position-rules.ts'

/** How nodes tell each other of new positions; one that loses, doubles or delays them does no harm. */
export type PositionHints = {
  publish: (channel: string, message: string) => void
  subscribe: (channel: string, handler: (message: string) => void) => void
  readonly healthy: boolean
}

/** What the board works with. */
export type PositionDeps = {
  db: Reader
  hints: PositionHints
  log: Pick<Logger, 'warn'>
  /** told of every newer fix, whichever way it came; must be quick */
  onMoved?: (position: Position) => void
}

/** What the live feed reads. Versions count every change of any unit. */
export type PositionsOnFeed = {
  readonly version: number
  listChangedSince: (version: number, maySee: (unitId: string) => boolean) => UnitOnFeed[]
}

type UnitOnFeed = Omit<Position, 'fixedAt' | 'receivedAt'> & { fixedAt: string }

/** Written to the table, and told to other nodes, at most this often, in milliseconds. */
const WRITE_EVERY_MS = 1_000
/** How often the table is asked what other nodes have written; seldom while they tell us by themselves. */
const LOOK_EVERY_MS = 1_000
const LOOKS_SKIPPED_WHEN_TOLD = 5
/** Looks overlap by this much, because a row with an earlier instant may become visible later. */
const OVERLAP_MS = 5_000
/** An unknown callsign makes the board read the units again, at most this often. */
const READ_UNITS_EVERY_MS = 1_000
const CHANNEL = 'positions'

/**
 * Where units are now, in memory; the newest fix of each wins, whichever way it came: a report to this node,
 * a hint or a row of another. Best effort and outside the journal (CRD/1 P8): what is lost is replaced by
 * the next fix within seconds.
 */
export class PositionBoard {
  readonly #db: Reader
  readonly #hints: PositionHints
  readonly #log: Pick<Logger, 'warn'>
  readonly #onMoved: (position: Position) => void
  readonly #positions = new Map<string, { position: Position; version: number }>()
  /** not yet written; bounded by the number of units */
  #unwritten = new Map<string, Position>()
  #units = new Map<string, string>()
  #unitsReadAt = Number.NEGATIVE_INFINITY
  #version = 0
  #readUpTo = new Date(0)
  #looks = 0
  #writing: Promise<void> | undefined
  #writeTimer: NodeJS.Timeout | undefined
  #writtenAt = Number.NEGATIVE_INFINITY
  #lookTimer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #closed = false

  /** for the live feed */
  readonly feed: PositionsOnFeed

  constructor({ db, hints, log, onMoved = () => undefined }: PositionDeps) {
    this.#db = db
    this.#hints = hints
    this.#log = log
    this.#onMoved = onMoved
    const versionNow = () => this.#version
    this.feed = {
      get version() {
        return versionNow()
      },
      listChangedSince: (version, maySee) => this.#listChangedSince(version, maySee),
    }
  }

  /** Reads what is known and follows what other nodes learn. */
  async start(): Promise<void> {
    await this.#readTable(new Date(0))
    this.#hints.subscribe(CHANNEL, (message) => this.#takeHint(message))
    this.#lookTimer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#lookTimer)
    clearTimeout(this.#writeTimer)
    await this.#looking
    await this.#writing
    await this.#write()
  }

  /** The last known position of this unit; its age goes with it. */
  get(unitId: string): KnownPosition | undefined {
    const known = this.#positions.get(unitId)?.position
    return known && withAge(known)
  }

  /** The last known position of every unit that ever had one. */
  list(): KnownPosition[] {
    return [...this.#positions.values()].map(({ position }) => withAge(position))
  }

  /** Takes what a person or a system reports; a crew may say only where it is itself. */
  async report(actor: Actor, reports: readonly PositionReport[], now: Date): Promise<PositionsAnswer> {
    const answer: PositionsAnswer = { taken: 0, older: 0, refused: [] }
    await this.#mustKnowUnits(reports)
    for (const [index, { callsign, unitId: given, fixedAt: instant, ...place }] of reports.entries()) {
      const fixedAt = new Date(instant)
      const unitId = this.#units.get(given ?? callsign?.trim().toUpperCase() ?? '')
      if (unitId === undefined) {
        answer.refused.push({ index, code: 'unknown-unit', detail: 'there is no unit of that name' })
      } else if (actor.kind === 'staff' && actor.unitId !== unitId) {
        answer.refused.push({ index, code: 'another-unit', detail: 'a crew may say only where it is itself' })
      } else if (isFromTheFuture(fixedAt, now)) {
        answer.refused.push({
          index,
          code: 'from-the-future',
          detail: 'the fix is more than 30 seconds ahead of the service',
        })
      } else if (this.#take({ ...place, unitId, fixedAt, receivedAt: now })) {
        answer.taken += 1
      } else {
        answer.older += 1
      }
    }
    if (answer.taken > 0) this.#writeSoon()
    return answer
  }

  #take(position: Position): boolean {
    if (!isNewer(position, this.#positions.get(position.unitId)?.position)) return false
    this.#keep(position)
    this.#unwritten.set(position.unitId, position)
    return true
  }

  #keep(position: Position): void {
    this.#version += 1
    this.#positions.set(position.unitId, { position, version: this.#version })
    this.#onMoved(position)
  }

  #listChangedSince(since: number, maySee: (unitId: string) => boolean): UnitOnFeed[] {
    const changed: UnitOnFeed[] = []
    for (const { position, version } of this.#positions.values()) {
      if (version <= since || !maySee(position.unitId)) continue
      const { unitId, lat, lon, speedKmh, heading, fixedAt } = position
      changed.push({ unitId, lat, lon, speedKmh, heading, fixedAt: fixedAt.toISOString() })
    }
    return changed
  }

  async #mustKnowUnits(reports: readonly PositionReport[]): Promise<void> {
    const isKnown = ({ unitId, callsign }: PositionReport) =>
      this.#units.has(unitId ?? callsign?.trim().toUpperCase() ?? '')
    if (performance.now() - this.#unitsReadAt < READ_UNITS_EVERY_MS || reports.every(isKnown)) return
    this.#unitsReadAt = performance.now()
    const units = await this.#db.selectFrom('unit').select(['id', 'callsign']).execute()
    this.#units = new Map(
      units.flatMap(({ id, callsign }) => [[id, id] as const, [callsign.toUpperCase(), id] as const]),
    )
  }

  #takeHint(message: string): void {
    let positions: Position[]
    try {
      positions = positionHint.parse(JSON.parse(message))
    } catch {
      this.#log.warn('positions hint could not be read')
      return
    }
    this.#takeFromOthers(positions)
  }

  /** Whoever received them writes them. */
  #takeFromOthers(positions: readonly Position[]): void {
    for (const position of positions) {
      if (isNewer(position, this.#positions.get(position.unitId)?.position)) this.#keep(position)
    }
  }

  #writeSoon(): void {
    if (this.#writeTimer !== undefined || this.#closed) return
    const wait = Math.max(0, this.#writtenAt + WRITE_EVERY_MS - performance.now())
    this.#writeTimer = setTimeout(() => {
      this.#writtenAt = performance.now()
      this.#writing = this.#write().finally(() => {
        this.#writeTimer = undefined
        if (this.#unwritten.size > 0) this.#writeSoon()
      })
    }, wait)
  }

  async #write(): Promise<void> {
    const batch = this.#unwritten
    if (batch.size === 0) return
    this.#unwritten = new Map()
    // in one order on every node, so that two upserts never wait for each other
    const positions = [...batch.values()].sort((a, b) => (a.unitId < b.unitId ? -1 : 1))
    this.#hints.publish(CHANNEL, JSON.stringify(positions))
    try {
      await savePositions(this.#db, positions)
    } catch (error) {
      const { name, code } = error as Error & { code?: string }
      this.#log.warn({ fault: name, code }, 'positions could not be written')
      this.#unwritten = new Map([...batch, ...this.#unwritten])
    }
  }

  #look(): void {
    this.#looks += 1
    if (this.#looking || (this.#hints.healthy && this.#looks % LOOKS_SKIPPED_WHEN_TOLD !== 0)) return
    this.#looking = this.#readTable(new Date(this.#readUpTo.getTime() - OVERLAP_MS))
      .catch((error: Error & { code?: string }) => {
        this.#log.warn({ fault: error.name, code: error.code }, 'positions could not be read')
      })
      .finally(() => {
        this.#looking = undefined
      })
  }

  async #readTable(after: Date): Promise<void> {
    const rows = await this.#db.selectFrom('unit_position').selectAll().where('received_at', '>', after).execute()
    for (const row of rows) if (row.received_at > this.#readUpTo) this.#readUpTo = row.received_at
    this.#takeFromOthers(
      rows.map((row) => ({
        unitId: row.unit_id,
        lat: row.lat,
        lon: row.lon,
        speedKmh: row.speed_kmh,
        heading: row.heading,
        fixedAt: row.fixed_at,
        receivedAt: row.received_at,
      })),
    )
  }
}

/** A board that is read and follows. */
export async function openPositions(deps: PositionDeps): Promise<PositionBoard> {
  const board = new PositionBoard(deps)
  await board.start()
  return board
}

/**
 * One statement for the whole batch. It does not wait for the disk: a position lost in a power cut is old
 * before the machine is back. `received_at` is the database's clock, so that nodes can ask for what is new.
 */
async function savePositions(db: Reader, positions: readonly Position[]): Promise<void> {
  const column = <T>(read: (position: Position) => T) => positions.map(read)
  await db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = off`.execute(trx)
    await sql`
      insert into unit_position (unit_id, lat, lon, speed_kmh, heading, fixed_at, received_at)
      select unit_id, lat, lon, speed_kmh, heading, fixed_at, clock_timestamp()
      from unnest(${column((one) => one.unitId)}::uuid[], ${column((one) => one.lat)}::float8[],
        ${column((one) => one.lon)}::float8[], ${column((one) => one.speedKmh)}::real[],
        ${column((one) => one.heading)}::real[], ${column((one) => one.fixedAt.toISOString())}::timestamptz[])
        as p(unit_id, lat, lon, speed_kmh, heading, fixed_at)
      on conflict (unit_id) do update set lat = excluded.lat, lon = excluded.lon, speed_kmh = excluded.speed_kmh,
        heading = excluded.heading, fixed_at = excluded.fixed_at, received_at = excluded.received_at
      where excluded.fixed_at > unit_position.fixed_at`.execute(trx)
  })
}

function withAge(position: Position): KnownPosition {
  return {
    ...position,
    ageSeconds: (now) => ageSeconds(position.fixedAt, now),
    isOld: (now) => isOld(position.fixedAt, now),
  }
}
