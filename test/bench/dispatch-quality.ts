import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { DispatchRules } from '../../src/definitions/index.ts'
import { SeededRandom } from '../../src/demo/index.ts'
import { rankUnits } from '../../src/dispatch/recommendation-rules.ts'
import { openRouter, type Point, type Router } from '../../src/routing/index.ts'
import { readRoadGraph } from '../../src/routing/road-graph-reader.ts'
import { timeRoads } from '../../src/routing/road-speed-rules.ts'
import { roadSpeeds } from '../../src/routing/road-speeds.ts'
import { dataFolder } from './bench-ground.ts'
import { measureCover } from './cover-cost.ts'
import {
  type BenchIncident,
  type BenchUnit,
  inventIncident,
  inventUnits,
  readPostcodePoints,
  readRules,
  type Scenario,
} from './dispatch-force.ts'
import { type Judgement, type Pick, tally, tallyTable } from './dispatch-tally.ts'
import { headingOn, mayGo, plainTimesTo, roadFinder } from './dispatch-truth.ts'

/** A unit at most this much slower is as good, by the force's own rule: fitness decides between them. Seconds. */
const AS_GOOD_AS = 30

const scenarios: readonly Scenario[] = [
  { name: 'all units alike', alike: true, stale: 0, routingDown: false },
  { name: 'the force as it is', alike: false, stale: 0, routingDown: false },
  { name: 'one position in five is old', alike: false, stale: 0.2, routingDown: false },
  { name: 'routing down', alike: false, stale: 0, routingDown: true },
]

/**
 * `npm run bench:dispatch [-- --quick]`: who is picked first by four ways of choosing, on the same incidents and units,
 * against what is true. JSON lines to standard output, a table to standard error; nothing here is judged.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
  const moments = values.quick ? 2 : 15
  const incidentsEach = values.quick ? 8 : 20
  const graph = readRoadGraph(join(dataFolder, 'cumbria-road-graph'))
  const speeds = roadSpeeds.parse(JSON.parse(readFileSync(join(dataFolder, 'force', 'road-speeds.json'), 'utf8')))
  const truth = {
    normal: plainTimesTo(graph, timeRoads(graph, speeds, 'normal'), speeds),
    'blue-light': plainTimesTo(graph, timeRoads(graph, speeds, 'blue-light'), speeds),
  }
  const onRoad = roadFinder(graph, speeds)
  const [places, rules] = [readPostcodePoints(), readRules()]
  const router = await openRouter({ dataFolder })
  const silent = await openRouter({ dataFolder })
  await silent.close()
  try {
    for (const scenario of scenarios) {
      const random = new SeededRandom(`dispatch quality: ${scenario.name}`)
      const judgements = new Map<string, Judgement[]>(methods.map(({ name }) => [name, []]))
      for (let moment = 0; moment < moments; moment += 1) {
        const units = inventUnits(random, scenario, places, (actual) => headingOn(graph, onRoad(actual)))
        const actual = units.map((unit) => onRoad(unit.actual))
        for (let one = 0; one < incidentsEach; one += 1) {
          const incident = inventIncident(random, scenario, places, units, rules)
          const secondsFrom = truth[incident.profile](onRoad(incident.at))
          const trueSeconds = actual.map(secondsFrom)
          const eligible = units.map((unit) => mayGo(unit.truth, incident, rules.written))
          for (const { name, pick } of methods) {
            const picked = await pick(incident, units, scenario.routingDown ? silent : router)
            judgements.get(name)?.push(judge(picked, incident, units, trueSeconds, eligible))
          }
        }
      }
      const tallies = [...judgements].map(([method, all]) => ({ scenario: scenario.name, method, ...tally(all) }))
      for (const line of tallies) process.stdout.write(`${JSON.stringify(line)}\n`)
      process.stderr.write(`\n${tallyTable(scenario.name, tallies)}\n`)
    }
    for (const line of await measureCover(router)) process.stdout.write(`${JSON.stringify(line)}\n`)
  } finally {
    await router.close()
  }
}

/** A way to choose: which unit is first, and what it says about it. */
type Method = {
  name: string
  pick: (incident: BenchIncident, units: readonly BenchUnit[], router: Router) => Promise<Pick>
}

/** Units whose place on the map is green: what a list of the nearest shows without the force's rules. */
const showsFree = ({ facts }: BenchUnit) => facts.state.deployable && facts.commitment === null
const mayGoByRule = (incident: BenchIncident) => (unit: BenchUnit) => mayGo(unit.truth, incident, readRulesOnce.written)
const readRulesOnce = readRules()

