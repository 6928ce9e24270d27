import t from 'tap'
import { readMarkerPost, readSaidPoint, readThreeWords } from './location-rules.ts'
import { straightLineMetres } from './place.ts'

t.test('every form of a grid reference is one place', async (t) => {
  for (const text of ['NY 121 304', 'NY121304', 'grid ref NY 121 304', 'OS grid reference: NY 121 304', 'ny 121, 304'])
    t.match(readSaidPoint(text), { as: 'grid-reference', metres: 100 }, text)
  for (const text of [
    '325000 523000',
    'E 325000 N 523000',
    'e325000, n523000',
    'easting 325000 northing 523000',
    'Eastings: 325000 Northings: 523000',
    '325000E, 523000N',
  ]) {
    const found = readSaidPoint(text)
    t.match(found, { as: 'grid-reference', metres: 1 }, text)
    t.ok(found && straightLineMetres(found.point, { lat: 54.5966, lon: -3.1623 }) < 10, text)
  }
  t.match(readSaidPoint('SD 4 1'), { metres: 10_000 })
})

t.test('every form of latitude and longitude is one place', async (t) => {
  for (const text of [
    '54.32806, -2.74611',
    '54.32806 -2.74611',
    '54.32806,−2.74611',
    '(54.32806, -2.74611)',
    'lat 54.32806 lon -2.74611',
    'geo:54.32806,-2.74611',
    '54.32806N 2.74611W',
    '54.32806° north, 2.74611° west',
    'N54.32806 W2.74611',
    '2.74611W 54.32806N',
    `54°19'41"N 2°44'46"W`,
    '54° 19′ 41″ N, 2° 44′ 46″ W',
    '54 deg 19 min 41 sec N, 2 deg 44 min 46 sec W',
    'N54 19.683 W2 44.767',
  ]) {
    const found = readSaidPoint(text)
    t.equal(found?.as, 'latitude-longitude', text)
    t.ok(found && straightLineMetres(found.point, { lat: 54.32806, lon: -2.74611 }) < 25, text)
  }
  t.match(readSaidPoint('54.328, -2.746'), { metres: 111 })
  t.match(readSaidPoint('54.3280612, -2.7461234'), { metres: 1 }, 'no finer than a metre')
  t.match(readSaidPoint('54.328, +2.746'), { point: { lat: 54.328, lon: 2.746 } }, 'east, as it was said')
})

t.test('other figures are no location', async (t) => {
  for (const text of [
    '14 Main Street',
    '14/2 Main Street',
    '54 2',
    '54, 2',
    '6.30 15.20',
    '95.5 -3.2',
    '12.5 west',
    '54.328N 54.328N',
    '2.746W 3.5E',
    '54.3S 2.74W',
    '54.328, -2.746, 12',
    '54.328',
    'north road',
    'LA9 4QW',
    'A66',
    '',
  ])
    t.equal(readSaidPoint(text), undefined, text)
})

t.test('a marker post has a road, a distance and perhaps a carriageway', async (t) => {
  for (const text of [
    'M6 marker post 432/5A',
    'M6 A 432.5',
    'm6 432/5 a',
    'marker post 432/5A on the M6',
    'M6 DLS A 432.5',
  ])
    t.same(
      readMarkerPost(text),
      { road: 'M6', kilometres: '432/5', carriageway: 'A', name: 'M6 marker post 432/5A' },
      text,
    )
  t.match(readMarkerPost('M6 432/5 northbound'), { name: 'M6 marker post 432/5', carriageway: '' })
  t.match(readMarkerPost('A74(M) post 12/3B'), { road: 'A74(M)', name: 'A74(M) marker post 12/3B' })
  t.match(readMarkerPost('A1 M marker 12/3'), { road: 'A1(M)' })
  t.match(readMarkerPost('M6 post B12'), { name: 'M6 marker post 12/0B' }, 'the hundreds left out')
  t.match(readMarkerPost('M6 marker 012/3'), { kilometres: '12/3' })
})

t.test('what only looks like one is none', async (t) => {
  for (const text of [
    'M6 J40',
    'A66 / A591',
    '14/2 Main Street',
    '14/2 A591 House',
    'marker post 432/5',
    'M6',
    'M6 marker post',
    '',
  ])
    t.equal(readMarkerPost(text), undefined, text)
})

t.test('three words', async (t) => {
  for (const text of ['///aaa.bbb.ccc', 'aaa.bbb.ccc', ' //AAA.bbb.ccc ', 'w3w: aaa.bbb.ccc', 'what3words aaa.bbb.ccc'])
    t.equal(readThreeWords(text), 'aaa.bbb.ccc', text)
  for (const text of ['aaa.bbb', 'aaa bbb ccc', 'a.b.c', '12.34.56', 'Main St. Kendal', 'aaa.bbb.ccc.ddd'])
    t.equal(readThreeWords(text), undefined, text)
})
