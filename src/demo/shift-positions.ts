import type { ShiftClient } from './shift-client.ts'
import type { VehicleFix } from './shift-drive-rules.ts'
import type { ShiftRoom } from './shift-room.ts'

/** Everything that moved goes out together this often, in real milliseconds. */
const BATCH_MS = 1_000
/** A unit that stands still says so this often: a position older than 60 s is not used without saying so. */
const REPEAT_MS = 30_000
/** Units in one report, as the service takes them. */
const MOST_IN_A_REPORT = 500

type Kept = VehicleFix & { fixedAt: string; sentAt: number; isNew: boolean }

/** The vehicle location system: keeps each unit's newest fix and reports it, newest wins; what is lost is overtaken. */
export class VehicleLocations {
  readonly #room: ShiftRoom
  readonly #client: ShiftClient
  readonly #fixes = new Map<string, Kept>()
  #sending = false
  #timer: NodeJS.Timeout | undefined

  constructor(room: ShiftRoom, client: ShiftClient) {
    this.#room = room
    this.#client = client
  }

  start(): void {
    this.#timer = setInterval(() => this.#room.run(() => this.#report()), BATCH_MS)
    this.#room.clock.signal.addEventListener('abort', () => clearInterval(this.#timer), { once: true })
  }

  /** Where a unit is now. */
  fix(unitId: string, where: VehicleFix): void {
    const sentAt = this.#fixes.get(unitId)?.sentAt ?? Number.NEGATIVE_INFINITY
    this.#fixes.set(unitId, { ...where, fixedAt: new Date().toISOString(), sentAt, isNew: true })
  }

  async #report(): Promise<void> {
    if (this.#sending) return
    const now = performance.now()
    const due = [...this.#fixes]
      .filter(([, fix]) => fix.isNew || now - fix.sentAt >= REPEAT_MS)
      .slice(0, MOST_IN_A_REPORT)
    if (due.length === 0) return
    const positions = due.map(([unitId, fix]) => {
      // standing still is a new fix of the same place
      if (!fix.isNew) Object.assign(fix, { fixedAt: new Date().toISOString(), speedKmh: 0 })
      Object.assign(fix, { sentAt: now, isNew: false })
      const { lat, lon, speedKmh, heading, fixedAt } = fix
      return { unitId, lat, lon, speedKmh, heading, fixedAt }
    })
    this.#sending = true
    try {
      await this.#client.command('POST', '/positions', { positions })
    } finally {
      this.#sending = false
    }
  }
}
