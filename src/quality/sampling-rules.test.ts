import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import type { SamplingPlan, Skill } from '../definitions/index.ts'
import {
  bandOf,
  type Candidate,
  checkPeriod,
  drawSample,
  keyOf,
  listEligible,
  stratumOf,
  takeEvenly,
} from './sampling-rules.ts'

const plan: SamplingPlan = {
  of: 'domestic-abuse',
  skills: ['call-handling', 'dispatching'],
  perPerson: 4,
  periodDaysAtMost: 31,
  strata: ['grade', 'outcome', 'centre', 'hour'],
  hourBands: [7, 15, 23],
  always: [
    { what: 'downgraded', of: 'all', percent: 100 },
    { what: 'closed-without-deployment', of: 'domestic-abuse', percent: 20 },
  ],
  blindSecondPercent: 20,
  childWords: ['child'],
}
const lots = (seed: string) => (purpose: string, key: string) =>
  createHash('sha256').update(`${seed}/${purpose}/${key}`).digest().readUIntBE(0, 6) / 2 ** 48
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  incidentId: 'i',
  skill: 'call-handling',
  staffId: 'ann',
  centreId: 'hq',
  grade: '1',
  outcome: 'assault',
  hour: 9,
  domesticAbuse: true,
  downgraded: false,
  deployed: true,
  ...more,
})
const people = ['ann', 'ben', 'cat']
const population = Array.from({ length: 240 }, (_, n) =>
  candidate({
    incidentId: `i${n}`,
    staffId: people[n % 3] ?? '',
    skill: n % 2 === 0 ? 'call-handling' : 'dispatching',
    centreId: n % 3 === 0 ? 'hq' : 'south',
    grade: n % 4 === 0 ? '1' : '2',
    outcome: n % 5 === 0 ? 'no-offence' : 'assault',
    hour: n % 24,
  }),
)
const keysOf = (drawn: ReturnType<typeof drawSample>) => drawn.map((one) => keyOf(one.candidate))

t.test('the same seed and population give the same sample, in whatever order it is read', async (t) => {
  const first = drawSample(population, plan, lots('4417'))
  t.same(drawSample([...population].reverse(), plan, lots('4417')), first)
  t.notSame(keysOf(drawSample(population, plan, lots('4418'))), keysOf(first), 'another seed gives another')
  t.equal(first.length, 24, 'four of each of three people and two skills')
  t.equal(new Set(keysOf(first)).size, first.length, 'nothing twice')
})

t.test('each person and skill gets the same number, whoever worked more', async (t) => {
  const uneven = [
    ...population,
    ...population.map((one) => ({ ...one, incidentId: `${one.incidentId}x`, staffId: 'ann' })),
  ]
  const drawn = drawSample(uneven, plan, lots('1'))
  for (const staffId of people)
    for (const skill of plan.skills)
      t.equal(
        drawn.filter(({ candidate: one }) => one.staffId === staffId && one.skill === skill).length,
        4,
        `${staffId}, ${skill}`,
      )
  const few = drawSample(population.slice(0, 6), plan, lots('1'))
  t.equal(few.length, 6, 'where there is less, all of it')
})

t.test('each stratum has its exact share, rounded down or up, and never more than it holds', async (t) => {
  t.same(takeEvenly(['a', 'a', 'a', 'b', 'b', 'c'], 3, 0), ['a', 'a', 'b'])
  t.same(takeEvenly(['a', 'a', 'a', 'b', 'b', 'c'], 3, 0.9), ['a', 'b', 'c'])
  t.same(takeEvenly(['a', 'b'], 9, 0.5), ['a', 'b'])
  t.same(takeEvenly([], 3, 0.5), [])
  t.same(takeEvenly(['a'], 0, 0.5), [])
  const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 9 })
  const start = fc.integer({ min: 0, max: 999 })
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 80 }), start, (of, total, at) => {
      const all = of.flatMap((size, stratum) => Array.from({ length: size }, () => ({ stratum })))
      const taken = takeEvenly(all, total, at / 1_000)
      const due = Math.min(total, all.length) / all.length
      return (
        taken.length === Math.min(total, all.length) &&
        of.every((size, stratum) => {
          const count = taken.filter((one) => one.stratum === stratum).length
          return size === 0 || (count >= Math.floor(size * due - 1e-9) && count <= Math.ceil(size * due + 1e-9))
        })
      )
    }),
  )
})

t.test('everything has the same chance, also what is rare', async (t) => {
  const work = Array.from({ length: 20 }, (_, n) => candidate({ incidentId: `i${n}`, grade: n === 0 ? 'rare' : '2' }))
  const times = new Map<string, number>()
  for (let seed = 0; seed < 1_000; seed += 1)
    for (const { candidate: one } of drawSample(work, { ...plan, strata: ['grade'] }, lots(String(seed))))
      times.set(one.incidentId, (times.get(one.incidentId) ?? 0) + 1)
  t.equal(times.size, 20)
  // four of twenty: each 200 times of 1,000, give or take three standard deviations
  for (const [id, count] of times) t.ok(Math.abs(count - 200) < 45, `${id}: ${count}`)
})

