import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/demo/demo-staff.ts'
import { type AccountTokens, startShift } from '../../src/demo/index.ts'
import { type Credentials, ShiftClient } from '../../src/demo/shift-client.ts'
import { openBrowser, signInAt } from '../console/browser.ts'
import { BenchGrounds, dataFolder, type Ground } from './bench-ground.ts'
import { against, asLine, asWords, type Measure, percentile, timed } from './bench-measure.ts'
import { BenchService } from './bench-service.ts'
import { weighConsole } from './console-painting.ts'
import { type Noted, probe } from './console-probe.ts'

type Sizes = { incidents: number; units: number; changes: number; keys: number; minutes: number }
type Unit = { id: string; callsign: string; lat: number; lon: number; state: string }

/** Units say where they are so often, in milliseconds. */
const MOVES_EVERY_MS = 1_000
/** A state changes so often: fast enough for samples, slow enough that each has its own frame. */
const CHANGES_EVERY_MS = 120
/** How many times as fast as the clock the shift is played whose memory is watched. */
const SHIFT_SPEED = 10
const OPENED_AT_ONCE = 8

/**
 * `npm run bench:console [-- --minutes 30] [--quick]`: a dispatcher's desk in a real Chromium over the real service, with its
 * map open, while every unit moves each second. It judges nothing but its own work: the exit code is 0 when everything
 * could be measured.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      incidents: { type: 'string' },
      units: { type: 'string' },
      minutes: { type: 'string' },
    },
  })
  const { quick } = values
  const sizes: Sizes = {
    incidents: Number(values.incidents ?? (quick ? 60 : 2_000)),
    units: Number(values.units ?? (quick ? 100 : 300)),
    changes: quick ? 40 : 500,
    keys: quick ? 40 : 200,
    minutes: Number(values.minutes ?? (quick ? 0.2 : 3)),
  }
  const grounds = new BenchGrounds(quick, say)
  const end = () => void grounds.close().finally(() => process.exit(1))
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  try {
    say(`${cpus().length} cores, load average ${loadavg()[0]?.toFixed(1)}; ${JSON.stringify(sizes)}`)
    for (const measure of await measureConsole(grounds.open(), sizes)) {
      process.stdout.write(`${asLine(measure)}\n`)
      say(asWords(measure))
    }
    say(`Load average ${loadavg()[0]?.toFixed(1)}.`)
  } finally {
    await grounds.close()
  }
}

async function measureConsole(ground: Ground, sizes: Sizes): Promise<Measure[]> {
  const folder = ground.folder('console')
  // its Postgres is the service's: it runs while units are put in, and ends with the service
  const before = await BenchService.start(ground, folder)
  const units = await putUnits(ground, folder, sizes.units)
  await before.stop()
  const service = await BenchService.start(ground, folder)
  ground.onEnd(() => service.stop())
  const ending = new AbortController()
  ground.onEnd(() => ending.abort())
  const client = (credentials: Credentials) => new ShiftClient({ url: service.url, credentials, signal: ending.signal })
  const tokens = JSON.parse(readFileSync(join(folder, 'demo-accounts.json'), 'utf8')) as AccountTokens
  const supervisor = client({ username: 'supervisor1', password: DEMO_PASSWORD })
  ground.say(`${sizes.incidents} incidents ...`)
  await openIncidents(supervisor, units, sizes.incidents)
  await keepMoving(ground, client({ token: tokens.avl }), units)

  const browser = await openBrowser({ teardown: ground.onEnd })
  const context = await browser.newContext({ viewport: { width: 1_920, height: 1_080 } })
  await context.addInitScript(probe)
  const page = await context.newPage()
  await page.goto(service.url)
  await signInAt({ page }, 'dispatch.force')
  await page.locator('#map canvas').first().waitFor({ state: 'attached', timeout: 60_000 })
  await page.locator('.row.incident').first().click()
  await wait(5_000)

  ground.say(`${sizes.changes} changes, ${sizes.keys} keys ...`)
  await forget(page)
  const began = performance.now()
  await changeStates(page, supervisor, units, sizes.changes)
  await pressKeys(page, sizes.keys)
  const seconds = (performance.now() - began) / 1_000
  const noted = await page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted)
  if (noted.served.length === 0 || noted.keys.length === 0) throw new Error('nothing was painted')
  if (noted.late > 0) ground.say(`${noted.late} rows were not as wanted when their frame was painted`)

  const first = await timed(async () => {
    const second = await context.newPage()
    await second.goto(service.url)
    await second.locator('.row.incident').first().waitFor()
    await second.close()
  })
  const grown = await watchMemory(ground, page, { service, folder, minutes: sizes.minutes })
  const { javascript, withMap } = await weighConsole()
  const live = `with ${sizes.incidents} incidents and ${sizes.units} units moving`
  return [
    ...both(`commit to painted row ${live}`, noted.served, 15, 30),
    ...both('message to painted row', noted.heard, 15, 30),
    ...both('key to painted selection', noted.keys, 16.7, 50),
    against(1, `tasks over 50 ms a minute`, (noted.long.length / seconds) * 60, 'count'),
    against(2, 'first usable screen', first / 1_000, 's'),
    against(20, `memory that a shift of ${sizes.minutes} min leaves (x${SHIFT_SPEED})`, grown, 'MiB'),
    against(150, 'JavaScript of all consoles, packed', javascript, 'KiB'),
    against(300, 'the same with what draws maps', withMap, 'KiB'),
  ]
}

function both(name: string, samples: readonly number[], p50: number, p99: number): Measure[] {
  return [
    against(p50, `${name} p50`, percentile(samples, 0.5), 'ms'),
    against(p99, `${name} p99`, percentile(samples, 0.99), 'ms'),
  ]
}

/** As many units on duty as are wanted: the demo force's, and others beside them. @returns those of one area first */
async function putUnits(ground: Ground, folder: string, wanted: number): Promise<Unit[]> {
  const { ownerUrl } = await ground.postgres(folder)
  const db = new pg.Client({ connectionString: ownerUrl })
  await db.connect()
  try {
    await db.query(
      `update unit set shift_from = now() - interval '1 hour', shift_to = now() + interval '1 day', state = '2'`,
    )
    await db.query(
      `insert into unit (id, callsign, kind, area_id, station, station_lat, station_lon, driving_grade, skills, crew, crew_size,
         shift_from, shift_to, state)
       select gen_random_uuid(), 'ZZ' || 100 + n, kind, area_id, station, station_lat, station_lon, driving_grade, skills, crew,
         crew_size, shift_from, shift_to, state
       from generate_series(1, greatest(0, $1 - (select count(*)::int from unit))) as n
       cross join lateral (select * from unit where kind = 'response' order by md5(callsign || n::text) limit 1) as like_it`,
      [wanted],
    )
    const { rows } = await db.query<Unit>(
      `select id, callsign, station_lat as lat, station_lon as lon, state from unit order by callsign limit $1`,
      [wanted],
    )
    return rows
  } finally {
    await db.end()
  }
}

