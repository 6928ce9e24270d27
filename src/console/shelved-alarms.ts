import type { ShelvingView } from '../supervision/shelving-contract.ts'
import type { BoardEvent } from './board-event.ts'
import type { Desk } from './desk.ts'

/** Which alarms are shelved, as every desk of the room knows it: read when it opens and after each interruption. */
export class ShelvedAlarms {
  readonly #desk: Desk
  #list: readonly ShelvingView[] = []
  #wasLive = false
  /** nobody knows what is shelved: everything sounds */
  unknown = false

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Once a second. */
  tick(): void {
    const isLive = this.#desk.link.state === 'live'
    if (isLive && !this.#wasLive) void this.#refresh()
    this.#wasLive = isLive
  }

  onEvent(event: BoardEvent): void {
    if (event.type !== 'alarm-shelved' && event.type !== 'alarm-unshelved') return
    const { shelving } = event.data
    this.#list = [...this.#list.filter(({ id }) => id !== shelving.id), shelving]
  }

  /** What is shelved now, by the service's clock. */
  listNow(): ShelvingView[] {
    const now = this.#desk.now()
    return this.#list.filter(({ endedAt, until }) => endedAt === null && Date.parse(until) > now)
  }

  async #refresh(): Promise<void> {
    const answer = await this.#desk.ask<ShelvingView[]>('/alarm-shelvings')
    this.unknown = !answer.ok
    if (answer.ok) this.#list = answer.body
    this.#desk.repaint()
  }
}
