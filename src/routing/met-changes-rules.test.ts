import t from 'tap'
import { ChangeSets } from './met-changes-rules.ts'

t.test('sets are named once, joined in any order, and listed', async (t) => {
  const sets = new ChangeSets()
  const [snow, flood, crash] = [sets.of([0]), sets.of([1]), sets.of([2])]
  t.equal(sets.of([0, 0]), snow)
  t.equal(sets.of([]), 0)
  t.equal(sets.join(snow, 0), snow)
  t.equal(sets.join(0, snow), snow)
  t.equal(sets.join(snow, snow), snow)
  const both = sets.join(flood, snow)
  t.equal(sets.join(snow, flood), both)
  t.same(sets.list(sets.join(both, crash)), [0, 1, 2])
  t.equal(sets.join(crash, both), sets.of([2, 1, 0]))
  t.same(sets.list(0), [])
})

t.test('any number of changes', async (t) => {
  const sets = new ChangeSets()
  let all = 0
  for (let change = 0; change < 100; change += 1) all = sets.join(all, sets.of([change]))
  t.equal(sets.list(all).length, 100)
})
