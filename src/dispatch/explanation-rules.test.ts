import t from 'tap'
import { abuse, burglary, forceRules, going, later, unit } from '../../test/support/ranking-facts.ts'
import { whyNot } from './explanation-rules.ts'
import { type Need, rankUnits, type UnitFacts } from './recommendation-rules.ts'

const asked = (need: Need, units: UnitFacts[], callsign: string) =>
  whyNot(rankUnits(need, units, forceRules()), callsign)
const said = (...of: Parameters<typeof asked>) => asked(...of)?.said

t.test('why the first is first', async (t) => {
  t.match(asked(burglary, [unit('NR11', 300), unit('NR12', 700)], 'nr 11'), {
    callsign: 'NR11',
    rank: 1,
    said: 'NR11 is first. Nearest fit unit: 5 min by road.',
    rules: ['time/nearest'],
  })
  t.equal(
    said(abuse, [unit('NR11', 300, { crewSize: 1, skills: ['domestic-abuse'] })], 'NR11'),
    'NR11 is first. Nearest fit unit: 5 min by road. Without taser, single-crewed.',
  )
})

t.test('a closed road on the way is said of the first as well', async (t) => {
  const travel = { known: true, seconds: 300, metres: 4_500, delayedBy: ['pass'] } as const
  const need = { ...burglary, roadChanges: new Map([['pass', 'Hartside is closed: snow']]) }
  t.equal(
    said(need, [unit('NR11', 300, { travel: { ...travel, delayedBy: ['pass'] } })], 'NR11'),
    'NR11 is first. Nearest fit unit: 5 min by road. Hartside is closed: snow.',
  )
})

t.test('why another is not', async (t) => {
  const units = [unit('NR11', 300), unit('NR12', 700, { crewSize: 1 }), unit('NR13', null)]
  t.equal(said(burglary, units, 'NR12'), 'NR12 is number 2: 7 min farther than NR11, single-crewed.')
  t.equal(said(burglary, units, 'NR13'), 'NR13 is number 3: its position is off the road network: time unknown.')
  const watched = [unit('NR11', 300, going({ watched: true })), unit('NR12', 900)]
  t.equal(
    said(burglary, watched, 'NR11'),
    'NR11 is 10 min nearer than NR12, but would leave 12/22-11-2026, grade 2, which is watched: nobody else is going there, 23 min of its clock left.',
  )
})

t.test('why one is not recommended at all', async (t) => {
  const pcso = unit('NP14', 60, { kind: 'pcso', crewSize: 1 })
  t.equal(
    said({ ...abuse, grade: '2', gradePosition: 2 }, [pcso, unit('NR11', 420)], 'NP14'),
    'NP14 is 6 min nearer than NR11, but PCSO is not sent to grade 2, PCSO is not sent alone to domestic abuse.',
  )
  t.equal(
    said(later, [unit('NR12', 900, { crewSize: 0 }), unit('NR11', 420)], 'NR12'),
    'NR12 is not recommended: no crew booked on.',
  )
  t.equal(said(later, [unit('NR12', 900, { crewSize: 0 })], 'NR12'), 'NR12 is not recommended: no crew booked on.')
})

t.test('the lines of units that are about as near, better fitted, or kept for their cover', async (t) => {
  const fitted = { skills: ['taser', 'domestic-abuse'] }
  const lines = (need: Need, units: UnitFacts[], loss?: Map<string, number>) =>
    rankUnits(need, units, forceRules(), loss).candidates.map(({ because }) => because)
  t.same(lines(abuse, [unit('NR11', 300), unit('NR12', 310, fitted)]), [
    ['As near as NR11, and better fitted: 5 min by road'],
    ['About as near as NR12', 'Without domestic abuse', 'Without taser'],
  ])
  t.same(lines(later, [unit('NR11', 300), unit('NR12', 500)], new Map([['id-NR11', 0.4]])), [
    [
      'First by time and fitness: 8 min by road',
      'NR11 is 3 min nearer, but its leaving would put 40 % of grade 1 demand out of reach',
    ],
    ['3 min nearer than NR12', 'Its leaving would put 40 % of grade 1 demand out of reach'],
  ])
  t.match(lines(later, [unit('NR11', 300), unit('NR12', 500)], new Map([['id-NR12', 0.024]]))[1], [
    '3 min farther than NR11',
    'Its leaving would put 2.4 % of grade 1 demand out of reach',
  ])
  const slower = { ...abuse, grade: '2', gradePosition: 2, secondsLeft: 3_600 }
  t.equal(
    lines(slower, [unit('NR11', 300), unit('NR12', 400, fitted)])[0]?.[1],
    'NR11 is 2 min nearer, but without domestic abuse, without taser',
  )
  t.match(lines(burglary, [unit('NR11', 300, going({ watched: true })), unit('NR12', 900)])[0]?.[1], /but would leave/)
  t.same(
    lines(burglary, [unit('NR11', 300, { positionAgeSeconds: 120 }), unit('NR12', null, { positionAgeSeconds: 90 })]),
    [
      ['Nearest fit unit: 3 to 7 min by road', 'Position is 2 min old: 3 to 7 min by road'],
      ['Its position is off the road network: time unknown', 'Position is 2 min old'],
    ],
  )
  t.same(lines(burglary, [unit('NR11', 300), unit('NP1', null, { crewSize: 0 })])[1], ['No crew booked on'])
  t.same(lines(burglary, [unit('NR11', null)]), [['Its position is off the road network: time unknown']])
})

t.test('of a callsign that was not there nothing is made up', async (t) => {
  t.equal(asked(burglary, [unit('NR11', 300)], 'NR99'), undefined)
})
