import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { openDatabase } from '../../src/db/index.ts'
import { DefinitionBook, loadDefinitions } from '../../src/definitions/index.ts'
import { openWordsLocator } from '../../src/gateways/index.ts'
import { toTelephone } from '../../src/history/index.ts'
import { loadGazetteer, openPlaceSearch, type WordsFault } from '../../src/places/index.ts'
import { openLocationDesk } from '../../src/places/location-board.ts'
import { judgePairs, readLabelledPairs } from '../bench/labelled-pairs.ts'
import { testDatabase } from '../support/test-database.ts'
import { wordsSimulator } from '../support/words-simulator.ts'

const dataFolder = join(import.meta.dirname, '..', '..', 'data')

const { ownerUrl, serviceUrl } = await testDatabase(t)
await loadDefinitions(ownerUrl, dataFolder)
await loadGazetteer(ownerUrl, dataFolder)
const owner = new pg.Client({ connectionString: ownerUrl })
await owner.connect()
const db = openDatabase(serviceUrl, 2)
t.teardown(async () => {
  await db.destroy()
  await owner.end()
})
const book = new DefinitionBook(db)

t.test('as it is heard, as it is written elsewhere, and as people there call it', async (t) => {
  const desk = openLocationDesk({ db, book })
  const cases: Array<[string, object]> = [
    ['spatry', { name: 'Aspatria' }],
    ['queen st spatry', { kind: 'street', name: 'Queen Street', locality: 'Aspatria' }],
    ['trepenna', { name: 'Torpenhow' }],
    ['witcham', { name: 'Whicham' }],
    ['kirby steven', { name: 'Kirkby Stephen' }],
    ['white haven', { name: 'Whitehaven' }],
    ['greenroad kendal', { kind: 'street', name: 'Green Road', town: 'Kendal' }],
    ['24/2 flass lane barra', { kind: 'premises', name: '24 Flass Lane' }],
  ]
  for (const [typed, wanted] of cases) t.match((await desk.find(typed, {})).places[0], wanted, typed)
})

t.test('figures are read, and what cannot be known is said', async (t) => {
  const service = await wordsSimulator(
    t,
    { 'aaa.bbb.ccc': { lat: 54.33, lon: -2.75 }, 'ccc.ccc.ccc': { lat: 54.33, lon: -7, country: 'IE' } },
    'key',
  )
  const faults: string[] = []
  const locator = (key: string) => ({
    wordsLocator: openWordsLocator({ url: service.url, key: { value: key }, timeLimitMs: 20_000 }),
    onWordsFault: ({ because }: WordsFault) => void faults.push(because),
  })
  const [desk, withWords] = [openLocationDesk({ db, book }), openLocationDesk({ db, book, ...locator('key') })]
  await desk.warm()
  t.match(await desk.find('NY 121 304', {}), {
    places: [],
    point: { as: 'grid-reference', metres: 100, gridReference: 'NY 121 304' },
    notKnown: null,
  })
  t.match(await desk.find('54.32806, -2.74611', {}), {
    point: { as: 'latitude-longitude', lat: 54.32806, metres: 1, gridReference: /^SD \d{5} \d{5}$/ },
  })
  t.match(await desk.find('54.328, -2.746', {}), { point: { gridReference: /^SD \d{3} \d{3}$/ } })
  t.match(await desk.find('54.3281, -2.7461', {}), { point: { metres: 11, gridReference: /^SD \d{4} \d{4}$/ } })
  t.match(await desk.find('///aaa.bbb.ccc', {}), { places: [], point: null, notKnown: /no service for them is set up/ })
  t.match(await withWords.find('aaa.bbb.ccc', {}), {
    point: {
      as: 'what3words',
      lat: 54.33,
      metres: 3,
      gridReference: /^SD \d{5} \d{5}$/,
      words: { said: 'aaa.bbb.ccc', nearestPlace: 'Boot, Cumbria' },
    },
    notKnown: null,
  })
  t.match(await withWords.find('bbb.bbb.ccc', {}), { point: null, notKnown: /letter by letter/ })
  t.match(await withWords.find('ccc.ccc.ccc', {}), { point: null, notKnown: /not in Great Britain.*letter by letter/ })
  service.behave('busy')
  t.match(await withWords.find('aaa.bbb.ccc', {}), { point: null, notKnown: /does not answer/ })
  service.behave('other-words')
  t.match(await withWords.find('aaa.bbb.ccc', {}), { point: null, notKnown: /cannot be used/ }, 'never other words')
  const refused = openLocationDesk({ db, book, ...locator('another-key') })
  service.behave('well')
  t.match(await refused.find('aaa.bbb.ccc', {}), { point: null, notKnown: /refuses us/ })
  t.same(faults, ['unreachable', 'wrong', 'refused'])
  t.match(await desk.find('M6 marker post 432/5A', {}), { places: [], point: null, notKnown: /M6 marker post 432\/5A/ })
  await owner.query(
    `insert into place (id, kind, name, lat, lon, area_id, area_class, search, source, invented)
     select gen_random_uuid(), 'marker-post', 'M6 marker post 432/5' || c, 54.6, -2.7, 'north', 'rural', 'x', 'test', true
     from unnest('{A,B}'::text[]) c`,
  )
  const later = openLocationDesk({ db, book })
  t.match((await later.find('m6 B 432.5', {})).places, [{ kind: 'marker-post', name: 'M6 marker post 432/5B' }])
  t.equal((await later.find('M6 marker post 432/5', {})).places.length, 2, 'both carriageways')
  t.match((await later.find('M6 432/6', {})).notKnown, /432\/6/)
})

t.test('no pair of the labelled set is taken for the same that is not, and hardly one is missed', async (t) => {
  const said = openPlaceSearch(db, async () => (await book.find('local-names'))?.body ?? [])
  const isSameNumber = (left: string, right: string) => {
    const { number } = toTelephone(left)
    return number !== null && number === toTelephone(right).number
  }
  const verdicts = await judgePairs(readLabelledPairs(), {
    number: isSameNumber,
    address: said.isSame,
    place: said.isSame,
  })
  t.same(
    verdicts.map(({ kind }) => kind),
    ['number', 'address', 'place'],
  )
  for (const { kind, pairs, recall, falseMatches, missed } of verdicts) {
    t.ok(pairs >= 60, `${pairs} pairs of ${kind}`)
    t.same(falseMatches, [], `${kind}: none falsely`)
    t.ok(recall >= 0.99, `${kind}: ${recall}`, { missed })
  }
})
