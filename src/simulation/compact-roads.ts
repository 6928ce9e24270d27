import { isTwoWay, otherEnd, type Profile, type RoadGraph } from '../routing/index.ts'

/** What one profile makes of the roads: whole milliseconds, and which of them nobody drives through. */
type TimesOfRoads = { roadMs: Int32Array; shut: Uint8Array }

/**
 * The road network without what no fastest way between kept nodes uses: dead ends in which nobody is wanted are
 * gone, and a junction where two roads merely meet is inside an arc. A third of the nodes, the same times to the
 * millisecond, so that the times from everywhere to every place of a simulated month fit into memory.
 *
 * An arc is a stretch driven one way; `back` is the same stretch driven the other way, or -1. Its parts are roads:
 * part p of arc a is `part[partFirst[a] + p]` = road * 2, plus 1 when it is driven from its `to` end.
 */
export type CompactRoads = {
  graph: RoadGraph
  nodes: number
  /** compact node -> node of the graph */
  original: Int32Array
  /** node of the graph -> compact node, -1 when it is inside an arc or gone */
  nodeOf: Int32Array
  arcs: number
  arcFrom: Int32Array
  arcTo: Int32Array
  back: Int32Array
  arcMs: Record<Profile, Int32Array>
  partFirst: Int32Array
  part: Int32Array
  /** milliseconds of each part */
  partMs: Record<Profile, Int32Array>
  /** arcs that leave node n are arc[outFirst[n]] .. arc[outFirst[n + 1]]; those that reach it in `into` */
  outFirst: Int32Array
  out: Int32Array
  intoFirst: Int32Array
  into: Int32Array
}

/** A stretch between two kept nodes, as it is found: its roads in order and the ways it may be driven. */
type Chain = { from: number; to: number; parts: number[]; forward: boolean; backward: boolean }

/** Builds the compact network of the main component; every node of `keep` stays a node. */
export function compactRoads(
  graph: RoadGraph,
  times: Record<Profile, TimesOfRoads>,
  keep: ReadonlySet<number>,
): CompactRoads {
  const usable = Uint8Array.from({ length: graph.roads }, (_, road) => {
    const [from, to] = [graph.roadFrom[road] as number, graph.roadTo[road] as number]
    const isShut = times.normal.shut[road] || times['blue-light'].shut[road]
    return from !== to && graph.nodeMain[from] && graph.nodeMain[to] && !isShut ? 1 : 0
  })
  const roadsAt = roadsOfNodes(graph, usable)
  stripDeadEnds(graph, usable, roadsAt, keep)
  const alive = (node: number) => roadsAt[node]?.filter((road) => usable[road]) ?? []
  const isKept = Uint8Array.from({ length: graph.nodes }, (_, node) => {
    const roads = alive(node)
    return roads.length > 0 && (keep.has(node) || roads.length !== 2) ? 1 : 0
  })
  const chains = findChains(graph, isKept, alive)
  return assemble(graph, times, isKept, chains)
}

function roadsOfNodes(graph: RoadGraph, usable: Uint8Array): number[][] {
  const roads: number[][] = Array.from({ length: graph.nodes }, () => [])
  for (let road = 0; road < graph.roads; road += 1) {
    if (!usable[road]) continue
    roads[graph.roadFrom[road] as number]?.push(road)
    roads[graph.roadTo[road] as number]?.push(road)
  }
  return roads
}

/** Takes away roads to a node that leads nowhere else, unless somebody is wanted there. */
function stripDeadEnds(graph: RoadGraph, usable: Uint8Array, roadsAt: number[][], keep: ReadonlySet<number>): void {
  const left = Int32Array.from(roadsAt, (roads) => roads.length)
  for (let start = 0; start < graph.nodes; start += 1) {
    let node = start
    while (left[node] === 1 && !keep.has(node)) {
      const road = roadsAt[node]?.find((one) => usable[one])
      if (road === undefined) break
      usable[road] = 0
      left[node] = 0
      node = otherEnd(graph, road, node)
      left[node] = (left[node] as number) - 1
    }
  }
}

