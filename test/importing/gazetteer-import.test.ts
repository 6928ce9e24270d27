import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openDatabase } from '../../src/db/index.ts'
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
      '100112,,Rose Cottage,Green Road,Kendal,LA9 4QW,351620,492600',
      '100113,954,,Green Road,Kendal,KENDAL,351620,492600',
      '100111,956,,Green Road,Kendal,LA9 4QW,351620,492600',
      '100114,958,,Green Road,Kendal,LA9 4QW,,',
    )
    const dry = await room.run('gazetteer', folder, '--mapping', 'm.json', '--dry-run', 'a.csv')
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

  await t.test('the next edition brings places up to date under their ids', async (t) => {
    const ids = await room.own('select id, uprn from place where uprn is not null order by uprn')
    write(
      'b.csv',
      header,
      '100110,950,,Green Road,Kendal,LA9 4QW,351600,492600',
      '100111,952A,,Green Road,Kendal,LA9 4QW,351610,492600',
      '100120,960,,Green Road,Kendal,LA9 4QW,351660,492600',
    )
    const { out } = await room.run('gazetteer', folder, '--mapping', 'm.json', 'b.csv')
    t.match(out, /3 rows read, 2 in, 1 there already, 0 rejected/)
    t.same((await room.own('select id, uprn from place where uprn is not null order by uprn')).slice(0, 3), ids)
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
    t.equal((await room.run('gazetteer', folder, '--mapping', 'j.json', '--kind', 'junctions', 'j.csv')).code, 0)
    while ((await find('Bluebell Junction')).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    t.same(await find('Bluebell Junction'), ['Bluebell Junction'])
  })

  await t.test('a kind that is none', async (t) => {
    t.match(
      (await room.run('gazetteer', folder, '--mapping', 'm.json', '--kind', 'cats', 'a.csv')).err,
      /^m\.json: kind: must be one of premises, streets/,
    )
  })
})
