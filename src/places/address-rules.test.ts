import t from 'tap'
import {
  describeAddress,
  houseNumber,
  isHouseNumber,
  normaliseAddress,
  readAddressQuery,
  readPostcode,
  searchText,
} from './address-rules.ts'

t.test('the same address, written in many ways, is one text', async (t) => {
  const same: Array<[string, string]> = [
    ['Green Rd', 'green road'],
    ["ST GEORGE'S RD.", 'saint georges road'],
    ['St. George’s Road', 'saint georges road'],
    ['Victoria Ave', 'victoria avenue'],
    ['Mill Ln', 'mill lane'],
    ['Park Cres', 'park crescent'],
    ['Oak Dr', 'oak drive'],
    ['Market Pl', 'market place'],
    ['Market Sq', 'market square'],
    ['Albert Tce', 'albert terrace'],
    ['Elm Cl', 'elm close'],
    ['Back O’ The Fell Rd', 'back o the fell road'],
    ['Mt Pleasant', 'mount pleasant'],
    ['Vegetarian Café & Bar', 'vegetarian cafe and bar'],
    ['Żabka', 'zabka'],
    ['Łódź Straße', 'lodz strasse'],
    ['Barrow-in-Furness', 'barrow in furness'],
    ['  Green   Road  ', 'green road'],
    ['M 6', 'm6'],
    ['A 66', 'a66'],
    ['J40', 'junction 40'],
    ['J 36 M6', 'junction 36 m6'],
    ['26 – 28 Main St', '26-28 main street'],
    ['', ''],
    [' , ', ''],
  ]
  for (const [typed, wanted] of same) t.equal(normaliseAddress(typed), wanted, typed)
})

t.test('St is a street behind its name and a saint before one', async (t) => {
  const cases: Array<[string, string]> = [
    ['High St', 'high street'],
    ['High St, Kendal', 'high street kendal'],
    ['12 Main St Cockermouth', '12 main street cockermouth'],
    ['St Bees', 'saint bees'],
    ['12 St Johns Rd', '12 saint johns road'],
    ['Main Road St Bees', 'main road saint bees'],
    ['Main Rd St Bees', 'main road saint bees'],
    ['Church of St Mary', 'church of saint mary'],
    ['6 Green Close, St Bees', '6 green close saint bees'],
    ['St', 'saint'],
  ]
  for (const [typed, wanted] of cases) t.equal(normaliseAddress(typed), wanted, typed)
})

t.test('a clause that begins with a short form begins with a name', async (t) => {
  t.equal(normaliseAddress('Dr Hall'), 'dr hall')
  t.equal(normaliseAddress('6 Dr Ln'), '6 drive lane')
  t.equal(normaliseAddress('gr'), 'gr', 'the beginning of a word is not a short form')
  t.equal(normaliseAddress('opp the Spar'), 'opposite the spar')
})

