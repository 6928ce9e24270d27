import t from 'tap'
import { type DispatchRules, inWords, type Need, rankUnits, type UnitFacts } from './recommendation-rules.ts'

const rules: DispatchRules = {
  grades: [
    {
      grade: '1',
      eligibleKinds: ['response', 'roads-policing'],
      drivingGrades: ['response', 'advanced'],
      mayDivert: true,
    },
    {
      grade: '2',
      eligibleKinds: ['response', 'neighbourhood', 'pcso'],
      drivingGrades: ['basic', 'response', 'advanced'],
      mayDivert: false,
    },
  ],
  neverAutomatic: ['armed-response'],
  notAloneToViolence: ['pcso'],
  officersWhenViolent: 2,
  shiftEndSeconds: 1_200,
  stalePositionSeconds: 60,
  preferredSkills: [
    { when: 'domestic-abuse', skill: 'domestic-abuse' },
    { when: 'violence', skill: 'taser' },
  ],
}
const burglary: Need = {
  grade: '1',
  gradePosition: 1,
  secondsLeft: 600,
  domesticAbuse: false,
  violence: false,
  happeningNow: true,
  skills: [],
  officerSex: null,
  excludedUnitIds: [],
}
const abuse: Need = { ...burglary, domesticAbuse: true, violence: true }
const unit = (callsign: string, seconds: number | null, more: Partial<UnitFacts> = {}): UnitFacts => ({
  id: `id-${callsign}`,
  callsign,
  kind: 'response',
  drivingGrade: 'response',
  skills: [],
  crewSize: 2,
  crewSexes: ['male'],
  state: { name: 'Available', deployable: true, deployment: 'free' },
  shiftSecondsLeft: 20_000,
  positionAgeSeconds: 5,
  travel: seconds === null ? { known: false, because: 'off-network' } : { known: true, seconds, metres: seconds * 15 },
  commitment: null,
  ...more,
})
const going = (more: Partial<NonNullable<UnitFacts['commitment']>> = {}): Partial<UnitFacts> => ({
  state: { name: 'En route', deployable: false, deployment: 'mobile' },
  commitment: {
    incidentId: 'i',
    reference: '12/22-11-2026',
    grade: '2',
    gradePosition: 2,
    step: 'mobile',
    watched: false,
    ...more,
  },
})
const ranked = (need: Need, units: UnitFacts[]) => rankUnits(need, units, rules).candidates
const callsigns = (need: Need, units: UnitFacts[]) =>
  ranked(need, units)
    .filter(({ rank }) => rank !== null)
    .map(({ callsign }) => callsign)
const why = (need: Need, units: UnitFacts[], callsign: string) =>
  ranked(need, units).find((line) => line.callsign === callsign)

t.test('the fastest fit unit by road is first, and every line says why', async (t) => {
  const [first, second] = ranked(burglary, [unit('NR12', 700), unit('NR11', 300)])
  t.match(first, { callsign: 'NR11', rank: 1, because: ['Nearest fit unit: 5 min by road'] })
  t.match(second, { callsign: 'NR12', rank: 2, because: ['7 min farther than NR11'] })
})

t.test('an unknown road time ranks last, never first, and says why', async (t) => {
  t.same(callsigns(burglary, [unit('NR10', null), unit('NR11', 3_000), unit('NR09', null)]), ['NR11', 'NR09', 'NR10'])
  t.match(why(burglary, [unit('NR10', null)], 'NR10'), { because: [/off the road network/] })
  for (const because of ['unreachable', 'too-far', 'router-failed', 'no-position'] as const) {
    t.match(
      why(burglary, [unit('NR10', 0, { travel: { known: false, because } })], 'NR10')?.because[0],
      /unknown|Farther/,
    )
  }
})

t.test('within half a minute the better fitted unit is first', async (t) => {
  t.same(callsigns(abuse, [unit('NR11', 301), unit('NR12', 310, { skills: ['taser', 'domestic-abuse'] })]), [
    'NR12',
    'NR11',
  ])
  t.match(why(abuse, [unit('NR11', 301), unit('NR12', 310, { skills: ['taser', 'domestic-abuse'] })], 'NR11'), {
    because: ['About as near as NR12', 'Without domestic abuse', 'Without taser'],
  })
})

