import pg from 'pg'
import { migrate, openDatabase } from '../../src/db/index.ts'
import { loadGazetteer, openPlaceSearch } from '../../src/places/index.ts'
import { seededNumbers } from '../support/plain-dijkstra.ts'
import { alteredCopy } from './altered-gazetteer.ts'
import { dataFolder, type Ground } from './bench-ground.ts'
import { against, contest, type Measure, percentile, timed } from './bench-measure.ts'

/** How many times the county the large gazetteer is. */
const TIMES = { whole: 10, quick: 2 }
const SEARCHES = { whole: 1_500, quick: 200 }
const WARM_UP = 300
const MOST_MS = 30

type Row = { id: string; kind: string; name: string; locality: string | null; town: string | null }

/**
 * The gazetteer searched as one types, over all of Cumbria and over ten of it, each copy with names of its own; house
 * numbers are looked up in Postgres. Each search is an address, street, place or landmark of the gazetteer as far as it
 * has been typed, one in four with a slip. Against finding one place by its id.
 */
export async function measureGazetteer(ground: Ground): Promise<Measure[]> {
  const times = ground.quick ? TIMES.quick : TIMES.whole
  const server = await ground.postgres(ground.folder('gazetteer'), 'gazetteer')
  await migrate(server.ownerUrl)
  await loadGazetteer(server.ownerUrl, dataFolder)
  const owner = new pg.Client({ connectionString: server.ownerUrl })
  await owner.connect()
  ground.onEnd(() => owner.end())
  const once = await measure(ground, server.serviceUrl, owner, 'of Cumbria')
  for (let copy = 1; copy < times; copy += 1) await alteredCopy(owner, copy)
  await owner.query('vacuum analyze place')
  return [...once, ...(await measure(ground, server.serviceUrl, owner, `${times} times as large`))]
}

async function measure(ground: Ground, serviceUrl: string, owner: pg.Client, size: string): Promise<Measure[]> {
  const db = openDatabase(serviceUrl, 2)
  const places = openPlaceSearch(db)
  const reading = await timed(() => places.warm())
  const { rows } = await owner.query<Row>(
    `select id, kind, name, locality, town from place where kind <> 'marker-post' order by md5(id::text) limit 4000`,
  )
  ground.say(`${size}: names read in ${(reading / 1_000).toFixed(1)} s`)
  const random = seededNumbers(4)
  const [searches, selects, worked]: [number[], number[], number[]] = [[], [], []]
  let found = 0
  const count = WARM_UP + (ground.quick ? SEARCHES.quick : SEARCHES.whole)
  for (let at = 0; at < count; at += 1) {
    const row = rows[at % rows.length] as Row
    const text = asTyped(row, random)
    const select = await timed(() =>
      owner.query({ name: 'by id', text: 'select * from place where id = $1', values: [row.id] }),
    )
    const before = process.cpuUsage()
    const search = await timed(async () => {
      if ((await places.search(text)).length > 0) found += 1
    })
    const { user, system } = process.cpuUsage(before)
    if (at < WARM_UP) continue
    selects.push(select)
    searches.push(search)
    worked.push((user + system) / 1_000)
  }
  await db.destroy()
  if (found < count / 2) throw new Error(`only ${found} of ${count} searches found anything`)
  ground.say(`${size}: ${found} of ${count} searches found something`)
  const name = `gazetteer ${size}, as typed`
  return [
    ...contest({
      name,
      samples: searches,
      limits: { p99: MOST_MS },
      rival: { name: `one place by its id, ${size}`, samples: selects },
    }),
    // on a busy machine most of the time is waiting for a turn: this is what the search itself costs
    against(MOST_MS, `${name}, processor p99`, percentile(worked, 0.99), 'ms'),
  ]
}

/** A place as far as it has been typed: three letters at least, its whole name and town at most. */
function asTyped({ name, locality, town }: Row, random: () => number): string {
  const whole = [name, random() < 0.5 ? (locality ?? town) : null].filter(Boolean).join(' ').toLowerCase()
  const typed = whole.slice(0, 3 + Math.floor(random() * whole.length))
  const at = 1 + Math.floor(random() * Math.max(1, typed.length - 2))
  return random() < 0.25 ? typed.slice(0, at) + typed.slice(at + 1) : typed
}
