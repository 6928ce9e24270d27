import t from 'tap'
import { forceRules } from '../../test/support/ranking-facts.ts'
import { dispatchRules } from './dispatch-definition.ts'

const first = {
  grades: [
    { grade: '1', eligibleKinds: ['response'], drivingGrades: ['response'], profile: 'blue-light', mayDivert: true },
  ],
  neverAutomatic: ['armed-response'],
  notAloneToViolence: ['pcso'],
  officersWhenViolent: 3,
  shiftEndSeconds: 900,
  stalePositionSeconds: 45,
  preferredSkills: [
    { when: 'violence', skill: 'taser' },
    { when: 'domestic-abuse', skill: 'domestic-abuse' },
  ],
}

t.test('a version of the first shape is read as the rules it means', async (t) => {
  const rules = dispatchRules.parse(first)
  t.match(rules, {
    grades: [{ grade: '1', profile: 'blue-light', mayDivert: true, fitnessAtMostSeconds: 30 }],
    officers: [{ atLeast: 3 }, { atLeast: 3 }],
    cover: { weightSeconds: 0 },
    stalePositionSeconds: 45,
  })
  t.same(
    rules.fitness.map(({ id }) => id),
    [
      'commander-decides',
      'grade-1-kinds',
      'grade-1-driving',
      'not-alone-domestic-abuse',
      'not-alone-violence',
      'skills-asked',
      'violence-taser',
      'domestic-abuse-domestic-abuse',
      'officer-sex-asked',
      'shift-end',
    ],
  )
  t.same(
    dispatchRules
      .parse({ ...first, neverAutomatic: [], notAloneToViolence: [] })
      .fitness.filter(({ asks }) => asks.what === 'commander' || asks.what === 'company'),
    [],
    'a rule about no kind is no rule, not one about every kind',
  )
})

t.test('what is read once is read again as it is', async (t) => {
  const rules = dispatchRules.parse(first)
  t.same(dispatchRules.parse(JSON.parse(JSON.stringify(rules))), rules)
  t.same(dispatchRules.parse(JSON.parse(JSON.stringify(forceRules()))), forceRules())
})

t.test('what is not well formed is refused, and its field named', async (t) => {
  const issue = (body: unknown) => dispatchRules.safeParse(body).error?.issues[0]?.path
  t.same(issue({ ...forceRules(), cover: { grades: ['2'], weightSeconds: -1 } }), ['cover', 'weightSeconds'])
  for (const body of ['x', null, { grades: [] }]) t.equal(dispatchRules.safeParse(body).success, false)
  t.throws(() => dispatchRules.parse({ preferredSkills: [] }), /"grades"/)
})

t.test('every rule of the force has its own id', async (t) => {
  for (const file of ['dispatch-rules.json', 'dispatch-rules-2026-11-23.json']) {
    const { fitness, officers, notices } = forceRules(file)
    const ids = [...fitness, ...officers, ...notices].map(({ id }) => id)
    t.equal(new Set(ids).size, ids.length, file)
  }
})
