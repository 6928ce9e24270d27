/**
 * The largest set of nodes from each of which one can drive to every other and back (Tarjan's algorithm, without
 * recursion: a county is deeper than any stack). @param nodes how many @param arcs pairs from, to: node after node
 * @returns 1 for a node of it, else 0
 */
export function findMainComponent(nodes: number, arcs: Uint32Array): Uint8Array {
  const { first, target } = groupBySource(nodes, arcs)
  const order = new Int32Array(nodes).fill(-1)
  const low = new Int32Array(nodes)
  const component = new Int32Array(nodes).fill(-1)
  const nextArc = Uint32Array.from(first.subarray(0, nodes))
  const open = new Int32Array(nodes)
  const path = new Int32Array(nodes)
  const sizes: number[] = []
  let [openCount, seen] = [0, 0]

  const enter = (node: number, depth: number) => {
    order[node] = seen
    low[node] = seen
    seen += 1
    open[openCount] = node
    openCount += 1
    path[depth] = node
  }
  const leave = (node: number) => {
    if (low[node] !== order[node]) return
    let size = 0
    let last: number
    do {
      openCount -= 1
      last = open[openCount] as number
      component[last] = sizes.length
      size += 1
    } while (last !== node)
    sizes.push(size)
  }
  const lower = (node: number, to: number) => {
    low[node] = Math.min(low[node] as number, to)
  }

  for (let start = 0; start < nodes; start += 1) {
    if (order[start] !== -1) continue
    enter(start, 0)
    for (let depth = 0; depth >= 0; ) {
      const node = path[depth] as number
      const arc = nextArc[node] as number
      if (arc === first[node + 1]) {
        leave(node)
        depth -= 1
        if (depth >= 0) lower(path[depth] as number, low[node] as number)
        continue
      }
      nextArc[node] = arc + 1
      const to = target[arc] as number
      if (order[to] === -1) {
        depth += 1
        enter(to, depth)
      } else if (component[to] === -1) lower(node, order[to] as number)
    }
  }
  const main = sizes.indexOf(sizes.reduce((most, size) => Math.max(most, size), 0))
  return Uint8Array.from(component, (one) => (one === main ? 1 : 0))
}

function groupBySource(nodes: number, arcs: Uint32Array): { first: Uint32Array; target: Uint32Array } {
  const first = new Uint32Array(nodes + 1)
  for (let i = 0; i < arcs.length; i += 2) {
    const at = (arcs[i] as number) + 1
    first[at] = (first[at] as number) + 1
  }
  for (let node = 0; node < nodes; node += 1) first[node + 1] = (first[node + 1] as number) + (first[node] as number)
  const target = new Uint32Array(arcs.length / 2)
  const place = first.slice()
  for (let i = 0; i < arcs.length; i += 2) {
    const source = arcs[i] as number
    const at = place[source] as number
    target[at] = arcs[i + 1] as number
    place[source] = at + 1
  }
  return { first, target }
}
