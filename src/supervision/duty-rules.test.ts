import t from 'tap'
import { getDutyPost, listDutyPosts, refuseEnding, refuseTaking } from './duty-rules.ts'

const inspector = { code: 'duty-inspector', name: 'Duty inspector', roles: ['supervisor' as const], duty: true }
const dispatcher = { code: 'dispatcher', name: 'Dispatcher', roles: ['dispatcher' as const] }
const me = { id: 'me', role: 'supervisor' as const }

t.test('only what the force names as a duty is held', async (t) => {
  t.same(listDutyPosts({ posts: [dispatcher, inspector] }), [inspector])
  t.equal(getDutyPost('duty-inspector', { posts: [dispatcher, inspector] }), inspector)
  for (const code of ['dispatcher', 'nobody'])
    t.throws(() => getDutyPost(code, { posts: [dispatcher, inspector] }), { code: 'duty/unknown' })
})

t.test('one person at a time, of the roles of the post; relieving is said', async (t) => {
  const other = { staffId: 'other', name: 'Pat Reed' }
  t.equal(refuseTaking(inspector, undefined, me, false), undefined)
  t.equal(refuseTaking(inspector, { ...other, staffId: 'me' }, me, false), undefined, 'a longer shift')
  t.match(refuseTaking(inspector, other, me, false), { code: 'duty/held', message: 'Pat Reed is on duty' })
  t.equal(refuseTaking(inspector, other, me, true), undefined)
  t.match(refuseTaking(inspector, undefined, { id: 'x', role: 'dispatcher' }, true), { code: 'duty/not-yours' })
})

t.test('it is ended by whoever holds it, or a supervisor', async (t) => {
  t.equal(refuseEnding({ staffId: 'me' }, { id: 'me', role: 'dispatcher' }), undefined)
  t.equal(refuseEnding({ staffId: 'other' }, me), undefined)
  t.match(refuseEnding({ staffId: 'other' }, { id: 'me', role: 'dispatcher' }), { code: 'duty/not-held' })
  t.match(refuseEnding(undefined, me), { code: 'duty/not-held', message: 'Nobody holds it' })
})
