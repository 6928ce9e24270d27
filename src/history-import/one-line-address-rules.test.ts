import t from 'tap'
import { OneLineAddresses } from './one-line-address-rules.ts'
import type { Premises } from './premises-book-rules.ts'

const house = (id: string, name: string, more: Partial<Premises> = {}): Premises => ({
  ...{ id, name, locality: null, town: 'Penrith', postcode: 'CA11 8AA', uprn: null },
  ...{ lat: 54.6, lon: -2.7, areaId: null, areaClass: null, ...more },
})
const kendal = { town: 'Kendal', postcode: 'LA9 4QW' }

const book = new OneLineAddresses([
  house('914', '914 Greystone Road', { locality: 'Castletown' }),
  house('916', '916 Greystone Road'),
  house('916 there', '916 Greystone Road', kendal),
  house('918', '918 Greystone Road', { town: null, postcode: null }),
  house('rose', 'Rose Cottage, Green Road', kendal),
  house('920', '920 Green Road', kendal),
  house('flat 1', 'Flat 1, 920, Green Road', kendal),
  house('flat 2', 'Flat 2, 920, Green Road', kendal),
  house('twice', '922 Green Road', kendal),
  house('twice too', '922 Green Road', kendal),
])
const find = (line: string) => {
  const found = book.find(line)
  return typeof found === 'string' ? found : found.id
}

t.test('one exact match, however it is written', async (t) => {
  for (const line of [
    '914 Greystone Road, Penrith CA11 8AA',
    '914 GREYSTONE RD PENRITH',
    '914 Greystone Road, Castletown, Penrith, Cumbria',
    'no 914 greystone rd ca118aa',
    '914 Greystone Road, Some Hamlet, CA11 8AA',
    'Rose House, 914 Greystone Road, Penrith, CA11 8AA',
    '914, Greystone Road, Some Hamlet, CA11 8AA',
  ])
    t.equal(find(line), '914', line)
  t.equal(find('916 Greystone Road, Kendal'), '916 there')
  t.equal(find('Rose Cottage, Green Rd, Kendal'), 'rose')
  t.equal(find('918 Greystone Road'), '918')
})

t.test('a flat is itself where the gazetteer knows flats, and its building where it knows none', async (t) => {
  t.equal(find('Flat 2, 914 Greystone Road, Penrith CA11 8AA'), '914')
  t.equal(find('2/920 Green Road, Kendal'), 'flat 2')
  t.equal(find('Flat 9, 920 Green Road, Kendal'), 'none')
  t.equal(find('920 Green Road, Kendal'), '920')
})

t.test('what is nearly right is none, and of two there is none', async (t) => {
  t.equal(find('91 Greystone Road, Penrith'), 'none')
  t.equal(find('914 Greystone Road, Penrith CA11 8AB'), 'none', 'another postcode')
  t.equal(find('914 Greystone Road, Kendal'), 'none', 'another town')
  t.equal(find('918 Greystone Road, Penrith'), 'none', 'a town that the gazetteer does not say')
  t.equal(find('914 Greystone Road Industrial Estate, CA11 8AA'), 'none', 'another street')
  t.equal(find('914 High Street, Greystone Road, CA11 8AA'), 'none', 'the number of another street')
  t.equal(find('Rose House, 914 Greystone Road, Penrith'), 'none', 'a house name that nothing bears out')
  t.equal(find('914 Nowhere Lane, Penrith'), 'none')
  t.equal(find('916 Greystone Road'), 'several')
  t.equal(find('922 Green Road, Kendal, LA9 4QW'), 'several')
})

t.test('what stands beside a house is not that house', async (t) => {
  t.equal(find('opposite 914 Greystone Road, Penrith'), 'beside')
  t.equal(find(''), 'none')
})
