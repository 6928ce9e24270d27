import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { openDatabase } from '../../src/db/index.ts'
import { findPlace, loadGazetteer, openAreaLookup, openPlaceSearch, stableId } from '../../src/places/index.ts'
import { seededNumbers } from '../support/plain-dijkstra.ts'
import { testDatabase } from '../support/test-database.ts'

const dataFolder = join(import.meta.dirname, '..', '..', 'data')

const { ownerUrl, serviceUrl } = await testDatabase(t)
const progress: Array<[what: string, done: number, total: number]> = []
const loaded = await loadGazetteer(ownerUrl, dataFolder, (...told) => progress.push(told))
const owner = new pg.Client({ connectionString: ownerUrl })
await owner.connect()
// everything after loading is done with what the service may do
const db = openDatabase(serviceUrl, 4)
t.teardown(async () => {
  await db.destroy()
  await owner.end()
})
const places = openPlaceSearch(db)
const firstOf = async (text: string, options = {}) => (await places.search(text, options))[0]

/** Rows as one text each, `kind 12,345`. */
async function tally(sql: string): Promise<string[]> {
  const { rows } = await owner.query<{ what: string; n: string }>(sql)
  return rows.map(({ what, n }) => `${what} ${Number(n)}`)
}

t.test('everything in the data folder is loaded, once', async (t) => {
  t.equal(loaded.zones, 321)
  t.same(await tally('select kind what, count(*) n from place group by 1 order by 1'), [
    'junction 8548',
    'landmark 16678',
    'postcode 25182',
    'premises 12527',
    'settlement 5374',
    'street 8110',
  ])
  t.same(await tally('select area_class what, count(*) n from zone group by 1 order by 1'), ['rural 169', 'urban 152'])
  t.same(await tally('select area_id what, count(distinct district) n from zone group by 1 order by 1'), [
    'north 2',
    'south 2',
    'west 2',
  ])
  const [last] = progress.slice(-1)
  t.ok(last && last[0] === 'places' && last[1] === last[2], 'progress ends with everything done')
  t.ok(progress.every(([, done, total]) => done <= total))
  t.same(await loadGazetteer(ownerUrl, dataFolder), loaded, 'a second run')
  t.same(await tally("select 'all' what, count(*) n from place"), [`all ${loaded.places}`], 'adds nothing')
})

t.test('places know their area, and what is outside every zone has none', async (t) => {
  const { rows } = await owner.query<{ n: string }>('select count(*) n from place where area_id is null')
  t.ok(Number(rows[0]?.n) < loaded.places / 500, `${rows[0]?.n} without an area`)
  t.match(await firstOf('Carlisle'), { areaId: 'north', areaClass: 'urban' })
  t.match(await firstOf('Cockermouth'), { areaId: 'west', areaClass: 'rural' })
  t.match(await firstOf('Barrow'), { areaId: 'south', areaClass: 'urban', name: 'Barrow-in-Furness' })
})

t.test('a point to its zone', async (t) => {
  const areas = await openAreaLookup(db)
  t.match(areas.find({ lat: 54.895, lon: -2.938 }), { areaId: 'north', areaClass: 'urban', district: 'Carlisle' })
  t.match(areas.find({ lat: 54.6612, lon: -3.3635 }), { areaId: 'west', areaClass: 'rural', district: 'Allerdale' })
  t.match(areas.find({ lat: 54.328, lon: -2.746 }), { areaId: 'south', areaClass: 'urban', district: 'South Lakeland' })
  t.match(areas.find({ lat: 54.4545, lon: -3.2115 }), { areaClass: 'rural' }, 'Scafell Pike')
  t.match(areas.find({ lat: 54.05, lon: -3.2 }), { areaId: 'south' }, 'just off Walney')
  t.equal(areas.find({ lat: 54.2, lon: -4.2 }), undefined, 'the Irish Sea')
  t.equal(areas.find({ lat: 51.5, lon: -0.12 }), undefined, 'London')
})

