import t from 'tap'
import { RowProblem } from '../importing/index.ts'
import { type GazetteerKind, readGivenPlace } from './gazetteer-place-rules.ts'

const at = { lat: 54.66, lon: -2.75 }
const read = (kind: GazetteerKind, values: Parameters<typeof readGivenPlace>[1]) =>
  readGivenPlace(kind, { ...at, ...values })

t.test('premises by number and by name', async (t) => {
  t.match(
    read('premises', {
      uprn: '000100110',
      number: '914 b',
      street: 'Greystone Rd',
      town: 'Penrith',
      postcode: 'ca118aa',
    }),
    {
      ...{ kind: 'premises', name: '914B Greystone Rd', number: '914B', street: 'Greystone Rd', postcode: 'CA11 8AA' },
      ...{ uprn: '100110', key: '100110', search: '914b greystone road ca11 8aa', lat: 54.66 },
    },
  )
  t.match(read('premises', { houseName: 'Rose Cottage', street: 'Green Road', town: 'Kendal', reference: 'R1' }), {
    ...{
      name: 'Rose Cottage, Green Road',
      number: null,
      search: 'rose cottage green road kendal',
      key: 'R1',
      uprn: null,
    },
  })
  t.match(read('premises', { number: 'The Lodge', street: 'Green Road' }), {
    name: 'The Lodge, Green Road',
    key: /^The Lodge.*54\.66/,
  })
  t.match(read('premises', { street: 'Green Road' }), { field: 'number' })
})

t.test('the other kinds', async (t) => {
  t.match(read('streets', { name: 'Green Road', roadNumber: 'A6', district: 'LA9', town: 'Kendal' }), {
    kind: 'street',
    street: 'Green Road',
    search: 'green road a6 kendal la9',
  })
  t.match(read('streets', { name: 'Green Road', postcode: 'LA9 4QW' }), { search: 'green road la9 4qw' })
  t.match(read('places', { name: 'Burneside', class: 'village', town: 'Kendal' }), {
    kind: 'settlement',
    search: 'burneside kendal village',
  })
  t.match(read('pois', { name: 'The Crown', words: 'pub' }), { kind: 'landmark', search: 'the crown pub' })
  t.match(read('junctions', { name: 'M6 J40', roads: 'A66' }), {
    kind: 'landmark',
    search: 'm6 junction 40 a66 junction',
  })
  t.match(read('postcodes', { postcode: 'LA94QW', areaClass: 'rural' }), {
    ...{ kind: 'postcode', name: 'LA9 4QW', search: 'la9 4qw', areaClass: 'rural' },
  })
})

t.test('where it is, in degrees or on the National Grid', async (t) => {
  const onGrid = readGivenPlace('places', { name: 'Cockermouth', easting: 312_100, northing: 530_400 })
  t.ok(!(onGrid instanceof RowProblem) && Math.abs(onGrid.lat - 54.66) < 0.01 && Math.abs(onGrid.lon + 3.36) < 0.01)
  for (const values of [{ lat: 54 }, { easting: 312_100 }, {}])
    t.match(readGivenPlace('places', { name: 'x', ...values }), { field: 'lat' })
})

t.test('what is none', async (t) => {
  t.match(read('postcodes', { postcode: 'KENDAL' }), { field: 'postcode' })
  t.match(read('pois', { name: 'x', uprn: '12a' }), { field: 'uprn' })
})
