import t from 'tap'
import { type Actor, Refusal } from '../core/index.ts'
import { type AddressFacts, mayBeTold } from './entitlement-rules.ts'

const facts: AddressFacts = { open: true, areaId: 'south', handlerIds: ['h1'], unitIdsGoing: ['u1'] }
const staff = (role: Actor['role'], more: Partial<Actor> = {}) =>
  ({ kind: 'staff', id: 'x', name: 'X', role, areas: [], unitId: null, scopes: [], sessionId: null, ...more }) as Actor
const told = (actor: Actor, more: Partial<AddressFacts> = {}, unitId?: string) =>
  !(mayBeTold(actor, { ...facts, ...more }, unitId) instanceof Refusal)

t.test('a supervisor always; a dispatcher of the area while it is open', async (t) => {
  t.ok(told(staff('supervisor'), { open: false }))
  t.ok(told(staff('dispatcher')))
  t.ok(told(staff('dispatcher', { areas: ['south'] })))
  t.ok(told(staff('dispatcher', { areas: ['north'] }), { areaId: null }))
  t.notOk(told(staff('dispatcher', { areas: ['north'] })))
  t.notOk(told(staff('dispatcher'), { open: false }))
})

t.test('whoever took a call about it, while it is open; no other desk', async (t) => {
  for (const role of ['call-handler', 'front-desk'] as const) {
    t.ok(told(staff(role, { id: 'h1' })))
    t.notOk(told(staff(role, { id: 'h1' }), { open: false }))
    t.notOk(told(staff(role, { id: 'h2' })))
  }
})

t.test('a crew that goes there, itself or through its terminals; no other crew', async (t) => {
  t.ok(told(staff('unit', { unitId: 'u1' })))
  t.notOk(told(staff('unit', { unitId: 'u2' })))
  t.notOk(told(staff('unit')))
  const system = (scopes: string[]) =>
    ({ ...staff('unit'), kind: 'system', role: 'system', scopes }) as unknown as Actor
  t.ok(told(system(['terminals']), {}, 'u1'))
  t.notOk(told(system(['terminals']), {}, 'u2'))
  t.notOk(told(system(['terminals'])))
  t.notOk(told(system(['telephony']), {}, 'u1'))
})

t.test('nobody else', async (t) => {
  const refused = mayBeTold(staff('administrator'), facts, undefined)
  t.equal(refused instanceof Refusal && refused.code, 'place/protected')
})