t.test('as people say it', async (t) => {
  const cases: Array<[typed: string, wanted: object]> = [
    ['green rd kendal', { kind: 'street', name: 'Green Road', locality: 'Kendal' }],
    ['gren raod kendl', { kind: 'street', name: 'Green Road', locality: 'Kendal' }],
    ['main st, cockermouth', { kind: 'street', name: 'Main Street', locality: 'Cockermouth' }],
    ['24 flass ln', { kind: 'premises', name: '24 Flass Lane', town: 'Barrow-in-Furness' }],
    ['flat 3, 24 Flass Lane, Barrow', { kind: 'premises', name: '24 Flass Lane' }],
    ['LA9 4QW', { kind: 'postcode', name: 'LA9 4QW' }],
    ['la94qw', { kind: 'postcode', name: 'LA9 4QW' }],
    ['24 LA13 0AB', { kind: 'premises', name: '24 Flass Lane' }],
    ['kendel', { kind: 'settlement', name: 'Kendal' }],
    ['penrth', { kind: 'settlement', name: 'Penrith' }],
    ['kirkstone pass', { kind: 'street', name: 'Kirkstone Pass' }],
    ['scafel pike', { kind: 'landmark', name: 'Scafell Pike' }],
    ['ulswater', { kind: 'landmark', name: 'Ullswater' }],
    ['st bees', { kind: 'settlement', name: 'St Bees' }],
    ['police station penrith', { kind: 'landmark', name: 'Penrith Police Station' }],
    ['crown inn shap', { kind: 'landmark', name: 'The Crown Inn', locality: 'Shap' }],
    ['Cafe Zabka, Kendal', { kind: 'landmark', name: 'Żabka', town: 'Kendal' }],
  ]
  for (const [typed, wanted] of cases) t.match(await firstOf(typed), wanted, typed)
  const postcodes = await places.search('LA9 4')
  t.ok(
    postcodes.length === 10 && postcodes.every(({ name }) => name.startsWith('LA9 4')),
    'postcodes as they are typed',
  )
})

t.test('junctions, by the names or the numbers of their roads, and by their number on the motorway', async (t) => {
  const cases: Array<[string, RegExp]> = [
    ['A66 / A595', /^(A66 .*A595|A595 .*A66)/],
    ['corner of botchergate and tait st', /^Botchergate \(A6\) \/ Tait Street/],
    ['tait street A6', /^Botchergate \(A6\) \/ Tait Street/],
    ['M6 J40', /^M6 junction 40 /],
    ['jct 36', /^M6 junction 36 /],
    ['m6 44 northbound', /^M6 junction 44 /],
  ]
  for (const [typed, name] of cases) t.match(await firstOf(typed), { kind: 'junction', name }, typed)
  t.match(
    await firstOf('london road carlisle'),
    { kind: 'street', name: 'London Road' },
    'a street is not its junctions',
  )
  t.match(await firstOf('carlisle road brampton'), { name: 'Carlisle Road', locality: 'Brampton' })
})

t.test('a number is exact: one that the gazetteer has not offers the street, never a neighbour', async (t) => {
  const found = await places.search('36 green road')
  t.match(found[0], { kind: 'street', name: 'Green Road' })
  t.notOk(found.some(({ number }) => number !== null && number !== '36'))
  t.match(await firstOf('624 flass lane barrow'), { kind: 'street', name: 'Flass Lane' })
  t.match(await firstOf('24C flass lane barrow'), { kind: 'street', name: 'Flass Lane' })
})

t.test('equal names: the nearest, or those of the area asked for, first', async (t) => {
  const spars = await places.search('outside the Spar', { near: { lat: 54.21, lon: -3.27 } })
  t.match(spars[0], { name: 'Spar', locality: 'Millom' })
  t.ok((spars[0]?.distanceMetres ?? 9_999) < 1_500)
  t.match(await firstOf('Church Street', { areaId: 'west' }), { kind: 'street', areaId: 'west' })
  t.match(await firstOf('Church Street', { areaId: 'south' }), { kind: 'street', areaId: 'south' })
  t.match(
    await firstOf('green road la18 5jd'),
    { name: 'Green Road', town: 'Millom' },
    'near the postcode that was said',
  )
})

