import t from 'tap'
import { abuse, burglary, forceRules } from '../../test/support/ranking-facts.ts'
import { officersFor, unitsFor } from './officers-rules.ts'

const crews = (...sizes: number[]) => sizes.map((crewSize) => ({ crewSize }))

t.test('the highest number of the rules that hold counts', async (t) => {
  const rules = forceRules()
  t.same(officersFor(abuse, rules), { rule: 'pair-domestic-abuse', atLeast: 2 })
  t.same(officersFor({ ...burglary, violence: true }, rules), { rule: 'pair-violence', atLeast: 2 })
  t.same(officersFor(burglary, rules), { rule: 'officers/one', atLeast: 1 })
  t.same(officersFor({ ...abuse, happeningNow: false }, rules), { rule: 'officers/one', atLeast: 1 })
  const more = { officers: [...rules.officers, { id: 'four-to-weapons', when: { types: ['weapon'] }, atLeast: 4 }] }
  t.same(officersFor({ ...abuse, type: 'weapon' }, more), { rule: 'four-to-weapons', atLeast: 4 })
  t.same(officersFor(abuse, more), { rule: 'pair-domestic-abuse', atLeast: 2 })
})

t.test('units from the first on, until there are officers enough', async (t) => {
  t.equal(unitsFor(2, crews(2, 2)), 1)
  t.equal(unitsFor(2, crews(1, 2, 1)), 2)
  t.equal(unitsFor(2, crews(1)), 2, 'too few: as many single crews as would do')
  t.equal(unitsFor(2, []), 2)
  t.equal(unitsFor(1, []), 1)
  t.equal(unitsFor(20, crews(...Array.from({ length: 30 }, () => 1))), 8, 'one need calls for no more than eight units')
})
