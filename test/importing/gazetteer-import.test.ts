import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openDatabase } from '../../src/db/index.ts'
import { openAreaLookup } from '../../src/places/area-lookup.ts'
import { openCurrentPlaceSearch } from '../../src/places/place-news-board.ts'
import { openImportRoom } from './import-runner.ts'

const premises = {
  kind: 'premises',
  source: 'Local gazetteer',
  fields: {
    uprn: 'UPRN',
    number: 'No',
    houseName: 'Name',
    street: 'Street',
    town: 'Town',
    postcode: 'Postcode',
    easting: 'X',
    northing: 'Y',
  },
}
const header = 'UPRN,No,Name,Street,Town,Postcode,X,Y'

t.test('gazetteer imports', async (t) => {
  const room = await openImportRoom(t)
  const folder = t.testdir({ 'm.json': JSON.stringify(premises) })
  const write = (name: string, ...lines: string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  // what an older gazetteer had, with an incident that points to it
  const [old] = await room.own<{ id: string }>(
    `insert into place (id, kind, name, number, street, postcode, lat, lon, search, source, protected) values
     (gen_random_uuid(), 'premises', '950 Green Road', '950', 'Green Road', 'LA9 4QW', 54.3279, -2.7459, '950 green road la9 4qw', 'older', true) returning id`,
  )
  await room.own(
    `insert into incident (id, local_day, day_number, opening_category, type, premises_id) values (gen_random_uuid(), '2025-01-01', 1, 'concern', 'concern', $1)`,
    [old?.id],
  )

  await t.test('places come in, and one that was there keeps its id, its incidents and its protection', async (t) => {
    write(
      'a.csv',
      header,
      '100110,950,,Green Road,Kendal,LA9 4QW,351600,492600',
      '100111,952,,Green Road,Kendal,LA9 4QW,351610,492600',
      '100112,,Rose Cottage,Green Road,Kendal,LA9 4QW,351720,492600',
      '100113,954,,Green Road,Kendal,KENDAL,351620,492600',
      '100111,956,,Green Road,Kendal,LA9 4QW,351620,492600',
      '100114,958,,Green Road,Kendal,LA9 4QW,,',
    )
    const dry = await room.importPlacesHere(folder, 'm.json', 'premises', 'a.csv', true)
    t.match(dry.out, /6 rows read, 3 would come in, 0 there already, 3 rejected/)
    t.equal((await room.own('select from place where uprn is not null')).length, 0)
    const { out, err } = await room.run('gazetteer', folder, '--mapping', 'm.json', 'a.csv')
    t.match(out, /6 rows read, 3 in, 0 there already, 3 rejected/, err)
    t.match(out, /postcode is no postcode \(line 5\)/)
    t.match(out, /uprn is that of an earlier row \(line 6\)/)
    t.match(out, /lat is empty, or lon, and there is no easting and northing \(line 7\)/)
    t.match(out, /1 places that were there keep their id/)
    t.match(await room.own('select uprn, source, protected, name, town from place where id = $1', [old?.id]), [
      { uprn: '100110', source: 'Local gazetteer', protected: true, name: '950 Green Road', town: 'Kendal' },
    ])
    t.match(
      await room.own(
        `select name, number, search, round(lat::numeric, 2)::text as lat from place where uprn = '100112'`,
      ),
      [{ name: 'Rose Cottage, Green Road', number: null, lat: '54.33' }],
    )
  })

  await t.test('a house that may be a protected one under another name waits for a person', async (t) => {
    write(
      'twin.csv',
      header,
      '100131,,Haven House,Green Road,Kendal,LA9 4QW,351604,492604',
      '100132,950,,Green Road,Kendal,LA9 4QW,352000,492600',
      '100133,948,,Green Road,Kendal,LA9 4QW,351596,492600',
    )
    const { out } = await room.importPlacesHere(folder, 'm.json', 'premises', 'twin.csv')
    t.match(out, /3 rows read, 1 in, 0 there already, 2 rejected/)
    t.match(out, /2 rejected: street may be the address of a protected place: .* \(lines 2, 3\)/)
    const names = async () => (await room.own(`select from place where uprn in ('100131', '100132')`)).length
    t.equal(await names(), 0)
    const looked = await room.run(
      'gazetteer',
      folder,
      '--mapping',
      'm.json',
      '--beside-protected',
      'twin.csv.rejected.csv',
    )
    t.match(looked.out, /2 rows read, 2 in, 0 there already, 0 rejected/, looked.err)
    t.equal(await names(), 2)
    write('twin2.csv', header, '100131,,Haven House,Green Road,Kendal,LA9 4QX,351604,492604')
    t.match((await room.importPlacesHere(folder, 'm.json', 'premises', 'twin2.csv')).out, /1 in, .* 0 rejected/)
  })

  await t.test('the next edition brings places up to date under their ids', async (t) => {
    const ids = await room.own(`select id, uprn from place where uprn < '100120' order by uprn`)
    write(
      'b.csv',
      header,
      '100110,950,,Green Road,Kendal,LA9 4QW,351600,492600',
      '100111,952A,,Green Road,Kendal,LA9 4QW,351610,492600',
      '100120,960,,Green Road,Kendal,LA9 4QW,351660,492600',
    )
    const { out } = await room.importPlacesHere(folder, 'm.json', 'premises', 'b.csv')
    t.match(out, /3 rows read, 2 in, 1 there already, 0 rejected/)
    t.same(
      (await room.own('select id, uprn from place where uprn is not null order by uprn')).slice(0, ids.length),
      ids,
    )
    t.match(await room.own(`select number from place where uprn = '100111'`), [{ number: '952A' }])
  })

  await t.test('a search that is open finds what was imported', async (t) => {
    const db = openDatabase(room.serviceUrl, 2)
    t.teardown(() => db.destroy())
    const search = openCurrentPlaceSearch(db, { askAfterMs: 0 })
    const find = async (text: string) => (await search.search(text)).map(({ name }) => name)
    t.same(await find('Bluebell Junction'), [])
    writeFileSync(
      join(folder, 'j.json'),
      JSON.stringify({ source: 'Roads', fields: { name: 'Name', roads: 'Roads', lat: 'Lat', lon: 'Lon' } }),
    )
    write('j.csv', 'Name,Roads,Lat,Lon', 'Bluebell Junction,A66,54.6,-2.8')
    t.equal((await room.importPlacesHere(folder, 'j.json', 'junctions', 'j.csv')).code, 0)
    while ((await find('Bluebell Junction')).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    t.same(await find('Bluebell Junction'), ['Bluebell Junction'])
  })

  await t.test('GeoJSON as it comes: a collection or features by line, damaged ones kept aside', async (t) => {
    const feature = (name: string, type: string, coordinates: unknown, more: object = {}) =>
      JSON.stringify({
        type: 'Feature',
        properties: { Name: name, at: { town: 'Kendal' }, ...more },
        geometry: { type, coordinates },
      })
    const mapping = {
      source: 'Map',
      fields: { name: 'Name', town: 'at.town', areaClass: { column: 'RU', codes: { U: 'urban', '': '' } } },
    }
    write('s.json', JSON.stringify(mapping))
    const line = [
      [-2.8, 54.3],
      [-2.8, 54.32],
      [-2.8, 54.34],
    ]
    const features = [
      feature('Larch Lane', 'LineString', line, { RU: 'U' }),
      feature('Nowhere Lane', 'Polygon', [[...line, line[0]]]),
      feature('Swapped Lane', 'Point', [54.3, -2.8]),
      feature('Open "Lane', 'Point', [-2.8, 54.3]).replace('\\"', '"'),
      feature('Trailing Lane', 'Point', [-2.8, 54.3]).replace('Kendal"', 'Kendal",'),
      feature('Rowan Lane', 'MultiLineString', [[line[0], line[1]], line]),
      feature('', 'Point', [-2.8, 54.3]),
      '{"type":"Feature","properties":{"Name":"Bare Lane"},"geometry":null}',
    ]
    write('collection.geojson', `{"type":"FeatureCollection","name":"x","features":[\n${features.join(',')}\n]}`)
    write('lines.geojsonl', features.join('\n'))
    for (const [file, counted] of [
      ['collection.geojson', 'feature'],
      ['lines.geojsonl', 'line'],
    ] as const) {
      const { out, err } = await room.importPlacesHere(folder, 's.json', 'streets', file)
      t.match(
        out,
        file === 'lines.geojsonl'
          ? /8 rows read, 0 in, 2 there already, 6 rejected/
          : /8 rows read, 2 in, 0 there already, 6 rejected/,
        err,
      )
      t.match(out, new RegExp(`${counted} cannot be read as JSON \\(${counted}s 4, 5\\)`))
      t.match(out, new RegExp(`geometry is a surface, and this kind takes point or line \\(${counted} 2\\)`))
      t.match(out, new RegExp(`geometry is not in Britain.* \\(${counted} 3\\)`))
      t.match(out, new RegExp(`name is empty \\(${counted} 7\\)`))
      const kept = readFileSync(join(folder, `${file}.rejected.geojsonl`), 'utf8')
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text) as { rejected: { number: number } })
      t.same(
        kept.map(({ rejected }) => rejected.number),
        [2, 3, 4, 5, 7, 8],
      )
      t.match(kept[0], { properties: { Name: 'Nowhere Lane' }, rejected: { field: 'geometry' } })
      t.match(kept[2], { type: 'Damaged', text: /^\{"type":"Feature".*Open "Lane/ })
    }
    t.match(
      await room.own(
        `select name, town, area_class, round(lat::numeric, 3)::text as lat from place where source = 'Map' order by name`,
      ),
      [
        { name: 'Larch Lane', town: 'Kendal', area_class: 'urban', lat: '54.320' },
        { name: 'Rowan Lane', area_class: null, lat: '54.320' },
      ],
    )
    // stopped behind its first batch and taken up again, in the middle of a line
    const many = Array.from({ length: 5_200 }, (_, n) =>
      feature(`Lane ${n}`, 'Point', [-2.8, 54 + n / 10_000], n === 0 ? { parish: 'Boot' } : {}),
    )
    many[5_100] = many[5_100]?.replace('Feature', 'Thing') as string
    write('many.geojson', `{"type":"FeatureCollection","features":[${many.join(',')}]}`)
    write(
      'many.json',
      JSON.stringify({
        source: 'Many',
        fields: { name: 'Name', town: 'at.town', locality: 'parish', postcode: 'at.code' },
      }),
    )
    const whole = await room.importPlacesHere(folder, 'many.json', 'streets', 'many.geojson', true)
    t.match(whole.out, /5,200 features, none of which has the property at\.code/)
    const stop = new AbortController()
    const first = room.importPlacesHere(folder, 'many.json', 'streets', 'many.geojson', false, stop)
    while ((await room.own(`select from import_run where source = 'Many'`)).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    stop.abort()
    t.match((await first).out, /stopped before feature \d+: the same command goes on from there/)
    const again = await room.importPlacesHere(folder, 'many.json', 'streets', 'many.geojson')
    t.match(again.out, /5,200 rows read, 5,199 in, 0 there already, 1 rejected/)
    t.match(again.out, /feature is no feature \(feature 5101\)/)
    t.equal((await room.own(`select from place where source = 'Many'`)).length, 5_199)
    // the file ends within a feature; it is on another grid; it is something else
    write('cut.geojson', `{"type":"FeatureCollection","features":[${features[0]},${features[5]?.slice(0, 40)}`)
    const cut = await room.importPlacesHere(folder, 's.json', 'streets', 'cut.geojson', true)
    t.match(cut.out, /3 rows read, 1 would come in.*2 rejected/)
    t.match(cut.out, /feature is missing: the file ends before its features do \(feature 3\)/)
    write(
      'grid.geojson',
      `{"type":"FeatureCollection","crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[]}`,
    )
    write('other.json', '{"type":"Topology"}')
    for (const [file, said] of [
      ['grid.geojson', /is on another grid than WGS84/],
      ['other.json', /is no GeoJSON/],
    ] as const)
      t.match((await room.importPlacesHere(folder, 's.json', 'streets', file)).err, said)
  })

  await t.test('the areas of a force, by version and date, whole or not at all', async (t) => {
    const fields = {
      code: 'code',
      name: 'name',
      version: { constant: '2026-2' },
      validFrom: { constant: '2026-11-01' },
    }
    write('areas.json', JSON.stringify({ source: 'Mapping team', fields }))
    const box = (west: number, east: number) => [
      [west, 54],
      [east, 54],
      [east, 55],
      [west, 55],
      [west, 54],
    ]
    const area = (code: string, name: string, ring: unknown[]) =>
      JSON.stringify({
        type: 'Feature',
        properties: { code, name },
        geometry: { type: 'Polygon', coordinates: [ring] },
      })
    const north = area('north', 'Cumbria North', box(-3, -2.6))
    const east = area('east', 'East', box(-2.61, -2))
    write('dry.geojsonl', north, east)
    const dry = await room.importPlacesHere(folder, 'areas.json', 'areas', 'dry.geojsonl', true)
    t.match(dry.out, /2 rows read, 2 would come in/)
    t.match(dry.out, /\d+ hectares that both east and north have/)
    t.same(await room.own('select from area_boundary'), [])

    write('spoilt.geojsonl', north, area('east', 'East', box(-2.6, -2).slice(0, 4)))
    const spoilt = await room.importPlacesHere(folder, 'areas.json', 'areas', 'spoilt.geojsonl')
    t.match(spoilt.out, /1 rejected: geometry has a ring that does not end where it begins \(line 2\)/)
    t.match(spoilt.out, /1 areas refused: the version comes into force when all of it is taken/)
    t.same(await room.own('select area_version() as v'), [{ v: null }], 'in parts it is nobody’s')
    const db = openDatabase(room.serviceUrl, 1)
    t.teardown(() => db.destroy())
    const areaAt = async (lon: number) => (await openAreaLookup(db)).find({ lat: 54.5, lon })?.areaId
    t.equal(await areaAt(-2.3), undefined)

    write('mended.geojsonl', north, area('east', 'East', box(-2.6, -2)))
    const { out } = await room.importPlacesHere(folder, 'areas.json', 'areas', 'mended.geojsonl')
    t.match(out, /2 rows read, 1 in, 1 there already, 0 rejected/)
    t.match(out, /2 areas in force/)
    t.match(out, /\d+ places that are in another area now/)
    t.notMatch(out, /hectares/)
    t.same([await areaAt(-2.3), await areaAt(-2.8), await areaAt(-1)], ['east', 'north', undefined])
    t.same(await room.own('select id, name, centre_id from area order by id'), [
      { id: 'east', name: 'East', centre_id: 'c' },
      { id: 'north', name: 'Cumbria North', centre_id: 'c' },
    ])
    t.match(await room.own(`select distinct area_id from place where name = 'Bluebell Junction'`), [
      { area_id: 'north' },
    ])

    write('changed.geojsonl', area('north', 'North', box(-3, -2.5)), area('south', 'South', box(-2.5, -2)))
    const changed = await room.importPlacesHere(folder, 'areas.json', 'areas', 'changed.geojsonl')
    t.match(changed.out, /version has the area with other borders: a version is not changed \(line 1\)/)
    t.match(changed.out, /version is whole without this area: a version is not changed \(line 2\)/)
    t.equal(
      (await openAreaLookup(db)).find({ lat: 54.5, lon: -2.3 })?.areaId,
      'east',
      'nothing of that file is in force',
    )

    // the next version: without an area that is in force it is nobody's, unless somebody says so
    const zone = (code: string, west: number) =>
      room.own(
        `insert into zone (code, name, area_id, area_class, rural_urban_code, district, shape) values ($1, $1, 'east', 'rural', 'F1', 'd', $2)`,
        [code, JSON.stringify({ type: 'Polygon', coordinates: [box(west, west + 0.1)] })],
      )
    await Promise.all([zone('z1', -2.3), zone('z2', -1)])
    const next = { ...fields, version: { constant: '2026-3' }, validFrom: { constant: '2026-11-02' } }
    write('next.json', JSON.stringify({ source: 'Mapping team', fields: next }))
    write('part.geojsonl', area('north', 'North', box(-3, -2.7)))
    const version = async () => (await room.own('select area_version() as v'))[0]?.['v']
    const lost =
      /they lack east of those in force, and statistical zones that lie in an area today would lie in none \(1\)/
    t.match((await room.importPlacesHere(folder, 'next.json', 'areas', 'part.geojsonl', true)).out, lost)
    const part = await room.importPlacesHere(folder, 'next.json', 'areas', 'part.geojsonl')
    t.equal(part.code, 1)
    t.match(part.err, lost)
    t.equal(await version(), '2026-2')
    // the same again, although a version that is newer was begun meanwhile
    await room.own(
      `insert into area_boundary (version, area_id, valid_from, name, centre_id, shape, source)
       select '2027', area_id, '2027-01-01', name, centre_id, shape, source from area_boundary where version = '2026-3'`,
    )
    const meant = await room.run(
      'gazetteer',
      folder,
      ...['--mapping', 'next.json', '--kind', 'areas', '--partial', 'part.geojsonl'],
    )
    t.match(meant.out, /taken up again with line 2/, meant.err)
    t.match(meant.out, /1 areas in force/)
    t.notMatch(meant.out, /none of which has the property/, 'of the part that was read before nobody knows it')
    t.equal(await version(), '2026-3')
  })

  await t.test('a kind that is none', async (t) => {
    t.match(
      (await room.importPlacesHere(folder, 'm.json', 'cats', 'a.csv')).err,
      /^m\.json: kind: must be one of premises, streets/,
    )
  })
})
