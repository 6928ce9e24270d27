import t from 'tap'
import type { Finding } from './check.ts'
import { decideFlags, type FlagFacts } from './flag-rules.ts'

const definition: FlagFacts['definition'] = {
  version: '2026-11',
  validFrom: '2014-01-01T00:00:00.000Z',
  source: 'test',
  body: {
    repeatWithinMonths: 12,
    repeatEarlierIncidents: 1,
    vulnerableMarkers: ['VU', 'SU'],
    childUnder: 16,
    olderFrom: 75,
    escalateWithinHours: 24,
  },
}
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const finding = (more: Partial<Finding>): Finding => ({
  kind: 'marker',
  danger: false,
  headline: '',
  detail: '',
  about: 'number',
  source: '',
  since: '2026-10-01',
  reviewOn: null,
  stale: false,
  confidence: null,
  incidentId: null,
  reference: null,
  domesticAbuse: false,
  code: null,
  ...more,
})
const abuse = (n: number, since = '2026-10-01', more: Partial<Finding> = {}) =>
  finding({ kind: 'incident', incidentId: id(n), since, domesticAbuse: true, ...more })
const decide = (findings: Finding[], more: Partial<FlagFacts> = {}) =>
  decideFlags({ incidentId: id(1), checks: [{ findings }], people: [], definition, today: '2026-11-22', ...more })

t.test('nothing known raises nothing', async (t) => {
  t.same(decide([]), {
    domesticAbuse: false,
    repeatVictim: false,
    vulnerable: false,
    domesticAbuseMarker: false,
    because: [],
  })
})

t.test(
  'a domestic abuse marker on number, person or premises is known domestic abuse, with its reason and version',
  async (t) => {
    for (const about of ['number', 'premises', 'person'] as const) {
      const decided = decide([finding({ about, domesticAbuse: true, code: 'DA' })])
      t.match(decided, { domesticAbuse: true, domesticAbuseMarker: true, repeatVictim: false })
      t.match(decided.because, [
        { flag: 'domesticAbuse', because: /^Domestic abuse marker for /, definitionVersion: '2026-11' },
      ])
    }
  },
)

t.test('so is an order, a recent conference, or a high last risk grade; a lower grade or a count is not', async (t) => {
  t.ok(decide([finding({ kind: 'order', domesticAbuse: true, code: 'dvpo' })]).domesticAbuseMarker)
  t.ok(decide([finding({ kind: 'marac', domesticAbuse: true, code: 'marac' })]).domesticAbuseMarker)
  t.ok(decide([finding({ kind: 'risk', domesticAbuse: true, code: 'high' })]).domesticAbuseMarker)
  t.notOk(decide([finding({ kind: 'risk', domesticAbuse: true, code: 'medium' })]).domesticAbuseMarker)
  t.notOk(decide([finding({ kind: 'count', domesticAbuse: true, code: 'domestic-abuse' })]).domesticAbuseMarker)
  t.notOk(decide([finding({ kind: 'order', domesticAbuse: false, code: 'restraining' })]).domesticAbuseMarker)
})

t.test('what is no longer in force raises nothing', async (t) => {
  t.match(decide([finding({ domesticAbuse: false, code: null, stale: true })]), {
    domesticAbuse: false,
    vulnerable: false,
  })
})

t.test('a repeat victim by the definition: earlier domestic abuse within its months', async (t) => {
  t.match(decide([abuse(2)]).because, [
    { flag: 'repeatVictim', because: '1 earlier domestic abuse incident within 12 months' },
  ])
  t.equal(decide([abuse(2, '2025-11-22')]).repeatVictim, true, 'the day itself counts')
  t.equal(decide([abuse(2, '2025-11-21')]).repeatVictim, false)
  t.equal(
    decide([finding({ kind: 'incident', incidentId: id(2) })]).repeatVictim,
    false,
    'other incidents do not count',
  )
})

t.test('one incident known by number and address is one; this incident itself is none', async (t) => {
  const two = { ...definition, body: { ...definition.body, repeatEarlierIncidents: 2 } }
  const twice = {
    checks: [{ findings: [abuse(2)] }, { findings: [abuse(2, '2026-10-01', { about: 'premises' })] }],
    definition: two,
  }
  t.equal(decide([], twice).repeatVictim, false)
  const both = { checks: [{ findings: [abuse(2)] }, { findings: [abuse(3)] }], definition: two }
  t.match(decide([], both).because, [{ because: '2 earlier domestic abuse incidents within 12 months' }])
  t.equal(decide([abuse(1)]).repeatVictim, false)
})

t.test('the flag of an earlier incident is kept for the months of the definition', async (t) => {
  t.ok(decide([finding({ kind: 'incident', incidentId: id(2), code: 'repeat-victim' })]).repeatVictim)
  t.ok(decide([finding({ kind: 'incident', incidentId: id(2), code: 'repeat-victim vulnerable' })]).vulnerable)
  t.notOk(
    decide([finding({ kind: 'incident', incidentId: id(2), code: 'vulnerable', since: '2025-01-01' })]).vulnerable,
  )
  t.notOk(decide([finding({ kind: 'incident', incidentId: id(2), code: 'vulnerable', since: null })]).vulnerable)
})

t.test('vulnerable by a marker of the definition', async (t) => {
  t.match(decide([finding({ code: 'VU', about: 'premises' })]).because, [
    { flag: 'vulnerable', because: 'Marker of vulnerability for the address' },
  ])
  t.notOk(decide([finding({ code: 'DR' })]).vulnerable)
})

t.test('vulnerable by the age of whoever holds the number; not of whoever is recorded at the address', async (t) => {
  t.match(decide([finding({ kind: 'person', code: 'child' })]).because, [{ because: 'A child is known by the number' }])
  t.match(decide([finding({ kind: 'person', code: 'older', about: 'person' })]).because, [
    { because: 'Somebody aged 75 or over is known by a name given' },
  ])
  t.notOk(decide([finding({ kind: 'person', code: 'older', about: 'premises' })]).vulnerable)
  t.notOk(decide([finding({ kind: 'person', code: null })]).vulnerable)
})

t.test('vulnerable by the age of whoever called or is harmed; any child', async (t) => {
  const named = (role: string, bornOn: string | null) => decide([], { people: [{ role, bornOn }] }).vulnerable
  t.equal(named('child', null), true)
  t.equal(named('victim', '2012-01-01'), true)
  t.equal(named('caller', '1950-01-01'), true)
  t.equal(named('victim', '1990-01-01'), false)
  t.equal(named('victim', null), false)
  t.equal(named('suspect', '1940-01-01'), false)
})

t.test('each reason is said once', async (t) => {
  t.equal(decide([finding({ code: 'VU' }), finding({ code: 'SU' })]).because.length, 1)
})

t.test('a stored finding that cannot be read does not stop the others', async (t) => {
  t.ok(
    decideFlags({
      incidentId: id(1),
      checks: [{ findings: [{ old: 'shape' }, abuse(2)] }],
      people: [],
      definition,
      today: '2026-11-22',
    }).repeatVictim,
  )
})
