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
const free = { callsign: 'NR11', state: '2', step: null }
const committed = { callsign: 'NR11', state: '5', step: 'mobile' } as const

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
t.test('an emergency ends by hand, with the state that the deployment has', async (t) => {
  const inNeed = { ...committed, state: '0' }
  t.match(setState(inNeed, '5', states), { code: '5' })
  t.match(setState(inNeed, '2', states), { code: 'unit/state' }, 'it is still committed')
  t.match(setState(committed, '5', states), { code: 'unit/state' }, 'without one the steps say it')
  t.match(setState({ ...free, state: '0' }, '5', states), { code: 'unit/state' }, 'it goes nowhere')
  t.match(setState({ ...free, state: '0' }, '2', states), { code: '2' })
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
