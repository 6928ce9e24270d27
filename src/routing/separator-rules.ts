/** An undirected network without loops: the neighbours of node v are neighbour[first[v]] .. neighbour[first[v + 1]]. */
export type Net = {
  nodes: number
  first: Int32Array
  neighbour: Int32Array
  x: ArrayLike<number>
  y: ArrayLike<number>
}

/** What a separator leaves: no node of `near` has a neighbour in `far`. */
export type Split = { near: number[]; separator: number[]; far: number[] }

/** The network is cut across these directions, degrees from the x axis. */
const DIRECTIONS = [0, 23, 45, 68, 90, 113, 135, 158].map((degrees) => {
  const angle = (degrees * Math.PI) / 180
  return [Math.cos(angle), Math.sin(angle)] as const
})

/** This share of the nodes at either end of a direction is not to be told apart: the cut goes between them. */
const END_SHARE = 0.28

/** States of a path through a node that may lie on one path only. */
const NONE = -1
const TERMINAL = -2

/**
 * Few nodes that cut the network in two large parts: for each direction, the smallest set of nodes between the first
 * and the last quarter of the nodes in it (Schild and Sommer's inertial flow, with nodes cut instead of roads).
 */
export function findSeparator(net: Net): Split {
  const flow = makeFlow(net)
  const along = new Float64Array(net.nodes)
  const order = new Int32Array(net.nodes)
  const ends = Math.max(1, Math.floor(net.nodes * END_SHARE))
  let best: Split | undefined
  let bestScore = Infinity
  for (const [dx, dy] of DIRECTIONS) {
    for (let node = 0; node < net.nodes; node += 1) {
      along[node] = dx * (net.x[node] as number) + dy * (net.y[node] as number)
      order[node] = node
    }
    order.sort((a, b) => (along[a] as number) - (along[b] as number) || a - b)
    // no cut this large is better than the best, however well it balances
    const split = cutBetween(net, flow, order, ends, bestScore * (net.nodes / 2))
    if (!split) continue
    const score = split.separator.length / Math.min(split.near.length, split.far.length)
    if (score >= bestScore) continue
    bestScore = score
    best = split
  }
  return best ?? { near: [], separator: Array.from({ length: net.nodes }, (_, node) => node), far: [] }
}

/** Paths that share no node, from sources to sinks; a node's `in` state is 2 * node, its `out` state 2 * node + 1. */
type Flow = {
  end: Int8Array
  /** the node before on this node's path; NONE, or TERMINAL when the path starts here */
  before: Int32Array
  after: Int32Array
  /** the state from which a state was reached, NONE if it was not */
  reachedFrom: Int32Array
  queue: Int32Array
}

const SOURCE = 1
const SINK = 2

function makeFlow({ nodes }: Net): Flow {
  return {
    end: new Int8Array(nodes),
    before: new Int32Array(nodes),
    after: new Int32Array(nodes),
    reachedFrom: new Int32Array(nodes * 2),
    queue: new Int32Array(nodes * 2),
  }
}

/** By Menger, as many nodes are needed as there are paths that share none; undefined: more than `most`, or one part only. */
function cutBetween(net: Net, flow: Flow, order: Int32Array, ends: number, most: number): Split | undefined {
  const { end, before, after, reachedFrom } = flow
  end.fill(0)
  before.fill(NONE)
  after.fill(NONE)
  for (let i = 0; i < ends; i += 1) {
    end[order[i] as number] = SOURCE
    end[order[order.length - 1 - i] as number] = SINK
  }
  let paths = 0
  for (let last = findPath(net, flow); last !== NONE; last = findPath(net, flow)) {
    paths += 1
    if (paths >= most) return undefined
    addPath(flow, last)
  }
  const split: Split = { near: [], separator: [], far: [] }
  for (let node = 0; node < net.nodes; node += 1) {
    if (reachedFrom[2 * node + 1] !== NONE) split.near.push(node)
    else if (reachedFrom[2 * node] !== NONE) split.separator.push(node)
    else split.far.push(node)
  }
  return split.near.length > 0 && split.far.length > 0 ? split : undefined
}

/** Breadth first through what the paths so far leave free. @returns the last state of a further path, or NONE */
function findPath(net: Net, { end, before, after, reachedFrom, queue }: Flow): number {
  const { first, neighbour } = net
  reachedFrom.fill(NONE)
  let head = 0
  let tail = 0
  for (let node = 0; node < net.nodes; node += 1) {
    if (end[node] !== SOURCE) continue
    reachedFrom[2 * node] = TERMINAL
    queue[tail] = 2 * node
    tail += 1
  }
  while (head < tail) {
    const state = queue[head] as number
    head += 1
    const node = state >> 1
    if ((state & 1) === 0) {
      // an empty node is gone through; from one on a path the only way is back along that path
      const next = before[node] === NONE ? state + 1 : 2 * (before[node] as number) + 1
      if (next < 0 || reachedFrom[next] !== NONE) continue
      reachedFrom[next] = state
      queue[tail] = next
      tail += 1
      continue
    }
    if (end[node] === SINK && after[node] !== TERMINAL) return state
    if (before[node] !== NONE && reachedFrom[state - 1] === NONE) {
      reachedFrom[state - 1] = state
      queue[tail] = state - 1
      tail += 1
    }
    for (let i = first[node] as number; i < (first[node + 1] as number); i += 1) {
      const next = 2 * (neighbour[i] as number)
      if (reachedFrom[next] !== NONE || after[node] === next >> 1) continue
      reachedFrom[next] = state
      queue[tail] = next
      tail += 1
    }
  }
  return NONE
}

/** Joins the path that ends in `last` to the others; where it went back along one, that one is undone. */
function addPath({ before, after, reachedFrom }: Flow, last: number): void {
  const states: number[] = []
  for (let state = last; state !== TERMINAL; state = reachedFrom[state] as number) states.push(state)
  states.reverse()
  before[(states[0] as number) >> 1] = TERMINAL
  for (let i = 1; i < states.length; i += 1) {
    const [from, to] = [states[i - 1] as number, states[i] as number]
    const [node, next] = [from >> 1, to >> 1]
    if ((from & 1) === 0) continue
    if (node === next) {
      before[node] = NONE
      after[node] = NONE
    } else {
      after[node] = next
      before[next] = node
    }
  }
  after[last >> 1] = TERMINAL
}
