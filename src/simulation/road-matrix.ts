import type { Profile } from '../routing/index.ts'
import type { CompactRoads } from './compact-roads.ts'

/** More milliseconds than any way takes: no way leads there. */
export const NO_WAY = 0x7fff_ffff

/**
 * The time from every node to a target, for each target that was ever asked for: one plain search a target, kept
 * for the rest of the process. 1,500 targets over 20,000 nodes are 120 MB a profile.
 */
export class RoadMatrix {
  readonly roads: CompactRoads
  readonly #rows: Record<Profile, Map<number, Int32Array>> = { normal: new Map(), 'blue-light': new Map() }
  readonly #heap: Heap

  constructor(roads: CompactRoads) {
    this.roads = roads
    this.#heap = new Heap(roads.arcs + 1)
  }

  /** Milliseconds from each node (its index) to `target`; `NO_WAY` where there is none. Not to be written to. */
  to(target: number, profile: Profile): Int32Array {
    const kept = this.#rows[profile].get(target)
    if (kept) return kept
    const row = this.#search(target, profile)
    this.#rows[profile].set(target, row)
    return row
  }

  /** Dijkstra, backwards from the target. */
  #search(target: number, profile: Profile): Int32Array {
    const { nodes, intoFirst, into, arcFrom } = this.roads
    const arcMs = this.roads.arcMs[profile]
    const ms = new Int32Array(nodes).fill(NO_WAY)
    const heap = this.#heap
    ms[target] = 0
    heap.put(0, target)
    while (heap.size > 0) {
      const at = heap.lowest
      const node = heap.take()
      if (at > (ms[node] as number)) continue
      for (let i = intoFirst[node] as number; i < (intoFirst[node + 1] as number); i += 1) {
        const arc = into[i] as number
        const from = arcFrom[arc] as number
        const next = at + (arcMs[arc] as number)
        if (next >= (ms[from] as number)) continue
        ms[from] = next
        heap.put(next, from)
      }
    }
    return ms
  }
}

/** A binary heap of nodes by milliseconds, in flat arrays. */
class Heap {
  readonly #key: Int32Array
  readonly #node: Int32Array
  size = 0

  constructor(most: number) {
    this.#key = new Int32Array(most + 1)
    this.#node = new Int32Array(most + 1)
  }

  get lowest(): number {
    return this.#key[0] as number
  }

  put(key: number, node: number): void {
    let at = this.size
    this.size += 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if ((this.#key[above] as number) <= key) break
      this.#key[at] = this.#key[above] as number
      this.#node[at] = this.#node[above] as number
      at = above
    }
    this.#key[at] = key
    this.#node[at] = node
  }

  take(): number {
    const taken = this.#node[0] as number
    this.size -= 1
    const [key, node] = [this.#key[this.size] as number, this.#node[this.size] as number]
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= this.size) break
      if (below + 1 < this.size && (this.#key[below + 1] as number) < (this.#key[below] as number)) below += 1
      if ((this.#key[below] as number) >= key) break
      this.#key[at] = this.#key[below] as number
      this.#node[at] = this.#node[below] as number
      at = below
    }
    this.#key[at] = key
    this.#node[at] = node
    return taken
  }
}
