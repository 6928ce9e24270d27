import t from 'tap'
import { at, handMadeFinder, handMadeGraph } from '../../test/support/hand-made-roads.ts'
import { findRoute } from './route-rules.ts'
import type { Place, Point, Route } from './routing.ts'
import { findTravelTimes } from './travel-time-rules.ts'

const places = { A: [0, 0], B: [1000, 0], C: [1000, 1000], D: [0, 1000], P: [1000, -500] } as Record<
  string,
  [number, number]
>
const ring = ['A-B', 'B-C', 'C-D', 'D-A'].map((between) => ({ between }))

/** The line must go through these places, in this order, with these seconds; within 1.5 m and 0.4 s. */
function passes(route: Route | undefined, places: Array<[east: number, north: number, seconds: number]>): boolean {
  let from = 0
  return places.every(([east, north, seconds]) => {
    const { lat, lon } = at(east, north)
    const found = (route?.line ?? []).findIndex(
      ([x, y, time], i) =>
        i >= from && Math.abs(y - lat) < 1.4e-5 && Math.abs(x - lon) < 2.3e-5 && Math.abs(time - seconds) < 0.4,
    )
    from = found + 1
    return found >= 0
  })
}

function isConsistent(route: Route | undefined, from: Point, to: Point, seconds: number): boolean {
  const line = route?.line ?? []
  return (
    route !== undefined &&
    line[0]?.[0] === from.lon &&
    line[0][1] === from.lat &&
    line[0][2] === 0 &&
    line.at(-1)?.[0] === to.lon &&
    line.at(-1)?.[2] === route.seconds &&
    line.every((point, i) => i === 0 || point[2] >= (line[i - 1]?.[2] ?? 0)) &&
    Math.abs(route.seconds - seconds) < 0.01
  )
}

t.test('the line starts at the unit, follows the roads and ends at the door, with its times', async (t) => {
  const finder = handMadeFinder(handMadeGraph(places, [...ring, { between: 'P-B', through: [[900, -250]] }]))
  const [unit, door] = [at(500, 30), at(1020, 700)]
  const route = findRoute(finder, unit, door)
  t.ok(
    passes(route, [
      [500, 30, 0],
      [500, 0, 3],
      [1000, 0, 53],
      [1000, 700, 123],
      [1020, 700, 125],
    ]),
  )
  const [time] = findTravelTimes(finder, door, [unit])
  t.ok(isConsistent(route, unit, door, time?.known ? time.seconds : -1))
  t.ok(Math.abs((route?.metres ?? 0) - 1250) < 4)
  const bent = findRoute(finder, at(1000, 100), at(1000, -500))
  t.ok(
    passes(bent, [
      [1000, 100, 0],
      [1000, 0, 10],
      [900, -250, 37],
      [1000, -500, 64],
    ]),
    'the drawn line, against its direction',
  )
})

t.test('along one road, both ways', async (t) => {
  const finder = handMadeFinder(handMadeGraph(places, ring))
  t.ok(
    passes(findRoute(finder, at(200, 0), at(700, 0)), [
      [200, 0, 0],
      [700, 0, 50],
    ]),
  )
  t.ok(
    passes(findRoute(finder, at(700, 0), at(200, 0)), [
      [700, 0, 0],
      [200, 0, 50],
    ]),
  )
})

t.test('round a one-way ring, to a place just behind', async (t) => {
  const oneway = ring.map((road) => ({ ...road, oneway: true }))
  const route = findRoute(handMadeFinder(handMadeGraph(places, oneway)), at(500, 0), at(400, 0))
  t.ok(
    passes(route, [
      [500, 0, 0],
      [1000, 0, 50],
      [1000, 1000, 150],
      [0, 1000, 250],
      [0, 0, 350],
      [400, 0, 390],
    ]),
  )
})

t.test('out of one dead end and into another, and between branches of one', async (t) => {
  const tree = { ...places, Q: [1000, -900], R: [1400, -500], S: [-300, 0] } as Record<string, [number, number]>
  const roads = [...ring, { between: 'P-B' }, { between: 'P-Q' }, { between: 'R-P' }, { between: 'S-A' }]
  const finder = handMadeFinder(handMadeGraph(tree, roads))
  const out = findRoute(finder, at(1000, -900), at(-300, 0))
  t.ok(
    passes(out, [
      [1000, -900, 0],
      [1000, -500, 40],
      [1000, 0, 90],
      [0, 0, 190],
      [-300, 0, 220],
    ]),
  )
  const across = findRoute(finder, at(1000, -900), at(1400, -500))
  t.ok(
    passes(across, [
      [1000, -900, 0],
      [1000, -500, 40],
      [1400, -500, 80],
    ]),
  )
})