t.test('real addresses are found by number, street and town', async (t) => {
  const { rows } = await owner.query<{ id: string; number: string; street: string; town: string; name: string }>(
    `select id, number, street, town, name from place where kind = 'premises' and number is not null order by id`,
  )
  const random = seededNumbers(7)
  const sample = Array.from({ length: 200 }, () => rows[Math.floor(random() * rows.length)]).filter(
    (row) => row !== undefined,
  )
  let found = 0
  for (const { number, street, town } of sample) {
    const best = await firstOf(`${number} ${street}, ${town}`)
    if (best?.number === number && best.street === street && best.town === town) found += 1
  }
  t.ok(found >= sample.length * 0.98, `${found} of ${sample.length}`)
})

t.test('streets are found with a slip of the keyboard', async (t) => {
  const { rows } = await owner.query<{ id: string; name: string; town: string }>(
    `select id, name, town from place where kind = 'street' and length(name) > 9 order by id`,
  )
  const random = seededNumbers(8)
  let found = 0
  const sample = 200
  for (let i = 0; i < sample; i += 1) {
    const street = rows[Math.floor(random() * rows.length)]
    if (!street) continue
    // two neighbouring letters change places, somewhere in the first word
    const word = street.name.split(' ')[0] ?? ''
    const at = 1 + Math.floor(random() * Math.max(1, word.length - 3))
    const slipped = word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2)
    const names = await places.search(`${street.name.replace(word, slipped)} ${street.town}`)
    if (names.some(({ name }) => name === street.name)) found += 1
  }
  t.ok(found >= sample * 0.93, `${found} of ${sample}`)
})

t.test('CR-14: a protected address is not found by its name, and masked when found by its number', async (t) => {
  const [house, refuge] = [stableId('test|house'), stableId('test|refuge')]
  await owner.query(
    `insert into place (id, kind, name, number, street, locality, town, postcode, lat, lon, area_id, area_class, search, source, invented, protected)
     values ($1, 'premises', '961 Flass Lane', '961', 'Flass Lane', 'Barrow-in-Furness', 'Barrow-in-Furness', 'LA13 0AB',
       54.1213, -3.2017, 'south', 'urban', '961 flass lane la13 0ab', 'test', true, true),
      ($2, 'premises', 'Quietwater House', null, 'Flass Lane', 'Barrow-in-Furness', 'Barrow-in-Furness', 'LA13 0AB',
       54.1214, -3.2018, 'south', 'urban', 'quietwater house flass lane barrow in furness', 'test', true, true)`,
    [house, refuge],
  )
  t.notMatch(JSON.stringify(await openPlaceSearch(db).search('Quietwater House Flass Lane')), /quietwater/i)
  const found = await places.search('961 Flass Lane')
  t.match(found[0], { id: house, name: 'Protected address', number: null, street: null, lat: null, postcode: null })
  t.notMatch(JSON.stringify(found[0]), /961|Flass|54\.12/)
  t.match(await firstOf('961 Flass Lane', { maySeeProtected: true }), { name: '961 Flass Lane', lat: 54.1213 })
  t.match(await findPlace(db, house), { number: '961', protected: true, areaId: 'south' }, 'the service itself knows')
})

t.test('what cannot be found is not found', async (t) => {
  for (const text of ['', '   ', 'zzzzqqq', '%', "'; drop table place; --", '\\', 'x'.repeat(200), '😀', '%%% ___']) {
    t.ok(Array.isArray(await places.search(text)), JSON.stringify(text))
  }
  t.same(await places.search('zzzzqqq'), [])
  t.equal(await findPlace(db, stableId('nothing')), undefined)
  t.equal((await places.search('church', { limit: 3 })).length, 3)
})
