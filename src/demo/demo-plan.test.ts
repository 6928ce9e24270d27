import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readCsv } from '../core/index.ts'
import { readDemoPlan, readStations, showcases } from './demo-plan.ts'
import { describeShowcases } from './demo-showcases.ts'
import { dramaRanges, freshNumbers, openTelephoneBook } from './demo-telephones.ts'
import { SeededRandom } from './seeded-random.ts'

const dataFolder = join(import.meta.dirname, '../../data')

t.test('every police point of the source is a station, part of one, or left out for a reason', async (t) => {
  const { stations, leftOut } = readStations(dataFolder)
  const text = readFileSync(join(dataFolder, 'cumbria-gazetteer-osm/police_sites_osm.csv'), 'utf8')
  const source = Array.from(readCsv(text, ['lat', 'lon']), ({ lat, lon }) => `${lat},${lon}`)
  const judged = [...stations.flatMap(({ points }) => points), ...leftOut.map(({ point }) => point)]
  t.strictSame(judged.toSorted(), source.toSorted())
  t.equal(new Set(stations.map(({ id }) => id)).size, stations.length)
  for (const { lat, lon, points } of stations)
    t.ok(points.includes(`${lat},${lon}`), 'a station stands on one of its points')
})

t.test('units book on at stations that exist, and every type of the force is in the mix', async (t) => {
  const plan = readDemoPlan(dataFolder)
  const { stations } = readStations(dataFolder)
  for (const { station, kind } of plan.units) {
    t.ok(
      stations.some(({ id }) => id === station),
      station,
    )
    t.ok(plan.kinds[kind] && plan.callsigns.kindLetters[kind], kind)
  }
  const types = JSON.parse(readFileSync(join(dataFolder, 'force/definitions/incident-types.json'), 'utf8')) as {
    body: { code: string }[]
  }
  t.strictSame(Object.keys(plan.mix).toSorted(), types.body.map(({ code }) => code).toSorted())
  for (const call of [...new Set(Object.values(plan.mix).flatMap(({ callTypes }) => callTypes))])
    t.match(call, /^[0-9A-Z-]+$/)
})

t.test('no number is given twice, none is reserved, and all are for drama', async (t) => {
  const { mobiles, landlines } = openTelephoneBook(new SeededRandom(1))
  const given = [...mobiles, ...landlines]
  t.equal(new Set(given).size, given.length)
  t.equal(given.length, 800 + 14_900)
  t.equal(freshNumbers.length, 100)
  const reserved = [...freshNumbers, ...describeShowcases(showcases).map(({ number }) => number)]
  t.strictSame(
    reserved.filter((number) => given.includes(number)),
    [],
  )
  t.strictSame(
    freshNumbers.filter((number) => !/^\+4477009009\d\d$/.test(number)),
    [],
  )
  const pattern =
    /^\+44(77009\d{5}|1632960\d{3}|1(13|14|15|16|17|18|21|31|41|51|61)4960\d{3}|1914980\d{3}|2079460\d{3}|2920180\d{3})$/
  t.strictSame(
    given.filter((number) => !pattern.test(number)),
    [],
  )
  t.equal(dramaRanges.landlines.length, 15)
})
