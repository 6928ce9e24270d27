import { findSeparator, type Net } from './separator-rules.ts'

/** Roads between nodes, in either direction, in no order; loops and doubles are allowed. */
export type Links = {
  nodes: number
  a: ArrayLike<number>
  b: ArrayLike<number>
  x: ArrayLike<number>
  y: ArrayLike<number>
}

/** A part this small is not worth a separator. */
const SMALLEST_PART = 6

/**
 * The order in which nodes are taken out of the network, each time joining its neighbours that are left, so that few
 * joins are needed: first dead ends and places along a road (never more than two neighbours), neighbours in
 * different rounds so that long roads fold instead of unrolling; then the rest by separators, the first cut last.
 */
export function orderNodes(links: Links): Int32Array {
  const around = neighboursOf(links)
  const order = new Int32Array(links.nodes)
  const folded = foldSimpleNodes(around, order)
  const left: number[] = []
  around.forEach((neighbours, node) => {
    if (neighbours) left.push(node)
  })
  dissect(links, around, left, order, folded)
  return order
}

type Around = Array<number[] | undefined>

function neighboursOf({ nodes, a, b }: Links): Around {
  const around: number[][] = Array.from({ length: nodes }, () => [])
  for (let link = 0; link < a.length; link += 1) join(around, a[link] as number, b[link] as number)
  return around
}

function join(around: Around, a: number, b: number): void {
  if (a === b || around[a]?.includes(b)) return
  around[a]?.push(b)
  around[b]?.push(a)
}

/** @returns how many were taken out: their neighbours are undefined now, and the rest is joined where they were */
function foldSimpleNodes(around: Around, order: Int32Array): number {
  let taken = 0
  const blockedIn = new Int32Array(around.length)
  let waiting = [...around.keys()]
  for (let round = 1; waiting.length > 0; round += 1) {
    const again: number[] = []
    for (const node of waiting) {
      const neighbours = around[node]
      if (!neighbours || neighbours.length > 2) continue
      if (blockedIn[node] === round) {
        again.push(node)
        continue
      }
      order[taken] = node
      taken += 1
      around[node] = undefined
      for (const other of neighbours) {
        blockedIn[other] = round
        const others = around[other] as number[]
        others.splice(others.indexOf(node), 1)
        again.push(other)
      }
      if (neighbours.length === 2) join(around, neighbours[0] as number, neighbours[1] as number)
    }
    waiting = again
  }
  return taken
}

/** Fills the order's places from `from` on with the nodes of `all`. */
function dissect(links: Links, around: Around, all: number[], order: Int32Array, from: number): void {
  const localOf = new Int32Array(links.nodes).fill(-1)
  const parts = [{ nodes: all, from }]
  for (let part = parts.pop(); part; part = parts.pop()) {
    const { nodes } = part
    if (nodes.length <= SMALLEST_PART) {
      const size = (node: number) => (around[node] as number[]).length
      order.set(
        nodes.toSorted((a, b) => size(a) - size(b)),
        part.from,
      )
      continue
    }
    const { near, separator, far } = findSeparator(netOf(links, around, nodes, localOf))
    const named = (locals: number[]) => locals.map((local) => nodes[local] as number)
    order.set(named(separator), part.from + near.length + far.length)
    parts.push({ nodes: named(near), from: part.from }, { nodes: named(far), from: part.from + near.length })
  }
}

function netOf(links: Links, around: Around, nodes: readonly number[], localOf: Int32Array): Net {
  nodes.forEach((node, local) => {
    localOf[node] = local
  })
  const first = new Int32Array(nodes.length + 1)
  const neighbour: number[] = []
  nodes.forEach((node, local) => {
    for (const other of around[node] as number[]) {
      const at = localOf[other] as number
      if (at >= 0) neighbour.push(at)
    }
    first[local + 1] = neighbour.length
  })
  for (const node of nodes) localOf[node] = -1
  return {
    nodes: nodes.length,
    first,
    neighbour: Int32Array.from(neighbour),
    x: nodes.map((node) => links.x[node] as number),
    y: nodes.map((node) => links.y[node] as number),
  }
}
