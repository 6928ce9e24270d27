import t from 'tap'
import { at, handMadeGraph } from '../../test/support/hand-made-roads.ts'
import { indexRoads, snap } from './snap-rules.ts'

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
