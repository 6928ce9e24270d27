import { pathToFileURL } from 'node:url'
import { type Figures, figuresOf } from './month-figures.ts'
import { type Eligibility, type MonthPlan, readEligibility, readMonthPlan } from './month-plan.ts'
import type { Policy } from './policy.ts'
import { type CallSource, makeCalls, readCallSource, type SimulatedCall } from './simulated-calls.ts'
import { readGround, type SimulatedGround } from './simulated-ground.ts'
import { playMonth } from './simulated-month.ts'
import { pickFleet, type UnitPost } from './unit-posts.ts'

/** The first day is played and not counted. */
const WARM_UP_DAYS = 1

/** One thing that is tried: a policy, and with which weight of cover. */
export type Variant = {
  name: string
  policy: Policy
  /** instead of the force's own (data/force/demand.json) */
  secondsPerPercent?: number
  /** grade 2 calls are left out: what grade 1 would be like if grade 2 cost nothing */
  gradeOneOnly?: boolean
  /** cover is reckoned from the calls that will come: what a perfect forecast would add */
  hindsight?: boolean
}

/** What one variant gave with one fleet: a figure a seed, in the order of the seeds. */
export type Trial = {
  name: string
  fleet: number
  bySeed: Figures[]
  /** grade 1 responses of all seeds by half minutes */
  histogram: { urban: number[]; rural: number[] }
}

/** Everything that is read once. */
export type Bench = { ground: SimulatedGround; source: CallSource; plan: MonthPlan; eligibility: Eligibility }

/** Reads the data; `placesKept` below 1 for a quick look. */
export function openBench(dataFolder: string, placesKept = 1): Bench {
  return {
    ground: readGround(dataFolder, placesKept),
    source: readCallSource(dataFolder),
    plan: readMonthPlan(dataFolder),
    eligibility: readEligibility(dataFolder),
  }
}

export type ExperimentOptions = {
  variants: readonly Variant[]
  fleets: readonly number[]
  seeds: number
  days: number
  load: number
  /** every unit is a response car whose driver may go to anything */
  allResponse?: boolean
  say: (line: string) => void
}

/** Plays every variant with every fleet on the same months. */
export function runExperiment(bench: Bench, options: ExperimentOptions): Trial[] {
  const { variants, fleets, seeds, days, load, allResponse = false, say } = options
  const { ground, source, plan, eligibility } = bench
  const trials = fleets.flatMap((fleet) =>
    variants.map(({ name }): Trial => ({ name, fleet, bySeed: [], histogram: { urban: [], rural: [] } })),
  )
  const began = performance.now()
  for (let seed = 1; seed <= seeds; seed += 1) {
    const calls = makeCalls(source, ground, plan, { seed, days: days + WARM_UP_DAYS, load })
    for (const fleet of fleets) {
      for (const { name, policy, secondsPerPercent, gradeOneOnly, hindsight = false } of variants) {
        const record = playMonth({
          ground: withCover(ground, secondsPerPercent),
          plan,
          eligibility,
          fleet: fleetOf(ground, fleet, allResponse),
          calls: gradeOneOnly ? renumber(calls.filter(({ grade }) => grade === 1)) : calls,
          days: days + WARM_UP_DAYS,
          policy,
          reckonReach: true,
          hindsight,
        })
        const trial = trials.find((one) => one.name === name && one.fleet === fleet) as Trial
        const { figures, histogram } = figuresOf(record)
        trial.bySeed.push(figures)
        trial.histogram = {
          urban: addUp(trial.histogram.urban, histogram.urban),
          rural: addUp(trial.histogram.rural, histogram.rural),
        }
      }
    }
    say(`seed ${seed} of ${seeds}: ${((performance.now() - began) / 1_000).toFixed(0)} s`)
  }
  return trials
}

/**
 * Grade 1 late, in per cent, were every unit that is on duty always free at its post: what roads and posts alone
 * cost. No policy that sends units from their posts can do better; one that sends them on their way back may, by luck.
 * @returns one a seed
 */
export function postsAlone(
  bench: Bench,
  options: Pick<ExperimentOptions, 'seeds' | 'days' | 'load' | 'allResponse'>,
  fleet: number,
): number[] {
  const { ground, source, plan, eligibility } = bench
  const capable = fleetOf(ground, fleet, options.allResponse ?? false).filter((post) =>
    isEmergencyCapable(eligibility, post),
  )
  const nodes = [...new Set(capable.map(({ postNode }) => postNode))]
  return Array.from({ length: options.seeds }, (_, index) => {
    const days = options.days + WARM_UP_DAYS
    const calls = makeCalls(source, ground, plan, { seed: index + 1, days, load: options.load }).filter(
      ({ grade, createdMs }) => grade === 1 && createdMs >= WARM_UP_DAYS * 86_400_000,
    )
    const late = calls.filter(({ place, readyMs, setOffMs, dueMs }) => {
      const row = ground.matrix.to(place.node, 'blue-light')
      return nodes.every((node) => readyMs + setOffMs + (row[node] as number) > dueMs)
    })
    return (100 * late.length) / calls.length
  })
}

/** Loads a policy from a file that exports `choose`. @throws Error when it does not */
export async function loadPolicy(file: string): Promise<Policy> {
  const loaded = (await import(pathToFileURL(file).href)) as { choose?: unknown }
  if (typeof loaded.choose !== 'function')
    throw new Error(`${file} exports no function choose: see docs/simulation.md, Your own policy`)
  return loaded.choose as Policy
}

function fleetOf({ posts }: SimulatedGround, units: number, allResponse: boolean): UnitPost[] {
  const fleet = pickFleet(posts, units)
  return allResponse ? fleet.map((post) => ({ ...post, kind: 'response', drivingGrade: 'response' })) : fleet
}

function isEmergencyCapable({ grades, neverAutomatic }: Eligibility, { kind, drivingGrade }: UnitPost): boolean {
  const rule = grades.find(({ grade }) => grade === '1')
  if (!rule || neverAutomatic.includes(kind)) return false
  return rule.eligibleKinds.includes(kind) && rule.drivingGrades.includes(drivingGrade)
}

function withCover(ground: SimulatedGround, secondsPerPercent: number | undefined): SimulatedGround {
  if (secondsPerPercent === undefined) return ground
  return { ...ground, coverWeightSeconds: secondsPerPercent * 100 }
}

function renumber(calls: readonly SimulatedCall[]): SimulatedCall[] {
  return calls.map((call, id) => ({ ...call, id }))
}

function addUp(sums: readonly number[], more: readonly number[]): number[] {
  return more.map((value, index) => value + (sums[index] ?? 0))
}
