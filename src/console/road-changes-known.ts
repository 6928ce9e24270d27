import type { RoadChangeView } from '../roads/road-change.ts'
import type { BoardEvent } from './board-event.ts'
import type { Desk } from './desk.ts'

/** Closures and slow-downs that have not ended: asked once, then kept by what the feed says. */
export class RoadChangesKnown {
  readonly #desk: Desk
  #changes: readonly RoadChangeView[] = []
  #isAsking = false
  #isOld = false

  constructor(desk: Desk) {
    this.#desk = desk
    void this.#ask()
  }

  get list(): readonly RoadChangeView[] {
    return this.#changes
  }

  onEvent({ type }: BoardEvent): void {
    if (type === 'road-changed' || type === 'road-change-withdrawn') void this.#ask()
  }

  async #ask(): Promise<void> {
    // what changes while an answer is on its way is asked for after it
    this.#isOld = true
    if (this.#isAsking) return
    this.#isAsking = true
    while (this.#isOld) {
      this.#isOld = false
      const answer = await this.#desk.ask<RoadChangeView[]>('/road-changes')
      if (answer.ok) this.#changes = answer.body
    }
    this.#isAsking = false
    this.#desk.repaint()
  }
}
