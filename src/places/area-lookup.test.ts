import t from 'tap'
import { makeAreaLookup, type ZoneShape, zoneShape } from './area-lookup.ts'

const square = (west: number, south: number, size: number): number[][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
const shape = (value: object): ZoneShape => zoneShape.parse(value)
const zone = (zoneCode: string, areaClass: 'urban' | 'rural', value: object) => ({
  zoneCode,
  areaId: `area-${zoneCode}`,
  areaClass,
  district: `district-${zoneCode}`,
  shape: shape(value),
})
// two squares that touch at 3 W; the first with a hole; a third of two islands
const lookup = makeAreaLookup([
  zone('A', 'urban', { type: 'Polygon', coordinates: [square(-3.2, 54, 0.2), square(-3.15, 54.05, 0.05)] }),
  zone('B', 'rural', { type: 'Polygon', coordinates: [square(-3, 54, 0.2)] }),
  zone('C', 'rural', { type: 'MultiPolygon', coordinates: [[square(-4, 54, 0.05)], [square(-4.2, 54, 0.05)]] }),
])
const find = (lat: number, lon: number) => lookup.find({ lat, lon })?.zoneCode

t.test('a point is in its zone, with area, class and district', async (t) => {
  t.same(lookup.find({ lat: 54.02, lon: -3.18 }), {
    zoneCode: 'A',
    areaId: 'area-A',
    areaClass: 'urban',
    district: 'district-A',
  })
  t.equal(find(54.1, -2.9), 'B')
  t.equal(find(54.02, -3.98), 'C')
  t.equal(find(54.02, -4.18), 'C')
})

t.test('on a border: always the same zone', async (t) => {
  t.equal(find(54.1, -3), 'A')
  t.equal(find(54.1, -3), 'A')
})

t.test('a hole is not in its zone, but near it', async (t) => {
  t.equal(find(54.06, -3.12), 'A', 'a kilometre from the rim')
})

t.test('up to 2 km outside the nearest zone; further, none', async (t) => {
  t.equal(find(53.99, -3.1), 'A', '1.1 km south')
  t.equal(find(53.97, -3.1), undefined, '3.3 km south')
  t.equal(find(54.1, -2.785), 'B', '1 km east')
  t.equal(find(54.22, -3.02), undefined, '2.2 km north')
  t.equal(find(54.21, -2.99), 'B')
  t.equal(find(54.21, -3.01), 'A')
})

t.test('what is not on earth is in no zone, nor is anything when there are none', async (t) => {
  t.equal(find(Number.NaN, -3), undefined)
  t.equal(find(54, 400), undefined)
  t.equal(makeAreaLookup([]).find({ lat: 54, lon: -3 }), undefined)
})

t.test('a shape that is none is refused', async (t) => {
  t.throws(() => shape({ type: 'Point', coordinates: [0, 0] }))
  t.throws(() => shape({ type: 'Polygon', coordinates: [[[0, 0]]] }))
  t.throws(() => shape({ type: 'MultiPolygon', coordinates: [] }))
})

t.test('areas that the force drew itself decide the area; zones still say class and district', async (t) => {
  const zones = [
    zone('A', 'urban', { type: 'Polygon', coordinates: [square(-3.2, 54, 0.2)] }),
    zone('B', 'rural', { type: 'Polygon', coordinates: [square(-4, 54, 0.2)] }),
  ]
  const drawn = makeAreaLookup(zones, [
    { areaId: 'east', shape: shape({ type: 'Polygon', coordinates: [square(-3.1, 54, 0.4)] }) },
    { areaId: 'west', shape: shape({ type: 'Polygon', coordinates: [square(-3.5, 54, 0.4)] }) },
  ])
  t.match(drawn.find({ lat: 54.1, lon: -3.05 }), {
    zoneCode: 'A',
    areaId: 'east',
    areaClass: 'urban',
    district: 'district-A',
  })
  t.match(drawn.find({ lat: 54.1, lon: -3.15 }), { zoneCode: 'A', areaId: 'west' })
  t.same(drawn.find({ lat: 54.1, lon: -3.4 }), { zoneCode: null, areaId: 'west', areaClass: null, district: null })
  t.equal(drawn.find({ lat: 54.1, lon: -3.9 }), undefined, 'a zone that the force drew no area over')
})
