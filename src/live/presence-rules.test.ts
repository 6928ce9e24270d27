import t from 'tap'
import type { Actor } from '../core/index.ts'
import { mayKnowOf, presenceFor } from './presence-rules.ts'

const person = (id: string, role: Actor['role'], areas: string[] = []): Actor => ({
  ...{ kind: 'staff', id, name: id, role, areas, unitId: null, scopes: [] },
  ...{ sessionId: null, centreId: null, expiresAt: '' },
})
const looks = (id: string, incidentId: string, areaId: string | null = 'north') => ({
  id,
  name: id,
  incidentId,
  areaId,
})

t.test('others who have an incident open are told, once each, and oneself is not', async (t) => {
  const lookers = [looks('b', 'i2'), looks('c', 'i1'), looks('a', 'i1'), looks('c', 'i1'), looks('me', 'i1')]
  t.same(presenceFor(person('me', 'dispatcher', ['north']), lookers), [
    {
      incidentId: 'i1',
      by: [
        { id: 'a', name: 'a' },
        { id: 'c', name: 'c' },
      ],
    },
    { incidentId: 'i2', by: [{ id: 'b', name: 'b' }] },
  ])
})

t.test('only whoever may receive the events of an incident is told who works on it', async (t) => {
  const there = looks('a', 'i', 'north')
  t.ok(mayKnowOf(person('me', 'supervisor'), there))
  t.ok(mayKnowOf(person('me', 'call-handler'), there))
  t.notOk(mayKnowOf(person('me', 'dispatcher', ['west']), there))
  t.notOk(mayKnowOf(person('me', 'administrator'), there))
  t.notOk(mayKnowOf({ ...person('me', 'unit'), unitId: 'u' }, there))
  t.notOk(mayKnowOf({ ...person('me', 'dispatcher'), kind: 'system', scopes: ['terminals'] }, there))
  t.same(presenceFor(person('me', 'dispatcher', ['west']), [there]), [])
})
