import fc from 'fast-check'
import t from 'tap'
import { findSeparator, type Net } from './separator-rules.ts'

/** A network from pairs of nodes, at the places given, or on a line. */
function netOf(
  nodes: number,
  pairs: ReadonlyArray<readonly [number, number]>,
  places?: ReadonlyArray<[number, number]>,
): Net {
  const around: number[][] = Array.from({ length: nodes }, () => [])
  for (const [a, b] of pairs) {
    around[a]?.push(b)
    around[b]?.push(a)
  }
  const first = new Int32Array(nodes + 1)
  around.forEach((others, node) => {
    first[node + 1] = (first[node] as number) + others.length
  })
  return {
    nodes,
    first,
    neighbour: Int32Array.from(around.flat()),
    x: around.map((_, node) => places?.[node]?.[0] ?? node),
    y: around.map((_, node) => places?.[node]?.[1] ?? 0),
  }
}

function isSplit(net: Net, { near, separator, far }: ReturnType<typeof findSeparator>): boolean {
  const all = [...near, ...separator, ...far].sort((a, b) => a - b)
  if (all.length !== net.nodes || all.some((node, i) => node !== i)) return false
  return near.every((node) =>
    net.neighbour.subarray(net.first[node], net.first[node + 1]).every((other) => !far.includes(other)),
  )
}

t.test('two towns and one bridge: the bridge', async (t) => {
  // 0-4 and 6-10 are all joined among themselves, 5 between them
  const pairs: Array<[number, number]> = []
  for (const town of [0, 6])
    for (let a = 0; a < 5; a += 1) for (let b = a + 1; b < 5; b += 1) pairs.push([town + a, town + b])
  const net = netOf(11, [...pairs, [4, 5], [5, 6]])
  const split = findSeparator(net)
  t.equal(split.separator.length, 1)
  t.ok(isSplit(net, split))
  t.equal(Math.min(split.near.length, split.far.length) >= 4, true)
})

t.test('a strip of a grid is cut across, whichever way it lies', async (t) => {
  for (const [wide, high] of [
    [12, 3],
    [3, 12],
  ] as const) {
    const pairs: Array<[number, number]> = []
    const places: Array<[number, number]> = []
    for (let y = 0; y < high; y += 1) {
      for (let x = 0; x < wide; x += 1) {
        places.push([x, y])
        if (x > 0) pairs.push([y * wide + x, y * wide + x - 1])
        if (y > 0) pairs.push([y * wide + x, (y - 1) * wide + x])
      }
    }
    const net = netOf(wide * high, pairs, places)
    const split = findSeparator(net)
    t.equal(split.separator.length, 3)
    t.ok(isSplit(net, split))
  }
})

t.test('a path found first that is in the way of two others is undone along several nodes', async (t) => {
  // the shortest way s-a-b-c-t goes through the narrows a-b-c; two ways go s-a-y-y-y-t and s-x-x-x-c-t
  const names = ['s1', 's2', 's3', 's4', 'a', 'b', 'c', 'x1', 'x2', 'x3', 'y1', 'y2', 'y3', 't1', 't2', 't3', 't4']
  const pairs = 's3-s1 s4-s1 s1-a a-b b-c c-t1 s2-x1 x1-x2 x2-x3 x3-c a-y1 y1-y2 y2-y3 y3-t2 t3-t1 t4-t1'.split(' ')
  const east = (name: string) => (name.startsWith('s') ? 0 : name.startsWith('t') ? 100 : 50)
  const net = netOf(
    names.length,
    pairs.map((pair) => pair.split('-').map((name) => names.indexOf(name)) as [number, number]),
    names.map((name) => [east(name), 0]),
  )
  const split = findSeparator(net)
  t.equal(split.separator.length, 2)
  t.ok(isSplit(net, split))
})

t.test('parts that are not joined need no cut; a crowd where all know all has none', async (t) => {
  const apart = netOf(8, [
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 5],
    [5, 6],
    [6, 7],
  ])
  t.same(findSeparator(apart).separator, [])
  t.ok(isSplit(apart, findSeparator(apart)))
  const pairs: Array<[number, number]> = []
  for (let a = 0; a < 7; a += 1) for (let b = a + 1; b < 7; b += 1) pairs.push([a, b])
  const crowd = netOf(7, pairs)
  t.same(findSeparator(crowd), { near: [], separator: [0, 1, 2, 3, 4, 5, 6], far: [] })
})

t.test('of any network, every path between the parts goes through the separator', async (t) => {
  const network = fc.integer({ min: 6, max: 30 }).chain((nodes) => {
    const node = fc.integer({ min: 0, max: nodes - 1 })
    return fc.record({
      nodes: fc.constant(nodes),
      pairs: fc.uniqueArray(fc.tuple(node, node), {
        maxLength: 60,
        selector: ([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`,
      }),
      places: fc.array(fc.tuple(fc.integer({ max: 9, min: 0 }), fc.integer({ max: 9, min: 0 })), {
        minLength: nodes,
        maxLength: nodes,
      }),
    })
  })
  fc.assert(
    fc.property(network, ({ nodes, pairs, places }) => {
      const net = netOf(
        nodes,
        pairs.filter(([a, b]) => a !== b),
        places,
      )
      return isSplit(net, findSeparator(net))
    }),
    { numRuns: 300, seed: 7 },
  )
  t.pass('300 networks')
})
