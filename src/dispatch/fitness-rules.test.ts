import t from 'tap'
import { abuse, burglary, forceRules, going, later, unit } from '../../test/support/ranking-facts.ts'
import type { DispatchRules } from '../definitions/index.ts'
import { GOING_HERE, judge } from './fitness-rules.ts'
import type { Need, UnitFacts } from './need.ts'

const rules = forceRules()
const bars = (need: Need, more: Partial<UnitFacts>) => judge(need, unit('X1', 60, more), rules).bars
const wants = (need: Need, more: Partial<UnitFacts> = {}) => judge(need, unit('X1', 60, more), rules).wants

t.test('a response unit is fit for a burglary and lacks nothing', async (t) => {
  t.same(judge(burglary, unit('X1', 60), rules), {
    bars: [],
    wants: [],
    wantsSeconds: 0,
    needsCommander: false,
    notAlone: false,
  })
})

t.test('grade 1 is for response, grade 2 also for neighbourhood where it is available (CR-22)', async (t) => {
  t.same(bars(burglary, { kind: 'neighbourhood' }), [
    { rule: 'grade-1-kinds', text: 'Neighbourhood unit is not sent to grade 1' },
  ])
  t.same(bars(later, { kind: 'neighbourhood' }), [])
  t.match(bars(later, { kind: 'neighbourhood', ...going({ gradePosition: 3 }) }), [
    {
      rule: 'grade-2-neighbourhood-if-available',
      text: 'Neighbourhood unit is sent to grade 2 only when it is available',
    },
    { rule: 'unit/no-divert' },
  ])
  t.same(bars(burglary, { drivingGrade: 'basic' }), [
    { rule: 'grade-1-driving', text: 'Driver is not trained to respond to grade 1' },
  ])
  t.same(bars(later, { drivingGrade: 'basic' }), [])
  t.match(bars({ ...burglary, grade: '9' }, {}), [
    { rule: 'grade/no-rule', text: 'No rule of the force sends a unit to grade 9' },
  ])
})

t.test('firearms are never automatic: a tactical commander decides', async (t) => {
  t.match(judge(burglary, unit('AR1', 60, { kind: 'armed-response', drivingGrade: 'advanced' }), rules), {
    needsCommander: true,
    bars: [{ rule: 'firearms-commander', text: 'Armed response unit: a tactical commander decides' }],
  })
})

t.test('a PCSO is never sent alone to domestic abuse or violence', async (t) => {
  const pcso = unit('NP1', 60, { kind: 'pcso' })
  t.match(judge(abuse, pcso, rules), { notAlone: true, bars: [{}, { rule: 'pcso-not-alone-domestic-abuse' }] })
  t.match(judge({ ...burglary, violence: true }, pcso, rules), {
    notAlone: true,
    bars: [{}, { text: 'PCSO is not sent alone to violence' }],
  })
  t.match(judge(burglary, pcso, rules), { notAlone: false, bars: [{ rule: 'grade-1-kinds' }] })
})

t.test('nobody is sent off shift, without a crew, in another state, or to somebody they know', async (t) => {
  t.same(bars(burglary, { shiftSecondsLeft: 0 }), [{ rule: 'unit/off-shift', text: 'Off shift' }])
  t.same(bars(burglary, { crewSize: 0 }), [{ rule: 'unit/no-crew', text: 'No crew booked on' }])
  t.same(bars({ ...burglary, excludedUnitIds: ['id-X1'] }, {}), [
    { rule: 'unit/related', text: 'Crew is connected with somebody involved' },
  ])
  t.same(bars(burglary, { state: { code: '10', name: 'At court', deployable: false, deployment: 'none' } }), [
    { rule: 'unit/state', text: 'Its state is at court' },
  ])
})

