import t from 'tap'
import { findEarlierCalls, sayEscalation, sayLink } from './repeat-call-rules.ts'

const id = (n: number) => `0198d6a0-0000-7000-8000-${String(n).padStart(12, '0')}`
const finding = (n: number, more: object = {}) => ({
  kind: 'incident',
  danger: false,
  headline: 'Domestic incident',
  detail: '',
  about: 'number',
  source: 'Force records',
  since: '2026-11-22',
  reviewOn: null,
  stale: false,
  confidence: null,
  incidentId: id(n),
  reference: `${n}/22-11-2026`,
  domesticAbuse: true,
  code: null,
  ...more,
})
const find = (domesticAbuse: boolean, ...findings: unknown[]) =>
  findEarlierCalls({ incidentId: id(9), domesticAbuse, checks: [{ findings }, { findings: [] }] })

t.test('earlier incidents count once, whatever they are known by; this one is none', async (t) => {
  t.same(find(true, finding(1), finding(1, { about: 'premises' }), finding(9), finding(2, { about: 'person' })), [
    { incidentId: id(1), reference: '1/22-11-2026', by: 'premises' },
    { incidentId: id(2), reference: '2/22-11-2026', by: 'person' },
  ])
  t.same(
    find(true, finding(1, { kind: 'count' }), finding(1, { incidentId: null }), finding(1, { reference: null })),
    [],
  )
})

t.test('domestic abuse, now or then; two quarrels over a hedge are not put together', async (t) => {
  t.equal(find(true, finding(1, { domesticAbuse: false })).length, 1)
  t.equal(find(false, finding(1)).length, 1)
  t.equal(find(false, finding(1, { domesticAbuse: false })).length, 0)
})

t.test('why they are one story, and why it is urgent', async (t) => {
  const [call] = find(true, finding(1))
  if (!call) throw new Error('not found')
  t.equal(sayLink(call, 24), 'The same number within 24 hours: linked by the service')
  t.equal(
    sayEscalation([call, call, call], 24),
    'Call number 4 about domestic abuse within 24 hours: 1/22-11-2026, 1/22-11-2026, 1/22-11-2026',
  )
})
