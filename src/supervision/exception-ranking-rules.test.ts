import fc from 'fast-check'
import t from 'tap'
import { exceptionKinds } from '../definitions/escalation-definition.ts'
import { MOST_LINES_OF_A_GRADE, type Ranked, rankExceptions } from './exception-ranking-rules.ts'

let last = 0
const raised = (more: Partial<Ranked>): Ranked => {
  last += 1
  const incidentId = `incident ${last}`
  return {
    id: `exception ${last}`,
    kind: 'clock-breached',
    urgency: 'high',
    subjectId: incidentId,
    incidentId,
    gradePosition: 2,
    acknowledged: false,
    raisedAt: last,
    ...more,
  }
}
const many = (count: number, more: Partial<Ranked>) => Array.from({ length: count }, () => raised(more))

t.test('a thousand exceptions of a minute do not push a grade 1 out of the first ten', async (t) => {
  const one = raised({ gradePosition: 1, kind: 'incident-unassigned', urgency: 'medium' })
  const flood = [
    ...many(700, {}),
    ...many(200, { gradePosition: 2, kind: 'briefing-unread', urgency: 'medium' }),
    ...many(100, { gradePosition: null, kind: 'incident-ungraded' }),
  ]
  const lines = rankExceptions([...flood, one])
  t.equal(lines[0]?.first.id, one.id, 'it is the first')
  t.match(lines.slice(1), [
    { first: { kind: 'incident-ungraded' }, incidents: 100 },
    { first: { kind: 'clock-breached' }, incidents: 700 },
    { first: { kind: 'briefing-unread' }, incidents: 200 },
  ])
  t.equal(lines.length, 4, 'and the flood is told by kind')
})

t.test('a thousand of grade 1 are told by kind, so that none of them hides another', async (t) => {
  const lines = rankExceptions([
    ...many(999, { gradePosition: 1 }),
    raised({ gradePosition: 1, kind: 'unit-silent' }),
    ...many(2, { gradePosition: 2 }),
  ])
  t.match(lines, [
    { first: { kind: 'clock-breached' }, incidents: 999 },
    { first: { kind: 'unit-silent' }, incidents: 1 },
    { first: { gradePosition: 2 } },
    { first: { gradePosition: 2 } },
  ])
})

t.test('what is about one incident is one line, the gravest and the oldest first', async (t) => {
  const same = { incidentId: 'one', subjectId: 'one' }
  const lines = rankExceptions([
    raised({ ...same, urgency: 'medium', kind: 'caller-waiting' }),
    raised({ ...same, urgency: 'high', kind: 'incident-unassigned' }),
    raised({ ...same, urgency: 'high', kind: 'clock-breached' }),
  ])
  t.match(lines, [
    { first: { kind: 'incident-unassigned' }, all: [{}, { kind: 'clock-breached' }, { kind: 'caller-waiting' }] },
  ])
})

t.test('what somebody has in hand is after all else; what is of no incident is last of its sort', async (t) => {
  const hand = raised({ gradePosition: 1, acknowledged: true })
  const force = raised({ incidentId: null, subjectId: 'force', gradePosition: null, kind: 'rules-past-review' })
  const three = raised({ gradePosition: 3 })
  t.same(
    rankExceptions([hand, force, three]).map(({ first }) => first.id),
    [three.id, force.id, hand.id],
  )
  const twins = [raised({ id: 'b', raisedAt: 1 }), raised({ id: 'a', raisedAt: 1 })]
  t.equal(rankExceptions(twins)[0]?.first.id, 'a', 'always in the same order')
  t.same(rankExceptions([]), [])
})

t.test(
  'whatever is raised: nothing is lost, nothing is twice, and every grade 1 is in the first ten lines',
  async () => {
    const kinds = exceptionKinds.filter((kind) => !kind.endsWith('-past-review') && kind !== 'incident-ungraded')
    const one = fc.record({
      kind: fc.constantFrom(...kinds),
      urgency: fc.constantFrom('high' as const, 'medium' as const, 'low' as const),
      incident: fc.integer({ min: 0, max: 400 }),
      acknowledged: fc.boolean(),
      raisedAt: fc.integer({ min: 0, max: 1_000 }),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 600 }), (facts) => {
        const all = facts.map(({ incident, ...more }, index) =>
          raised({
            ...more,
            id: String(index),
            incidentId: `i${incident}`,
            subjectId: `i${incident}`,
            gradePosition: (incident % 3) + 1,
          }),
        )
        const lines = rankExceptions(all)
        const ids = lines.flatMap(({ all: behind }) => behind.map(({ id }) => id))
        const urgent = lines.filter(({ first }) => first.gradePosition === 1 && !first.acknowledged)
        return (
          ids.length === all.length &&
          new Set(ids).size === all.length &&
          urgent.length <= MOST_LINES_OF_A_GRADE &&
          urgent.every((line) => lines.indexOf(line) < 10)
        )
      }),
      { numRuns: 60 },
    )
  },
)

t.test(
  'what has reached their own duty comes first, whatever its grade; what is in hand still comes last',
  async (t) => {
    const urgent = raised({ gradePosition: 1 })
    const theirs = raised({ isTheirDuty: true })
    const inHand = raised({ isTheirDuty: true, acknowledged: true })
    t.same(
      rankExceptions([urgent, inHand, theirs]).map(({ first }) => first.id),
      [theirs.id, urgent.id, inHand.id],
    )
  },
)
