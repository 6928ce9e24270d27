import t from 'tap'
import type { HeldCheck } from './board.ts'
import { listNamed } from './named-rules.ts'

const anna = { id: 'a', name: 'Anna Example', bornOn: null, score: 0.8, because: [], address: null, taken: false }
const check = (more: Partial<HeldCheck>): HeldCheck => ({
  id: 'k1',
  kind: 'person',
  state: 'hit',
  contactId: null,
  incidentId: 'i1',
  requestedAt: '2026-11-23T08:00:00Z',
  finishedAt: '2026-11-23T08:00:01Z',
  findings: [],
  superseded: false,
  aboutPersons: ['n1'],
  candidates: [anna],
  ...more,
})
const people = [null, { id: 'n1', name: 'Anne', role: 'victim' }, 'what nobody can read', null]

t.test('of each person who was named, what the newest check offers; with the name as it was said', async (t) => {
  t.same(listNamed([check({})], [], people), [{ namedId: 'n1', name: 'Anne', taken: undefined, others: [anna] }])
  const chosen = { ...anna, id: 'b', name: 'Anna Other', taken: true }
  const later = check({ id: 'k2', finishedAt: '2026-11-23T08:05:00Z', candidates: [anna, chosen] })
  t.same(listNamed([check({})], [later], people), [{ namedId: 'n1', name: 'Anne', taken: chosen, others: [anna] }])
  t.same(
    listNamed([later], [check({})], people),
    listNamed([check({})], [later], people),
    'in whatever order they came',
  )
  t.match(listNamed([check({ finishedAt: null, requestedAt: null })], [later], []), [
    { name: 'Somebody', taken: chosen },
  ])
})

t.test('nobody is asked about who is offered nobody, or was asked of another system, or is no person', async (t) => {
  for (const more of [
    { candidates: [] },
    { superseded: true },
    { kind: 'pair' },
    { aboutPersons: [] },
    { source: 'pnc' },
  ] as Partial<HeldCheck>[])
    t.same(listNamed([check(more)], [], people), [], JSON.stringify(more))
  const { aboutPersons: _about, candidates: _candidates, ...bare } = check({ source: 'force-records' })
  t.same(listNamed([bare], [], people), [])
})
