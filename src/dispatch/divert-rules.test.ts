import t from 'tap'
import { burglary, forceRules, going, unit } from '../../test/support/ranking-facts.ts'
import {
  countGoing,
  divertCostOf,
  divertRefusal,
  type LeftFacts,
  leavingLine,
  leavingOf,
  risksOf,
} from './divert-rules.ts'
import { rankUnits } from './recommendation-rules.ts'

t.test('why an incident is watched, from its flags', async (t) => {
  t.same(risksOf({ domesticAbuse: true, repeatVictim: true, vulnerable: true, treatAsUrgent: true }), [
    'domestic-abuse',
    'repeat-victim',
    'vulnerable',
    'treat-as-urgent',
  ])
  t.same(risksOf({ domesticAbuse: false, repeatVictim: false, vulnerable: false, treatAsUrgent: false }), [])
})

t.test('the incident that is left: who else is going there, and how urgent it is', async (t) => {
  const left = unit('NR11', 300, going({ watched: true, risks: ['domestic-abuse', 'treat-as-urgent'] }))
  const other = unit('NR12', 300, going())
  t.equal(leavingOf(unit('NR13', 300), countGoing([left])), null)
  t.match(leavingOf(left, countGoing([left, other, unit('NR13', 1)])), { reference: '12/22-11-2026', othersGoing: 1 })
  const line = (of: Parameters<typeof leavingLine>[0] | null) => of && leavingLine(of)
  t.same(line(leavingOf(left, countGoing([left, other]))), {
    rule: 'divert/watched',
    text: 'Would leave 12/22-11-2026, grade 2, which is watched (domestic abuse, to be treated as urgent): 1 more going there, 23 min of its clock left',
  })
  const none = unit('NR11', 300, going({ grade: null, watched: true, secondsLeft: null }))
  t.same(
    line(leavingOf(none, countGoing([none])))?.text,
    'Would leave 12/22-11-2026, grade none, which is watched: nobody else is going there',
  )
  const late = unit('NR11', 300, going({ secondsLeft: -120 }))
  t.match(line(leavingOf(late, countGoing([late]))), { rule: 'divert', text: /its clock ran out 2 min ago$/ })
})

t.test('a watched incident is left only with a reason and a time at which it is contacted again', async (t) => {
  const watched = { incidentId: 'left', watched: true }
  t.match(divertRefusal('NR11', watched, null, 1_800), { code: 'unit/divert-needed', more: { watched: true } })
  t.match(divertRefusal('NR11', watched, { reason: 'nearest', recontactInMinutes: null }, 1_800), {
    code: 'unit/recontact-needed',
    more: { recontactWithinMinutes: 30, incidentId: 'left' },
  })
  t.match(divertRefusal('NR11', watched, { reason: 'nearest', recontactInMinutes: 31 }, 1_800), {
    code: 'unit/recontact-needed',
  })
  t.equal(divertRefusal('NR11', watched, { reason: 'nearest', recontactInMinutes: 30 }, 1_800), undefined)
  const other = { incidentId: 'left', watched: false }
  t.match(divertRefusal('NR11', other, null, 1_800), { code: 'unit/divert-needed' })
  t.equal(divertRefusal('NR11', other, { reason: 'nearest', recontactInMinutes: null }, 1_800), undefined)
})

t.test('what a divert costs is said: who waits, for how long, what is at risk, who could go instead', async (t) => {
  const { candidates } = rankUnits(
    burglary,
    [unit('NR11', 60), unit('NR14', 120, going()), unit('NR12', 700), unit('NR13', null)],
    forceRules(),
  )
  const facts: LeftFacts = {
    callsign: 'NR11',
    incident: {
      id: 'left',
      reference: '12/22-11-2026',
      grade: '2',
      type: 'domestic',
      watched: true,
      risks: ['domestic-abuse'],
    },
    openedAt: 1_000_000,
    attendBy: 4_600_000,
    othersGoing: 0,
    ranking: { candidates, madeAt: 1_600_000 },
    recontactWithinSeconds: 1_800,
  }
  t.same(divertCostOf(facts, 1_840_000), {
    incidentId: 'left',
    callsign: 'NR11',
    reference: '12/22-11-2026',
    grade: '2',
    type: 'domestic',
    watched: true,
    risks: ['domestic-abuse'],
    secondsLeft: 2_760,
    waitedSeconds: 840,
    othersGoing: 0,
    next: { callsign: 'NR12', latestSeconds: 700, rankedSecondsAgo: 240 },
    said: '12/22-11-2026, grade 2, domestic abuse, has waited 14 min; 46 min of its clock left; nobody else is going there; NR12 could go there instead, 12 min away 4 min ago.',
    recontactWithinMinutes: 30,
  })
  t.match(
    divertCostOf(
      {
        ...facts,
        incident: { ...facts.incident, grade: null, watched: false, risks: [] },
        attendBy: null,
        ranking: null,
        othersGoing: 2,
      },
      1_840_000,
    ),
    {
      next: null,
      secondsLeft: null,
      recontactWithinMinutes: null,
      said: '12/22-11-2026, grade none, has waited 14 min; 2 more going there; nobody else with a known road time could go there.',
    },
  )
})
