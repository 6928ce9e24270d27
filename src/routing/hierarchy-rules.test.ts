import fc from 'fast-check'
import t from 'tap'
import { handMadeGraph } from '../../test/support/hand-made-roads.ts'
import { buildHierarchy } from './hierarchy-rules.ts'
import type { RoadGraph } from './road-graph.ts'

/** What every search over it stands on. */
function isSound(graph: RoadGraph): boolean {
  const { nodes, rankOf, first, upper, depth, lowest, deepest, slotOf } = buildHierarchy(graph)
  if (new Set(rankOf).size !== nodes || nodes !== graph.nodes) return false
  for (let node = 0; node < nodes; node += 1) {
    const above = [...upper.subarray(first[node], first[node + 1])]
    const [parent] = above
    if (above.some((other, i) => other <= (i === 0 ? node : (above[i - 1] as number)))) return false
    if ((depth[node] as number) > deepest || (lowest[node] as number) > node) return false
    if (parent === undefined) {
      if (depth[node] !== 0) return false
      continue
    }
    // the parent is joined with all the others, is one step nearer the root, and has this one below it
    const ofParent = [...upper.subarray(first[parent], first[parent + 1])]
    if (above.slice(1).some((other) => !ofParent.includes(other))) return false
    if (depth[node] !== (depth[parent] as number) + 1 || (lowest[parent] as number) > (lowest[node] as number))
      return false
  }
  return slotOf.every((slot, i) => {
    const tail = rankOf[graph.tail[i] as number] as number
    const turn = graph.tailFirst.findIndex((start, at) => start <= i && (graph.tailFirst[at + 1] as number) > i)
    const head = rankOf[graph.head[turn] as number] as number
    if (tail === head) return slot === -1
    const low = Math.min(tail, head)
    return (
      slot >= 2 * (first[low] as number) &&
      slot < 2 * (first[low + 1] as number) &&
      upper[slot >> 1] === Math.max(tail, head) &&
      slot % 2 === (tail > head ? 1 : 0)
    )
  })
}

t.test('of any network: parents after children, joined with all that is above their children', async (t) => {
  const network = fc.integer({ min: 1, max: 14 }).chain((nodes) => {
    const node = fc.integer({ min: 0, max: nodes - 1 })
    return fc.record({
      nodes: fc.constant(nodes),
      roads: fc.array(fc.tuple(node, node, fc.boolean()), { maxLength: 40 }),
    })
  })
  fc.assert(
    fc.property(network, ({ nodes, roads }) => {
      const name = (node: number) => `N${node}`
      const junctions = Object.fromEntries(
        Array.from({ length: nodes }, (_, node) => [
          name(node),
          [(node * 37) % 100, (node * 61) % 100] as [number, number],
        ]),
      )
      return isSound(
        handMadeGraph(
          junctions,
          roads.map(([a, b, oneway]) => ({ between: `${name(a)}-${name(b)}`, oneway })),
        ),
      )
    }),
    { numRuns: 300, seed: 11 },
  )
  t.pass('300 networks')
})

t.test('two networks that are not joined have two roots', async (t) => {
  const islands = { A: [0, 0], B: [500, 0], C: [5000, 0], D: [5500, 0] } as Record<string, [number, number]>
  const { depth } = buildHierarchy(handMadeGraph(islands, [{ between: 'A-B' }, { between: 'C-D' }]))
  t.same([...depth].sort(), [0, 0, 1, 1])
})
