import t, { type Test } from 'tap'
import { at, handMadeFinder, handMadeGraph } from '../../test/support/hand-made-roads.ts'
import type { TravelTime } from './routing.ts'
import { findTravelTimes } from './travel-time-rules.ts'

/** Every road takes a second for 10 m, so that seconds are metres by road / 10, within a metre of drawing. */
function seconds(t: Test, times: TravelTime[], expected: Array<number | string>) {
  t.equal(times.length, expected.length)
  expected.forEach((want, i) => {
    const time = times[i]
    if (typeof want === 'string') t.match(time, { known: false, because: want })
    else {
      t.ok(time?.known && Math.abs(time.seconds - want) < 0.4, `${want} s`, { got: time })
      t.ok(time?.known && Math.abs(time.metres - want * 10) < 4, `${want * 10} m`, { got: time })
    }
  })
}

// A --- B --- C     2 km of road west to east; D hangs below B
const cross = { A: [0, 0], B: [1000, 0], C: [2000, 0], D: [1000, -600] } as Record<string, [number, number]>
const crossRoads = [{ between: 'A-B' }, { between: 'B-C' }, { between: 'B-D' }]

t.test('times start and end in the middle of a road', async (t) => {
  const finder = handMadeFinder(handMadeGraph(cross, crossRoads))
  const times = findTravelTimes(finder, at(1600, 0), [at(400, 0), at(1000, -300), at(1900, 0), at(1000, 0)])
  seconds(t, times, [120, 90, 30, 60])
})

t.test('unit and incident on one road: the stretch between them, in either direction', async (t) => {
  const finder = handMadeFinder(handMadeGraph(cross, crossRoads))
  seconds(t, findTravelTimes(finder, at(600, 0), [at(100, 0), at(900, 0), at(600, 0)]), [50, 30, 0])
})

t.test('the way from the road to the door counts, on both sides', async (t) => {
  const finder = handMadeFinder(handMadeGraph(cross, crossRoads))
  seconds(t, findTravelTimes(finder, at(1500, 100), [at(500, 50)]), [115])
})

t.test('a one-way road is driven one way: behind the incident means all the way round', async (t) => {
  // a one-way ring A -> B -> C -> D -> A of 4 km
  const ring = { A: [0, 0], B: [1000, 0], C: [1000, 1000], D: [0, 1000] } as Record<string, [number, number]>
  const graph = handMadeGraph(
    ring,
    ['A-B', 'B-C', 'C-D', 'D-A'].map((between) => ({ between, oneway: true })),
  )
  const finder = handMadeFinder(graph)
  seconds(
    t,
    findTravelTimes(finder, at(500, 0), [at(400, 0), at(600, 0), at(1000, 500), at(0, 100)]),
    [10, 390, 300, 60],
  )
})

t.test('one-way the other way round than it is drawn is not used', async (t) => {
  const square = { A: [0, 0], B: [1000, 0], C: [1000, 300], D: [0, 300] } as Record<string, [number, number]>
  const roads = [{ between: 'A-B', oneway: true }, { between: 'B-C' }, { between: 'C-D' }, { between: 'D-A' }]
  const finder = handMadeFinder(handMadeGraph(square, roads))
  seconds(t, findTravelTimes(finder, at(0, 0), [at(1000, 0)]), [160])
  seconds(t, findTravelTimes(finder, at(1000, 0), [at(0, 0)]), [100])
})

t.test('the nearest by line is the furthest by road', async (t) => {
  // an estuary between A and D
  const bay = { A: [0, 0], B: [0, 8000], C: [900, 8000], D: [900, 0], E: [4000, 0] } as Record<string, [number, number]>
  const finder = handMadeFinder(
    handMadeGraph(bay, [{ between: 'A-B' }, { between: 'B-C' }, { between: 'C-D' }, { between: 'D-E' }]),
  )
  seconds(t, findTravelTimes(finder, at(900, 0), [at(0, 0), at(4000, 0)]), [1690, 310])
})

t.test('dead ends: units inside them, the incident inside one, and both in the same', async (t) => {
  //  ring A B C, with a tree at B: B - P - Q, P - R
  const tree = { A: [0, 0], B: [1000, 0], C: [500, 500], P: [1500, 0], Q: [2000, 0], R: [1500, 400] } as Record<
    string,
    [number, number]
  >
  const finder = handMadeFinder(
    handMadeGraph(tree, [
      { between: 'A-B' },
      { between: 'B-C' },
      { between: 'C-A' },
      { between: 'P-B' },
      { between: 'P-Q' },
      { between: 'R-P' },
    ]),
  )
  const units = [at(2000, 0), at(1500, 400), at(1200, 0), at(500, 0), at(1500, 100)]
  seconds(t, findTravelTimes(finder, at(500, 0), units), [150, 140, 70, 0, 110])
  seconds(t, findTravelTimes(finder, at(1800, 0), units), [20, 70, 60, 130, 40])
  seconds(t, findTravelTimes(finder, at(1500, 250), units), [75, 15, 55, 125, 15])
  seconds(t, findTravelTimes(finder, at(2000, 0), units), [0, 90, 80, 150, 60])
})

