import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { type FileCoverage, findWants } from './coverage-judge.ts'
import { root } from './keeper-address.ts'
import { openLease } from './keeper-client.ts'
import { plainReporter } from './plain-reporter.ts'
import { addTotals, deservesSecondRun, findTotals, judge, takeSecondRun } from './test-totals.ts'

// `npm test`: every test, or the files named (`npm test -- test/house.test.ts`). The last line is the
// outcome, by tap's own count. Coverage is judged when everything was run.

const chosen = process.argv.slice(2)
const everything = chosen.every((argument) => argument.startsWith('-'))

const coverage = join(root, '.tap/report/coverage-summary.json')
rmSync(coverage, { force: true })

/** They take longest of all, so they begin first: nothing waits for them at the end. */
const LONGEST = ['test/demo/shift-whole-day.test.ts', 'test/bad-input/bad-input.test.ts']
/** They compute, or wait for a browser, and what they cover is covered by others. */
const HEAVY =
  /^test\/(?:bad-input|bench|console|routing|simulation|protection|roads-import|demo\/shift-|house\.test|documents\.test)/

// one set of servers for the run, started while the first tests start
const lease = everything ? await openLease() : undefined
lease?.ask({ op: 'warm' }).catch((error: unknown) => console.error('The test servers did not start:', error))

const runs = everything ? await runInTwo() : [await runTap(chosen, { covered: false, alone: false })]
const wants = everything ? findCoverageWants() : []
const first = { failed: runs.flatMap(({ failed }) => failed) }
let totals = addTotals(runs.map(({ output }) => findTotals(output)))
let exitCode = runs.find(({ exitCode: code }) => code !== 0)?.exitCode ?? 0
// A busy machine may be too slow for one file among many: what failed is run once more, alone, and said to be unsteady.
if (everything && deservesSecondRun(totals, first.failed)) {
  console.log(`AGAIN, alone: ${first.failed.join(', ')}`)
  const second = await runTap(first.failed, { covered: false, alone: true })
  totals = takeSecondRun(totals, findTotals(second.output))
  exitCode = second.exitCode
  for (const file of first.failed) {
    if (!second.failed.includes(file)) console.log(`UNSTEADY: ${file} failed among others and passed alone`)
  }
}
if (lease) {
  await lease.ask({ op: 'no-linger' })
  await lease.end()
}

const { line, ok } = judge(totals, exitCode)
for (const want of wants) console.log(`coverage: ${want}`)
if (totals?.skipped || totals?.todo) console.log(`NOT RUN: ${totals.skipped} skipped, ${totals.todo} to do`)
console.log(line)
process.exitCode = ok && wants.length === 0 ? 0 : 1

/** First what computes for long, which counting what is covered makes three times as slow; then the rest, counted. */
async function runInTwo() {
  const files = globSync('test/**/*.test.ts', { cwd: root }).sort()
  const options = chosen.filter((argument) => argument.startsWith('-'))
  const heavy = [...LONGEST, ...files.filter((file) => HEAVY.test(file) && !LONGEST.includes(file))]
  const rest = files.filter((file) => !HEAVY.test(file))
  return [
    await runTap([...options, ...heavy], { covered: false, alone: false }),
    await runTap([...options, ...rest], { covered: true, alone: false }),
  ]
}

async function runTap(files: readonly string[], { covered, alone }: { covered: boolean; alone: boolean }) {
  const tap = spawn(
    join(root, 'node_modules/.bin/tap'),
    ['run', '--reporter=tap', ...(covered ? [] : ['--disable-coverage']), ...(alone ? ['--jobs=1'] : []), ...files],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      // tap starts the test files with the first `node` it finds
      env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` },
    },
  )
  const failed: string[] = []
  const reporter = plainReporter(
    (text) => process.stdout.write(text),
    (name) => failed.push(name),
  )
  let output = ''
  tap.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    reporter.write(text)
  })
  const [code] = (await once(tap, 'close')) as [number | null]
  reporter.end()
  return { output, exitCode: code ?? 1, failed }
}

function findCoverageWants(): string[] {
  const summary = existsSync(coverage)
    ? (JSON.parse(readFileSync(coverage, 'utf8')) as Record<string, FileCoverage>)
    : {}
  const rules = globSync('src/**/*-rules.ts', { cwd: root }).map((name) => join(root, name))
  return findWants(summary, rules).map((want) => want.replace(`${root}/`, ''))
}
