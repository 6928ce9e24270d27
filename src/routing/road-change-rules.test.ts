import t from 'tap'
import { at, handMadeGraph, handMadeSpeeds } from '../../test/support/hand-made-roads.ts'
import { ChangeSets } from './met-changes-rules.ts'
import { changeTimes, matchChange } from './road-change-rules.ts'
import { timeRoads } from './road-speed-rules.ts'
import type { RoadChange } from './routing.ts'
import { indexRoads } from './snap-rules.ts'

// a main road west to east in three stretches, a lane that leaves it to the north, and a bridge over it
const places = {
  A: [0, 0],
  B: [1000, 0],
  C: [2000, 0],
  D: [3000, 0],
  E: [1000, 1000],
  S: [2500, -500],
  N: [2500, 500],
  x: [0, 3000],
  y: [100, 3000],
} as Record<string, [number, number]>
const graph = handMadeGraph(places, [
  { between: 'A-B', ref: 'A 595;A5087', name: 'Main  Street' },
  { between: 'B-C', ref: 'A595' },
  { between: 'C-D', ref: 'A595' },
  { between: 'B-E', name: 'Fell Lane' },
  { between: 'S-N', name: 'High Bridge' },
  { between: 'x-y', name: 'Fell Lane' },
])
const speeds = handMadeSpeeds({
  passes: [
    { name: 'The Fell', names: ['Fell Lane'], factor: 1, shut: false },
    { name: 'Other', refs: ['A595'], factor: 1, shut: false },
  ],
})
const index = indexRoads(graph, speeds.offRoad)

type Where = RoadChange['where']
const closed = (where: Where, id = 'c'): RoadChange => ({ id, name: 'Snow', kind: 'closed', factor: 0, where })

/** The roads that are meant, and the per cent of each. */
function roads(where: Where): Array<[road: number, perCent: number]> {
  return [...matchChange(index, speeds, closed(where)).roads]
    .map(([road, share]) => [road, Math.round(share * 20) * 5] as [number, number])
    .sort(([a], [b]) => a - b)
}

const lonLat = (east: number, north: number): [number, number] => [at(east, north).lon, at(east, north).lat]

t.test('a pass by its name', async (t) => {
  t.same(roads({ pass: 'the fell' }), [[3, 100]], 'and only roads that units can be on')
  t.same(roads({ pass: 'Hartside' }), [])
})

t.test('a road by its number or its name, as people write it', async (t) => {
  t.same(roads({ road: 'a595' }), [
    [0, 100],
    [1, 100],
    [2, 100],
  ])
  t.same(roads({ road: ' A 5087 ' }), [[0, 100]])
  t.same(roads({ road: 'main street' }), [[0, 100]])
  t.same(roads({ road: '' }), [], 'nothing is not every road without a name')
  t.same(roads({ road: 'A595', near: at(2600, 0) }), [[2, 100]])
  t.same(roads({ road: 'A595', near: at(2600, 0), withinMetres: 700 }), [
    [1, 100],
    [2, 100],
  ])
  t.same(roads({ road: 'A595', near: at(2600, 9000) }), [])
})

t.test('a line along a road, and not the lane or the bridge it touches', async (t) => {
  t.same(roads({ line: [lonLat(100, 3), lonLat(990, -3)], withinMetres: 20 }), [[0, 90]])
  t.same(
    roads({ line: [lonLat(950, 0), lonLat(1500, 0), lonLat(1990, 2)], withinMetres: 20 }),
    [
      [0, 10],
      [1, 100],
    ],
    'a good piece of the next as well',
  )
  t.same(roads({ line: [lonLat(1400, 0), lonLat(1480, 0)], withinMetres: 1 }), [[1, 10]], 'a crash in its middle')
  t.same(roads({ line: [lonLat(2500, 200), lonLat(2500, 200)], withinMetres: 40 }), [[4, 10]], 'a spot')
})

t.test('a line across', async (t) => {
  t.same(roads({ line: [lonLat(1500, -60), lonLat(1500, 60)], withinMetres: 10 }), [[1, 0]])
  t.same(roads({ line: [lonLat(1500, 200), lonLat(1600, 200)], withinMetres: 10 }), [])
  t.same(roads({ line: [], withinMetres: 10 }), [])
})

t.test('an area: every road that is in it, and how much of each', async (t) => {
  const flood = [lonLat(500, -100), lonLat(1500, -100), lonLat(1500, 250), lonLat(500, 250)]
  t.same(roads({ area: flood }), [
    [0, 50],
    [1, 50],
    [3, 25],
  ])
  t.same(
    roads({ line: [lonLat(0, 300)], withinMetres: 20 }),
    roads({ line: [lonLat(0, 300), lonLat(0, 300)], withinMetres: 20 }),
    'one point is a line of no length',
  )
  t.same(roads({ area: flood.slice(0, 2) }), [], 'two corners are no area')
  t.same(roads({ area: [] }), [])
  t.same(roads({ area: [lonLat(0, 5000), lonLat(10, 5000), lonLat(10, 5010)] }), [])
})

t.test('in a force without roads nothing is met', async (t) => {
  const none = indexRoads(handMadeGraph({ a: [0, 0], b: [9, 0] }, [{ between: 'a-b' }]), speeds.offRoad)
  t.match(
    matchChange(
      none,
      speeds,
      closed({
        area: [
          [-1, -1],
          [1, -1],
          [1, 1],
          [-1, 1],
        ],
      }),
    ),
    { metres: 0 },
  )
})

t.test('closed is shut, slowed takes longer where it is slowed, and the usual times stay', async (t) => {
  const times = timeRoads(graph, speeds, 'normal')
  const half = [lonLat(500, -100), lonLat(990, -100), lonLat(990, 100), lonLat(500, 100)]
  const changes: RoadChange[] = [
    closed({ road: 'Fell Lane' }, 'snow'),
    { id: 'flood', name: 'Flood', kind: 'slowed', factor: 0.25, where: { area: half } },
    { id: 'fair', name: 'Fair', kind: 'slowed', factor: 0.5, where: { road: 'A595' } },
    { id: 'odd', name: 'Odd', kind: 'slowed', factor: 7, where: { road: 'High Bridge' } },
    { id: 'slow', name: 'Slow', kind: 'slowed', factor: 0, where: { road: 'High Bridge' } },
  ]
  const sets = new ChangeSets()
  const matched = changes.map((change) => matchChange(index, speeds, change))
  const { now, usual } = changeTimes(times, matched, sets)
  t.equal(now.shut[3], 1)
  t.equal(now.shut[0], 0)
  t.same([...usual.roadMs], [...times.roadMs])
  t.same([...usual.shut], [...times.shut])
  const seconds = [...now.roadMs].map((ms) => Math.round(ms / 1000))
  t.ok(Math.abs((seconds[0] ?? 0) - 347) <= 4, 'half of it at a quarter, all of it at half', { seconds })
  t.same(seconds.slice(1, 3), [200, 200])
  t.equal(seconds[4], 5_000, 'no slower than a fiftieth, no faster than usual')
  for (const { met } of [now, usual]) {
    t.same(
      [...(met ?? [])].map((set) => [...sets.list(set)]),
      [[1, 2], [2], [2], [0], [3, 4], []],
    )
  }
})

t.test('the length that a change is about', async (t) => {
  const { metres } = matchChange(index, speeds, closed({ road: 'A595', near: at(2600, 0) }))
  t.ok(Math.abs(metres - 1000) < 1)
})