t.test('a network that is one tree has a root, and times', async (t) => {
  const finder = handMadeFinder(handMadeGraph({ A: [0, 0], B: [700, 0] }, [{ between: 'A-B' }]))
  seconds(t, findTravelTimes(finder, at(700, 0), [at(0, 0)]), [70])
})

t.test('two roads between the same places: the shorter; a road that ends where it starts', async (t) => {
  const places = { A: [0, 0], B: [1000, 0] } as Record<string, [number, number]>
  const loop = {
    between: 'B-B',
    through: [
      [1300, 0],
      [1300, 300],
      [1000, 300],
    ] as Array<[number, number]>,
  }
  const bow = { between: 'A-B', through: [[500, 800]] as Array<[number, number]> }
  const finder = handMadeFinder(handMadeGraph(places, [bow, { between: 'A-B' }, loop]))
  seconds(
    t,
    findTravelTimes(finder, at(1000, 0), [at(0, 0), at(1300, 0), at(1000, 290), at(1300, 200)]),
    [100, 30, 29, 50],
  )
  seconds(t, findTravelTimes(finder, at(1300, 10), [at(0, 0), at(1000, 290)]), [131, 60])
})

t.test('a point far from every road has no time, on either side; nor has one that is not a place', async (t) => {
  const finder = handMadeFinder(handMadeGraph(cross, crossRoads))
  const units = [at(0, 300), { lat: Number.NaN, lon: -3 }, { lat: 95, lon: 0 }, at(0, 0)]
  seconds(t, findTravelTimes(finder, at(500, 0), units), ['off-network', 'off-network', 'off-network', 50])
  seconds(
    t,
    findTravelTimes(finder, at(500, 800), units),
    [0, 1, 2, 3].map(() => 'off-network'),
  )
})

t.test('no road leads there: unreachable', async (t) => {
  const islands = { A: [0, 0], B: [500, 0], C: [5000, 0], D: [5500, 0] } as Record<string, [number, number]>
  const finder = handMadeFinder(handMadeGraph(islands, [{ between: 'A-B' }, { between: 'C-D' }]))
  seconds(t, findTravelTimes(finder, at(250, 0), [at(5250, 0), at(0, 0)]), ['unreachable', 25])
})

t.test('beyond the limit: too far, whether or not a road leads there', async (t) => {
  const long = { A: [0, 0], B: [500, 0], C: [9000, 0], X: [9000, 3000], Y: [9000, 3500] } as Record<
    string,
    [number, number]
  >
  const finder = handMadeFinder(
    handMadeGraph(long, [
      { between: 'A-B' },
      { between: 'A-B' },
      { between: 'B-C' },
      { between: 'B-C' },
      { between: 'X-Y' },
    ]),
    { limitSeconds: 100 },
  )
  seconds(t, findTravelTimes(finder, at(0, 0), [at(9000, 0), at(990, 0), at(8990, 0)]), ['too-far', 99, 'too-far'])
})

t.test(
  'beyond the limit by several junctions: the search ends before it gets there, and that is too far',
  async (t) => {
    const places = Object.fromEntries(
      ['A', 'B', 'C', 'D', 'E', 'F'].map((name, index) => [name, [index * 2000, 0]]),
    ) as Record<string, [number, number]>
    const sides = Object.fromEntries(
      ['B', 'C', 'D', 'E'].map((name, index) => [`${name}2`, [(index + 1) * 2000, 1500]]),
    ) as Record<string, [number, number]>
    const along = ['A-B', 'B-C', 'C-D', 'D-E', 'E-F'].map((between) => ({ between }))
    const across = ['B-B2', 'C-C2', 'D-D2', 'E-E2', 'B2-C2', 'C2-D2', 'D2-E2'].map((between) => ({ between }))
    const finder = handMadeFinder(handMadeGraph({ ...places, ...sides }, [...along, ...across]), { limitSeconds: 100 })
    seconds(t, findTravelTimes(finder, at(0, 0), [at(900, 0), at(7000, 1500)]), [90, 'too-far'])
  },
)

