import { type AccessClass, accessClasses, type RoadGraph } from './road-graph.ts'

/**
 * Marks the roads that are not driven through because of their access. A way may begin or end on one, as on any road
 * that is shut; and where one is the only way into a place, it stays open: an incident behind a private gate is
 * reached. What one-way roads do to that is not looked at: such a place is unreachable, and says so.
 */
export function shutByAccess(graph: RoadGraph, allowed: readonly AccessClass[], shut: Uint8Array): void {
  // most networks are told without a word of access
  if (!graph.roadAccess.some((access) => access > 0)) return
  const isAllowed = accessClasses.map((name) => name === '' || allowed.includes(name))
  const barred: number[] = []
  const groups = new Groups(graph.nodes)
  for (let road = 0; road < graph.roads; road += 1) {
    if (isAllowed[graph.roadAccess[road] as number]) groups.join(...endsOf(graph, road))
    else barred.push(road)
  }
  if (barred.length === 0) return
  const network = groups.largest()
  for (const road of barred) {
    const [from, to] = endsOf(graph, road)
    if (groups.of(from) === network && groups.of(to) === network) shut[road] = 1
  }
}

function endsOf({ roadFrom, roadTo }: RoadGraph, road: number): [from: number, to: number] {
  return [roadFrom[road] as number, roadTo[road] as number]
}

/** Junctions that hang together; each group is called after one of them. */
class Groups {
  readonly #parent: Int32Array

  constructor(nodes: number) {
    this.#parent = Int32Array.from({ length: nodes }, (_, node) => node)
  }

  of(node: number): number {
    let at = node
    while (this.#parent[at] !== at) {
      const above = this.#parent[at] as number
      this.#parent[at] = this.#parent[above] as number
      at = this.#parent[at] as number
    }
    return at
  }

  join(a: number, b: number): void {
    this.#parent[this.of(a)] = this.of(b)
  }

  largest(): number {
    const sizes = new Int32Array(this.#parent.length)
    let largest = 0
    for (let node = 0; node < sizes.length; node += 1) {
      const group = this.of(node)
      sizes[group] = (sizes[group] as number) + 1
      if (sizes[group] > (sizes[largest] as number)) largest = group
    }
    return largest
  }
}
