import t from 'tap'
import { orderNodes } from './elimination-order-rules.ts'

function order(nodes: number, pairs: ReadonlyArray<readonly [number, number]>, wide = nodes): number[] {
  const places = Array.from({ length: nodes }, (_, node) => node)
  return [
    ...orderNodes({
      nodes,
      a: pairs.map(([a]) => a),
      b: pairs.map(([, b]) => b),
      x: places.map((node) => node % wide),
      y: places.map((node) => Math.floor(node / wide)),
    }),
  ]
}

t.test('every node once, with loops and doubles, and with nodes that are joined to nothing', async (t) => {
  t.same(
    order(5, [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 2],
    ]).sort(),
    [0, 1, 2, 3, 4],
  )
  t.same(order(0, []), [])
})

t.test('a long road folds: neighbours are taken out in different rounds', async (t) => {
  const pairs = Array.from({ length: 63 }, (_, i) => [i, i + 1] as const)
  const place = new Map(order(64, pairs).map((node, at) => [node, at]))
  // joined with what is left on either side: how many steps from the first taken to the last
  const left = (node: number, step: number): number => {
    const at = place.get(node) as number
    let other = node + step
    while (place.has(other) && (place.get(other) as number) < at) other += step
    return other
  }
  const height = (node: number): number => {
    const above = [left(node, 1), left(node, -1)].filter((other) => place.has(other))
    const next = above.sort((a, b) => (place.get(a) as number) - (place.get(b) as number))[0]
    return next === undefined ? 0 : 1 + height(next)
  }
  t.ok(Math.max(...[...place.keys()].map(height)) <= 12, 'not 63')
})

t.test('a grid is cut in the middle, and the cut is taken out last', async (t) => {
  const wide = 9
  const pairs: Array<[number, number]> = []
  for (let node = 0; node < 36; node += 1) {
    if (node % wide > 0) pairs.push([node, node - 1])
    if (node >= wide) pairs.push([node, node - wide])
  }
  // corners would be folded: each gets a diagonal
  pairs.push([0, wide + 1], [wide - 1, 2 * wide - 2], [27, 19], [35, 25])
  const all = order(36, pairs, wide)
  t.equal(new Set(all).size, 36)
  const columns = all.slice(-4).map((node) => node % wide)
  t.ok(
    columns.every((column) => column >= 2 && column <= 6),
    'a column or so of the middle',
    { columns },
  )
})