t.test('a skill or an officer somebody asked for is named when it is missing', async (t) => {
  const need: Need = { ...burglary, skills: ['welsh'], officerSex: 'female' }
  t.match(why(need, [unit('NR11', 300)], 'NR11')?.because, [/Nearest/, 'Without welsh', 'No female officer aboard'])
  t.same(callsigns(need, [unit('NR11', 300), unit('NR12', 310, { crewSexes: ['female'], skills: ['welsh'] })]), [
    'NR12',
    'NR11',
  ])
})

t.test('who is not eligible is listed with the rule that says so', async (t) => {
  const bar = (need: Need, more: Partial<UnitFacts>) => {
    const line = why(need, [unit('X1', 60, more)], 'X1')
    t.equal(line?.rank, null)
    return line?.because
  }
  t.match(bar(burglary, { kind: 'neighbourhood' }), ['Neighbourhood unit is not sent to grade 1'])
  t.match(bar(burglary, { drivingGrade: 'basic' }), ['Driver is not trained to respond to grade 1'])
  t.match(bar(burglary, { shiftSecondsLeft: 0 }), ['Off shift'])
  t.match(bar(burglary, { crewSize: 0 }), ['No crew booked on'])
  t.match(bar(burglary, { state: { name: 'At court', deployable: false, deployment: 'none' } }), [
    'Its state is at court',
  ])
  t.match(bar({ ...burglary, excludedUnitIds: ['id-X1'] }, {}), ['Crew is connected with somebody involved'])
  t.match(bar({ ...burglary, grade: '9' }, {}), ['Response unit is not sent to grade 9'])
})

t.test('firearms are never automatic: a tactical commander decides', async (t) => {
  t.match(why(burglary, [unit('AR1', 60, { kind: 'armed-response' })], 'AR1'), {
    rank: null,
    needsCommander: true,
    because: [/tactical commander/],
  })
})

t.test('a PCSO is not sent alone to violence or domestic abuse', async (t) => {
  const later: Need = { ...burglary, grade: '2', gradePosition: 2 }
  const pcso = unit('NP1', 60, { kind: 'pcso', drivingGrade: 'basic' })
  t.match(why({ ...later, violence: true }, [pcso], 'NP1'), {
    rank: null,
    notAlone: true,
    because: ['PCSO is not sent alone to violence'],
  })
  t.match(why({ ...later, domesticAbuse: true }, [pcso], 'NP1'), {
    because: ['PCSO is not sent alone to domestic abuse'],
  })
  t.match(why(later, [pcso], 'NP1'), { rank: 1, notAlone: false })
})

t.test('a unit still travelling to something less urgent may be diverted, at its price', async (t) => {
  t.match(why(burglary, [unit('NR11', 300, going())], 'NR11'), {
    rank: 1,
    divertFrom: { reference: '12/22-11-2026' },
    because: [/Nearest/, 'Would leave 12/22-11-2026, grade 2'],
  })
  t.match(
    why(burglary, [unit('NR11', 300, going({ watched: true, grade: null }))], 'NR11')?.because[1],
    /grade none, which is watched/,
  )
  t.same(
    callsigns(burglary, [unit('NR11', 300, going()), unit('NR12', 310)]),
    ['NR12', 'NR11'],
    'a free unit as near goes first',
  )
  t.same(
    callsigns(burglary, [unit('NR11', 300, going({ watched: true })), unit('NR12', 900)]),
    ['NR12', 'NR11'],
    'a watched incident keeps its unit while another is free',
  )
})

