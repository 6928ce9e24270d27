import t from 'tap'
import { type Geometry, isInBritain, middleOf, positionsOf, shapeOf, spansAt } from './geojson-point-rules.ts'

const near = (t: Tap, given: Geometry, lon: number, lat: number) => {
  const found = middleOf(given)
  t.ok(Math.abs(found.lon - lon) < 1e-6 && Math.abs(found.lat - lat) < 1e-6, JSON.stringify(found))
}
type Tap = { ok: (is: boolean, because: string) => unknown }
const square = (x: number, y: number, size: number) => [
  ...[[x, y] as [number, number], [x + size, y] as [number, number], [x + size, y + size] as [number, number]],
  ...[[x, y + size] as [number, number], [x, y] as [number, number]],
]

t.test('one point for any shape', async (t) => {
  near(t, { type: 'Point', coordinates: [-2.7, 54.6, 120] }, -2.7, 54.6)
  near(
    t,
    {
      type: 'LineString',
      coordinates: [
        [-2, 54],
        [-2, 54.1],
        [-2, 54.4],
      ],
    },
    -2,
    54.2,
  )
  near(
    t,
    {
      type: 'LineString',
      coordinates: [
        [-2, 54],
        [-2, 54],
      ],
    },
    -2,
    54,
  )
  near(
    t,
    {
      type: 'MultiLineString',
      coordinates: [
        [
          [-3, 54],
          [-3, 54.1],
        ],
        [
          [-2, 54],
          [-2, 54.3],
        ],
      ],
    },
    -2,
    54.15,
  )
  near(t, { type: 'Polygon', coordinates: [square(-3, 54, 0.2)] }, -2.9, 54.1)
  near(t, { type: 'MultiPolygon', coordinates: [[square(-4, 54, 0.1)], [square(-3, 54, 0.2)]] }, -2.9, 54.1)
})

t.test('of a crescent and of a ring it is inside all the same', async (t) => {
  const crescent: [number, number][] = [
    [0, 54],
    [4, 54],
    [4, 55],
    [3.9, 54.1],
    [0.1, 54.1],
    [0, 55],
    [0, 54],
  ]
  const { lon, lat } = middleOf({ type: 'Polygon', coordinates: [crescent] })
  const [[west, east]] = spansAt([crescent], lat) as [readonly [number, number]]
  t.ok(lon > west && lon < east)
  const ring = middleOf({ type: 'Polygon', coordinates: [square(-3, 54, 0.2), square(-2.95, 54.05, 0.1)] })
  t.ok(ring.lon < -2.95 || ring.lon > -2.85)
  near(
    t,
    {
      type: 'Polygon',
      coordinates: [
        [
          [-3, 54],
          [-3, 54],
          [-3, 54],
          [-3, 54],
        ],
      ],
    },
    -3,
    54,
  )
})

t.test('what shape it is, and its positions', async (t) => {
  const all: Geometry[] = [
    { type: 'Point', coordinates: [-2, 54] },
    {
      type: 'LineString',
      coordinates: [
        [-2, 54],
        [-2, 55],
      ],
    },
    {
      type: 'MultiLineString',
      coordinates: [
        [
          [-2, 54],
          [-2, 55],
        ],
      ],
    },
    { type: 'Polygon', coordinates: [square(-2, 54, 1)] },
    { type: 'MultiPolygon', coordinates: [[square(-2, 54, 1)]] },
  ]
  t.same(all.map(shapeOf), ['point', 'line', 'line', 'surface', 'surface'])
  t.same(
    all.map((one) => positionsOf(one).length),
    [1, 2, 2, 5, 5],
  )
})

t.test('Britain, by longitude and latitude in that order', async (t) => {
  t.ok(isInBritain([-2.7, 54.6]) && isInBritain([-1.2, 60.2]) && isInBritain([-6.3, 49.9]))
  for (const outside of [
    [54.6, -2.7],
    [350_000, 530_000],
    [-2.7, 0],
    [3, 52],
    [-10, 52],
    [0, 62],
  ])
    t.notOk(isInBritain(outside))
})
