import t from 'tap'
import { abuse, burglary, forceRules, unit } from '../../test/support/ranking-facts.ts'
import { officersFor, unitsFor, unitsNeededFor } from './officers-rules.ts'

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

t.test('who is going already counts, so that the second of a pair is still asked for', async (t) => {
  const [single, double] = [unit('NR11', 60, { crewSize: 1 }), unit('NR12', 90)]
  t.same(unitsNeededFor(2, [], [single, double]), { unitsNeeded: 2, more: 2 })
  t.same(unitsNeededFor(2, [single], [double]), { unitsNeeded: 2, more: 1 })
  t.same(unitsNeededFor(2, [double], [single]), { unitsNeeded: 1, more: 0 })
  t.same(unitsNeededFor(1, [], []), { unitsNeeded: 1, more: 1 })
})