t.test('a unit at a scene, or going to something as urgent, is not diverted; nor is any for grade 2', async (t) => {
  t.match(why(burglary, [unit('NR11', 300, going({ step: 'at-scene' }))], 'NR11'), {
    rank: null,
    because: ['At the scene of 12/22-11-2026'],
  })
  t.match(why(burglary, [unit('NR11', 300, going({ gradePosition: 1 }))], 'NR11'), {
    rank: null,
    because: [/as urgent/],
  })
  t.match(why(burglary, [unit('NR11', 300, going({ gradePosition: null }))], 'NR11'), {
    rank: null,
    because: [/as urgent/],
  })
  t.match(
    why({ ...burglary, grade: '2', gradePosition: 2 }, [unit('NR11', 300, going({ gradePosition: 3 }))], 'NR11'),
    { rank: null, because: [/not diverted for grade 2/] },
  )
})

t.test('an old position, the end of a shift and a single crew are said', async (t) => {
  t.match(
    why(
      burglary,
      [unit('NR11', 300, { positionAgeSeconds: 240, shiftSecondsLeft: 600, crewSize: 1 })],
      'NR11',
    )?.because.slice(1),
    ['Position is 4 min old', 'Shift ends in 10 min', 'Single-crewed'],
  )
  t.same(callsigns(burglary, [unit('NR11', 300, { shiftSecondsLeft: 600 }), unit('NR12', 310)]), ['NR12', 'NR11'])
  t.match(why(burglary, [unit('NR11', 300, { positionAgeSeconds: null })], 'NR11')?.because.length, 1)
})

t.test('among those who may not go, an unknown time is last as well', async (t) => {
  const unfit = [unit('A', null, { kind: 'dog' }), unit('B', 900, { kind: 'dog' })]
  t.same(
    ranked(burglary, unfit).map(({ callsign }) => callsign),
    ['B', 'A'],
  )
})

t.test('equal in everything, the callsign decides, so that the same facts give the same list', async (t) => {
  t.same(callsigns(burglary, [unit('NR12', 300), unit('NR11', 300)]), ['NR11', 'NR12'])
  t.same(
    ranked(burglary, [
      unit('B', 60, { kind: 'dog' }),
      unit('A', 60, { kind: 'dog' }),
      unit('A', 60, { kind: 'dog' }),
    ]).map(({ callsign }) => callsign),
    ['A', 'A', 'B'],
  )
})

t.test('domestic abuse that is happening now needs a pair of officers', async (t) => {
  const needed = (units: UnitFacts[]) => rankUnits(abuse, units, rules).unitsNeeded
  t.equal(needed([unit('NR11', 300)]), 1, 'one double crew')
  t.equal(needed([unit('NR11', 300, { crewSize: 1 }), unit('NR12', 400, { crewSize: 1 })]), 2, 'two single crews')
  t.equal(rankUnits({ ...abuse, happeningNow: false }, [unit('NR11', 300, { crewSize: 1 })], rules).unitsNeeded, 1)
  t.equal(rankUnits(burglary, [unit('NR11', 300, { crewSize: 1 })], rules).unitsNeeded, 1)
  t.match(rankUnits(abuse, [unit('NR11', 300, { crewSize: 1 })], rules), {
    unitsNeeded: 2,
    warnings: ['2 units are needed and 1 can go'],
  })
})

t.test('when nobody can make the clock it is said at once', async (t) => {
  t.same(rankUnits(burglary, [unit('NR11', 300)], rules).warnings, [])
  t.match(rankUnits(burglary, [unit('NR11', 1_900)], rules).warnings, [
    'No unit can be there within the 10 min that are left; the nearest needs 32 min',
  ])
  t.match(rankUnits({ ...burglary, secondsLeft: -5 }, [unit('NR11', 60)], rules).warnings, [/the clock has run out/])
  t.match(rankUnits(burglary, [unit('NR11', null)], rules).warnings, ['No fit unit with a known road time'])
  t.match(rankUnits(burglary, [], rules), {
    candidates: [],
    warnings: ['No fit unit with a known road time', '1 unit is needed and 0 can go'],
  })
})

t.test('durations are said as people say them', async (t) => {
  t.same([-5, 50, 90, 3_540, 4_800].map(inWords), ['0 s', '50 s', '2 min', '59 min', '1 h 20 min'])
})
