import t from 'tap'
import { findPlaceOfCaller } from './caller-place-rules.ts'
import type { ProtectedPlace } from './protected-place.ts'

const refuge: ProtectedPlace = {
  id: 'place-1',
  name: '968 Hartness Road',
  number: '968',
  street: 'Hartness Road',
  town: 'Penrith',
  postcode: 'CA11 8AB',
  lat: 54.66,
  lon: -2.75,
}
const other: ProtectedPlace = {
  ...refuge,
  id: 'place-2',
  name: '12 Castlegate',
  number: '12',
  street: 'Castlegate',
  lat: 54.6604,
}
const find = (location: { lat?: number; lon?: number; radiusMetres?: number | null; address?: string }) =>
  findPlaceOfCaller({ lat: null, lon: null, radiusMetres: null, address: null, ...location }, [other, refuge])

t.test('the address that the network gives is one, however exact its point is', async (t) => {
  t.equal(find({ address: '968, Hartness Rd, Penrith' }), refuge)
  t.equal(find({ address: '968 Hartness Road', lat: 54.9, lon: -2.9, radiusMetres: 5_000 }), refuge)
})

t.test('a point is, where it can be no other house; of two the nearest', async (t) => {
  t.equal(find({ lat: 54.66, lon: -2.75, radiusMetres: 5 }), refuge)
  t.equal(find({ lat: 54.66, lon: -2.75, radiusMetres: 5, address: ' ' }), refuge, 'an address that says nothing')
  const twin = { ...refuge, id: 'place-3', lat: 54.66004 }
  const fix = { lat: 54.66003, lon: -2.75, radiusMetres: 5, address: null }
  t.equal(findPlaceOfCaller(fix, [refuge, twin]), twin)
  t.equal(
    find({ lat: 54.6601, lon: -2.75, radiusMetres: 10 }),
    undefined,
    '11 m off, give or take 10: may be next door',
  )
  t.equal(find({ lat: 54.66, lon: -2.75, radiusMetres: 100 }), undefined, 'the middle of a circle is nobody’s house')
  t.equal(find({ lat: 54.66, lon: -2.75 }), undefined, 'how exact it is, nobody knows')
  t.equal(find({ lat: 54.67, lon: -2.75, radiusMetres: 10 }), undefined)
  t.equal(find({ radiusMetres: 10 }), undefined)
})

t.test('the address of another house is another house, however near its point', async (t) => {
  t.equal(find({ address: '14 Castlegate' }), undefined)
  t.equal(find({ address: '970 Hartness Road', lat: 54.66, lon: -2.75, radiusMetres: 5 }), undefined)
})