async function openIncidents(handler: ShiftClient, units: readonly Unit[], count: number): Promise<void> {
  let opened = 0
  const open = async () => {
    while (opened < count) {
      opened += 1
      const { lat = 54.9, lon = -2.9 } = units[opened % units.length] ?? {}
      const away = () => (Math.random() - 0.5) * 0.1
      await handler.command('POST', '/incidents', {
        type: 'theft',
        summary: `Made to be painted, number ${opened}`,
        location: { lat: lat + away(), lon: lon + away(), text: `${opened} Painted Lane` },
        grade: opened % 10 === 0 ? '2' : '3',
      })
    }
  }
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, open))
}

/** Every unit is a little further on each second. */
async function keepMoving(ground: Ground, avl: ShiftClient, units: readonly Unit[]): Promise<void> {
  const places = units.map(({ callsign, lat, lon }) => ({ callsign, lat, lon, turn: Math.random() * 6.3 }))
  const report = async () => {
    const fixedAt = new Date().toISOString()
    for (const place of places) {
      place.turn += (Math.random() - 0.5) * 0.6
      place.lat += Math.sin(place.turn) * 0.0001
      place.lon += Math.cos(place.turn) * 0.0002
    }
    const positions = places.map(({ callsign, lat, lon }) => ({ callsign, lat, lon, fixedAt }))
    await avl.command('POST', '/positions', { positions })
  }
  await report()
  const timer = setInterval(() => void report().catch(() => undefined), MOVES_EVERY_MS)
  ground.onEnd(() => clearInterval(timer))
}

/** Units whose rows are in sight change their state, one after the other. */
async function changeStates(page: Page, supervisor: ShiftClient, units: readonly Unit[], count: number): Promise<void> {
  const inSight = await page
    .locator('#units .row.unit')
    .evaluateAll((rows) => rows.map(({ id }) => id.slice('unit-'.length)))
  const seen = units.filter(({ id }) => inSight.slice(0, 6).includes(id))
  for (let n = 0; n < count; n += 1) {
    const unit = seen[n % seen.length]
    if (!unit) throw new Error('no unit is in sight')
    unit.state = unit.state === '2' ? '3' : '2'
    await supervisor.command('PUT', `/units/${unit.id}/state`, { state: unit.state })
    await wait(CHANGES_EVERY_MS)
  }
}

async function pressKeys(page: Page, count: number): Promise<void> {
  await page.locator('#queue').focus()
  for (let n = 0; n < count; n += 1) {
    await page.keyboard.press(n % 20 < 10 ? 'j' : 'k')
    await wait(60)
  }
}

/** MiB that the page holds more after a shift was played than before, each time after the rubbish was taken out. */
async function watchMemory(
  ground: Ground,
  page: Page,
  { service, folder, minutes }: { service: BenchService; folder: string; minutes: number },
): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  const held = async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 2 ** 20
  }
  const before = await held()
  ground.say(`a shift for ${minutes} min, ${before.toFixed(0)} MiB before it ...`)
  const shift = await startShift({
    url: service.url,
    accountsFile: join(folder, 'demo-accounts.json'),
    dataFolder,
    speed: SHIFT_SPEED,
  })
  try {
    await wait(minutes * 60_000)
  } finally {
    await shift.stop()
  }
  return (await held()) - before
}

async function forget(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { noted } = globalThis as unknown as { noted: Noted }
    Object.assign(noted, { served: [], heard: [], keys: [], long: [], late: 0 })
  })
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exit(1)
  },
)
