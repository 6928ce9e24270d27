import t from 'tap'
import { at, type HandMadeRoad, handMadeGraph } from '../../test/support/hand-made-roads.ts'
import { indexRoads, snap, snapEither } from './snap-rules.ts'

const rules = { motorwayExtraMetres: 25, headingExtraMetres: 100, carriagewayMetres: 30 }
const places = { A: [0, 0], B: [1000, 0], C: [0, 60], D: [1000, 60] } as Record<string, [number, number]>

t.test('the nearest place on the drawn road, not the nearest junction', async (t) => {
  const graph = handMadeGraph(places, [
    {
      between: 'A-B',
      through: [
        [0, 300],
        [1000, 300],
      ],
    },
    { between: 'C-D' },
  ])
  const index = indexRoads(graph, rules)
  const found = snap(index, at(500, 310), 1000)
  t.equal(found?.road, 0)
  t.ok(Math.abs((found?.offRoadMetres ?? 0) - 10) < 1, '10 m off the road')
  t.ok(Math.abs((found?.along ?? 0) - 0.5) < 0.002, 'half way along')
  t.ok(Math.abs((found?.lat ?? 0) - at(500, 300).lat) < 1e-5 && Math.abs((found?.lon ?? 0) - at(500, 300).lon) < 2e-5)
  t.match(snap(index, at(-50, 0), 1000), { road: 0, along: 0 }, 'before its start')
  t.match(snap(index, at(1050, -5), 1000), { road: 0, along: 1 }, 'behind its end')
})

t.test('a far point looks further, up to the limit and no more', async (t) => {
  const index = indexRoads(handMadeGraph(places, [{ between: 'A-B' }]), rules)
  t.ok(Math.abs((snap(index, at(500, -3000), 5000)?.offRoadMetres ?? 0) - 3000) < 3)
  t.equal(snap(index, at(500, -3000), 2900), undefined)
  t.equal(snap(index, at(500, -30), 20), undefined, 'a limit smaller than the first box')
  // in the corner of the box, but outside the limit as the crow flies
  t.equal(snap(index, at(-90, -90), 100), undefined)
})

t.test('what is not on earth is on no road', async (t) => {
  const index = indexRoads(handMadeGraph(places, [{ between: 'A-B' }]), rules)
  for (const [lat, lon] of [
    [Number.NaN, -3],
    [54, Number.NaN],
    [91, 0],
    [0, 181],
    [Infinity, 0],
  ] as const) {
    t.equal(snap(index, { lat, lon }, 1e7), undefined, `${lat}, ${lon}`)
  }
})

t.test('a house beside the motorway is on its lane; a car on the motorway is on the motorway', async (t) => {
  const graph = handMadeGraph(places, [{ between: 'A-B', class: 'motorway' }, { between: 'C-D' }])
  const index = indexRoads(graph, rules)
  t.match(snap(index, at(500, 20), 1000), { road: 1 }, '20 m from the motorway, 40 m from the lane')
  t.match(snap(index, at(500, 10), 1000), { road: 0 }, '10 m from the motorway, 50 m from the lane')
  t.match(snap(indexRoads(graph, { ...rules, motorwayExtraMetres: 0 }), at(500, 20), 1000), { road: 0 })
  const alone = indexRoads(handMadeGraph(places, [{ between: 'A-B', class: 'motorway' }]), rules)
  t.match(snap(alone, at(500, 60), 70), { road: 0 }, 'with no other road the motorway it is')
})

t.test('roads that do not belong to the main network are passed over', async (t) => {
  const graph = handMadeGraph({ ...places, c: [0, 20], d: [1000, 20] }, [
    { between: 'A-B' },
    { between: 'c-d' },
    { between: 'A-c' },
  ])
  t.match(snap(indexRoads(graph, rules), at(500, 19), 1000), { road: 0 })
  const none = indexRoads(handMadeGraph({ a: [0, 0], b: [9, 0] }, [{ between: 'a-b' }]), rules)
  t.equal(snap(none, at(0, 0), 1000), undefined)
  t.equal(snap(none, { lat: 0, lon: 0 }, 1000), undefined, 'not even where an empty index has its one box')
})

t.test('a road drawn as one spot is still a place', async (t) => {
  const graph = handMadeGraph({ A: [0, 0], B: [0, 0] }, [{ between: 'A-B', metres: 3 }])
  t.match(snap(indexRoads(graph, rules), at(0, 10), 1000), { road: 0, along: 0 })
})

