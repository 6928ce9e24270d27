import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { readCsv } from '../../src/core/index.ts'
import { importRoads } from '../../src/roads-import/road-import.ts'
import { openRouter, type Point } from '../../src/routing/index.ts'
import { root } from '../support/keeper-address.ts'

const file = join(root, 'data', 'rutland-osm-pbf-2018', 'rutland-latest.osm.pbf')
const folder = join(t.testdir({}), 'rutland-road-graph')
const quiet = { begin: () => undefined, update: () => undefined, end: () => undefined }
const report = await importRoads({ file, folder, progress: quiet })

const text = (name: string) => gunzipSync(readFileSync(join(folder, name))).toString('utf8')
const edgeColumns = [
  ...(['id', 'from', 'to', 'class', 'subclass', 'oneway', 'name', 'ref', 'urban', 'length_m'] as const),
  ...(['default_mph', 'maxspeed_mph', 'access', 'structure', 'osm_way'] as const),
] as const
const edges = [...readCsv(text('edges.csv.gz'), edgeColumns)]
const nodes = [...readCsv(text('nodes.csv.gz'), ['id', 'lon', 'lat', 'main_scc', 'osm_node'])]
const ofWay = (way: number) => edges.filter((edge) => edge.osm_way === String(way))

// Counted with other readers: osm-pbf-parser-node 1.1.4, and a decoder of a hundred lines in another language.
const WAYS_WITH_HIGHWAY = 4_461
const KM: Record<string, number> = { motorway: 0, trunk: 104.04, primary: 19.39, secondary: 39.1, tertiary: 110.72 }

t.test('every way with a highway is a road, or says why it is none', async (t) => {
  const skipped = report.skipped.reduce((sum, [, ways]) => sum + ways, 0)
  const roads = new Set(edges.map((edge) => edge.osm_way)).size
  t.equal(roads + skipped, WAYS_WITH_HIGHWAY)
  t.match(Object.fromEntries(report.skipped), { 'service=driveway': 96, 'service=parking_aisle': 62 })
})

t.test('kilometres by class are those another reader measures', async (t) => {
  for (const [roadClass, km] of Object.entries(KM)) {
    const sum = edges
      .filter((edge) => edge.class === roadClass)
      .reduce((metres, { length_m }) => metres + Number(length_m), 0)
    t.ok(Math.abs(sum / 1000 - km) < 0.05, `${roadClass}: ${sum / 1000} km, ${km} counted`)
  }
})

t.test('the files fit together', async (t) => {
  t.equal(edges.length, report.roads)
  t.equal(nodes.length, report.junctions)
  t.same(
    edges.map(({ id }) => Number(id)),
    [...edges.keys()],
  )
  t.ok(edges.every(({ from, to }) => nodes[Number(from)] && nodes[Number(to)]))
  t.match(text('restrictions.csv.gz'), /^from_edge,via_node,to_edge,kind\n$/, 'nobody had drawn one in Rutland in 2018')
  t.equal(report.restrictions.read, 0)
  t.ok(report.outsideMain / report.junctions < 0.07, `${report.outsideMain} outside`)
  t.equal(nodes.filter((node) => node.main_scc === '0').length, report.outsideMain)
  const source = readFileSync(join(folder, 'SOURCE.txt'), 'utf8')
  t.match(source, /ODbL 1\.0, \(c\) OpenStreetMap contributors/)
  t.match(source, /OpenStreetMap of 2018-02-27/)
  const map = JSON.parse(text('roads_major_simplified.geojson.gz')) as { features: unknown[] }
  t.equal(map.features.length, edges.filter((edge) => edge.class in KM).length)
})

t.test('one-way streets, by their number', async (t) => {
  const [market] = ofWay(203511459)
  t.match(market, { name: 'Market Place', oneway: '1', subclass: 'unclassified' })
  // oneway=-1: drawn from node 2135252251 to 2135252245, driven the other way
  t.equal(nodes[Number(market?.from)]?.osm_node, '2135252245')
  t.equal(nodes[Number(market?.to)]?.osm_node, '2135252251')
  const roundabout = ofWay(3699316)
  t.ok(roundabout.length > 3, 'a roundabout without a word of one-way')
  t.ok(roundabout.every(({ oneway }) => oneway === '1'))
  // each begins where another ends
  t.same(roundabout.map(({ from }) => from).sort(), roundabout.map(({ to }) => to).sort())
})

t.test('limits, private roads, barriers, towns', async (t) => {
  t.ok(ofWay(209319042).every((edge) => edge.maxspeed_mph === '60' && edge.class === 'trunk'))
  t.ok(report.withLimit > 600)
  t.ok(edges.filter(({ access }) => access === 'private').length === report.access.private && report.access.private > 0)
  t.equal(ofWay(275585203).length, 0, 'access=no on a service road')
  t.equal(nodes.filter((node) => node.osm_node === '1851651904').length, 2, 'a gate with access=no: two ends')
  t.equal(report.urban.by, 'land')
  const residential = edges.filter(({ subclass }) => subclass === 'residential')
  t.ok(residential.filter(({ urban }) => urban === '1').length / residential.length > 0.8)
  const trunk = edges.filter((edge) => edge.ref === 'A1')
  t.ok(trunk.filter(({ urban }) => urban === '1').length / trunk.length < 0.3, 'the A1 is in the country')
})

t.test('the router drives it', async (t) => {
  const router = await openRouter({ dataFolder: join(root, 'data'), graphFolder: folder })
  t.teardown(() => router.close())
  const oakham = { lat: 52.66995, lon: -0.72846 }
  const uppingham = { lat: 52.58872, lon: -0.72342 }
  const ketton = { lat: 52.62772, lon: -0.55216 }
  const cottesmore = { lat: 52.71351, lon: -0.66283 }
  const way = async (what: string, from: Point, to: Point, miles: [number, number], minutes: [number, number]) => {
    const [time] = await router.travelTimes(to, [from])
    const [far, long] = time?.known ? [time.metres / 1609.344, time.seconds / 60] : [NaN, NaN]
    t.ok(far >= miles[0] && far <= miles[1], `${what}: ${far.toFixed(1)} miles`)
    t.ok(long >= minutes[0] && long <= minutes[1], `${what}: ${long.toFixed(1)} minutes`)
  }
  await way('Oakham to Uppingham by the A6003', oakham, uppingham, [5.8, 6.8], [9, 15])
  await way('Oakham to Cottesmore', oakham, cottesmore, [3.8, 5.2], [7, 13])
  await way('Ketton to Oakham along Rutland Water', ketton, oakham, [9, 12], [15, 25])
  await way('Uppingham to Ketton', uppingham, ketton, [8, 11], [13, 24])
})

t.test('importing again puts the new one in the place of the old', async (t) => {
  const before = readFileSync(join(folder, 'edges.csv.gz'))
  await importRoads({ file, folder, progress: quiet })
  t.ok(readFileSync(join(folder, 'edges.csv.gz')).equals(before), 'and the same extract gives the same bytes')
  t.notOk(existsSync(`${folder}.writing-${process.pid}`) || existsSync(`${folder}.replaced-${process.pid}`))
})