t.test('the incident on a loop is come to by the shorter side', async (t) => {
  const loop = {
    between: 'B-B',
    through: [
      [1300, 0],
      [1300, 300],
      [1000, 300],
    ] as Array<[number, number]>,
  }
  const finder = handMadeFinder(handMadeGraph(places, [...ring, loop]))
  t.ok(
    passes(findRoute(finder, at(500, 0), at(1300, 100)), [
      [500, 0, 0],
      [1000, 0, 50],
      [1300, 0, 80],
      [1300, 100, 90],
    ]),
  )
  t.ok(
    passes(findRoute(finder, at(500, 0), at(1100, 300)), [
      [500, 0, 0],
      [1000, 0, 50],
      [1000, 300, 80],
      [1100, 300, 90],
    ]),
  )
})

t.test('no way, no line', async (t) => {
  const apart = { A: [0, 0], B: [500, 0], C: [5000, 0], D: [5500, 0] } as Record<string, [number, number]>
  const finder = handMadeFinder(handMadeGraph(apart, [{ between: 'A-B' }, { between: 'C-D' }]))
  t.equal(findRoute(finder, at(0, 0), at(5000, 0)), undefined)
  t.equal(findRoute(finder, at(0, 0), at(0, 9000)), undefined)
  t.equal(findRoute(finder, at(0, 9000), at(0, 0)), undefined)
})

t.test('a road drawn as one spot, and a drawn point given twice, do not break the line', async (t) => {
  const spot = { A: [0, 0], B: [0, 0], C: [300, 0] } as Record<string, [number, number]>
  const finder = handMadeFinder(
    handMadeGraph(spot, [
      { between: 'A-B', metres: 5 },
      {
        between: 'B-C',
        through: [
          [100, 0],
          [100, 0],
        ],
      },
    ]),
  )
  const [unit, door] = [at(300, 0), at(50, 0)]
  const [time] = findTravelTimes(finder, door, [unit])
  t.ok(isConsistent(findRoute(finder, unit, door), unit, door, time?.known ? time.seconds : -1))
  const route = findRoute(finder, at(0, 1), at(300, 0))
  t.ok(route?.line.every((point) => point.every(Number.isFinite)))
})

t.test('a unit in motion turns round first, and the clock says so', async (t) => {
  const graph = handMadeGraph({ A: [0, 0], B: [1000, 0] }, [{ between: 'A-B' }])
  const finder = handMadeFinder(graph, { turnRoundSeconds: { normal: 30, 'blue-light': 20 } })
  const seconds = (headingDegrees: number, to: number) =>
    Math.round(findRoute(finder, { ...at(500, 0), headingDegrees }, at(to, 0))?.seconds ?? 0)
  t.equal(seconds(270, 100), 40)
  t.equal(seconds(90, 100), 70)
  t.equal(seconds(90, 900), 40)
  t.equal(seconds(270, 900), 70)
})

t.test('where the carriageway is not known: the slower way', async (t) => {
  const dual = { A: [0, 0], B: [1000, 0], C: [1000, 20], D: [0, 20] } as Record<string, [number, number]>
  const carriageway = { class: 'trunk', oneway: true, ref: 'A66' } as const
  const graph = handMadeGraph(dual, [
    { between: 'A-B', ...carriageway },
    { between: 'C-D', ...carriageway },
    { between: 'B-C' },
    { between: 'D-A' },
  ])
  const finder = handMadeFinder(graph)
  const seconds = (place: Place) => Math.round(findRoute(finder, at(0, 10), place)?.seconds ?? 0)
  t.equal(seconds({ ...at(500, 10), headingDegrees: 90 }), 52, 'along the south side')
  t.equal(seconds({ ...at(500, 10), headingDegrees: 270 }), 154, 'round by the end')
  t.equal(seconds(at(500, 12)), 154)
  t.equal(seconds(at(500, 8)), 154)
})
