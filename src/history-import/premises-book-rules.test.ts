import t from 'tap'
import { type Premises, PremisesBook } from './premises-book-rules.ts'

const house = (id: string, name: string, more: Partial<Premises> = {}): Premises => ({
  ...{ id, name, locality: null, town: 'Kendal', postcode: 'LA9 4QW', uprn: null },
  ...{ lat: 54.3, lon: -2.7, areaId: null, areaClass: null, ...more },
})

const book = new PremisesBook([
  house('6', '906 Green Road'),
  house('36', '936 Green Road', { uprn: '000012345678' }),
  house('6 there', '906 Green Road', { town: 'Penrith', locality: 'Carleton', postcode: 'CA11 8AA' }),
  house('14B', '914B Greystone Road', { postcode: null, town: null }),
  house('rose', 'Rose Cottage, Green Road'),
])
const find = (address: Parameters<PremisesBook['find']>[0]) => book.find(address)?.id

t.test('by house and street, in any way of writing them', async (t) => {
  t.equal(find({ house: '906', street: 'GREEN RD', postcode: 'la94qw' }), '6')
  t.equal(find({ street: '906 Green Road', town: 'kendal' }), '6')
  t.equal(find({ house: '906', street: 'Green Road', town: 'Carleton' }), '6 there')
  t.equal(find({ house: '914 b', street: 'Greystone Road', town: 'Penrith', postcode: 'CA11 8AA' }), '14B')
  t.equal(find({ house: 'Rose Cottage', street: 'Green Rd', postcode: 'LA9 4QW' }), 'rose')
})

t.test('by its number in the gazetteer', async (t) => {
  t.equal(find({ uprn: '12345678' }), '36')
  t.equal(find({ uprn: '0', house: '906', street: 'Green Road', town: 'Kendal' }), '6', 'an unknown one: by its words')
  t.equal(find({ uprn: '99' }), undefined)
})

t.test('never one that is nearly right, and never one of two', async (t) => {
  t.equal(find({ house: '906', street: 'Green Road' }), undefined, 'there are two')
  t.equal(find({ house: '906', street: 'Green Road', town: 'Ambleside' }), undefined)
  t.equal(find({ house: '906', street: 'Green Road', postcode: 'LA9 9ZZ' }), undefined)
  t.equal(find({ house: '90', street: 'Green Road', town: 'Kendal' }), undefined)
  t.equal(find({ house: '914', street: 'Greystone Road' }), undefined)
  t.equal(find({ house: '906' }), undefined)
})
