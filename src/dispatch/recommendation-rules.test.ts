import fc from 'fast-check'
import t from 'tap'
import { abuse, burglary, forceRules, going, later, unit } from '../../test/support/ranking-facts.ts'
import { candidate } from './dispatch.ts'
import { type Need, rankUnits, type UnitFacts } from './recommendation-rules.ts'

const rules = forceRules()
const ranked = (need: Need, units: UnitFacts[]) => rankUnits(need, units, rules).candidates
const callsigns = (need: Need, units: UnitFacts[], coverLoss?: Map<string, number>) =>
  rankUnits(need, units, rules, coverLoss).candidates.flatMap(({ rank, callsign }) => (rank === null ? [] : [callsign]))
const why = (need: Need, units: UnitFacts[], callsign: string, coverLoss?: Map<string, number>) =>
  rankUnits(need, units, rules, coverLoss).candidates.find((line) => line.callsign === callsign)
const warnings = (need: Need, units: UnitFacts[]) => rankUnits(need, units, rules).warnings

t.test('the fastest fit unit by road is first, and every line says why and by which rule', async (t) => {
  const [first, second] = ranked(burglary, [unit('NR12', 700), unit('NR11', 300)])
  t.match(first, { callsign: 'NR11', rank: 1, sendAs: 'first', because: ['Nearest fit unit: 5 min by road'] })
  t.same(first?.rules, ['time/nearest'])
  t.match(second, { callsign: 'NR12', rank: 2, sendAs: null, because: ['7 min farther than NR11'] })
  t.same(second?.rules, ['time/farther'])
})

t.test('an unknown road time ranks last, never first, and says why', async (t) => {
  t.same(callsigns(burglary, [unit('NR10', null), unit('NR11', 3_000), unit('NR09', null)]), ['NR11', 'NR09', 'NR10'])
  t.same(
    callsigns(burglary, [unit('NR12', null), unit('NR11', 300, going({ watched: true }))]),
    ['NR11', 'NR12'],
    'not even before one that would leave a watched incident',
  )
  t.match(why(burglary, [unit('NR10', null)], 'NR10'), { because: [/off the road network/], rules: ['time/unknown'] })
  t.match(why(burglary, [unit('NR10', null), unit('NR11', 60)], 'NR10'), { because: [/off the road network/] })
  for (const because of ['unreachable', 'too-far', 'router-failed', 'no-position'] as const) {
    const line = why(burglary, [unit('NR10', 0, { travel: { known: false, because } })], 'NR10')
    t.match(line?.because[0], /unknown|Farther/)
  }
})

t.test('an old position widens the time, and the middle decides; too old, it is unknown', async (t) => {
  const units = [
    unit('NR11', 300, { positionAgeSeconds: 240 }),
    unit('NR12', 260),
    unit('NR13', 60, { positionAgeSeconds: 4_000 }),
  ]
  t.same(callsigns(burglary, units), ['NR12', 'NR11', 'NR13'])
  t.same(callsigns(burglary, [unit('NR12', 500), ...units.slice(0, 1)]), ['NR11', 'NR12'], 'silence is not distance')
  const near = [unit('NR11', 30, { positionAgeSeconds: 240 }), unit('NR12', 130)]
  t.same(callsigns(burglary, near), ['NR12', 'NR11'], 'it may have gone much farther off, and hardly nearer')
  t.match(why(burglary, units, 'NR11'), {
    travel: { seconds: 300, earliestSeconds: 60, latestSeconds: 540 },
    because: ['40 s farther than NR12', 'Position is 4 min old: 60 s to 9 min by road'],
    rules: ['time/farther', 'time/stale'],
  })
  t.match(why(burglary, units, 'NR13'), {
    travel: { known: false, because: 'position-too-old' },
    because: ['Its position is too old: time unknown', 'Position is 1 h 7 min old'],
  })
  const lost = (callsign: string, seconds: number) => unit(callsign, seconds, { positionAgeSeconds: 4_000 })
  t.same(
    callsigns(burglary, [lost('NR11', 900), unit('NR10', null), lost('NR12', 60)]),
    ['NR12', 'NR11', 'NR10'],
    'among those whoever was nearest when it was last heard of',
  )
})

