import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readRoadGraph } from '../../src/routing/road-graph-reader.ts'
import { timeRoads } from '../../src/routing/road-speed-rules.ts'
import { roadSpeeds } from '../../src/routing/road-speeds.ts'
import { plainTimes, seededNumbers } from '../support/plain-dijkstra.ts'
import { type Judgement, tally, tallyTable } from './dispatch-tally.ts'
import { type GradeRule, mayGo, plainTimesTo, type TrueUnit } from './dispatch-truth.ts'

const data = join(import.meta.dirname, '..', '..', 'data')

const emergency: GradeRule = {
  grade: '1',
  eligibleKinds: ['response', 'pcso', 'armed-response'],
  drivingGrades: ['response'],
  mayDivert: true,
}
const rules = {
  grades: [emergency, { ...emergency, grade: '2', drivingGrades: ['basic', 'response'], mayDivert: false }],
  neverAutomatic: ['armed-response'],
  notAloneToViolence: ['pcso'],
}
const free: TrueUnit = {
  kind: 'response',
  drivingGrade: 'response',
  crewSize: 1,
  excluded: false,
  shiftSecondsLeft: 60,
  deployable: true,
  commitment: null,
}
const going = (grade: number, atScene = false): Partial<TrueUnit> => ({
  deployable: false,
  commitment: { grade, atScene },
})

t.test('who may go, rule by rule', async (t) => {
  const may = (more: Partial<TrueUnit>, grade: 1 | 2 = 1, violent = false) =>
    mayGo({ ...free, ...more }, { grade, violent }, rules)
  t.equal(may({}), true)
  t.equal(may({ kind: 'dog' }), false)
  t.equal(may({ kind: 'armed-response' }), false)
  t.same([may({ kind: 'pcso' }), may({ kind: 'pcso' }, 1, true)], [true, false])
  t.same([may({ drivingGrade: 'basic' }), may({ drivingGrade: 'basic' }, 2)], [false, true])
  t.same([may({ crewSize: 0 }), may({ shiftSecondsLeft: 0 }), may({ excluded: true })], [false, false, false])
  t.equal(may({ deployable: false }), false)
  t.same([may(going(2)), may(going(1)), may(going(2, true)), may(going(3), 2)], [true, false, false, false])
})

t.test('the two plain searches, one from either end, agree', async (t) => {
  const graph = readRoadGraph(join(data, 'cumbria-road-graph'))
  const speeds = roadSpeeds.parse(JSON.parse(readFileSync(join(data, 'force', 'road-speeds.json'), 'utf8')))
  const times = timeRoads(graph, speeds, 'normal')
  const random = seededNumbers(5)
  const places = Array.from({ length: 40 }, () => ({
    road: Math.floor(random() * graph.roads),
    along: random(),
    metres: 0,
  })).filter(
    ({ road }) => graph.nodeMain[graph.roadFrom[road] as number] && graph.nodeMain[graph.roadTo[road] as number],
  )
  const [start, ...ends] = places
  if (!start) throw new Error('no place')
  const forwards = plainTimes(graph, times, start)
  const backwards = plainTimesTo(graph, times, speeds)
  t.ok(ends.length > 20)
  for (const end of ends.slice(0, 12)) {
    const [one, other] = [forwards(end), backwards(end)(start)]
    t.ok(Math.abs(one - other) < 0.01, `${one} and ${other}`)
  }
})

t.test('a tally counts what was seeded', async (t) => {
  const good: Judgement = {
    kind: 'picked',
    mayNotGo: false,
    isFastest: true,
    isAsGood: true,
    lostSeconds: 0,
    missesClock: false,
    wrongSkill: false,
    oldUnsaid: false,
    unknownSaid: false,
  }
  t.match(tally([good, good]), { incidents: 2, fastestPercent: 100, lostMinutesMax: 0, missedClocks: 0, mayNotGo: 0 })
  const slow: Judgement = { ...good, isFastest: false, isAsGood: false, lostSeconds: 120, missesClock: true }
  const wrong: Judgement = {
    ...good,
    isFastest: false,
    mayNotGo: true,
    lostSeconds: null,
    wrongSkill: true,
    oldUnsaid: true,
  }
  const counted = tally([good, slow, wrong, { kind: 'nobody-picked' }, { kind: 'nobody-there' }])
  t.match(counted, {
    incidents: 4,
    fastestPercent: 25,
    lostMinutesMean: 1,
    lostMinutesP95: 2,
    lostMinutesMax: 2,
    missedClocks: 1,
    mayNotGo: 1,
    wrongSkill: 1,
    oldPositionUnsaid: 1,
    nobodyPicked: 1,
  })
  t.match(tallyTable('a title', [{ method: 'one', ...counted }]), /a title\n.*fastest %[\s\S]*one +4 +25 /)
})
