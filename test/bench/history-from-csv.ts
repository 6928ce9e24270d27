import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { migrate } from '../../src/db/index.ts'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { loadGazetteer } from '../../src/places/index.ts'
import { bareCopy } from './bare-copy.ts'
import { dataFolder, type Ground, root } from './bench-ground.ts'
import { against, type Measure, timed } from './bench-measure.ts'

/** Rows of the file in the whole bench, and in a quick one. */
const ROWS = { whole: 1_000_000, quick: 100_000 }
/** Of so many rows one is damaged. */
const DAMAGED = 100

/**
 * A file of a million incidents through the command that imports history: ten years, one in a hundred rows damaged, each
 * with its caller's number and its address, looked up in the gazetteer; killed half way and taken up again, every row is there once. Numbers are those of Ofcom for drama, houses
 * those from 900 to 999 of real streets, which do not exist.
 */
export async function measureHistoryImport(ground: Ground): Promise<Measure[]> {
  const rows = ground.quick ? ROWS.quick : ROWS.whole
  const server = await ground.postgres(ground.folder('imported'), 'imported_history')
  await migrate(server.ownerUrl)
  await loadDefinitions(server.ownerUrl, dataFolder)
  await loadGazetteer(server.ownerUrl, dataFolder)
  const client = new pg.Client({ connectionString: server.ownerUrl })
  await client.connect()
  ground.onEnd(() => client.end())
  const houses = await inventHouses(client)
  const folder = ground.folder('files')
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping))
  ground.say(`a file of ${rows} rows ...`)
  await writeRows(join(folder, 'history.csv'), rows, houses)

  await client.query(`create table bare_row (${header.map((name) => `${name} text`).join(', ')})`)
  const bareSeconds = (await timed(() => bareCopy(client, 'bare_row', join(folder, 'history.csv')))) / 1000
  await client.query('drop table bare_row')

  const words = ['--disable-warning=ExperimentalWarning', join(root, 'src/history-import/import-history.ts')]
  const more = ['--mapping', 'mapping.json', '--report', 'report.json', 'history.csv']
  const env = { ...process.env, DATABASE_OWNER_URL: server.ownerUrl }
  const began = performance.now()
  const start = () => {
    const child = spawn(process.execPath, [...words, ...more], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    ground.onEnd(() => child.kill('SIGKILL'))
    return child
  }
  const killed = start()
  const gone = once(killed, 'close')
  const isThere = async (query: string) => (await client.query<{ there: boolean }>(query)).rows[0]?.there === true
  const halfWay = `select coalesce(max(rows_read), 0) >= ${rows / 2} as there from import_run`
  while (killed.exitCode === null && !(await isThere(halfWay))) await wait(100)
  killed.kill('SIGKILL')
  await gone
  if (await isThere(`select coalesce(max(rows_read), 0) >= ${rows} as there from import_run`))
    throw new Error('the import had ended before it was killed')
  ground.say('killed half way, and taken up again ...')
  const child = start()
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  const seconds = (performance.now() - began) / 1000
  if (code !== 0) throw new Error(`the import ended with ${code}: ${said}`)

  const [report] = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as [
    { rows: { in: number; rejected: number }; megabytes: number },
  ]
  const { rows: there } = await client.query<{ incidents: number; doors: number }>(
    'select count(*)::int as incidents, count(premises_id)::int as doors from incident',
  )
  const expected = rows - rows / DAMAGED
  if (there[0]?.incidents !== expected || report.rows.rejected !== rows / DAMAGED || there[0].doors !== expected)
    throw new Error(`of ${rows} rows ${JSON.stringify(there[0])} are there, and ${report.rows.rejected} were rejected`)
  ground.say(`${Math.round(rows / seconds)} rows a second, ${report.rows.rejected} rejected by their lines`)
  return [
    {
      name: `history of ${rows / 1_000}k incidents from CSV, killed half way and taken up again`,
      ...{ value: seconds, unit: 's', limit: (300 * rows) / ROWS.whole, ratio: seconds / bareSeconds },
    },
    {
      name: 'the same rows by COPY, as text and without an index',
      value: bareSeconds,
      unit: 's',
      limit: null,
      ratio: 1,
    },
    against(512, 'memory of the import at most', report.megabytes, 'MiB'),
  ]
}

const header = [
  'Ref',
  'Opened',
  'Closed',
  'Code',
  'House',
  'Street',
  'Postcode',
  'Number',
  'Words',
  'Summary',
  'Result',
]
const mapping = {
  kind: 'incidents',
  source: 'Old System',
  fields: {
    reference: 'Ref',
    openedAt: { column: 'Opened', format: 'dd/MM/yyyy HH:mm:ss' },
    closedAt: { column: 'Closed', format: 'dd/MM/yyyy HH:mm:ss' },
    type: { column: 'Code', codes: { D1: 'domestic', N1: 'asb-nuisance', C1: 'concern' } },
    closingCategory: { column: 'Code', codes: { D1: 'domestic', N1: 'asb-nuisance', C1: 'concern' } },
    domesticAbuse: { column: 'Code', codes: { D1: 'yes' }, otherwise: 'no' },
    ...{ house: 'House', street: 'Street', postcode: 'Postcode', number: 'Number', firstWords: 'Words' },
    ...{ summary: 'Summary', result: 'Result' },
  },
}

type House = { number: string; street: string; postcode: string }

/** Twenty thousand houses that do not exist, on streets that do. */
async function inventHouses(client: pg.Client): Promise<House[]> {
  const made = await client.query<House>(
    `insert into place (id, kind, name, number, street, town, postcode, lat, lon, area_id, area_class, search, source, invented)
     select gen_random_uuid(), 'premises', n || ' ' || street, n, street, town, postcode, lat, lon, area_id, area_class,
       lower(n || ' ' || street), 'bench', true
     from (select distinct on (street, postcode) * from place where kind = 'premises' and number is not null and postcode is not null
       order by street, postcode, id limit 2000) s, lateral (select (900 + i)::text as n from generate_series(0, 9) i) i
     returning number, street, postcode`,
  )
  return made.rows
}

async function writeRows(path: string, rows: number, houses: readonly House[]): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 })
  file.write(`${header.join(',')}\r\n`)
  const began = Date.UTC(2014, 0, 1)
  const step = (10 * 365 * 86_400_000) / rows
  const two = (number: number) => String(number).padStart(2, '0')
  const at = (time: number) => {
    const date = new Date(time)
    return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:00`
  }
  for (let index = 0; index < rows; index += 1) {
    // twelve o'clock: no hour that is missing in spring
    const opened =
      Math.floor((began + index * step) / 86_400_000) * 86_400_000 + 12 * 3_600_000 + (index % 600) * 60_000
    const { number, street, postcode } = houses[(index * 7919) % houses.length] as House
    const code = index % DAMAGED === 50 ? '??' : ['D1', 'N1', 'C1'][index % 3]
    const caller =
      index % 2 === 0
        ? `07700 900${String(index % 1_000).padStart(3, '0')}`
        : `01632 960${String(index % 1_000).padStart(3, '0')}`
    const row = `L${index},${at(opened)},${at(opened + 5_400_000)},${code},${number},"${street}",${postcode},${caller},"They said ""come"", and rang off","Shouting heard, number ${index}",Spoken to; advice given\r\n`
    if (!file.write(row)) await once(file, 'drain')
  }
  file.end()
  await finished(file)
}
