import t from 'tap'
import { RowProblem } from '../importing/index.ts'
import { changingColumns, takeAgain } from './standing-rows-rules.ts'

const order = {
  ...{ id: 'o', kind: 'non-molestation', protected_id: 'p1', subject_id: 'p2', starts_on: '2024-01-01' },
  ...{ conditions: 'Not to come near', power_of_arrest: true, ends_on: null },
}
const all = new Set(['kind', 'startsOn', 'conditions', 'powerOfArrest', 'endsOn'])

t.test('an order that comes again as it is, is there', async (t) => {
  t.equal(takeAgain('protection_order', { given: order, there: { ...order }, mapped: all }), 'there')
})

t.test('one that was ended, varied or extended is so from now on', async (t) => {
  for (const change of [{ ends_on: '2026-01-01' }, { conditions: 'Not to ring' }, { power_of_arrest: false }]) {
    const now = takeAgain('protection_order', { given: { ...order, ...change }, there: order, mapped: all })
    t.same(now, { ...order, ...change })
  }
  const ended = { ...order, ends_on: '2026-01-01' }
  t.same(takeAgain('protection_order', { given: order, there: ended, mapped: all }), order, 'without an end again')
})

t.test('what the mapping leaves out stays as it is', async (t) => {
  const given = { ...order, power_of_arrest: false, ends_on: '2026-01-01' }
  const now = takeAgain('protection_order', { given, there: order, mapped: new Set(['conditions', 'endsOn']) })
  t.same(now, { ...order, ends_on: '2026-01-01' })
  t.equal(takeAgain('protection_order', { given, there: order, mapped: new Set(['conditions']) }), 'there')
})

t.test('a reference under which another is there is not taken', async (t) => {
  for (const change of [{ subject_id: 'p3' }, { kind: 'restraining' }, { starts_on: '2024-02-01' }]) {
    const problem = takeAgain('protection_order', { given: { ...order, ...change }, there: order, mapped: all })
    t.ok(problem instanceof RowProblem)
    t.match(problem, { field: 'reference', because: /^is that of an order between others/ })
  }
})

t.test('markers expire and are reviewed, plans end; neither moves to another door', async (t) => {
  const marker = { id: 'm', person_id: null, premises_id: 'a', number: null, code: 'FI', starts_on: '2024-01-01' }
  const given = { ...marker, expires_on: '2025-01-01', review_on: '2026-01-01' }
  const mapped = new Set(['expiresOn', 'reviewOn'])
  t.same(takeAgain('marker', { given, there: { ...marker, review_on: '2025-01-01' }, mapped }), given)
  t.match(takeAgain('marker', { given: { ...given, premises_id: 'b' }, there: marker, mapped }), { field: 'reference' })
  const plan = { id: 'l', person_id: 'p', starts_on: '2024-01-01' }
  t.same(
    takeAgain('response_plan', {
      given: { ...plan, ended_on: '2025-01-01' },
      there: plan,
      mapped: new Set(['endedOn']),
    }),
    { ...plan, ended_on: '2025-01-01' },
  )
  t.same(changingColumns('protection_order'), ['conditions', 'power_of_arrest', 'ends_on'])
})
