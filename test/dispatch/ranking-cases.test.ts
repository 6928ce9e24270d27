import t from 'tap'
import { rankUnits, type UnitFacts } from '../../src/dispatch/recommendation-rules.ts'
import { abuse, burglary, forceRules, going, unit } from '../support/ranking-facts.ts'

const rules = forceRules()

t.test('who is going already counts: the second of a pair is a backup, and of enough nobody more is', async (t) => {
  const single = { crewSize: 1 }
  const here = { ...single, ...going({ incidentId: abuse.incidentId }) }
  const units = [unit('NR11', 60, here), unit('NR12', 90, single), unit('NR13', 95, single)]
  const { candidates, unitsNeeded } = rankUnits(abuse, units, rules)
  t.equal(unitsNeeded, 2)
  t.match(candidates, [
    { callsign: 'NR12', rank: 1, sendAs: 'backup' },
    { callsign: 'NR13', rank: 2, sendAs: null },
    { callsign: 'NR11', rank: null, because: ['Already going'] },
  ])
  const enough = rankUnits(abuse, [unit('NR11', 60, { ...here, crewSize: 2 }), unit('NR12', 90)], rules)
  t.equal(enough.unitsNeeded, 1)
  t.match(enough.candidates, [{ callsign: 'NR12', sendAs: null }, { callsign: 'NR11' }])
})

t.test('a closed road is said with every unit whose way it makes longer', async (t) => {
  const roadChanges = new Map([['pass', 'Hardknott Pass is closed: snow']])
  const road = { known: true, seconds: 900, metres: 12_000 } as const
  const units = [
    unit('NR11', 300),
    unit('NR12', 900, { travel: { ...road, delayedBy: ['pass', 'gone'] } }),
    unit('NR13', null, { travel: { known: false, because: 'unreachable', delayedBy: ['pass'] } }),
  ]
  const { candidates } = rankUnits({ ...burglary, roadChanges }, units, rules)
  t.match(candidates, [
    { callsign: 'NR11', rules: ['time/nearest'] },
    {
      callsign: 'NR12',
      because: ['10 min farther than NR11', 'Hardknott Pass is closed: snow', 'A road on its way is closed or slow'],
      rules: ['time/farther', 'road/changed', 'road/changed'],
    },
    { callsign: 'NR13', because: [/No road leads/, 'Hardknott Pass is closed: snow'] },
  ])
  t.match(rankUnits(burglary, units, rules).candidates[1]?.because[1], 'A road on its way is closed or slow')
})

t.test(
  'when no road time is known the nearest in a straight line is first, and it is not said to be a time',
  async (t) => {
    const down = (lineMetres?: number): Partial<UnitFacts> => ({
      travel: { known: false, because: 'router-failed' },
      ...(lineMetres === undefined ? {} : { lineMetres }),
    })
    const units = [unit('NR11', null, down(9_040)), unit('NR10', null, down()), unit('NR12', null, down(2_000))]
    const { candidates, warnings } = rankUnits(burglary, units, rules)
    t.same(
      candidates.map(({ callsign }) => callsign),
      ['NR12', 'NR11', 'NR10'],
    )
    t.match(candidates[1], {
      travel: { known: false },
      because: ['The road times did not answer: time unknown; 9.0 km in a straight line'],
    })
    t.same(warnings, ['No fit unit with a known road time'])
    const one = unit('NR13', 3_000)
    t.equal(
      rankUnits(burglary, [...units, one], rules).candidates[0]?.callsign,
      'NR13',
      'a known time is always before',
    )
  },
)
