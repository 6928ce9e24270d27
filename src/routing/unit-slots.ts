import type { Place } from './routing.ts'
import { type Moves, packPlaces } from './routing-protocol.ts'

/**
 * The units the worker keeps labels for: a small whole number for each (its slot), and where each is, so that a new
 * worker can be told. Moves wait here until they are taken: of a unit that moves twice before that, the newer counts.
 */
export class UnitSlots {
  readonly #slots = new Map<string, number>()
  readonly #places: Array<Place | undefined> = []
  readonly #free: number[] = []
  readonly #waiting = new Set<number>()

  /** @returns whether this is the first move that waits */
  move(unitId: string, place: Place | undefined): boolean {
    let slot = this.#slots.get(unitId)
    if (slot === undefined) {
      if (!place) return false
      slot = this.#free.pop() ?? this.#places.length
      this.#slots.set(unitId, slot)
    }
    this.#places[slot] = place
    if (!place) {
      this.#slots.delete(unitId)
      this.#free.push(slot)
    }
    this.#waiting.add(slot)
    return this.#waiting.size === 1
  }

  /** -1 for a unit that was never moved, or was forgotten. */
  slotOf(unitId: string): number {
    return this.#slots.get(unitId) ?? -1
  }

  /** The moves that wait, which then wait no more; undefined when there are none. */
  take(): Moves | undefined {
    if (this.#waiting.size === 0) return undefined
    const slots = [...this.#waiting]
    this.#waiting.clear()
    return this.#tell(slots)
  }

  /** Where every unit is, for a worker that knows of none. */
  takeAll(): Moves {
    this.#waiting.clear()
    return this.#tell([...this.#slots.values()])
  }

  #tell(slots: readonly number[]): Moves {
    return {
      tell: 'moves',
      slots: Int32Array.from(slots),
      places: packPlaces(slots.map((slot) => this.#places[slot])),
    }
  }
}
