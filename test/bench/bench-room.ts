import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Role } from '../../src/core/index.ts'
import { DEMO_PASSWORD } from '../../src/demo/demo-staff.ts'
import type { AccountTokens } from '../../src/demo/index.ts'
import { type Credentials, ShiftClient } from '../../src/demo/shift-client.ts'
import type { DataOf } from '../../src/demo/shift-events.ts'
import { BenchConsole } from './bench-console.ts'
import type { BenchService } from './bench-service.ts'

/** Who sits before the consoles, again and again until there are enough; dispatchers and handlers work, the rest look on. */
const DISPATCHERS = ['dispatch.north', 'dispatch.west', 'dispatch.south', 'dispatch.force']
const HANDLERS = ['handler1', 'handler2', 'handler3', 'handler4', 'desk1', 'desk2']
const OTHERS = ['supervisor1', 'dispatch.north', 'handler1', 'supervisor2', 'dispatch.south', 'handler2', 'handler3']
/** How often each vehicle reports where it is. */
const POSITIONS_EVERY_MS = 5_000
/** A recommendation that is not there by then never comes. */
const PATIENCE_MS = 20_000

type Vehicle = { callsign: string; lat: number; lon: number }
type Waiting = { areaId: string | null; came: (at: number) => void; never: (because: Error) => void }

/**
 * A control room at work: consoles that follow and receipt as the browser's do, an AVL system that reports every
 * unit, a telephony system. Nobody is deployed, so every unit stays free.
 */
export class BenchRoom {
  readonly telephony: ShiftClient
  readonly consoles: number
  /** why consoles lost their feed; empty when none did */
  readonly lost: string[] = []
  readonly #service: BenchService
  readonly #ending = new AbortController()
  readonly #clients: ShiftClient[] = []
  readonly #seats: BenchConsole[] = []
  /** by username: several consoles of one person share a session, as windows do */
  readonly #signedIn = new Map<string, ShiftClient>()
  readonly #handlers: ShiftClient[] = []
  readonly #waiting = new Map<string, Waiting>()
  readonly #tokens: AccountTokens
  #positions: NodeJS.Timeout | undefined

  private constructor(service: BenchService, consoles: number) {
    this.#service = service
    this.consoles = consoles
    this.#tokens = JSON.parse(readFileSync(join(service.folder, 'demo-accounts.json'), 'utf8')) as AccountTokens
    this.telephony = this.#client({ token: this.#tokens.telephony })
  }

  /** Everybody at their places, and where the units are known. */
  static async open(service: BenchService, ownerUrl: string, consoles: number): Promise<BenchRoom> {
    const room = new BenchRoom(service, consoles)
    try {
      await room.#reportPositions(await listVehicles(ownerUrl))
      for (const username of DISPATCHERS)
        await room.#sit(username, 'dispatcher', (text, at) => room.#arrived(username, text, at))
      for (const username of HANDLERS) room.#handlers.push(await room.#sit(username, 'call-handler'))
      for (let seat = 0; room.#seats.length < consoles; seat += 1) {
        const username = OTHERS[seat % OTHERS.length] ?? ''
        await room.#sit(username, roleOf(username))
      }
      return room
    } catch (error) {
      room.close()
      throw error
    }
  }

  /** The handlers take calls in turn. */
  handler(call: number): ShiftClient {
    return this.#handlers[call % this.#handlers.length] as ShiftClient
  }

  /** When the first recommendation for it came to the dispatcher of its area, by `performance.now()`. @throws Error when none comes, or none that can be acted on */
  awaitRecommendation({ id, areaId }: { id: string; areaId: string | null }): Promise<number> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => waiting.never(new Error(`no recommendation within ${PATIENCE_MS} ms`)), PATIENCE_MS)
      const waiting: Waiting = {
        areaId,
        came: (at) => this.#settle(id, late, () => resolve(at)),
        never: (because) => this.#settle(id, late, () => reject(because)),
      }
      this.#waiting.set(id, waiting)
    })
  }

  close(): void {
    clearInterval(this.#positions)
    this.#ending.abort()
    for (const { never } of [...this.#waiting.values()]) never(new Error('the room was closed'))
    for (const seat of this.#seats) seat.close()
    for (const client of this.#clients) client.close()
  }

  #settle(incidentId: string, late: NodeJS.Timeout, settle: () => void): void {
    clearTimeout(late)
    this.#waiting.delete(incidentId)
    settle()
  }

  /** Another dispatcher's console does not count: it is the area's own that must have it. */
  #arrived(username: string, text: string, at: number): void {
    const { data } = JSON.parse(text) as { data: DataOf<'recommendation-made'> }
    const waiting = this.#waiting.get(data.incident.id)
    if (!waiting || username !== `dispatch.${waiting.areaId ?? 'force'}`) return
    const wrong = whatIsWrong(data)
    if (wrong) waiting.never(new Error(wrong))
    else waiting.came(at)
  }

  async #sit(
    username: string,
    role: Role,
    onRecommendation: (text: string, at: number) => void = () => undefined,
  ): Promise<ShiftClient> {
    const client = this.#signedIn.get(username) ?? this.#client({ username, password: DEMO_PASSWORD })
    this.#signedIn.set(username, client)
    const onLost = (because: string) => void this.lost.push(`${username} ${because}`)
    this.#seats.push(await BenchConsole.open(this.#service.url, client, role, { onRecommendation, onLost }))
    return client
  }

  #client(credentials: Credentials): ShiftClient {
    const client = new ShiftClient({ url: this.#service.url, credentials, signal: this.#ending.signal })
    this.#clients.push(client)
    return client
  }

  /** Every unit stands about where it stood, and says so every few seconds. */
  async #reportPositions(vehicles: readonly Vehicle[]): Promise<void> {
    const avl = this.#client({ token: this.#tokens.avl })
    const report = async () => {
      const fixedAt = new Date().toISOString()
      const stir = () => (Math.random() - 0.5) * 0.0002
      const positions = vehicles.map(({ callsign, lat, lon }) => ({
        callsign,
        lat: lat + stir(),
        lon: lon + stir(),
        fixedAt,
      }))
      const answer = await avl.command<{ taken: number }>('POST', '/positions', { positions })
      if (answer.taken === 0) throw new Error('no position was taken')
    }
    await report()
    this.#positions = setInterval(() => {
      report().catch((error: Error) => {
        if (!this.#ending.signal.aborted) this.lost.push(`avl ${error.message}`)
      })
    }, POSITIONS_EVERY_MS)
  }
}

function roleOf(username: string): Role {
  if (username.startsWith('supervisor')) return 'supervisor'
  return username.startsWith('dispatch') ? 'dispatcher' : 'call-handler'
}

/** A recommendation that nobody can act on would be fast for nothing. */
function whatIsWrong({ recommendation, briefing }: DataOf<'recommendation-made'>): string | undefined {
  const [first] = recommendation.candidates
  if (!first?.travel.known || first.rank !== 1) return 'a recommendation without a first unit'
  if (briefing.id !== recommendation.briefingId) return 'a recommendation with another briefing'
  return undefined
}

async function listVehicles(ownerUrl: string): Promise<Vehicle[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<Vehicle>(
      `select u.callsign, coalesce(p.lat, u.station_lat) as lat, coalesce(p.lon, u.station_lon) as lon
       from unit u left join unit_position p on p.unit_id = u.id order by u.callsign`,
    )
    return rows
  } finally {
    await client.end()
  }
}