t.test('within the grade’s bound the better fitted unit is first; beyond it nothing beats the nearer', async (t) => {
  const fitted = { skills: ['taser', 'domestic-abuse'] }
  t.same(callsigns(abuse, [unit('NR11', 301), unit('NR12', 330, fitted)]), ['NR12', 'NR11'])
  t.same(callsigns(abuse, [unit('NR11', 301), unit('NR12', 340, fitted)]), ['NR11', 'NR12'], 'grade 1: 30 s at most')
  const slower = { ...abuse, grade: '2', gradePosition: 2, secondsLeft: 3_600 }
  t.same(callsigns(slower, [unit('NR11', 301), unit('NR12', 400, fitted)]), ['NR12', 'NR11'], 'grade 2: 5 min at most')
  t.match(why(slower, [unit('NR11', 301), unit('NR12', 400, fitted)], 'NR12'), {
    because: [
      'First by time and fitness: 7 min by road',
      'NR11 is 2 min nearer, but without domestic abuse, without taser',
    ],
    rules: ['time/first', 'time/nearer-not-first'],
  })
  t.match(why(abuse, [unit('NR11', 301), unit('NR12', 310, fitted)], 'NR12')?.because, [
    'As near as NR11, and better fitted: 5 min by road',
  ])
  t.match(why(abuse, [unit('NR11', 301), unit('NR12', 310, fitted)], 'NR11'), {
    because: ['About as near as NR12', 'Without domestic abuse', 'Without taser'],
    rules: ['time/as-near', 'domestic-abuse-trained', 'taser-to-violence'],
  })
})

t.test('whoever makes the clock is before whoever does not, however well fitted', async (t) => {
  const need = { ...later, secondsLeft: 600, officerSex: 'female' } as const
  t.same(callsigns(need, [unit('NR11', 620, { crewSexes: ['female'] }), unit('NR12', 590)]), ['NR12', 'NR11'])
})

t.test(
  'equal in seconds, fitness decides, then the time, then the callsign: the same facts give the same list',
  async (t) => {
    const fitted = { skills: ['taser', 'domestic-abuse'] }
    t.same(callsigns(abuse, [unit('NR11', 300), unit('NR12', 330, fitted)]), ['NR12', 'NR11'])
    t.same(callsigns(burglary, [unit('NR12', 300), unit('NR11', 300)]), ['NR11', 'NR12'])
    t.same(callsigns(burglary, [unit('NR11', 300), unit('NR11', 300), unit('NR12', 300)]), ['NR11', 'NR11', 'NR12'])
    const twins = [unit('NR11', 300, { id: 'b' }), unit('NR11', 300, { id: 'a' })]
    t.same(
      ranked(burglary, twins).map(({ unitId }) => unitId),
      ['a', 'b'],
    )
  },
)

t.test('who is not eligible is listed with the rule, and that it is nearer', async (t) => {
  const units = [unit('NP14', 60, { kind: 'pcso', drivingGrade: 'basic', crewSize: 1 }), unit('NR11', 420)]
  t.match(why({ ...abuse, grade: '2', gradePosition: 2 }, units, 'NP14'), {
    rank: null,
    notAlone: true,
    because: ['PCSO is not sent to grade 2', 'PCSO is not sent alone to domestic abuse', '6 min nearer than NR11'],
    rules: ['grade-2-kinds', 'pcso-not-alone-domestic-abuse', 'time/nearer'],
  })
  t.match(why(burglary, [unit('NP14', 60, { kind: 'pcso' }), unit('NR11', null)], 'NP14')?.rules, ['grade-1-kinds'])
})

t.test('a unit still travelling to something less urgent may be diverted, at its price', async (t) => {
  t.match(why(burglary, [unit('NR11', 300, going())], 'NR11'), {
    rank: 1,
    divertFrom: { reference: '12/22-11-2026', othersGoing: 0, secondsLeft: 1_380 },
    because: [/Nearest/, 'Would leave 12/22-11-2026, grade 2: nobody else is going there, 23 min of its clock left'],
    rules: ['time/nearest', 'divert'],
  })
  t.same(
    callsigns(burglary, [unit('NR11', 300, going()), unit('NR12', 310)]),
    ['NR12', 'NR11'],
    'who is free goes first',
  )
  t.same(
    callsigns(burglary, [unit('NR11', 300, going({ watched: true })), unit('NR12', 900)]),
    ['NR12', 'NR11'],
    'a watched incident keeps its unit while another is free',
  )
})

