import t from 'tap'
import {
  beginDrawing,
  type Drawing,
  drawByKey,
  moveCross,
  panDrawing,
  penWay,
  placeDrawn,
  pointsMissing,
  reachOf,
  roadsToAsk,
  type Shape,
  setPoint,
  takeBack,
  zoomDrawing,
} from './drawing-rules.ts'
import { toCanvas, toGround } from './map-rules.ts'

const middle = { lat: 54.5, lon: -3 }
const size = { width: 480, height: 340 }
const empty = (shape: Shape = 'line') => beginDrawing(shape, middle, size)
/** What is left when these keys were pressed one after the other. */
const keyed = (drawing: Drawing, ...keys: string[]) =>
  keys.reduce((now, key) => {
    const next = drawByKey(now, key, false)
    return next && next !== 'cancelled' ? next : now
  }, drawing)

t.test('it begins empty, with the cross-hair on the place', async (t) => {
  const { points, cross, view } = empty()
  t.same(points, [])
  t.same(toCanvas(view, middle), cross)
})

t.test('a point is set where the hand or the cross-hair is, once, and taken back', async (t) => {
  const one = setPoint(empty(), { x: 100, y: 50 })
  t.same(one.cross, { x: 100, y: 50 })
  const there = toGround(one.view, one.cross)
  t.ok(Math.abs((one.points[0]?.lat ?? 0) - there.lat) < 1e-6 && Math.abs((one.points[0]?.lon ?? 0) - there.lon) < 1e-6)
  t.equal(setPoint(one, { x: 100, y: 50 }).points.length, 1, 'a double click is one point')
  t.equal(setPoint(one, { x: 101, y: 50 }).points.length, 2)
  t.same(takeBack(one).points, [])
  t.same(takeBack(takeBack(one)).points, [])
  const many = Array.from({ length: 150 }, (_, x) => x).reduce((now, x) => setPoint(now, { x, y: 9 }), empty())
  t.equal(many.points.length, 100)
})

t.test(
  'keys: arrows move, Enter and the space bar set, Backspace takes back, plus and minus zoom, Escape ends',
  async (t) => {
    const drawn = keyed(empty(), 'Enter', 'ArrowRight', 'ArrowRight', ' ', 'ArrowDown', 'Enter')
    t.equal(drawn.points.length, 3)
    t.same(drawn.cross, { x: 240 + 32, y: 170 + 16 })
    t.same(keyed(drawn, 'ArrowLeft', 'ArrowLeft', 'ArrowUp').cross, { x: 240, y: 170 })
    t.equal(keyed(drawn, 'Backspace', 'Backspace').points.length, 1)
    t.ok(keyed(drawn, '+').view.scale > drawn.view.scale && keyed(drawn, '=').view.scale > drawn.view.scale)
    t.ok(keyed(drawn, '-').view.scale < drawn.view.scale)
    t.equal(drawByKey(drawn, 'Escape', false), 'cancelled')
    t.equal(drawByKey(drawn, 'Tab', false), undefined, 'Tab leaves the map, as everywhere')
    const fine = drawByKey(drawn, 'ArrowLeft', true)
    t.ok(fine && fine !== 'cancelled' && fine.cross.x === drawn.cross.x - 3)
  },
)

t.test('at the edge the map moves instead of the cross-hair', async (t) => {
  let drawing = setPoint(empty(), { x: 240, y: 170 })
  for (let i = 0; i < 40; i += 1) drawing = moveCross(drawing, 16, 0)
  t.equal(drawing.cross.x, 480 - 24)
  t.ok(drawing.view.middle.lon > middle.lon)
  const [point] = drawing.points
  t.ok(Math.abs(toCanvas(drawing.view, point ?? middle).x - (drawing.cross.x - 640)) < 0.5, 'points stay on the ground')
  for (let i = 0; i < 40; i += 1) drawing = moveCross(drawing, -16, -16)
  t.same(drawing.cross, { x: 24, y: 24 })
})

t.test('zooming keeps the ground under the cross-hair, within bounds; panning moves the ground', async (t) => {
  const drawing = { ...empty(), cross: { x: 100, y: 100 } }
  const before = toGround(drawing.view, drawing.cross)
  const after = toGround(zoomDrawing(drawing, 2).view, drawing.cross)
  t.ok(Math.abs(before.lat - after.lat) < 1e-9 && Math.abs(before.lon - after.lon) < 1e-9)
  t.equal(zoomDrawing(drawing, 1e9).view.scale, 150_000)
  t.equal(zoomDrawing(drawing, 1e-9, { x: 1, y: 1 }).view.scale, 2_000)
  t.ok(toCanvas(panDrawing(drawing, 30, 0).view, middle).x > 269)
})

t.test('a line has two points, an area three; the service is told longitude first', async (t) => {
  const two = keyed(empty(), 'Enter', 'ArrowRight', 'Enter')
  t.same([pointsMissing(empty()), pointsMissing(two)], [2, 0])
  t.equal(placeDrawn(empty()), undefined)
  const place = placeDrawn(two)
  t.ok(place && 'line' in place && place.line.every(([lon, lat]) => lon < 0 && lat > 50))
  const area = { ...two, shape: 'area' as const }
  t.equal(pointsMissing(area), 1)
  t.equal(placeDrawn(area), undefined)
  t.match(placeDrawn(keyed(area, 'ArrowDown', 'Enter')), { area: { length: 3 } })
})

t.test('roads are asked for beyond the edge, and again when the map leaves them or comes nearer', async (t) => {
  const { view } = empty()
  const reach = reachOf(view)
  t.ok(reach > 1_200 && reach < 1_300, `${reach} m`)
  const first = roadsToAsk(view, undefined)
  t.same(first, { middle, radiusMetres: Math.ceil(reach * 1.5) })
  const there = { middle, radiusMetres: Math.ceil(reach * 1.5), leftOff: 0 }
  t.equal(roadsToAsk(view, there), undefined)
  t.equal(roadsToAsk(panDrawing(empty(), 60, 0).view, there), undefined)
  t.ok(roadsToAsk(panDrawing(empty(), 300, 200).view, there))
  t.ok(roadsToAsk(zoomDrawing(empty(), 0.5).view, there))
  const near = zoomDrawing(empty(), 2).view
  t.equal(roadsToAsk(near, there), undefined, 'all of them are there already')
  t.ok(roadsToAsk(near, { ...there, leftOff: 7 }), 'the small ones were left off')
  t.equal(roadsToAsk(zoomDrawing(empty(), 1e-9).view, undefined)?.radiusMetres, 20_000)
})

t.test('the way of a pen, in pixels', async (t) => {
  const { view } = empty()
  const points = [
    { x: 0, y: 0 },
    { x: 10.26, y: 0 },
    { x: 10, y: 20 },
  ].map((at) => toGround(view, at))
  t.equal(penWay(view, points), 'M0 0L10.3 0L10 20')
  t.equal(penWay(view, points, true), 'M0 0L10.3 0L10 20Z')
  t.equal(penWay(view, points.slice(0, 2), true), 'M0 0L10.3 0')
  t.equal(penWay(view, []), '')
})
