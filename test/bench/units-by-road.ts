import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readCsv } from '../../src/core/index.ts'
import { SeededRandom } from '../../src/demo/seeded-random.ts'
import { type Need, rankUnits, type UnitFacts } from '../../src/dispatch/recommendation-rules.ts'
import { openRouter, type Point, type Profile } from '../../src/routing/index.ts'
import { forceRules } from '../support/ranking-facts.ts'
import { dataFolder, type Ground } from './bench-ground.ts'
import { contest, type Measure, timed } from './bench-measure.ts'

const UNITS = 300
const WARM_UP = 20
/** The whole way from grading to the dispatcher has 15 and 60 ms; the search may take this much of it. */
const LIMITS = { p50: 10, p99: 40 }
/** Straight line at the speed of an open road. */
const METRES_A_SECOND = 60 / 3.6

/** Road times from 300 units over the whole network and their ranking, against the same ranking by straight line. */
export async function measureRoadTimes({ quick, onEnd, say }: Ground): Promise<Measure[]> {
  const router = await openRouter({ dataFolder })
  onEnd(() => router.close())
  const random = new SeededRandom('units by road')
  const places = readPostcodes()
  const units = Array.from({ length: UNITS }, (_, index) => inventUnit(random, index))
  const positions = units.map(() => near(random, random.pick(places)))
  const rules = forceRules()
  const byRoad: number[] = []
  const byLine: number[] = []
  let otherFirst = 0
  const rounds = WARM_UP + (quick ? 100 : 600)
  for (let round = 0; round < rounds; round += 1) {
    const at = near(random, random.pick(places))
    const [grade, profile]: [string, Profile] = round % 2 === 0 ? ['1', 'blue-light'] : ['2', 'normal']
    const first = { road: '', line: '' }
    const road = await timed(async () => {
      first.road = rankBy(await router.travelTimes(at, positions, profile), grade)
    })
    const line = await timed(() => {
      first.line = rankBy(
        positions.map((position) => straightLine(position, at)),
        grade,
      )
    })
    if (round < WARM_UP) continue
    byRoad.push(road)
    byLine.push(line)
    if (first.road !== first.line) otherFirst += 1
  }
  say(
    `by straight line another unit would be first for ${((100 * otherFirst) / byRoad.length).toFixed(0)} % of ${byRoad.length} incidents`,
  )
  return contest({
    name: `road times and ranking of ${UNITS} units`,
    samples: byRoad,
    limits: LIMITS,
    rival: { name: 'straight line and the same ranking', samples: byLine },
  })

  function rankBy(travels: ReadonlyArray<UnitFacts['travel']>, grade: string): string {
    const facts = units.map((unit, index) => ({ ...unit, travel: travels[index] ?? unit.travel }))
    const { candidates } = rankUnits({ ...anyNeed, grade, gradePosition: Number(grade) }, facts, rules)
    if (!candidates[0]?.travel.known) throw new Error('nobody with a known road time is first')
    return candidates[0].callsign
  }
}

const anyNeed: Need = {
  incidentId: '01920000-0000-7000-8000-0000000000aa',
  type: 'domestic',
  grade: '1',
  gradePosition: 1,
  secondsLeft: 600,
  domesticAbuse: true,
  violence: true,
  happeningNow: true,
  skills: [],
  language: null,
  officerSex: null,
  excludedUnitIds: [],
}

/** A unit that may be sent to anything; who is fit is not what is measured. */
function inventUnit(random: SeededRandom, index: number): UnitFacts {
  return {
    id: random.uuid(index),
    callsign: `BX${100 + index}`,
    kind: 'response',
    drivingGrade: 'response',
    skills: random.chance(0.3) ? ['taser'] : [],
    crewSize: random.integer(1, 2),
    crewSexes: ['female', 'male'],
    state: { code: '2', name: 'Available', deployable: true, deployment: 'free' },
    shiftSecondsLeft: random.integer(600, 30_000),
    onDutySeconds: 9_000,
    positionAgeSeconds: random.integer(0, 90),
    travel: { known: false, because: 'no-position' },
    commitment: null,
  }
}

/** Where people live, one line a postcode: units and calls are where people are. */
function readPostcodes(): Point[] {
  const text = gunzipSync(readFileSync(join(dataFolder, 'cumbria-postcodes', 'postcodes_cumbria.csv.gz'))).toString(
    'utf8',
  )
  return [...readCsv(text, ['lat', 'lon'])].map(({ lat, lon }) => ({ lat: Number(lat), lon: Number(lon) }))
}

/** Some hundred metres about it. */
function near(random: SeededRandom, { lat, lon }: Point): Point {
  return { lat: lat + (random.fraction() - 0.5) * 0.004, lon: lon + (random.fraction() - 0.5) * 0.006 }
}

function straightLine(from: Point, to: Point): UnitFacts['travel'] {
  const north = (to.lat - from.lat) * 111_195
  const east = (to.lon - from.lon) * 111_195 * Math.cos((to.lat * Math.PI) / 180)
  const metres = Math.hypot(north, east)
  return { known: true, seconds: metres / METRES_A_SECOND, metres }
}
