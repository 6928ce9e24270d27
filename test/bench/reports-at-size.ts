import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate, openDatabase } from '../../src/db/index.ts'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { findDefinitions, listBehind, listFigures } from '../../src/figures/figure-board.ts'
import type { FigureQuery } from '../../src/figures/figure-contract.ts'
import { rollOn } from '../../src/figures/figure-span-store.ts'
import { BenchGrounds, dataFolder } from './bench-ground.ts'
import { against, asLine, asWords, type Measure, percentile, timed } from './bench-measure.ts'

/** What is aimed at for ten years of 5,000,000 incidents: two seconds, and a fifth more for whoever commits meanwhile. */
const MOST_MS = 2_000
const MOST_SLOWER = 1.2

const { values } = parseArgs({
  options: { incidents: { type: 'string', default: '100000' }, times: { type: 'string', default: '5' } },
})
const incidents = Number(values.incidents)
const times = Number(values.times)
const say = (line: string) => void process.stderr.write(`${line}\n`)

/** Ten years of incidents, each with a contact and two earlier states, as the journal would have left them. */
const fills = [
  `insert into incident_figure (incident_id, since_at, local_day, day_number, local_hour, opened_at, area_id, area_class, centre_id,
     type, premises_id, domestic_abuse, repeat_victim, vulnerable, handler_id, first_grade, first_graded_at, first_attend_by, times_lowered,
     deployment_id, assigned_at, assigned_by, rank_chosen, not_first_because, checks_complete, at_scene_at, arrived_unread, times_diverted,
     closed_at, closed_by, closing_category, recontacts)
   select gen_random_uuid(), o + interval '3 hours', o::date, n, extract(hour from o)::int, o, (array['north','south','west'])[1 + n % 3],
     (array['urban','rural'])[1 + n % 2], 'penrith', 'theft', null, n % 50 = 0, n % 100 = 0, false, officer(n, 80),
     (1 + n % 4)::text, o + graded, o + interval '10 minutes', (n % 30 = 0)::int, gen_random_uuid(), o + graded + sent,
     officer(n, 20), 1 + (n % 9 = 0)::int, case when n % 9 = 0 then 'skill' end, n % 7 > 0, o + graded + sent + drive, n % 11 = 0, 0,
     o + interval '3 hours', officer(n, 9), 'crime', '[]'
   from (select n, timestamptz '2016-11-23' + n * (interval '3652 days' / $1) as o, make_interval(secs => 200 * random()) as graded,
       make_interval(secs => 300 * random()) as sent, make_interval(secs => 1500 * random()) as drive
     from generate_series(1, $1::int) n) as made`,
  `insert into incident_figure_past select f.*, since_at from incident_figure f where $1 > 0`,
  `insert into contact_figure (contact_id, since_at, local_day, local_hour, channel, kind, received_at, presented_at, answered_at,
     handler_id, centre_id, incident_id)
   select gen_random_uuid(), opened_at, local_day, local_hour, '999', 'voice', opened_at - interval '1 minute',
     opened_at - interval '1 minute', opened_at - make_interval(secs => 60 - 20 * random()), handler_id, 'penrith', incident_id
   from incident_figure where $1 > 0`,
]

async function main(): Promise<void> {
  const grounds = new BenchGrounds(false, say)
  const ground = grounds.open()
  try {
    const server = await ground.postgres(ground.folder('reports'), 'reports')
    await migrate(server.ownerUrl)
    await loadDefinitions(server.ownerUrl, dataFolder)
    const owner = new pg.Client({ connectionString: server.ownerUrl })
    await owner.connect()
    ground.onEnd(() => owner.end())
    say(`filling ${incidents} incidents of ten years ...`)
    await owner.query(`create function officer(n int, of int) returns uuid language sql as
      $$ select md5((n % of)::text)::uuid $$`)
    for (const fill of fills) await owner.query(fill, fill.includes('$1') ? [incidents] : [])
    await owner.query('vacuum analyze')
    const db = openDatabase(server.serviceUrl, 4)
    ground.onEnd(() => db.destroy())
    for (const measure of await measureReports(db, owner)) {
      process.stdout.write(`${asLine(measure)}\n`)
      say(asWords(measure))
    }
  } finally {
    await grounds.close()
  }
}

async function measureReports(db: ReturnType<typeof openDatabase>, owner: pg.Client): Promise<Measure[]> {
  const now = new Date().toISOString()
  const whole = { from: '2016-11-01', to: '2027-01-01', by: 'grade' } as const
  const definitions = await findDefinitions(db, now)
  say('rolling up ...')
  const seconds = await timed(async () => {
    while (await rollOn(db, definitions?.body.answerWithinSeconds ?? 10));
  })
  await owner.query('analyze')
  const asks: [name: string, query: FigureQuery, asOf: string][] = [
    ['every figure of ten years by grade', whole, now],
    ['one figure of ten years by grade', { ...whole, figure: 'time-to-attend' }, now],
    ['every figure of ten years by area, as of five years ago', { ...whole, by: 'area' }, '2021-11-23T12:00:00Z'],
    ['every figure of a month by hour', { from: '2021-03-01', to: '2021-03-31', by: 'hour' }, now],
    ['every figure of a quarter by officer', { from: '2021-04-01', to: '2021-06-30', by: 'officer' }, now],
  ]
  const size = `${incidents / 1_000}k incidents`
  const measures = [against(600, `rolling up all of ${size}`, seconds / 1_000, 's')]
  for (const [name, query, asOf] of asks) {
    const samples: number[] = []
    say(`${name} ...`)
    for (let n = 0; n < times; n += 1) samples.push(await timed(() => listFigures(db, definitions, query, asOf)))
    measures.push(against(MOST_MS, `${name}, ${size}, p95`, percentile(samples, 0.95), 'ms'))
  }
  const behind = { ...whole, figure: 'clocks-met', part: 'not-met', offset: 0, limit: 200 } as const
  const list = await timed(() => listBehind(db, definitions, behind, now))
  measures.push(against(MOST_MS, `the list behind one number of ten years, ${size}`, list, 'ms'))

  const alone = await commitFor(owner, async () => wait(10_000))
  const beside = await commitFor(owner, async () => {
    const end = performance.now() + 10_000
    while (performance.now() < end) await listFigures(db, definitions, whole, now)
  })
  const p99 = percentile(alone, 0.99)
  measures.push({ name: 'an event committed alone, p99', value: p99, unit: 'ms', limit: null, ratio: 1 })
  const slower = percentile(beside, 0.99)
  measures.push({
    name: 'the same while ten years are asked for',
    value: slower,
    unit: 'ms',
    limit: p99 * MOST_SLOWER,
    ratio: slower / p99,
  })
  return measures
}

/** How long each of twenty commits a second took while something else went on. */
async function commitFor(owner: pg.Client, meanwhile: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = []
  const ended = new AbortController()
  const committing = (async () => {
    while (!ended.signal.aborted) {
      const took = await timed(() =>
        owner.query(
          `insert into journal (id, type, audience, data) values (gen_random_uuid(), 'log-entry-added', 'room', '{}')`,
        ),
      )
      samples.push(took)
      await wait(Math.max(0, 50 - took))
    }
  })()
  try {
    await meanwhile()
  } finally {
    ended.abort()
    await committing
  }
  return samples
}

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
})