t.test('a unit at a scene, or going to something as urgent, is not diverted; nor is any for grade 2', async (t) => {
  t.same(bars(burglary, going({ step: 'at-scene' })), [
    { rule: 'unit/at-scene', text: 'At the scene of 12/22-11-2026' },
  ])
  t.match(bars(burglary, going({ gradePosition: 1 })), [{ rule: 'unit/as-urgent', text: /as urgent/ }])
  t.match(bars(burglary, going({ gradePosition: null })), [{ rule: 'unit/as-urgent' }])
  t.match(bars(later, going({ gradePosition: 3 })), [{ rule: 'unit/no-divert', text: /not diverted for grade 2/ }])
  t.same(bars(burglary, going()), [])
})

t.test('what the victim asks for is named when it is missing', async (t) => {
  const need: Need = { ...burglary, skills: ['taser', 'first-aid'], language: ' Polish ', officerSex: 'female' }
  t.same(wants(need), [
    { rule: 'officer-sex-asked', text: 'No female officer aboard' },
    { rule: 'language-asked', text: 'Without language polish' },
    { rule: 'skills-asked', text: 'Without taser, first aid' },
  ])
  t.equal(judge(need, unit('X1', 60), rules).wantsSeconds, 420)
  t.same(wants(need, { crewSexes: ['female'], skills: ['taser', 'first-aid', 'language-polish'] }), [])
  t.same(wants({ ...burglary, language: 'English' }), [], 'everybody speaks it')
  t.match(wants({ ...burglary, language: 'BSL' }), [{ text: 'Without bsl' }])
})

t.test('what the force prefers by what it is about', async (t) => {
  t.same(
    wants(abuse, { crewSize: 1 }).map(({ rule }) => rule),
    ['domestic-abuse-trained', 'taser-to-violence', 'double-crewed'],
    'said once, though two rules say it',
  )
  t.equal(judge(abuse, unit('X1', 60, { crewSize: 1 }), rules).wantsSeconds, 180)
  t.same(wants({ ...burglary, type: 'sexual' }), [{ rule: 'sexual-offences-trained', text: 'Without sexual offences' }])
  t.same(wants(burglary, { crewSize: 1 }), [{ rule: 'double-crewed', text: 'Single-crewed' }])
})

t.test('shift end, meal and long hours', async (t) => {
  t.same(wants(burglary, { shiftSecondsLeft: 600 }), [{ rule: 'shift-end', text: 'Shift ends in 10 min' }])
  t.same(wants(burglary, { onDutySeconds: 46_800 }), [{ rule: 'long-on-duty', text: 'On duty for 13 h 0 min' }])
  t.same(wants(burglary, { state: { code: '4', name: 'Refreshments', deployable: true, deployment: 'none' } }), [
    { rule: 'meal', text: 'On refreshments' },
  ])
})

t.test('a rule is asked only where everything that it names holds', async (t) => {
  const asked = (when: DispatchRules['fitness'][number]['when'], need: Need) => {
    const asks = { what: 'commander' } as const
    const rule = { id: 'r', when, of: [], asks, binding: 'required', worthSeconds: 0, otherwise: 'x' } as const
    return judge(need, unit('X1', 60), { ...rules, fitness: [{ ...rule, of: [] }] }).bars.length > 0
  }
  t.ok(asked({}, burglary))
  t.ok(
    asked({ grades: ['1'], types: ['burglary'], domesticAbuse: false, violence: false, happeningNow: true }, burglary),
  )
  t.notOk(asked({ grades: ['2'] }, burglary))
  t.notOk(asked({ types: ['theft'] }, burglary))
  t.notOk(asked({ domesticAbuse: true }, burglary))
  t.notOk(asked({ violence: true }, burglary))
  t.notOk(asked({ happeningNow: false }, burglary))
})

t.test('who is going to this very incident, or is there, is said to be', async (t) => {
  for (const [step, text] of [
    ['mobile', 'Already going'],
    ['at-scene', 'Already there'],
  ] as const) {
    const here = going({ incidentId: burglary.incidentId, step })
    t.match(bars(burglary, here), [{ rule: GOING_HERE, text }])
  }
})
