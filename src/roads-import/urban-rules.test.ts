import t from 'tap'
import { type OsmRoad, readRoad } from './osm-road-rules.ts'
import { indexUrbanLand, isResidential, isUrbanByTags, joinRings, makeDensity, urbanShare } from './urban-rules.ts'

const road = (tags: Record<string, string>) => readRoad(tags) as OsmRoad

t.test('parts of lines are joined to rings', async (t) => {
  t.same(joinRings([]), { rings: [], left: 0 })
  t.same(
    joinRings([
      [1, 2, 3],
      [5, 6, 3],
      [1, 4, 5],
    ]).rings,
    [[1, 2, 3, 6, 5, 4, 1]],
    'one the other way round',
  )
  t.same(joinRings([[1, 2, 3, 1]]), { rings: [[1, 2, 3, 1]], left: 0 })
  t.same(
    joinRings([
      [1, 2, 3],
      [5, 4, 1],
      [3, 6, 5],
    ]).rings,
    [[1, 2, 3, 6, 5, 4, 1]],
    'some the other way round',
  )
  t.same(
    joinRings([
      [1, 2, 3, 1],
      [7, 8, 9, 7],
    ]).rings.length,
    2,
  )
  t.same(
    joinRings([
      [1, 2, 3],
      [3, 4],
    ]),
    { rings: [], left: 1 },
    'it does not close',
  )
  t.same(joinRings([[], [1]]), { rings: [], left: 0 }, 'a way that is not in the extract')
  t.same(
    joinRings([
      [1, 2],
      [2, 1],
    ]).rings,
    [[1, 2, 1]],
    'two parts that share both ends',
  )
})

/** A square of a hundredth of a degree, from its south-west corner. */
const square = (lon: number, lat: number, size = 0.01) => [
  ...[lon, lat, lon + size, lat],
  ...[lon + size, lat + size, lon, lat + size],
]

t.test('in built-up land, or beside it', async (t) => {
  t.notOk(indexUrbanLand([])(54, -3))
  const isUrban = indexUrbanLand([[square(-3, 54)], [square(-2.9, 54), square(-2.897, 54.003, 0.004)]])
  t.ok(isUrban(54.005, -2.995))
  t.ok(isUrban(54.005, -3.0005), '33 m to the west')
  t.notOk(isUrban(54.005, -3.0007), '46 m to the west')
  t.ok(isUrban(54.0103, -2.995), '33 m to the north')
  t.notOk(isUrban(54.0104, -2.995), '44 m to the north')
  t.notOk(isUrban(54.005, -2.895), 'a park in the town is a hole')
  t.ok(isUrban(54.001, -2.895))
  t.notOk(isUrban(54.005, -2.95), 'between two towns')
  t.ok(indexUrbanLand([[[-3, 54, -3, 54, -2.99, 54, -2.99, 54.01]]])(54.003, -2.992), 'a point twice does no harm')
})

t.test('how much of a road is urban', async (t) => {
  const isUrban = (lat: number) => lat < 54.005
  t.equal(urbanShare([54, -3, 54.004, -3], isUrban), 1)
  const half = urbanShare([54, -3, 54.01, -3], isUrban)
  t.ok(half > 0.47 && half < 0.53, `${half}`)
  const bent = urbanShare([54.004, -3, 54.004, -2.99, 54.006, -2.99, 54.006, -3], isUrban)
  t.ok(bent > 0.45 && bent < 0.55, `${bent}`)
  t.equal(
    urbanShare([54, -3, 54, -3], () => true),
    0,
    'a road of no length',
  )
  t.equal(
    urbanShare([54, -3], () => true),
    0,
  )
})

t.test('without built-up land: limits, class, lamps, and the streets about', async (t) => {
  const urban = (tags: Record<string, string>, inTown = false) =>
    isUrbanByTags(road({ highway: 'tertiary', ...tags }), inTown)
  t.ok(urban({ maxspeed: '30 mph', lit: 'no' }), 'the limit goes first')
  t.notOk(urban({ maxspeed: '60 mph' }, true))
  t.ok(urban({ maxspeed: '40 mph' }, true))
  t.notOk(urban({ maxspeed: '40 mph' }, false))
  t.ok(urban({ lit: 'yes' }))
  t.notOk(urban({ lit: 'no' }, true))
  t.ok(urban({ highway: 'living_street', lit: 'no' }))
  t.notOk(urban({ highway: 'motorway', lit: 'yes' }, true))
  t.ok(isResidential(road({ highway: 'residential' })))
  t.notOk(isResidential(road({ highway: 'unclassified' })))
})

t.test('a town is where many residential streets are', async (t) => {
  const density = makeDensity()
  for (let street = 0; street < 10; street += 1) density.add(54.001, -3.003, 160)
  density.add(54.2, -3.2, 160)
  t.ok(density.isTown(54.0012, -3.0032))
  t.notOk(density.isTown(54.2, -3.2))
  t.notOk(density.isTown(54.5, -3))
})
