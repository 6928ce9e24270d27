import t from 'tap'
import { type MapView, pan, toCanvas, toGround, zoom } from './map-rules.ts'

const view: MapView = { middle: { lat: 54.5, lon: -3 }, scale: 1_000, width: 400, height: 300 }
const near = (t: { ok: (value: unknown, words: string) => boolean }, a: number, b: number) =>
  t.ok(Math.abs(a - b) < 1e-6, `${a} is ${b}`)

t.test('ground and canvas are each other’s inverse, north is up', async (t) => {
  t.same(toCanvas(view, view.middle), { x: 200, y: 150 })
  t.ok(toCanvas(view, { lat: 54.6, lon: -3 }).y < 150)
  t.ok(toCanvas(view, { lat: 54.5, lon: -2.9 }).x > 200)
  const there = toGround(view, toCanvas(view, { lat: 54.43, lon: -3.11 }))
  near(t, there.lat, 54.43)
  near(t, there.lon, -3.11)
})

t.test('zooming keeps what is under the pointer, within bounds; panning moves by pixels', async (t) => {
  const at = { x: 50, y: 60 }
  const before = toGround(view, at)
  const after = toGround(zoom(view, 2, at), at)
  near(t, after.lat, before.lat)
  near(t, after.lon, before.lon)
  t.equal(zoom(view, 1e9, at).scale, 20_000)
  t.equal(zoom(view, 1e-9, at).scale, 100)
  const moved = toCanvas(pan(view, 30, -20), view.middle)
  t.ok(Math.abs(moved.x - 230) < 0.1 && Math.abs(moved.y - 130) < 0.1)
})
