import t from 'tap'
import { type StateDefinition, setState, stateFor } from './unit-rules.ts'

const state = (code: string, more: Partial<StateDefinition> = {}): StateDefinition => ({
  code,
  name: `State ${code}`,
  onDuty: true,
  deployable: true,
  emergency: false,
  deployment: 'none',
  ...more,
})
const states = [
  state('0', { emergency: true, deployable: false }),
  state('2', { deployment: 'free' }),
  state('4'),
  state('5', { deployment: 'mobile', deployable: false }),
]
const free = { callsign: 'NR11', committed: false }
const committed = { callsign: 'NR11', committed: true }

t.test('a free unit goes to refreshments and back on patrol', async (t) => {
  t.match(setState(free, '4', states), { code: '4' })
  t.match(setState(free, '2', states), { code: '2' })
})
t.test('a committed unit keeps the state of its deployment', async (t) => {
  t.match(setState(committed, '4', states), { code: 'unit/state' })
})
t.test('an emergency goes through whatever the unit is doing', async (t) => {
  t.match(setState(committed, '0', states), { code: '0' })
})
t.test('en route is set by a deployment, not by hand', async (t) => {
  t.match(setState(free, '5', states), { code: 'unit/state' })
})
t.test('a state the force does not have is named as such', async (t) => {
  t.match(setState(free, '77', states), { code: 'definition/unknown', more: { errors: [{ pointer: '/state' }] } })
})
t.test('each step has its state, and a table without one is a fault', async (t) => {
  t.match(stateFor('mobile', states), { code: '5' })
  t.throws(() => stateFor('at-scene', states), /none for at-scene/)
})
