import t from 'tap'
import type { Actor } from '../core/index.ts'
import { type Addressed, mayReceive, maySeePosition, seesOtherwise } from './audience-rules.ts'

const unitId = '0198d6a0-0000-7000-8000-00000000000a'
const otherUnit = '0198d6a0-0000-7000-8000-00000000000b'
const incidentId = '0198d6a0-0000-7000-8000-0000000000c0'

function actor(role: Actor['role'], more: Partial<Actor> = {}): Actor {
  return {
    kind: role === 'system' ? 'system' : 'staff',
    id: '0198d6a0-0000-7000-8000-0000000000ff',
    sessionId: null,
    name: 'Somebody',
    role,
    centreId: null,
    areas: [],
    unitId: null,
    scopes: [],
    expiresAt: null,
    ...more,
  }
}

function event(more: Partial<Addressed> = {}): Addressed {
  return { type: 'incident-opened', incidentId, areaId: 'south', unitIds: [], audience: 'room', ...more }
}

const inRoom = event()
const everyArea = event({ areaId: null })
const forCrew = event({ type: 'deployment-made', unitIds: [unitId] })
const aboutUnit = event({ type: 'unit-state-changed', unitIds: [unitId], areaId: 'north' })
const unitOnly = event({ type: 'crew-changed', incidentId: null, unitIds: [unitId], areaId: 'north' })
const supervision = event({ audience: 'supervision', unitIds: [unitId] })
const administration = event({ audience: 'administration', unitIds: [unitId] })
const all = { inRoom, everyArea, forCrew, aboutUnit, unitOnly, supervision, administration }

function received(who: Actor): string[] {
  return Object.entries(all).flatMap(([name, one]) => (mayReceive(who, one) ? [name] : []))
}

t.test('a supervisor receives everything', async (t) => {
  t.same(received(actor('supervisor')), Object.keys(all))
})

t.test('call handlers and the front desk receive the room of every area, and nothing of supervision', async (t) => {
  const room = ['inRoom', 'everyArea', 'forCrew', 'aboutUnit', 'unitOnly']
  t.same(received(actor('call-handler', { areas: ['north'] })), room)
  t.same(received(actor('front-desk')), room)
})

t.test('a dispatcher receives their areas, what is for every area, and units of any area', async (t) => {
  const north = actor('dispatcher', { areas: ['north', 'west'] })
  t.same(
    received(north),
    ['everyArea', 'aboutUnit', 'unitOnly'],
    'a deployment in the south is an incident of the south',
  )
  t.same(received(actor('dispatcher', { areas: ['south'] })), [
    'inRoom',
    'everyArea',
    'forCrew',
    'aboutUnit',
    'unitOnly',
  ])
  t.same(
    received(actor('dispatcher')),
    ['inRoom', 'everyArea', 'forCrew', 'aboutUnit', 'unitOnly'],
    'no areas are all areas',
  )
})

t.test('a crew receives only what names its own unit', async (t) => {
  t.same(received(actor('unit', { unitId })), ['forCrew', 'aboutUnit', 'unitOnly'])
  t.same(received(actor('unit', { unitId: otherUnit })), [])
  t.same(received(actor('unit')), [], 'booked on no unit')
})

t.test('terminals receive what names any unit; other scopes nothing', async (t) => {
  t.same(received(actor('system', { scopes: ['terminals'] })), ['forCrew', 'aboutUnit', 'unitOnly'])
  t.same(received(actor('system', { scopes: ['telephony', 'avl'] })), [])
})

t.test('an administrator receives administration only: no incident content', async (t) => {
  t.same(received(actor('administrator')), ['administration'])
})

t.test('a role or an audience that nobody thought of receives nothing', async (t) => {
  t.same(received(actor('inspector' as Actor['role'])), [])
  t.same(received(actor('system', { kind: 'staff', scopes: ['terminals'] })), [], 'a scope is no role')
  const unknown = event({ audience: 'crew' as Addressed['audience'], unitIds: [unitId], areaId: null })
  for (const who of [
    actor('supervisor'),
    actor('call-handler'),
    actor('dispatcher'),
    actor('unit', { unitId }),
    actor('administrator'),
    actor('system', { scopes: ['terminals'] }),
  ]) {
    t.notOk(mayReceive(who, unknown), who.role)
  }
})

t.test('a changed role, area, unit or scope means another picture; a changed name does not', async (t) => {
  const was = actor('dispatcher', { areas: ['north', 'west'], unitId: null })
  t.notOk(
    seesOtherwise(was, { ...was, name: 'Somebody Else', expiresAt: '2026-11-22T10:00:00Z', areas: ['west', 'north'] }),
  )
  t.ok(seesOtherwise(was, { ...was, areas: ['north', 'south'] }))
  t.ok(seesOtherwise(was, { ...was, areas: ['north'] }))
  t.ok(seesOtherwise(was, { ...was, role: 'call-handler' }))
  t.ok(seesOtherwise(was, { ...was, unitId }))
  t.ok(seesOtherwise(was, { ...was, kind: 'system' }))
  t.ok(seesOtherwise(was, { ...was, scopes: ['terminals'] }))
})

t.test('the room sees where every unit is, a crew its own, others none', async (t) => {
  for (const role of ['supervisor', 'dispatcher', 'call-handler', 'front-desk'] as const) {
    t.ok(maySeePosition(actor(role), otherUnit), role)
  }
  t.ok(maySeePosition(actor('unit', { unitId }), unitId))
  t.notOk(maySeePosition(actor('unit', { unitId }), otherUnit))
  t.notOk(maySeePosition(actor('administrator'), unitId))
  t.notOk(maySeePosition(actor('system', { scopes: ['terminals'] }), unitId))
})