t.test(
  'cover may let a unit that is a little farther go first: for grade 2, within the clock, in one sentence',
  async (t) => {
    const units = [unit('NR11', 300), unit('NR12', 540)]
    const loss = new Map([['id-NR11', 0.5]])
    t.same(callsigns(later, units, loss), ['NR12', 'NR11'])
    t.match(why(later, units, 'NR12', loss), {
      because: [/First/, 'NR11 is 4 min nearer, but its leaving would put 50 % of grade 1 demand out of reach'],
      rules: ['time/first', 'cover'],
    })
    t.match(why(later, units, 'NR11', loss), {
      because: ['4 min nearer than NR12', 'Its leaving would put 50 % of grade 1 demand out of reach'],
      rules: ['time/nearer', 'cover'],
    })
    t.same(callsigns(burglary, units, loss), ['NR11', 'NR12'], 'never for grade 1')
    t.same(callsigns({ ...later, secondsLeft: 400 }, units, loss), ['NR11', 'NR12'], 'never at the price of the clock')
    const tooLate = { ...later, secondsLeft: 200 }
    t.same(callsigns(tooLate, units, loss), ['NR11', 'NR12'], 'of those that come too late the nearest')
    t.notOk(why(tooLate, units, 'NR11', loss)?.rules.includes('cover'), 'and nobody says that cover decided')
    t.same(callsigns(later, units, new Map([['id-NR11', 0.01]])), ['NR11', 'NR12'], 'not for a little')
    const off = { ...rules, cover: { grades: ['1', '2'], weightSeconds: 0 } }
    t.equal(rankUnits(later, units, off, loss).candidates[0]?.callsign, 'NR11', 'zero turns it off')
    const always = { ...rules, cover: { grades: ['1', '2'], weightSeconds: 600 } }
    t.equal(rankUnits(burglary, units, always, loss).candidates[0]?.callsign, 'NR11', 'not even where the data say so')
  },
)

t.test('domestic abuse in progress calls for a pair of officers, each with its time', async (t) => {
  const single = { crewSize: 1 }
  t.match(rankUnits(abuse, [unit('NR11', 300)], rules), { unitsNeeded: 1, candidates: [{ sendAs: 'first' }] })
  const two = rankUnits(abuse, [unit('NR11', 300, single), unit('NR12', 400, single), unit('NR13', 500, single)], rules)
  t.match(two, {
    unitsNeeded: 2,
    warnings: [],
    candidates: [
      { callsign: 'NR11', sendAs: 'first', travel: { seconds: 300 } },
      { callsign: 'NR12', sendAs: 'backup', travel: { seconds: 400 } },
      { callsign: 'NR13', sendAs: null },
    ],
  })
  t.equal(two.candidates[1]?.because.at(-1), 'Backup: 2 officers are needed')
  t.equal(two.candidates[1]?.rules.at(-1), 'pair-domestic-abuse')
  t.equal(rankUnits({ ...abuse, happeningNow: false }, [unit('NR11', 300, single)], rules).unitsNeeded, 1)
  t.match(rankUnits(abuse, [unit('NR11', 300, single)], rules), {
    unitsNeeded: 2,
    warnings: ['2 units are needed and 1 can go'],
  })
  t.same(warnings(abuse, [unit('NR11', 300, single), unit('NR12', 900, single)]), [
    'Officers enough only in 15 min, with NR12',
  ])
  t.same(warnings(abuse, [unit('NR11', 300, single), unit('NR12', null, single)]), [
    'Officers enough only at a time that is unknown, with NR12',
  ])
})