t.test('the side a place lies on, seen along the road', async (t) => {
  const index = indexRoads(handMadeGraph(places, [{ between: 'A-B' }]), rules)
  t.match(snap(index, at(500, 20), 1000), { side: 'left' })
  t.match(snap(index, at(500, -20), 1000), { side: 'right' })
  t.match(snap(index, at(500, 0), 1000), { side: 'on' })
  t.match(snap(index, at(-20, 0), 1000), { side: 'on' }, 'straight behind its start')
  t.ok(Math.abs((snap(index, at(500, 20), 1000)?.bearing ?? 0) - 90) < 0.1, 'to the east')
})

// two carriageways 20 m apart, east on the south one and west on the north one, as in Britain; a lane beside them
const dual = { A: [0, 0], B: [1000, 0], C: [1000, 20], D: [0, 20], E: [0, 45], F: [1000, 45] } as Record<
  string,
  [number, number]
>
const carriageway = { class: 'trunk', oneway: true, ref: 'A66' } as const
const dualRoads = [{ between: 'A-B', ...carriageway }, { between: 'C-D', ...carriageway }, { between: 'E-F' }]

t.test('a heading says which carriageway; without one it may be either', async (t) => {
  const index = indexRoads(handMadeGraph(dual, dualRoads), rules)
  const roads = (headingDegrees: number | null, north: number) =>
    snapEither(index, { ...at(500, north), headingDegrees }, 1000).map(({ road }) => road)
  t.same(roads(90, 12), [0])
  t.same(roads(270, 8), [1])
  t.same(roads(-90, 8), [1])
  t.same(roads(null, 8), [0, 1])
  t.same(roads(Number.NaN, 8), [0, 1])
  t.same(roads(null, 12), [1, 0])
  t.same(roads(null, -15), [0, 1])
  t.same(snapEither(index, at(500, 44), 1000).length, 1, 'on the lane')
  t.same(snapEither(index, at(500, 12_000), 1000), [])
  const exact = indexRoads(handMadeGraph(dual, dualRoads), { ...rules, carriagewayMetres: 0 })
  t.equal(snapEither(exact, at(500, 8), 1000).length, 1)
})

t.test(
  'slip roads, other roads, the same way and the far side of a wide valley are no other carriageway',
  async (t) => {
    const either = (other: Partial<HandMadeRoad>, more = dual) =>
      snapEither(
        indexRoads(
          handMadeGraph(more, [
            { between: 'A-B', ...carriageway },
            { between: 'C-D', ...carriageway, ...other },
          ]),
          rules,
        ),
        at(500, 0),
        1000,
      ).length
    t.equal(either({}), 2)
    t.equal(either({ ramp: true }), 1)
    t.equal(either({ ref: 'A6' }), 1)
    t.equal(either({ class: 'primary' }), 1)
    t.equal(either({ oneway: false }), 1)
    t.equal(either({ between: 'D-C' }), 1)
    t.equal(either({}, { ...dual, C: [1000, 300], D: [0, 300] }), 1)
    const lane = { between: 'C-D', ...carriageway, through: [[500, 25]] as Array<[number, number]> }
    const three = handMadeGraph(dual, [{ between: 'A-B', ...carriageway }, lane, { between: 'C-D', ...carriageway }])
    t.same(
      snapEither(indexRoads(three, rules), at(500, 0), 1000).map(({ road }) => road),
      [0, 2],
      'the nearest of them',
    )
  },
)

t.test('a vehicle in motion is on the road that leads where it is heading, and drives along it', async (t) => {
  const cross = { A: [0, 0], B: [1000, 0], C: [500, -500], D: [500, 500] } as Record<string, [number, number]>
  const index = indexRoads(handMadeGraph(cross, [{ between: 'A-B' }, { between: 'C-D' }]), rules)
  const at2 = (headingDegrees: number) => snapEither(index, { ...at(506, 9), headingDegrees }, 1000)
  t.match(at2(90), [{ road: 0, driving: 'forward' }], 'along the road 9 m off, not the one 6 m off')
  t.match(at2(275), [{ road: 0, driving: 'backward' }])
  t.match(at2(10), [{ road: 1, driving: 'forward' }])
  t.match(at2(170), [{ road: 1, driving: 'backward' }])
  t.notOk('driving' in (snapEither(index, at(506, 9), 1000)[0] ?? {}), 'not in motion')
})
