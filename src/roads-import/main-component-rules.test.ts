import fc from 'fast-check'
import t from 'tap'
import { findMainComponent } from './main-component-rules.ts'

const main = (nodes: number, ...arcs: Array<[number, number]>) => [
  ...findMainComponent(nodes, Uint32Array.from(arcs.flat())),
]

t.test('one can drive to every other and back', async (t) => {
  t.same(main(0), [])
  t.same(main(3, [0, 1], [1, 2], [2, 0]), [1, 1, 1])
  t.same(main(4, [0, 1], [1, 2], [2, 0], [2, 3]), [1, 1, 1, 0], 'in, and never out')
  t.same(main(4, [3, 0], [0, 1], [1, 2], [2, 0]), [1, 1, 1, 0], 'out, and never in')
  t.same(main(5, [0, 1], [1, 0], [2, 3], [3, 4], [4, 2]), [0, 0, 1, 1, 1], 'the larger island')
})

t.test('as deep as a county, without a stack', async (t) => {
  const deep = 300_000
  const arcs = new Uint32Array(deep * 2)
  for (let i = 0; i < deep; i += 1) [arcs[2 * i], arcs[2 * i + 1]] = [i, (i + 1) % deep]
  t.equal(
    findMainComponent(deep, arcs).reduce((sum, one) => sum + one, 0),
    deep,
  )
})

t.test('for any small network: the same as looking who reaches whom', async (t) => {
  const size = 9
  const arc = fc.tuple(fc.nat(size - 1), fc.nat(size - 1))
  const same = fc.property(fc.array(arc, { maxLength: 30 }), (arcs) => {
    const reach = Array.from({ length: size }, (_, from) => {
      const seen = new Set([from])
      for (const node of seen) for (const [a, b] of arcs) if (a === node) seen.add(b)
      return seen
    })
    const groups = reach.map((seen, a) => [...seen].filter((b) => reach[b]?.has(a)).sort())
    const largest = Math.max(...groups.map(({ length }) => length))
    const found = main(size, ...arcs)
    const members = found.flatMap((one, node) => (one ? [node] : []))
    return members.length === largest && groups.some((group) => group.join() === members.join())
  })
  t.doesNotThrow(() => fc.assert(same))
})