t.test('that the clock cannot be met is said before it happens', async (t) => {
  t.same(warnings(burglary, [unit('NR11', 300)]), [])
  t.same(warnings({ ...burglary, secondsLeft: 1_200 }, [unit('NR11', 1_860)]), [
    'No unit can be there within the 20 min that are left; the nearest needs 31 min: neighbouring force?',
  ])
  t.match(warnings({ ...burglary, secondsLeft: -5 }, [unit('NR11', 60)]), [/the clock has run out/])
  t.same(warnings(burglary, [unit('NR11', null)]), ['No fit unit with a known road time'])
  t.match(rankUnits(burglary, [], rules), {
    candidates: [],
    warnings: ['No fit unit with a known road time', '1 unit is needed and 0 can go'],
  })
  t.same(warnings(burglary, [unit('NR11', 300, going({ watched: true })), unit('NR12', 900)]), [
    'Only NR11 can be there in time, and it would leave 12/22-11-2026, which is watched',
  ])
  t.match(
    why(burglary, [unit('NR11', 300, going({ watched: true })), unit('NR12', 900)], 'NR12')?.because[1],
    /^NR11 is 10 min nearer, but would leave 12\/22-11-2026, grade 2, which is watched/,
  )
  t.same(
    warnings({ ...burglary, type: 'weapon' }, [unit('NR11', 300)]),
    ['Weapon: if it may be a firearm, the tactical firearms commander decides who goes'],
    'and what the force has noted',
  )
})

t.test('the first rules of the force still say what they said', async (t) => {
  const old = forceRules('dispatch-rules.json')
  const places = (need: Need, units: UnitFacts[]) =>
    rankUnits(need, units, old).candidates.map(({ callsign }) => callsign)
  t.same(places(abuse, [unit('NR11', 301), unit('NR12', 310, { skills: ['taser', 'domestic-abuse'] })]), [
    'NR12',
    'NR11',
  ])
  t.match(rankUnits(abuse, [unit('AR1', 60, { kind: 'armed-response' }), unit('NP1', 60, { kind: 'pcso' })], old), {
    candidates: [
      {
        callsign: 'AR1',
        rank: null,
        needsCommander: true,
        because: ['Armed response unit: a tactical commander decides'],
      },
      { callsign: 'NP1', rank: null, notAlone: true },
    ],
    unitsNeeded: 2,
  })
  t.match(rankUnits({ ...abuse, grade: '9' }, [unit('NR11', 60)], old).candidates, [
    { rank: null, rules: ['grade/no-rule'] },
  ])
})

const anyUnit: fc.Arbitrary<UnitFacts> = fc
  .record({
    n: fc.nat(400),
    kind: fc.constantFrom('response', 'neighbourhood', 'roads-policing', 'pcso', 'armed-response'),
    seconds: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: null }),
    driving: fc.constantFrom('basic', 'response'),
    skills: fc.subarray(['taser', 'domestic-abuse', 'language-polish', 'mental-health']),
    sexes: fc.subarray(['female', 'male']),
    crewSize: fc.nat(2),
    age: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: null }),
    shift: fc.integer({ min: -10, max: 30_000 }),
    state: fc.constantFrom('2', '4', '9'),
    commitment: fc.option(
      fc.record({
        watched: fc.boolean(),
        gradePosition: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
        step: fc.constantFrom('assigned', 'mobile', 'at-scene'),
      }),
      { nil: null },
    ),
  })
  .map(({ n, kind, seconds, driving, skills, sexes, crewSize, age, shift, state, commitment }) =>
    unit(`NR${n}`, seconds, {
      kind,
      skills,
      crewSize,
      crewSexes: sexes,
      drivingGrade: driving,
      positionAgeSeconds: age,
      shiftSecondsLeft: shift,
      ...(commitment
        ? going(commitment)
        : { state: { code: state, name: 'A state', deployable: state !== '9', deployment: 'none' } }),
    }),
  )
const anyUnits = fc.uniqueArray(anyUnit, { selector: ({ id }) => id, maxLength: 12 })
const anyNeed: fc.Arbitrary<Need> = fc
  .record({
    grade: fc.constantFrom('1', '2', '3'),
    secondsLeft: fc.integer({ min: -100, max: 4_000 }),
    domesticAbuse: fc.boolean(),
    violence: fc.boolean(),
    happeningNow: fc.boolean(),
    type: fc.constantFrom('burglary', 'weapon', 'mental-health'),
    language: fc.constantFrom(null, 'Polish', 'English'),
    officerSex: fc.constantFrom(null, 'female', 'male'),
    excludedUnitIds: fc.array(
      fc.nat(400).map((n) => `id-NR${n}`),
      { maxLength: 3 },
    ),
  })
  .map(({ grade, ...more }) => ({ ...burglary, ...more, grade, gradePosition: Number(grade) }))