t.test('house number, flat, postcode and words are taken apart', async (t) => {
  const cases: Array<[string, ReturnType<typeof readAddressQuery>]> = [
    ['6 Green Rd, Kendal', { words: ['green', 'road', 'kendal'], number: '6' }],
    ['14b Green Road', { words: ['green', 'road'], number: '14B' }],
    ['14 b Green Road', { words: ['green', 'road'], number: '14B' }],
    ['6 a Green Road', { words: ['green', 'road'], number: '6A' }],
    ['Green Road 6', { words: ['green', 'road'], number: '6' }],
    ['no. 6 Green Road', { words: ['green', 'road'], number: '6' }],
    ['26-28 Hindpool Rd', { words: ['hindpool', 'road'], number: '26-28' }],
    ['Flat 2, 14 Green Road', { words: ['green', 'road'], number: '14', flat: '2' }],
    ['flat b 3 The Close', { words: ['close'], number: '3', flat: 'B' }],
    ['2/14 High St', { words: ['high', 'street'], number: '14', flat: '2' }],
    ['Unit 2', { words: ['unit', '2'] }],
    ['14 LA9 4QW', { words: [], number: '14', postcode: 'LA9 4QW' }],
    ['14 Green Road la94qw', { words: ['green', 'road'], number: '14', postcode: 'LA9 4QW' }],
    ['LA9 4QW', { words: [], postcode: 'LA9 4QW' }],
    ['la9 4ow', { words: [], postcode: 'LA9 4OW' }],
    ['CA1O1AA', { words: [], postcode: 'CA10 1AA' }],
    ['CA1 IAA', { words: [], postcode: 'CA1 1AA' }],
    ['Green Road upper flat', { words: ['green', 'road', 'upper', 'flat'] }],
    ['LA9', { words: ['la9'], postcodeBegun: 'LA9' }],
    ['la9 4', { words: ['la9'], number: '4', postcodeBegun: 'LA9 4' }],
    ['outside the Spar', { words: ['spar'] }],
    ['the', { words: ['the'] }],
    ['A66 2nd roundabout', { words: ['a66', '2nd', 'roundabout'] }],
    ['junction 40 M6', { words: ['junction', '40', 'm6'] }],
    ['201', { words: ['201'] }],
    ['green r', { words: ['green'] }],
    ['boiled', { words: ['boiled'] }],
    ['', { words: [] }],
  ]
  for (const [typed, wanted] of cases) t.same(readAddressQuery(typed), wanted, typed)
})

t.test('a postcode in its one form, with the slips of a keyboard put right', async (t) => {
  t.equal(readPostcode('ca11 7ut'), 'CA11 7UT')
  t.equal(readPostcode('LA94QW'), 'LA9 4QW')
  t.equal(readPostcode('LA9 4QW '), 'LA9 4QW')
  t.equal(readPostcode('CAI IAA2'), undefined)
  t.equal(readPostcode('CA1 IAA'), 'CA1 1AA', 'I for 1')
  t.equal(readPostcode('CA1O OAA'.replace('OAA', '0AA')), 'CA10 0AA', 'O for 0')
  for (const text of ['', 'Kendal', 'LA9', 'A66', '14 Green Road', 'boiled'])
    t.equal(readPostcode(text), undefined, text)
})

t.test('house numbers: one form, and exact', async (t) => {
  t.equal(houseNumber('14 b'), '14B')
  t.equal(houseNumber('12 – 14'), '12-14')
  t.equal(houseNumber('Rose Cottage'), undefined)
  t.equal(houseNumber('12345'), undefined)
  t.ok(isHouseNumber('6', '6'))
  t.notOk(isHouseNumber('6', '36'), '6 Green Road is not 36 Green Road')
  t.notOk(isHouseNumber('14', '14B'))
  t.notOk(isHouseNumber('14B', '14'))
  t.ok(isHouseNumber('28', '26-30'), 'on its side of the street')
  t.notOk(isHouseNumber('27', '26-30'), 'on the other side')
  t.ok(isHouseNumber('27', '26-29'), 'a range of both sides')
  t.notOk(isHouseNumber('32', '26-30'))
  t.notOk(isHouseNumber('24', '26-30'))
  t.notOk(isHouseNumber('28B', '26-30'))
})

t.test('how an address is called and found', async (t) => {
  const address = { street: 'Green Road', locality: 'Kendal', town: 'Kendal', postcode: 'LA9 4QW' }
  t.same(describeAddress({ ...address, number: '906' }), { name: '906 Green Road', search: '906 green road la9 4qw' })
  t.same(describeAddress({ ...address, number: 'Rose Cottage' }), {
    name: 'Rose Cottage Green Road',
    search: 'rose cottage green road kendal la9 4qw',
  })
  t.same(describeAddress({ number: null, street: 'The Close' }), { name: 'The Close', search: 'the close' })
  t.equal(searchText(['Kendal', null, '', 'KENDAL', undefined, 'LA9']), 'kendal la9')
})
