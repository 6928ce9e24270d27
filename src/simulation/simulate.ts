import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, loadPolicy, openBench, postsAlone, runExperiment, type Variant } from './experiment.ts'
import { BASE } from './report-tables.ts'
import { byZones } from './simulated-ground.ts'
import { type RunHead, reportText, weightName, writeReport, writeWeights } from './simulation-report.ts'

const root = join(import.meta.dirname, '..', '..')
const policies = join(import.meta.dirname, 'policies')

/** The field, in the order of the tables. */
const FIELD = [
  'nearest-by-line',
  BASE,
  'five-by-line-then-road',
  'nearest-with-divert',
  'cover-without-divert',
  'divert-and-cover',
  'others-first',
  'divert-and-reserve',
]
const OURS = 'divert-and-cover'

/** Less of everything: to see that it works, not to quote. */
const QUICK = { seeds: 2, days: 3, placesKept: 0.1 }

/**
 * `npm run simulate`: months of calls under each policy; docs/simulation.md says what is simulated and how to bring
 * a policy of one's own. `say` gets progress, `tell` the figures. @throws Error for options that make no sense
 */
export async function simulate(
  args: readonly string[],
  tell: (text: string) => void,
  say: (line: string) => void,
): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      policy: { type: 'string', multiple: true, default: [] },
      fleets: { type: 'string', default: '40,60' },
      seeds: { type: 'string' },
      days: { type: 'string' },
      load: { type: 'string', default: '1' },
      'all-response': { type: 'boolean', default: false },
      zones: { type: 'boolean', default: false },
      weights: { type: 'string' },
      out: { type: 'string' },
    },
  })
  const { quick } = values
  const head: Omit<RunHead, 'versions'> = {
    seeds: positive('seeds', values.seeds ?? String(quick ? QUICK.seeds : 20)),
    days: positive('days', values.days ?? String(quick ? QUICK.days : 30)),
    load: positive('load', values.load),
    ...(values['all-response'] ? { allResponse: true } : {}),
    fleets: values.fleets.split(',').map((fleet) => positive('fleets', fleet)),
  }
  if (!Number.isInteger(head.seeds) || !Number.isInteger(head.days)) throw new Error('seeds and days are whole numbers')
  const weights = values.weights?.split(',').map((weight) => positive('weights', weight, 0))
  const variants = weights ? await weighted(weights) : await field(values.policy)
  const exact = benchOf(quick ? QUICK.placesKept : 1)
  const bench = values.zones ? { ...exact, ground: byZones(exact.ground) } : exact
  const { ground, plan } = bench
  say(`${ground.roads.nodes} junctions, ${ground.places.length} places, ${ground.posts.length} units in the force`)
  const trials = runExperiment(bench, { ...head, variants, say })
  const full: RunHead = { ...head, versions: { 'simulated-month': plan.version, demand: ground.surface.version } }
  const alone = weights ? [] : head.fleets.map((fleet) => ({ fleet, bySeed: postsAlone(bench, head, fleet) }))
  tell(reportText(full, trials, alone))
  // what the page shows is the whole field as it is; anything else is kept only where somebody says so
  const folder = values.out ?? (args.length === 0 ? join(root, 'docs', 'simulation') : undefined)
  if (folder === undefined) return
  if (weights) writeWeights(folder, full, trials, weights)
  else writeReport(folder, full, trials, alone)
  say(`written to ${folder}`)
}

/** Everything that ships, and grade 1 alone as a reference; with policies of one's own, those beside the base and ours. */
async function field(own: readonly string[]): Promise<Variant[]> {
  const shipped = own.length > 0 ? [BASE, OURS] : FIELD
  const variants: Variant[] = []
  for (const name of shipped) variants.push({ name, policy: await loadPolicy(join(policies, `${name}.ts`)) })
  for (const file of own)
    variants.push({ name: basename(file).replace(/\.[cm]?[jt]s$/, ''), policy: await loadPolicy(resolve(file)) })
  if (own.length > 0) return variants
  const ours = await loadPolicy(join(policies, `${OURS}.ts`))
  variants.push(
    { name: 'cover in hindsight', policy: ours, hindsight: true },
    {
      name: 'grade 1 alone',
      policy: await loadPolicy(join(policies, `${BASE}.ts`)),
      gradeOneOnly: true,
    },
  )
  return variants
}

async function weighted(weights: readonly number[]): Promise<Variant[]> {
  const ours = await loadPolicy(join(policies, `${OURS}.ts`))
  return [
    { name: BASE, policy: await loadPolicy(join(policies, `${BASE}.ts`)) },
    ...weights.map((weight) => ({ name: weightName(weight), policy: ours, secondsPerPercent: weight })),
  ]
}

/** What is read once in a process. */
const opened = new Map<number, Bench>()

function benchOf(placesKept: number): Bench {
  const bench = opened.get(placesKept) ?? openBench(join(root, 'data'), placesKept)
  opened.set(placesKept, bench)
  return bench
}

function positive(name: string, text: string, least = Number.MIN_VALUE): number {
  const number = Number(text)
  if (!Number.isFinite(number) || number < least) throw new Error(`--${name} ${text}: a positive number is asked for`)
  return number
}
