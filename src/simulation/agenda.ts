/** What happens next: events by instant, and of one instant in the order in which they were put down. */
export class Agenda<E> {
  readonly #heap: Array<{ atMs: number; order: number; event: E }> = []
  #orders = 0

  get isEmpty(): boolean {
    return this.#heap.length === 0
  }

  put(atMs: number, event: E): void {
    const entry = { atMs, order: this.#orders, event }
    this.#orders += 1
    const heap = this.#heap
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const above = (at - 1) >> 1
      if (isBefore(heap[above] as typeof entry, entry)) break
      heap[at] = heap[above] as typeof entry
      at = above
    }
    heap[at] = entry
  }

  /** @throws RangeError when nothing is left */
  take(): { atMs: number; event: E } {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()
    if (!first || !last) throw new RangeError('nothing is on the agenda')
    if (heap.length > 0) {
      let at = 0
      for (;;) {
        let below = 2 * at + 1
        const [left, right] = [heap[below], heap[below + 1]]
        if (!left) break
        if (right && isBefore(right, left)) below += 1
        const next = heap[below] as typeof last
        if (isBefore(last, next)) break
        heap[at] = next
        at = below
      }
      heap[at] = last
    }
    return first
  }
}

function isBefore(a: { atMs: number; order: number }, b: { atMs: number; order: number }): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
