import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readCsv } from '../../src/core/index.ts'
import { definitionBodies } from '../../src/definitions/definition.ts'
import type { DispatchRules } from '../../src/definitions/index.ts'
import { readDemoPlan, type SeededRandom, WeightedTable } from '../../src/demo/index.ts'
import type { Need, UnitFacts } from '../../src/dispatch/recommendation-rules.ts'
import type { Place, Point } from '../../src/routing/index.ts'
import { dataFolder } from './bench-ground.ts'
import type { GradeRule, TrueUnit } from './dispatch-truth.ts'

/** What is made worse on purpose. */
export type Scenario = {
  name: string
  /** all units free and fit, crews and skills alike: only the roads decide */
  alike: boolean
  /** share of units whose position is minutes old, and that have driven on */
  stale: number
  routingDown: boolean
}

/** A unit of one moment: as the product is told, and as it is. */
export type BenchUnit = { facts: UnitFacts; truth: TrueUnit; reported: Place; actual: Point }
export type BenchIncident = { need: Need; grade: 1 | 2; violent: boolean; profile: 'normal' | 'blue-light'; at: Point }

/** Where people live: units and incidents are there. */
export function readPostcodePoints(): Point[] {
  const file = join(dataFolder, 'cumbria-postcodes', 'postcodes_cumbria.csv.gz')
  return [...readCsv(gunzipSync(readFileSync(file)).toString('utf8'), ['lat', 'lon'])].map(({ lat, lon }) => ({
    lat: Number(lat),
    lon: Number(lon),
  }))
}

/** The force's rules: as they are written, for whoever says a second time who may go, and as the product reads them. */
export type BenchRules = {
  written: {
    grades: ReadonlyArray<GradeRule & { profile: 'normal' | 'blue-light' }>
    neverAutomatic: readonly string[]
    notAloneToViolence: readonly string[]
  }
  read: DispatchRules
}

/** The first version of the rules: the one that can be said again in a few lines. */
export function readRules(): BenchRules {
  const file = join(dataFolder, 'force', 'definitions', 'dispatch-rules.json')
  const { body } = JSON.parse(readFileSync(file, 'utf8')) as { body: BenchRules['written'] }
  return { written: body, read: definitionBodies['dispatch-rules'].parse(body) }
}

/** The kinds of the demo force, drivers and skills in their shares, somewhere where people live. */
export function inventUnits(
  random: SeededRandom,
  scenario: Scenario,
  places: readonly Point[],
  headingAt: (actual: Point) => number | null,
): BenchUnit[] {
  const plan = readDemoPlan(dataFolder)
  const kinds = plan.units.flatMap(({ kind, patrols }) => patrols.map(() => kind))
  return kinds.map((drawn, index) => {
    const kind = scenario.alike ? 'response' : drawn
    const made = plan.kinds[kind]
    if (!made) throw new Error(`demo-force.json: no kind ${kind}`)
    const actual = near(random, random.pick(places), 300)
    const isStale = random.chance(scenario.stale)
    const age = isStale ? random.integer(61, 600) : random.integer(0, 20)
    // at thirty miles an hour since then, some way or other
    const reported = isStale
      ? near(random, actual, Math.min(5_000, age * 13))
      : { ...actual, headingDegrees: headingAt(actual) }
    const crewSize = scenario.alike ? 2 : random.chance(made.doubleCrewed) ? 2 : 1
    const skills = scenario.alike
      ? []
      : Object.entries(made.skills).flatMap(([skill, share]) => (random.chance(share) ? [skill] : []))
    const drivingGrade = scenario.alike
      ? 'response'
      : new WeightedTable(Object.entries(made.driving), ([, share]) => share).draw(random)[0]
    const state = scenario.alike ? 'free' : drawState(random)
    const shiftSecondsLeft = scenario.alike ? 20_000 : random.chance(0.02) ? -60 : random.integer(300, 30_000)
    const excluded = !scenario.alike && random.chance(0.02)
    const commitment = commitmentOf(random, state)
    const facts: UnitFacts = {
      id: `unit-${index}`,
      callsign: `X${String(index).padStart(2, '0')}`,
      kind,
      drivingGrade,
      skills,
      crewSize,
      crewSexes: ['female', 'male'],
      state: { code: state, name: state, deployable: state === 'free', deployment: state === 'free' ? 'free' : 'busy' },
      shiftSecondsLeft,
      onDutySeconds: 3_600,
      positionAgeSeconds: age,
      travel: { known: false, because: 'no-position' },
      commitment,
    }
    const truth: TrueUnit = {
      kind,
      drivingGrade,
      crewSize,
      excluded,
      shiftSecondsLeft,
      deployable: state === 'free',
      commitment: commitment && { grade: commitment.gradePosition ?? 9, atScene: commitment.step === 'at-scene' },
    }
    return { facts, truth, reported, actual }
  })
}

export function inventIncident(
  random: SeededRandom,
  scenario: Scenario,
  places: readonly Point[],
  units: readonly BenchUnit[],
  rules: BenchRules,
): BenchIncident {
  const grade = random.chance(0.5) ? 1 : 2
  const violent = !scenario.alike && random.chance(0.3)
  const asked = random.chance(0.3) ? [random.pick(['taser', 'domestic-abuse', 'method-of-entry', 'mental-health'])] : []
  const profile = rules.written.grades.find((rule) => rule.grade === String(grade))?.profile ?? 'normal'
  return {
    need: {
      incidentId: 'this',
      type: 'theft',
      grade: String(grade),
      gradePosition: grade,
      secondsLeft: grade === 1 ? random.pick([600, 1_200]) : 3_600,
      domesticAbuse: false,
      violence: violent,
      happeningNow: grade === 1,
      skills: scenario.alike ? [] : asked,
      language: null,
      officerSex: null,
      excludedUnitIds: units.filter(({ truth }) => truth.excluded).map(({ facts }) => facts.id),
    },
    grade,
    violent,
    profile,
    at: near(random, random.pick(places), 100),
  }
}

type State = 'free' | 'refreshments' | 'to-1' | 'to-2' | 'at-scene'

function drawState(random: SeededRandom): State {
  const shares: Array<[State, number]> = [
    ['free', 0.6],
    ['refreshments', 0.06],
    ['to-1', 0.06],
    ['to-2', 0.13],
    ['at-scene', 0.15],
  ]
  return new WeightedTable(shares, ([, share]) => share).draw(random)[0]
}

function commitmentOf(random: SeededRandom, state: State): UnitFacts['commitment'] {
  if (state === 'free' || state === 'refreshments') return null
  const grade = state === 'to-1' ? 1 : state === 'to-2' ? 2 : random.integer(1, 2)
  return {
    incidentId: 'another',
    reference: 'another',
    grade: String(grade),
    gradePosition: grade,
    step: state === 'at-scene' ? 'at-scene' : 'mobile',
    watched: false,
    risks: [],
    secondsLeft: 1_800,
  }
}

function near(random: SeededRandom, { lat, lon }: Point, metres: number): Point {
  const step = () => ((random.fraction() * 2 - 1) * metres) / 111_195
  return { lat: lat + step(), lon: lon + step() / 0.579 }
}
