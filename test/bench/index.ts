import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { BenchGrounds, type Ground } from './bench-ground.ts'
import { asLine, asWords, type Measure } from './bench-measure.ts'
import { measureChecks, measureChecksAtTenMillion } from './checks-at-a-million.ts'
import { measurePainting } from './console-painting.ts'
import { measureGazetteer } from './gazetteer-as-typed.ts'
import { measureRecommending, measureRecommendingToMany } from './graded-to-recommended.ts'
import { measureHistoryImport } from './history-from-csv.ts'
import { measureLabels } from './labels-of-units.ts'
import { measureReplayedDay } from './replayed-day.ts'
import { measureStartUp } from './start-up.ts'
import { measureTimers } from './timer-kills.ts'
import { measureRoadTimes } from './units-by-road.ts'

/** In the order they are run: the first start must find an empty folder, and later ones stand on what it made. */
const measures: Readonly<
  Record<string, { title: string; onlyWhenAsked?: boolean; run: (ground: Ground) => Promise<Measure[]> }>
> = {
  c: { title: 'who is nearest of 300 units, by road', run: measureRoadTimes },
  f: { title: 'road times from labels, and what they cost', run: measureLabels },
  d: { title: 'start-up', run: measureStartUp },
  a: { title: 'graded -> recommendation with briefing on the dispatcher’s socket', run: measureRecommending },
  g: { title: 'the same with a hundred consoles', run: measureRecommendingToMany },
  e: { title: 'memory after a replayed day', run: measureReplayedDay },
  h: { title: 'the gazetteer as one types', run: measureGazetteer },
  j: { title: 'the queue and the units painted in a browser', run: measurePainting },
  i: { title: 'a million incidents from a CSV file', run: measureHistoryImport },
  t: { title: 'timers while the process that does them is killed', run: measureTimers },
  b: { title: 'phone, address and person check among a million incidents', run: measureChecks },
  k: { title: 'the same among ten million', onlyWhenAsked: true, run: measureChecksAtTenMillion },
}

/** The whole run ends by then, measured or not; milliseconds. */
const MOST_MS = { whole: 1_800_000, quick: 300_000, asked: 5_400_000 }

/**
 * `npm run bench [-- --only a,b] [--quick] [--keep folder]`: measures, and judges nothing but its own work: the exit code is 0 when
 * everything could be measured, whatever the figures. JSON lines to standard output, words for people to standard error.
 * With `--keep`, what was filled stays in that folder and the next run with the same folder need not fill it again.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false }, keep: { type: 'string' } },
  })
  const wanted = values.only?.split(',') ?? Object.keys(measures).filter((letter) => !measures[letter]?.onlyWhenAsked)
  const unknown = wanted.filter((letter) => !(letter in measures))
  if (unknown.length > 0)
    throw new Error(`There is no measure ${unknown.join(', ')}: ${Object.keys(measures).sort().join(', ')}.`)

  const grounds = new BenchGrounds(values.quick, (line) => say(`    ${line}`), values.keep)
  const ending = new AbortController()
  const end = (because: string) => {
    ending.abort()
    say(`\n${because}`)
    void grounds.close().finally(() => process.exit(1))
  }
  process.once('SIGINT', () => end('Interrupted: ending what was started.'))
  process.once('SIGTERM', () => end('Told to end: ending what was started.'))
  const asked = wanted.some((letter) => measures[letter]?.onlyWhenAsked)
  const most = values.quick ? MOST_MS.quick : asked ? MOST_MS.asked : MOST_MS.whole
  const deadline = setTimeout(() => end(`Not done within ${most / 1_000} s: given up.`), most)

  let failed = 0
  for (const [letter, { title, run }] of Object.entries(measures)) {
    if (!wanted.includes(letter)) continue
    say(`\n(${letter}) ${title}   [load average ${loadavg()[0]?.toFixed(1)}]`)
    try {
      for (const measure of await run(grounds.open())) {
        process.stdout.write(`${asLine(measure)}\n`)
        say(asWords(measure))
      }
    } catch (error) {
      failed += 1
      say(`  could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    }
    await grounds.clear()
    if (ending.signal.aborted) return
  }
  clearTimeout(deadline)
  await grounds.close()
  say(
    `\nLoad average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}; a ratio is to a rival of the same run, or to the limit.`,
  )
  process.exit(failed > 0 ? 1 : 0)
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
