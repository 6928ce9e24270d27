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
    ['Croft St Shap', 'croft street shap'],
    ['Outrigg St Bees', 'outrigg saint bees'],
    ['14 b St Georges Road', '14 b saint georges road'],
    ['a b St Shap', 'a b street shap'],
    ['14 b St Cleers Road', '14 b saint cleers road'],
    ['The St Hesket', 'the street hesket'],
    ['near St Cleer Road', 'near saint cleer road'],
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
    ['Green Road upper flat', { words: ['green', 'road'], flat: 'UPPER' }],
    ['LA9', { words: ['la9'], postcodeBegun: 'LA9' }],
    ['la9 4', { words: ['la9'], postcodeBegun: 'LA9 4' }],
    ['14 High Street, LA9 4', { words: ['high', 'street', 'la9'], number: '14' }],
    ['High Street A66 2', { words: ['high', 'street', 'a66'], number: '2' }],
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

t.test('a flat, however it is said', async (t) => {
  for (const text of [
    'Flat 2, 14 Green Road',
    '14 Green Road, Flat 2',
    '14/2 Green Road',
    '2/14 Green Road',
    'Flat no. 2, 14 Green Road',
    'flat two, 14 Green Road',
    'Flt 2 14 Green Road',
    'F2 14 Green Rd',
    'apt. 2, 14 Green Road',
    'First floor flat 2, 14 Green Road',
  ])
    t.same(readAddressQuery(text), { words: ['green', 'road'], number: '14', flat: '2' }, text)
  const flats: Array<[string, string | undefined]> = [
    ['Ground floor flat, 14 Green Road', 'GROUND'],
    ['14 Green Road, first floor', '1ST'],
    ['14 Green Road top flat', 'TOP'],
    ['B/14 Green Road', 'B'],
    ['14/B Green Road', 'B'],
    ['3/1, 14 Green Road', '3-1'],
    ['Flat 3/1 14 Green Road', '3-1'],
    ['#14 Green Road', undefined],
    ['c/o 14 Green Road', undefined],
    ['14 Green Road', undefined],
  ]
  for (const [text, flat] of flats)
    t.same(readAddressQuery(text), { words: ['green', 'road'], number: '14', ...(flat && { flat }) }, text)
  t.match(readAddressQuery('26/28 Green Road'), { number: '26-28' }, 'two neighbours are one building')
  t.match(readAddressQuery('A/B Green Road'), { words: ['b', 'green', 'road'] })
  t.match(readAddressQuery('F2 Green Road'), { words: ['f2', 'green', 'road'] }, 'without a house it is a name')
  t.same(readAddressQuery('Top flat'), { words: ['top', 'flat'] })
  t.same(readAddressQuery('the flat above'), { words: ['flat', 'above'] })
})

t.test('what is opposite a house is not the house', async (t) => {
  t.match(readAddressQuery('opp 14 Green Road'), { number: '14', relation: 'opposite' })
  t.equal(readAddressQuery('outside 14 Green Road').relation, undefined)
  t.equal(readAddressQuery('o/s 14 Green Road').relation, undefined)
  t.equal(readAddressQuery('near').relation, undefined)
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
