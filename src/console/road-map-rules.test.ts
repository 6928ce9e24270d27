import t from 'tap'
import { type MapView, toGround } from './map-rules.ts'
import { calledAfter, caughtWords, type DrawnRoad, labelsOf, readRoads, roadAt, roadName } from './road-map-rules.ts'

const view: MapView = { middle: { lat: 54.5, lon: -3 }, scale: 26_000, width: 480, height: 340 }
/** A road through these pixels of the map. */
const road = (number: number, pixels: Array<[number, number]>, more: Partial<DrawnRoad> = {}): DrawnRoad => ({
  road: number,
  class: 'minor',
  name: '',
  ref: '',
  changes: [],
  points: pixels.map(([x, y]) => toGround(view, { x, y })),
  ...more,
})

t.test('lines come in steps from the middle, each from the point before it', async (t) => {
  const [one] = readRoads({
    middle: { lat: 54.5, lon: -3 },
    unit: 0.00001,
    roads: [{ road: 7, class: 'minor', name: 'Fell Lane', ref: '', changes: [], line: [10, -20, 1, 2] }],
  })
  t.equal(one?.name, 'Fell Lane')
  const rounded = one?.points.map(({ lat, lon }) => [Math.round(lat * 1e5), Math.round(lon * 1e5)])
  t.same(rounded, [
    [5_449_980, -299_990],
    [5_449_982, -299_989],
  ])
})

t.test('what people call a road', async (t) => {
  t.equal(roadName({ name: 'Kirkstone Road', ref: 'A592' }), 'A592, Kirkstone Road')
  t.equal(roadName({ name: '', ref: 'A6;A7' }), 'A6, A7')
  t.equal(roadName({ name: '', ref: '' }), 'a road without a name')
})

t.test('the road under the cross-hair, by its line and not by its corners', async (t) => {
  const roads = [
    road(1, [
      [0, 100],
      [400, 100],
    ]),
    road(2, [
      [200, 110],
      [200, 300],
    ]),
    road(3, [
      [50, 50],
      [50, 50],
    ]),
    road(4, []),
  ]
  t.equal(roadAt(view, { x: 203, y: 96 }, roads)?.road, 1)
  t.equal(roadAt(view, { x: 203, y: 250 }, roads)?.road, 2)
  t.equal(roadAt(view, { x: 203, y: 104 }, roads, 20)?.road, 1)
  t.equal(roadAt(view, { x: 52, y: 50 }, roads)?.road, 3, 'a road of no length is a place')
  t.equal(roadAt(view, { x: 300, y: 200 }, roads), undefined)
})

t.test('names stand where there is room, each once, what is closed first', async (t) => {
  const across = (y: number): Array<[number, number]> => [
    [100, y],
    [240, y],
    [380, y],
  ]
  const roads = [
    road(1, across(100), { ref: 'A592', name: 'Kirkstone Road' }),
    road(2, across(200), { ref: 'A592;A5' }),
    road(3, across(105), { name: 'On the other' }),
    road(4, across(240), { name: 'Fell Lane', changes: ['snow', 'gone'] }),
    road(5, across(336), { name: 'At the edge' }),
    road(6, across(4), { name: 'At the other edge' }),
    road(
      7,
      [
        [0, 60],
        [2, 60],
        [4, 60],
      ],
      { name: 'Half outside' },
    ),
    road(8, across(300)),
    road(9, across(104), { name: 'B' }),
    road(
      10,
      [
        [300, 103],
        [420, 103],
      ],
      { name: 'Beside' },
    ),
    road(
      11,
      [
        [470, 200],
        [478, 200],
      ],
      { name: 'Half outside, east' },
    ),
  ]
  const labels = labelsOf(view, roads, new Map([['snow', 'The fell: closed']]))
  t.same(
    labels.map(({ text, isChange, x, y }) => [text, isChange, x, y]),
    [
      ['The fell: closed', true, 240, 240],
      ['A592', false, 240, 100],
      ['Beside', false, 420, 103],
    ],
  )
  t.equal(labelsOf(view, roads, new Map(), 1).length, 1)
  t.same(labelsOf(view, [road(1, [], { name: 'Nowhere' })], new Map())[0]?.text, 'Nowhere')
})

t.test('what a drawing catches, in a sentence', async (t) => {
  t.match(caughtWords({ roads: 0, metres: 0, named: [], names: 0 }), /^No road is caught/)
  const lane = { name: 'Fell Lane', ref: '', metres: 1_240 }
  t.equal(
    caughtWords({ roads: 1, metres: 1_240, named: [lane], names: 1 }),
    'Catches 1 stretch, 1.2 km of road: Fell Lane 1.2 km.',
  )
  const named = Array.from({ length: 8 }, (_, i) => ({ name: `Lane ${i}`, ref: '', metres: 90 }))
  t.match(
    caughtWords({ roads: 30, metres: 2_000, named, names: 11 }),
    /^Catches 30 stretches, .*: Lane 0 90 m; .*Lane 5 90 m; 5 more\.$/,
  )
})

t.test('a drawing that nobody has named is called after its longest road', async (t) => {
  t.equal(
    calledAfter([
      { name: '', ref: '' },
      { name: 'Fell Lane', ref: 'C5' },
    ]),
    'Fell Lane',
  )
  t.equal(calledAfter([{ name: '', ref: 'A592' }]), 'A592')
  t.equal(calledAfter([{ name: '', ref: '' }]), '')
})