const anyLoss = fc
  .array(fc.tuple(fc.nat(400), fc.double({ min: 0, max: 1, noNaN: true })))
  .map((losses) => new Map(losses.map(([n, share]) => [`id-NR${n}`, share])))

t.test('properties of every ranking', async (t) => {
  const holdsFor = (name: string, property: fc.IRawProperty<unknown>) => {
    t.doesNotThrow(() => fc.assert(property, { numRuns: 400 }), name)
  }
  holdsFor(
    'the order in which units are listed changes nothing',
    fc.property(anyNeed, anyUnits, anyLoss, fc.integer(), (need, units, loss, seed) => {
      const other = units
        .map((one, index) => ({ one, key: Math.sin(seed + index) }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one)
      return JSON.stringify(rankUnits(need, units, rules, loss)) === JSON.stringify(rankUnits(need, other, rules, loss))
    }),
  )
  holdsFor(
    'every unit is there exactly once, with at least one reason, each with its rule, as the contract has it',
    fc.property(anyNeed, anyUnits, anyLoss, (need, units, loss) => {
      const { candidates } = rankUnits(need, units, rules, loss)
      const shape = candidate.omit({ unitId: true })
      for (const { unitId, ...line } of candidates) shape.parse(line)
      return (
        JSON.stringify(candidates.map(({ unitId }) => unitId).sort()) ===
          JSON.stringify(units.map(({ id }) => id).sort()) &&
        candidates.every(({ because, rules: by }) => because.length > 0 && by.length === because.length)
      )
    }),
  )
  holdsFor(
    'who is not eligible never ranks',
    fc.property(anyNeed, anyUnits, anyLoss, (need, units, loss) => {
      const { candidates } = rankUnits(need, units, rules, loss)
      const ids = new Set(candidates.flatMap(({ rank, unitId }) => (rank === null ? [] : [unitId])))
      return units.every(
        ({ id, kind, crewSize, shiftSecondsLeft, commitment, state, drivingGrade }) =>
          !ids.has(id) ||
          (kind !== 'pcso' &&
            kind !== 'armed-response' &&
            crewSize > 0 &&
            shiftSecondsLeft > 0 &&
            need.grade !== '3' &&
            (need.grade !== '1' || (drivingGrade === 'response' && kind !== 'neighbourhood')) &&
            !need.excludedUnitIds.includes(id) &&
            (commitment ? commitment.step !== 'at-scene' && need.grade === '1' : state.deployable)),
      )
    }),
  )
  holdsFor(
    'a nearer unit that is the same otherwise is never behind',
    fc.property(anyNeed, anyUnits, anyUnit, fc.nat(4_000), fc.nat(1_000), (need, units, base, seconds, nearer) => {
      const far = {
        ...base,
        id: 'far',
        callsign: 'AA1',
        travel: { known: true, seconds: seconds + nearer + 1, metres: 1 } as const,
      }
      const near = { ...far, id: 'near', callsign: 'ZZ9', travel: { known: true, seconds, metres: 1 } as const }
      const order = rankUnits(need, [...units, far, near], rules).candidates.map(({ unitId }) => unitId)
      return order.indexOf('near') < order.indexOf('far')
    }),
  )
  holdsFor(
    'an unknown time is never before a known one, nor 0',
    fc.property(anyNeed, anyUnits, anyLoss, (need, units, loss) => {
      const { candidates } = rankUnits(need, units, rules, loss)
      return [candidates.filter(({ rank }) => rank !== null), candidates.filter(({ rank }) => rank === null)].every(
        (part) => {
          const known = part.map(({ travel }) => travel.known)
          return known.lastIndexOf(true) === known.filter(Boolean).length - 1
        },
      )
    }),
  )
  holdsFor(
    'the units to send have officers enough, or it is said that they have not',
    fc.property(anyNeed, anyUnits, (need, units) => {
      const { candidates, warnings: said, unitsNeeded } = rankUnits(need, units, rules)
      const sent = candidates.filter(({ sendAs }) => sendAs !== null)
      const officers = sent.reduce((sum, { crewSize }) => sum + crewSize, 0)
      const needed = need.happeningNow && (need.domesticAbuse || need.violence) ? 2 : 1
      return officers >= needed ? sent.length === unitsNeeded : said.some((line) => line.includes('can go'))
    }),
  )
})