t.test('a draw of one person is divided as the work was', async (t) => {
  const work = Array.from({ length: 40 }, (_, n) => candidate({ incidentId: `i${n}`, grade: n < 10 ? '1' : '2' }))
  const drawn = drawSample(work, { ...plan, strata: ['grade'] }, lots('7'))
  const grades = drawn.map(({ candidate: one }) => one.grade).sort()
  t.same(grades, ['1', '2', '2', '2'], 'a quarter of the work was grade 1')
})

t.test('every downgrade is in, also of what is not domestic abuse, and a share of what no unit went to', async (t) => {
  const lowered = ['call-handling', 'dispatching'].map((skill) =>
    candidate({ incidentId: 'low', skill: skill as Skill, staffId: skill, domesticAbuse: false, downgraded: true }),
  )
  const theft = candidate({ incidentId: 'theft', domesticAbuse: false, deployed: false })
  const unsent = Array.from({ length: 10 }, (_, n) =>
    candidate({ incidentId: `u${n}`, deployed: false, staffId: `p${n}` }),
  )
  const drawn = drawSample([...population, ...lowered, theft, ...unsent], { ...plan, perPerson: 1 }, lots('9'))
  const because = (id: string) => drawn.filter(({ candidate: one }) => one.incidentId === id).map((one) => one.because)
  t.same(because('low'), ['downgraded', 'downgraded'], 'both skills of it')
  t.same(because('theft'), [])
  t.equal(drawn.filter((one) => one.because === 'closed-without-deployment').length, 2, '20 % of 10')
  const both = candidate({ incidentId: 'both', downgraded: true, deployed: false })
  t.match(drawSample([both], plan, lots('9')), [{ because: 'downgraded' }], 'once, for the first reason')
  const nowhere = { ...theft, centreId: null }
  t.match(drawSample([nowhere], { ...plan, of: 'all', always: [] }, lots('9')), [{ because: 'random', blind: true }])
  t.same(drawSample([theft], { ...plan, of: 'all', skills: ['dispatching'] }, lots('9')), [])
})

t.test('the share that is marked twice is drawn by the same seed, over skills and centres', async (t) => {
  const drawn = drawSample(population, { ...plan, blindSecondPercent: 50 }, lots('4417'))
  const twice = drawn.filter(({ blind }) => blind)
  t.equal(twice.length, 12)
  t.same(
    drawSample(population, { ...plan, blindSecondPercent: 50 }, lots('4417')).map(({ blind }) => blind),
    drawn.map(({ blind }) => blind),
  )
  for (const skill of plan.skills) t.equal(twice.filter(({ candidate: one }) => one.skill === skill).length, 6)
  t.same(
    drawSample(population, { ...plan, blindSecondPercent: 0 }, lots('1')).filter(({ blind }) => blind),
    [],
  )
})

t.test('a stratum in words; a part of the day goes over midnight', async (t) => {
  t.equal(stratumOf(candidate({ hour: 2 }), plan), '1, assault, hq, 23-7')
  t.equal(stratumOf(candidate({ grade: null, outcome: null, centreId: null }), plan), 'none, none, none, 7-15')
  t.equal(bandOf(23, [7, 15, 23]), '23-7')
  t.equal(bandOf(7, [7]), '7-7')
})

t.test('a draw is for days that are over, and no more of them than the plan says', async (t) => {
  const check = (from: string, to: string) =>
    checkPeriod({ from, to }, plan, '2026-11-23').map(({ pointer }) => pointer)
  t.same(check('2026-10-01', '2026-10-31'), [])
  t.same(check('2026-11-22', '2026-11-22'), [])
  t.same(check('2026-11-01', '2026-11-23'), ['/to'], 'today is not over')
  t.same(check('2026-10-01', '2026-11-01'), ['/to'], '32 days')
  t.same(check('2026-10-02', '2026-10-01'), ['/to'])
  t.same(check('0000-01-01', '2026-10-01'), ['/from'])
})

t.test('what the plan can never draw is not kept, and its absence changes no draw', async (t) => {
  const theft = candidate({ incidentId: 'theft', domesticAbuse: false })
  const low = candidate({ incidentId: 'low', domesticAbuse: false, downgraded: true })
  const all = [...population, theft, low]
  const kept = listEligible(all, plan)
  t.equal(kept.length, population.length + 1)
  t.same(drawSample(kept, plan, lots('3')), drawSample(all, plan, lots('3')))
  t.same(listEligible([low], { ...plan, skills: ['dispatching'] }), [])
})
