import t from 'tap'
import { fromGrid, gridReference, readGridReference, toGrid } from './grid-reference-rules.ts'
import { straightLineMetres } from './place.ts'

t.test('the worked example of the Ordnance Survey, with its change of datum', async (t) => {
  // Caister water tower: TG 51409 13177 is 52°39'27.25"N 1°43'4.52"E on OSGB36, about 52.65798, 1.71605 on WGS84
  const { easting, northing } = toGrid({ lat: 52.657979, lon: 1.716052 })
  t.ok(Math.hypot(easting - 651_409.903, northing - 313_177.27) < 6, `${easting}, ${northing}`)
  t.ok(
    straightLineMetres(fromGrid({ easting: 651_409.903, northing: 313_177.27 }), { lat: 52.657979, lon: 1.716052 }) < 6,
  )
})

t.test('there and back again, anywhere in Britain', async (t) => {
  for (const lat of [50, 52.5, 54.4, 55.1, 58]) {
    for (const lon of [-5.5, -3.6, -2, -0.1, 1.4]) {
      t.ok(straightLineMetres(fromGrid(toGrid({ lat, lon })), { lat, lon }) < 0.1, `${lat}, ${lon}`)
    }
  }
})

t.test('Cockermouth is NY 121 304, and the towns of the county where the map has them', async (t) => {
  const towns: Array<[string, number, number, number, number]> = [
    ['Cockermouth', 54.662, -3.364, 312_100, 530_500],
    ['Penrith', 54.664, -2.753, 351_500, 530_100],
    ['Barrow-in-Furness', 54.112, -3.226, 319_900, 469_200],
    ['Kendal', 54.328, -2.746, 351_600, 492_700],
    ['Alston', 54.812, -2.439, 371_900, 546_400],
  ]
  for (const [name, lat, lon, wantedEasting, wantedNorthing] of towns) {
    const { easting, northing } = toGrid({ lat, lon })
    t.ok(
      Math.abs(easting - wantedEasting) < 120 && Math.abs(northing - wantedNorthing) < 120,
      `${name}: ${easting}, ${northing}`,
    )
  }
  const found = readGridReference('NY121304')
  t.equal(found?.squareMetres, 100)
  t.ok(found && straightLineMetres(found.point, { lat: 54.6612, lon: -3.3635 }) < 150, 'in the town', { found })
})

t.test('written in many ways', async (t) => {
  const wanted = readGridReference('NY 121 304')?.point
  for (const text of [
    'ny121304',
    ' NY  121  304 ',
    'NY 12100 30400',
    'NY 1210 3040',
    '312150 530450',
    '312150, 530450',
  ]) {
    const found = readGridReference(text)
    t.ok(found && wanted && straightLineMetres(found.point, wanted) < 80, text)
  }
  t.equal(readGridReference('SD 19 69')?.squareMetres, 1000)
  t.equal(readGridReference('SD 1 6')?.squareMetres, 10_000)
})

t.test('what is no reference is none', async (t) => {
  for (const text of [
    '',
    'NY',
    'NY 1213 304',
    'IY 121 304',
    '14 Green Road',
    'LA9 4QW',
    '312100',
    '900000 530400',
    'AA 121 304',
    'NY 121304567890',
  ]) {
    t.equal(readGridReference(text), undefined, text)
  }
})

t.test('a point to its reference, at the size asked for', async (t) => {
  const point = readGridReference('NY 12145 30478')?.point ?? { lat: 0, lon: 0 }
  t.equal(gridReference(point), 'NY 121 304')
  t.equal(gridReference(point, 1000), 'NY 12 30')
  t.equal(gridReference(point, 10), 'NY 1214 3047')
  t.equal(gridReference(point, 1), 'NY 12145 30478')
  t.equal(gridReference(readGridReference('SD 00001 00099')?.point ?? point, 100), 'SD 000 000', 'zeros are written')
  t.equal(gridReference({ lat: 40, lon: -3 }), undefined, 'Madrid')
  t.equal(gridReference({ lat: 51.5, lon: -9.5 }), undefined, 'west of the grid')
})