/** Walks from every kept node along each of its roads to the next kept one. */
function findChains(graph: RoadGraph, isKept: Uint8Array, alive: (node: number) => number[]): Chain[] {
  const chains: Chain[] = []
  for (let from = 0; from < graph.nodes; from += 1) {
    if (!isKept[from]) continue
    for (const first of alive(from)) {
      const chain: Chain = { from, to: from, parts: [], forward: true, backward: true }
      let [node, road] = [from, first]
      for (;;) {
        const reversed = graph.roadFrom[road] === node ? 0 : 1
        chain.parts.push(road * 2 + reversed)
        if (!isTwoWay(graph, road)) {
          if (reversed) chain.forward = false
          else chain.backward = false
        }
        node = otherEnd(graph, road, node)
        if (isKept[node]) break
        const next = alive(node).find((one) => one !== road)
        if (next === undefined) break
        road = next
      }
      chain.to = node
      // each chain is found from both of its ends, and a loop leads nowhere
      if (isKept[node] && from < node) chains.push(chain)
    }
  }
  return chains
}

function assemble(
  graph: RoadGraph,
  times: Record<Profile, TimesOfRoads>,
  isKept: Uint8Array,
  chains: readonly Chain[],
): CompactRoads {
  const nodeOf = new Int32Array(graph.nodes).fill(-1)
  const original: number[] = []
  isKept.forEach((kept, node) => {
    if (!kept) return
    nodeOf[node] = original.length
    original.push(node)
  })
  const arcFrom: number[] = []
  const arcTo: number[] = []
  const back: number[] = []
  const partFirst: number[] = [0]
  const part: number[] = []
  const add = (from: number, to: number, parts: readonly number[]): number => {
    arcFrom.push(nodeOf[from] as number)
    arcTo.push(nodeOf[to] as number)
    part.push(...parts)
    partFirst.push(part.length)
    return back.push(-1) - 1
  }
  for (const { from, to, parts, forward, backward } of chains) {
    const there = forward ? add(from, to, parts) : -1
    const andBack = backward ? add(to, from, parts.map((one) => one ^ 1).reverse()) : -1
    if (there >= 0) back[there] = andBack
    if (andBack >= 0) back[andBack] = there
  }
  const arcs = arcFrom.length
  const partMs = (profile: Profile) => Int32Array.from(part, (one) => times[profile].roadMs[one >> 1] as number)
  const ofParts = { normal: partMs('normal'), 'blue-light': partMs('blue-light') }
  const arcMs = (profile: Profile) =>
    Int32Array.from({ length: arcs }, (_, arc) => {
      let sum = 0
      for (let at = partFirst[arc] as number; at < (partFirst[arc + 1] as number); at += 1)
        sum += ofParts[profile][at] as number
      // every arc takes a millisecond at least: no way goes round in circles
      return Math.max(1, sum)
    })
  const [outFirst, out] = groupBy(arcFrom, original.length)
  const [intoFirst, into] = groupBy(arcTo, original.length)
  return {
    graph,
    nodes: original.length,
    original: Int32Array.from(original),
    nodeOf,
    arcs,
    arcFrom: Int32Array.from(arcFrom),
    arcTo: Int32Array.from(arcTo),
    back: Int32Array.from(back),
    arcMs: { normal: arcMs('normal'), 'blue-light': arcMs('blue-light') },
    partFirst: Int32Array.from(partFirst),
    part: Int32Array.from(part),
    partMs: ofParts,
    outFirst,
    out,
    intoFirst,
    into,
  }
}

/** The indices of `keys` sorted into groups: group g is list[first[g]] .. list[first[g + 1]]. */
function groupBy(keys: readonly number[], groups: number): [first: Int32Array, list: Int32Array] {
  const first = new Int32Array(groups + 1)
  for (const key of keys) first[key + 1] = (first[key + 1] as number) + 1
  for (let group = 0; group < groups; group += 1)
    first[group + 1] = (first[group + 1] as number) + (first[group] as number)
  const place = first.slice()
  const list = new Int32Array(keys.length)
  keys.forEach((key, index) => {
    list[place[key] as number] = index
    place[key] = (place[key] as number) + 1
  })
  return [first, list]
}
