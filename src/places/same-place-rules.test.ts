import t from 'tap'
import { normaliseAddress, readAddressQuery } from './address-rules.ts'
import type { Place } from './place.ts'
import { findNames, makePlaceNames, typedWords } from './place-names-rules.ts'
import { isSamePlace, readPlace } from './same-place-rules.ts'

const place = (kind: Place['kind'], name: string, town: string, lat: number): Place => ({
  id: `${kind} ${name} ${town} ${lat}`,
  kind,
  name,
  number: null,
  street: kind === 'street' ? name : null,
  locality: town,
  town,
  postcode: null,
  lat,
  lon: -2.9,
  areaId: 'south',
  areaClass: 'urban',
  protected: false,
})
const gazetteer = [
  place('street', 'Green Road', 'Kendal', 54.3),
  place('street', 'Green Road', 'Kendal', 54.31),
  place('street', 'Green Road', 'Millom', 54.2),
  place('street', 'Botchergate', 'Carlisle', 54.89),
  place('street', 'Beech Close', 'Kendal', 54.32),
  place('street', 'Flassington Street', 'Carlisle', 54.9),
  place('settlement', 'Kendal', 'Kendal', 54.32),
  place('settlement', 'Kirkby Stephen', 'Kirkby Stephen', 54.47),
  place('settlement', 'Kirkby Thore', 'Appleby', 54.62),
  place('street', 'Geoffrey Street', 'Carlisle', 54.91),
  place('landmark', 'Jeffry Hut', 'Silloth', 54.86),
  place('landmark', 'Beach Hut', 'Silloth', 54.87),
]
const names = makePlaceNames(
  gazetteer.map((one) => ({
    place: one,
    name: normaliseAddress(one.name).split(' '),
    around: normaliseAddress(`${one.name} ${one.town}`).split(' '),
  })),
)
const postcodes = new Map([['LA9 4QW', place('postcode', 'LA9 4QW', '', 54.305)]])
const read = (text: string) => {
  const query = readAddressQuery(text)
  const typed = typedWords(names, query.words)
  const found = findNames(names, typed, 60).map((one) => ({ ...one, typed }))
  return readPlace(query, found, postcodes.get(query.postcode ?? ''))
}
const same = (a: string, b: string) => {
  const [left, right] = [read(a), read(b)]
  t.equal(isSamePlace(left, right), isSamePlace(right, left), `${a} / ${b}: whichever is first`)
  return isSamePlace(left, right)
}

t.test('an address is itself, however it is written', async (t) => {
  for (const text of [
    '906 green rd kendal',
    'Kendal, Green Road 906',
    '906 Gren Raod, Kendal',
    '906 Green Road, Kendel',
    '906 Green Road, Kendal, Cumbria',
    'outside 906 Green Road, Kendal',
    '906 Green Road, Kendal LA9 4QW',
    '906 Green Road LA9 4QW',
  ])
    t.ok(same('906 Green Road, Kendal', text), text)
  t.ok(same('906 Botchergate', '906 Botchergate, Carlisle'), 'there is only one')
  t.ok(same('906 Green Road', '906 green rd'), 'the same words, wherever it is')
})

t.test('numbers, flats, postcodes and where one stands are exact', async (t) => {
  for (const [a, b] of [
    ['6 Green Road, Kendal', '36 Green Road, Kendal'],
    ['14 Green Road, Kendal', '14A Green Road, Kendal'],
    ['14 Green Road, Kendal', 'Flat 2, 14 Green Road, Kendal'],
    ['14 Green Road, Kendal', 'opposite 14 Green Road, Kendal'],
    ['14 Green Road, LA9 4QW', '14 Green Road, LA9 4QX'],
    ['14 Green Road, Kendal', 'Green Road, Kendal'],
  ] as const)
    t.notOk(same(a, b), `${a} / ${b}`)
})

t.test('a street of two towns is not taken for either', async (t) => {
  t.notOk(same('906 Green Road, Kendal', '906 Green Road, Millom'))
  t.notOk(same('906 Green Road', '906 Green Road, Kendal'))
  t.notOk(same('Kirkby Stephen', 'Kirkby Thore'))
  t.notOk(same('Kirkby', 'Kirkby Thore'))
})

t.test('what the gazetteer cannot explain must be in both', async (t) => {
  t.notOk(same('6 Green Road, Kirkby Stephen', '6 Green Road, Kirkby Thore'))
  t.notOk(same('Rose Cottage, Botchergate', 'Ivy Cottage, Botchergate'))
  t.notOk(same('Rose Cottage, Botchergate', 'Botchergate'))
  t.ok(same('Hollyhock Cottage, Botchergate, Carlisle', 'Holyhock Cottage, Carlisle, Botchergate'), 'a long word')
  t.notOk(same('Rose Cottage, Botchergate', 'Rise Cottage, Botchergate, Carlisle'), 'a slip in a short one is a word')
  t.notOk(same('906 nowhere', '906 elsewhere'))
})

t.test('a word that sounds alike is the same word, the beginning of one is not', async (t) => {
  t.ok(same('906 Beach Close, Kendal', '906 Beech Close, Kendal'))
  t.ok(same('906 Flassingt Street, Carlisle', '906 Flassington Street, Carlisle'), 'nearly all of it')
  t.notOk(same('906 Flass Street, Carlisle', '906 Flassington Street, Carlisle'))
  t.ok(same('Kendal', 'Kendle'))
  t.ok(same('906 Jefry Street, Carlisle', '906 Geoffrey Street, Carlisle'))
  t.notOk(same('906 Jeffry Street, Carlisle', '906 Geoffrey Street, Carlisle'), 'a name of its own, spelt far apart')
})

t.test('nothing said is no place', async (t) => {
  t.notOk(same('906', '907'))
  t.ok(same('LA9 4QW', 'la94qw'))
  t.notOk(same('LA9 4QW', 'LA9 4QX'))
})
