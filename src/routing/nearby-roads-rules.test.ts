import t from 'tap'
import { at, handMadeGraph, handMadeSpeeds } from '../../test/support/hand-made-roads.ts'
import { namesOf, roadsRound } from './nearby-roads-rules.ts'
import { indexRoads } from './snap-rules.ts'

/** A main road 400 m north of a lane, a street 100 m south of it, and a gated track. */
const graph = handMadeGraph(
  { A: [0, 0], B: [1000, 0], C: [0, 400], D: [1000, 400], E: [0, -100], F: [1000, -100], g: [0, 50], h: [50, 50] },
  [
    { between: 'A-B', name: 'Fell Lane', through: [[500, 20]] },
    { between: 'C-D', class: 'primary', ref: 'A595' },
    { between: 'E-F', name: 'Beck Street' },
    { between: 'g-h', class: 'service' },
    { between: 'A-C', name: 'Fell Lane' },
    { between: 'B-D', class: 'primary', ref: 'A595' },
  ],
)
const index = indexRoads(graph, handMadeSpeeds().offRoad)
const none = () => []
const wide = { radiusMetres: 900, most: 10 }

t.test(
  'roads round a place: the largest classes first, then the nearest; only those that units drive on',
  async (t) => {
    const { roads, leftOff } = roadsRound(index, at(400, 10), wide, none)
    t.same(
      roads.map(({ road, class: of, name, ref }) => [road, of, name || ref]),
      [
        [1, 'primary', 'A595'],
        [5, 'primary', 'A595'],
        [0, 'minor', 'Fell Lane'],
        [2, 'minor', 'Beck Street'],
        [4, 'minor', 'Fell Lane'],
      ],
    )
    t.equal(leftOff, 0)
  },
)

t.test('at most so many, and it is said how many more there are; none beyond the radius', async (t) => {
  const few = roadsRound(index, at(400, 10), { radiusMetres: 900, most: 2 }, none)
  t.same([few.roads.map(({ road }) => road), few.leftOff], [[1, 5], 3])
  const near = roadsRound(index, at(400, 10), { radiusMetres: 50, most: 10 }, none)
  t.same([near.roads.map(({ road }) => road), near.leftOff], [[0], 0])
  t.same(roadsRound(index, at(90_000, 0), wide, none), { roads: [], leftOff: 0 })
  t.same(roadsRound(index, { lat: 91, lon: 0 }, wide, none), { roads: [], leftOff: 0 }, 'nowhere on earth')
})

t.test('a line is drawn in steps from the middle; and each road says which changes are on it', async (t) => {
  const middle = at(0, 0)
  const { roads } = roadsRound(index, middle, wide, (road) => (road === 0 ? ['snow'] : []))
  const lane = roads.find(({ road }) => road === 0)
  t.same(lane?.changes, ['snow'])
  t.same(roads.find(({ road }) => road === 2)?.changes, [])
  let [lon, lat] = [Math.round(middle.lon * 1e5), Math.round(middle.lat * 1e5)]
  const points: Array<[number, number]> = []
  for (let i = 0; i < (lane?.line.length ?? 0); i += 2) {
    lon += lane?.line[i] ?? 0
    lat += lane?.line[i + 1] ?? 0
    points.push([lon, lat])
  }
  const places = [at(0, 0), at(500, 20), at(1000, 0)]
  t.same(
    points,
    places.map((place) => [Math.round(place.lon * 1e5), Math.round(place.lat * 1e5)]),
  )
})

t.test('what is caught is said once for each name and number, the longest first', async (t) => {
  const named = namesOf(
    graph,
    new Map([
      [0, 0.5],
      [1, 1],
      [3, 1],
      [4, 1],
    ]),
  )
  t.same(
    named.map(({ name, ref, metres }) => [name, ref, Math.round(metres)]),
    [
      ['', 'A595', 1000],
      ['Fell Lane', '', 900],
      ['', '', 50],
    ],
  )
  t.same(namesOf(graph, new Map()), [])
})