const methods: readonly Method[] = [
  { name: 'straight line, any free unit', pick: async (incident, units) => byLine(incident, units, showsFree)[0] },
  {
    name: 'straight line, units that may go',
    pick: async (incident, units) => byLine(incident, units, mayGoByRule(incident))[0],
  },
  {
    name: 'five by straight line, then road',
    pick: async (incident, units, router) => {
      const five = byLine(incident, units, mayGoByRule(incident)).slice(0, 5)
      const times = await router.travelTimes(
        incident.at,
        five.map(({ index }) => (units[index] as BenchUnit).reported),
        incident.profile,
      )
      const known = five.flatMap((pick, at) => {
        const time = times[at]
        return time?.known ? [{ pick, seconds: time.seconds }] : []
      })
      known.sort((a, b) => a.seconds - b.seconds)
      // without times it goes back to the line, and nobody is told
      return known[0]?.pick ?? five[0]
    },
  },
  // what the roads alone say: the force's preferences are worth nothing, so only an error of ours costs a second
  { name: 'ours, preferences worth nothing', pick: (...of) => pickOurs(roadsAlone(readRulesOnce.read), ...of) },
  { name: 'ours', pick: (...of) => pickOurs(readRulesOnce.read, ...of) },
]

function roadsAlone(rules: DispatchRules): DispatchRules {
  return { ...rules, grades: rules.grades.map((grade) => ({ ...grade, fitnessAtMostSeconds: 0 })) }
}

async function pickOurs(
  rules: DispatchRules,
  incident: BenchIncident,
  units: readonly BenchUnit[],
  router: Router,
): Promise<Pick> {
  const times = await router.travelTimes(
    incident.at,
    units.map(({ reported }) => reported),
    incident.profile,
  )
  const facts = units.map((unit, at) => ({
    ...unit.facts,
    travel: times[at] ?? ({ known: false, because: 'router-failed' } as const),
    lineMetres: lineMetres(unit.reported, incident.at),
  }))
  const { candidates, warnings } = rankUnits(incident.need, facts, rules)
  const first = candidates.find(({ rank }) => rank === 1)
  if (!first) return undefined
  return {
    index: units.findIndex((unit) => unit.facts.id === first.unitId),
    saysOld: first.because.some((reason) => reason.startsWith('Position is')),
    saysUnknown:
      !first.travel.known && warnings.some((warning) => warning.includes('No fit unit with a known road time')),
  }
}

function byLine(incident: BenchIncident, units: readonly BenchUnit[], among: (unit: BenchUnit) => boolean) {
  return units
    .map((unit, index) => ({ unit, index, metres: lineMetres(unit.reported, incident.at) }))
    .filter(({ unit }) => among(unit))
    .sort((a, b) => a.metres - b.metres)
    .map(({ index }) => ({ index, saysOld: false, saysUnknown: false }))
}

function lineMetres(a: Point, b: Point): number {
  const eastward = Math.cos((a.lat * Math.PI) / 180)
  return 111_195 * Math.hypot(a.lat - b.lat, (a.lon - b.lon) * eastward)
}

function judge(
  pick: Pick,
  { need, grade }: BenchIncident,
  units: readonly BenchUnit[],
  trueSeconds: readonly number[],
  eligible: readonly boolean[],
): Judgement {
  const times = trueSeconds.filter((_, index) => eligible[index])
  const best = Math.min(...times)
  const unit = pick && units[pick.index]
  if (!pick || !unit) return { kind: times.length === 0 ? 'nobody-there' : 'nobody-picked' }
  const seconds = trueSeconds[pick.index] as number
  const has = ({ facts }: BenchUnit) => need.skills.every((skill) => facts.skills.includes(skill))
  const betterSkilled = units.some((one, at) => eligible[at] && has(one) && (trueSeconds[at] as number) <= seconds)
  return {
    kind: 'picked',
    mayNotGo: !eligible[pick.index],
    isFastest: Boolean(eligible[pick.index]) && seconds <= best + 0.01,
    isAsGood: Boolean(eligible[pick.index]) && seconds <= best + AS_GOOD_AS,
    lostSeconds: eligible[pick.index] ? seconds - best : null,
    // that it would have been met by the fastest, and is not by this one
    missesClock: grade === 1 && best <= need.secondsLeft && (seconds > need.secondsLeft || !eligible[pick.index]),
    wrongSkill: !has(unit) && betterSkilled,
    oldUnsaid: (unit.facts.positionAgeSeconds ?? 0) > 60 && !pick.saysOld,
    unknownSaid: pick.saysUnknown,
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})