t.test('a pass that is shut is not driven through, but left and come to', async (t) => {
  // A - B over the pass is short; A - C - B is the long way round. E is beyond a shut dead end.
  const fell = { A: [0, 0], B: [2000, 0], C: [1000, 3000], E: [-1000, 0], F: [-2000, 0] } as Record<
    string,
    [number, number]
  >
  const graph = handMadeGraph(fell, [
    { between: 'A-B', name: 'High Pass' },
    { between: 'B-C' },
    { between: 'C-A' },
    { between: 'E-A', name: 'High Pass' },
    { between: 'F-E' },
  ])
  const open = handMadeFinder(graph)
  const round = 2 * Math.hypot(100, 300)
  const shut = handMadeFinder(graph, { passes: [{ name: 'High Pass', names: ['High Pass'], factor: 1, shut: true }] })
  seconds(t, findTravelTimes(open, at(2000, 0), [at(0, 0), at(-2000, 0)]), [200, 400])
  seconds(t, findTravelTimes(shut, at(1990, 30), [at(10, 30)]), [round - 2 * Math.hypot(1, 3)])
  t.match(findTravelTimes(shut, at(1010, 2990), [at(-2000, 0)]), [{ because: 'unreachable' }], 'no way out')
  t.match(findTravelTimes(shut, at(-2000, 0), [at(1010, 2990)]), [{ because: 'unreachable' }], 'no way in')
  seconds(t, findTravelTimes(shut, at(1500, 0), [at(1000, 3000)]), [50 + round / 2])
  seconds(t, findTravelTimes(shut, at(1000, 3000), [at(500, 0)]), [50 + round / 2])
})

t.test('shut in, while another unit is too far: each is told its own reason', async (t) => {
  const places = { A: [0, 0], B: [1000, 0], C: [500, 500], P: [1500, 0], Q: [1700, 0], X: [1000, -8000] } as Record<
    string,
    [number, number]
  >
  const roads = ['A-B', 'B-C', 'C-A', 'P-Q', 'B-X', 'B-X'].map((between) => ({ between }))
  const graph = handMadeGraph(places, [...roads, { between: 'B-P', name: 'High Pass' }])
  const passes = [{ name: 'High Pass', names: ['High Pass'], factor: 1, shut: true }]
  const finder = handMadeFinder(graph, { passes, limitSeconds: 300 })
  seconds(t, findTravelTimes(finder, at(0, 0), [at(1700, 0), at(1000, -8000)]), ['unreachable', 'too-far'])
})

t.test('a place reached first by a long road and then by a shorter way has the shorter time', async (t) => {
  const places = { A: [0, 0], B: [1000, 0], C: [1000, 500], D: [5000, 0] } as Record<string, [number, number]>
  const roads = [
    { between: 'A-B', metres: 2000 },
    { between: 'A-C', metres: 700 },
    { between: 'C-B' },
    { between: 'B-D' },
  ]
  const finder = handMadeFinder(handMadeGraph(places, [...roads, { between: 'B-D', through: [[3000, 900]] }]))
  seconds(t, findTravelTimes(finder, at(0, 0), [at(5000, 0), at(1000, 0)]), [520, 120])
})

t.test('a one-way road at the end of a dead end is not driven against', async (t) => {
  const places = { A: [0, 0], B: [1000, 0], C: [500, 500], P: [2000, 0], Q: [3000, 0] } as Record<
    string,
    [number, number]
  >
  const ring = [{ between: 'A-B' }, { between: 'B-C' }, { between: 'C-A' }, { between: 'P-Q' }]
  const inOnly = handMadeFinder(handMadeGraph(places, [...ring, { between: 'B-P', oneway: true }]))
  t.match(findTravelTimes(inOnly, at(500, 0), [at(2500, 0)]), [{ because: 'unreachable' }])
  seconds(t, findTravelTimes(inOnly, at(2500, 0), [at(500, 0)]), [200])
  const outOnly = handMadeFinder(handMadeGraph(places, [...ring, { between: 'P-B', oneway: true }]))
  t.match(findTravelTimes(outOnly, at(2500, 0), [at(500, 0)]), [{ because: 'unreachable' }])
  seconds(t, findTravelTimes(outOnly, at(500, 0), [at(2500, 0)]), [200])
})

t.test('no units, no times', async (t) => {
  const finder = handMadeFinder(handMadeGraph(cross, crossRoads))
  t.same(findTravelTimes(finder, at(0, 0), []), [])
})

t.test('many nodes in one bucket: the queue grows', async (t) => {
  // a fan of 40 ways of nearly one length from A to B, each in three pieces
  const places: Record<string, [number, number]> = { A: [0, 0], B: [30, 0] }
  const roads: Array<{ between: string; metres: number }> = []
  for (let i = 0; i < 40; i += 1) {
    places[`P${i}`] = [10, i / 100]
    places[`Q${i}`] = [20, i / 100]
    roads.push({ between: `A-P${i}`, metres: 10 - i / 10 }, { between: `P${i}-Q${i}`, metres: 10 })
    roads.push({ between: `Q${i}-B`, metres: 10 })
    for (let j = 0; j < i; j += 1) roads.push({ between: `P${j}-P${i}`, metres: 0.01 * (i - j) })
  }
  const finder = handMadeFinder(handMadeGraph(places, roads))
  finder.slots = { node: new Int32Array(2), ms: new Int32Array(2), below: new Int32Array(2) }
  const [time] = findTravelTimes(finder, at(30, 0), [at(0, 0)])
  t.ok(time?.known && time.metres < 27 && time.metres > 20, 'found by the shortest of them', { time })
})
