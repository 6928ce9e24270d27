import t from 'tap'
import { readFindings } from './check.ts'
import { type FindingTerms, rankFindings, rankOrders } from './finding-rules.ts'

const terms: FindingTerms = {
  key: 'premises',
  markerCodes: [
    { code: 'FI', name: 'Firearms', danger: true, domesticAbuse: false, rank: 1 },
    { code: 'VI', name: 'Violent', danger: true, domesticAbuse: false, rank: 3 },
    { code: 'HR', name: 'Domestic abuse, high risk', danger: false, domesticAbuse: true, rank: 7 },
    { code: 'DA', name: 'Domestic abuse', danger: false, domesticAbuse: true, rank: 8 },
    { code: 'VU', name: 'Vulnerable adult', danger: false, domesticAbuse: false, rank: 12 },
  ],
  incidentTypes: [
    {
      code: 'domestic',
      name: 'Domestic incident',
      chapter: '',
      domesticAbuse: true,
      violence: true,
      alwaysEmergency: false,
      words: [],
    },
    {
      code: 'noise',
      name: 'Noise',
      chapter: '',
      domesticAbuse: false,
      violence: false,
      alwaysEmergency: false,
      words: [],
    },
  ],
  repeatAndVulnerable: {
    repeatWithinMonths: 12,
    repeatEarlierIncidents: 1,
    vulnerableMarkers: ['VU'],
    childUnder: 16,
    olderFrom: 75,
    escalateWithinHours: 24,
  },
  today: '2026-11-22',
}

const nothing = {
  incidents: [],
  tally: { ever: 0, twelveMonths: 0, domesticAbuseEver: 0, domesticAbuseTwelveMonths: 0, counted: 'all' },
  persons: [],
  markers: [],
  plans: [],
  orders: [],
}
const marker = (code: string, more: object = {}) => ({
  code,
  text: `text of ${code}`,
  source: 'PNC',
  author: 'Insp. Example',
  confidence: 'confirmed',
  startsOn: '2025-01-01',
  reviewOn: '2027-01-01',
  expiresOn: null,
  about: 'premises',
  name: null,
  ...more,
})
const incident = (n: number, day: string, more: object = {}) => ({
  id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  day,
  number: n,
  status: 'closed',
  type: 'noise',
  domesticAbuse: false,
  repeatVictim: false,
  vulnerable: false,
  summary: 'Loud music',
  result: null,
  about: 'premises',
  ...more,
})
const person = (more: object = {}) => ({
  name: 'Anna Example',
  bornOn: null,
  riskGrade: null,
  riskGradedOn: null,
  maracOn: null,
  aliases: [],
  ...more,
})
const order = (more: object = {}) => ({
  kind: 'Non-molestation order',
  conditions: 'Not to come within 100 metres.',
  powerOfArrest: false,
  startsOn: '2026-01-01',
  endsOn: '2027-01-01',
  protects: 'Anna Example',
  against: 'Ben Example',
  ...more,
})
const plan = {
  plan: 'Two officers',
  codeWord: null,
  safeApproach: null,
  author: 'DS Example',
  startsOn: '2026-01-01',
  reviewOn: '2027-01-01',
  about: 'premises',
}
const headlines = (given: object, more: Partial<FindingTerms> = {}) =>
  rankFindings({ ...nothing, ...given }, { ...terms, ...more }).map(({ headline }) => headline)

t.test('nothing known gives nothing, and what is not an answer of the records is thrown', async (t) => {
  t.same(rankFindings(nothing, terms), [])
  t.throws(() => rankFindings(null, terms))
  t.throws(() => rankFindings({ ...nothing, markers: [{}] }, terms))
})

t.test(
  'told in order: danger, orders, domestic abuse, plan, vulnerable, people, earlier incidents, what is over',
  async (t) => {
    const told = headlines({
      incidents: [incident(1, '2026-10-01', { type: 'domestic', domesticAbuse: true })],
      tally: { ever: 1, twelveMonths: 1, domesticAbuseEver: 1, domesticAbuseTwelveMonths: 1, counted: 'all' },
      persons: [person({ riskGrade: 'high', riskGradedOn: '2026-09-01', maracOn: '2026-09-10' })],
      markers: [
        marker('VU'),
        marker('DA'),
        marker('VI'),
        marker('HR'),
        marker('FI'),
        marker('FI', { expiresOn: '2025-06-01' }),
      ],
      plans: [{ ...plan, codeWord: 'pizza', safeApproach: 'Rear lane' }],
      orders: [order(), order({ kind: 'DVPO', powerOfArrest: true, endsOn: null })],
    })
    t.same(told, [
      'Firearms',
      'Violent',
      'Domestic violence protection order in force, with power of arrest',
      'Non-molestation order in force',
      'Last risk grade high: Anna Example, 1 September 2026',
      'Discussed at a multi-agency risk conference (MARAC) on 10 September 2026: Anna Example',
      'Domestic abuse, high risk',
      'Domestic abuse',
      'Domestic abuse, this address: 1 in 12 months, 1 in all',
      'Response plan',
      'Safe approach',
      'Code word',
      'Vulnerable adult',
      'Recorded at this address: Anna Example',
      'Incidents of any kind, this address: 1 in 12 months, 1 in all',
      '1 October 2026: Domestic incident',
      'No longer in force: Firearms, until 1 June 2025',
    ])
  },
)

t.test('every finding is one that can be stored and read again', async (t) => {
  const found = rankFindings(
    { ...nothing, markers: [marker('VI')], persons: [person({ riskGrade: 'medium' })], orders: [order()] },
    terms,
  )
  t.same(readFindings(JSON.parse(JSON.stringify(found)) as unknown[]), found)
})

t.test('a marker past its review is shown, and shown to be old', async (t) => {
  const [stale] = rankFindings({ ...nothing, markers: [marker('VI', { reviewOn: '2026-11-21' })] }, terms)
  t.match(stale, { headline: 'Violent, review overdue since 21 November 2026', danger: true, stale: true, code: 'VI' })
  const [fresh] = rankFindings({ ...nothing, markers: [marker('VI', { reviewOn: '2026-11-22' })] }, terms)
  t.match(fresh, { headline: 'Violent', stale: false })
})

t.test('a marker that has expired is history: no danger, no code, no domestic abuse', async (t) => {
  const [over] = rankFindings({ ...nothing, markers: [marker('HR', { expiresOn: '2026-11-21' })] }, terms)
  t.match(over, { danger: false, domesticAbuse: false, code: null, stale: true })
  const [last] = rankFindings({ ...nothing, markers: [marker('HR', { expiresOn: '2026-11-22' })] }, terms)
  t.match(last, { domesticAbuse: true, code: 'HR', stale: false }, 'its last day counts')
})

t.test('a marker the force has no word for is danger until somebody has read it, after the known ones', async (t) => {
  const found = rankFindings({ ...nothing, markers: [marker('ZZ'), marker('VI')] }, terms)
  t.same(
    found.map(({ headline, danger }) => [headline, danger]),
    [
      ['Violent', true],
      ['Marker "ZZ", which is not in the force\'s list', true],
    ],
  )
})

t.test('how sure a marker is, and whom it is about, is said', async (t) => {
  t.same(headlines({ markers: [marker('VI', { confidence: 'reported', about: 'person', name: 'Ben Example' })] }), [
    'Violent, reported: Ben Example',
  ])
})

t.test('an order says whom it protects, against whom, until when', async (t) => {
  const found = rankFindings({ ...nothing, orders: [order(), order({ endsOn: null, conditions: '' })] }, terms)
  t.equal(
    found[0]?.detail,
    'Protects Anna Example against Ben Example, until 1 January 2027. Not to come within 100 metres.',
  )
  t.equal(found[1]?.detail, 'Protects Anna Example against Ben Example, until further order.')
  t.match(found[0], { kind: 'order', domesticAbuse: true, code: 'non-molestation', danger: false })
})

t.test('risk grades: highest first; over a year old, or undated, is old', async (t) => {
  const found = rankFindings(
    {
      ...nothing,
      persons: [
        person({ name: 'A', riskGrade: 'standard', riskGradedOn: '2026-10-01' }),
        person({ name: 'B', riskGrade: 'high', riskGradedOn: '2025-11-21' }),
        person({ name: 'C', riskGrade: 'medium' }),
      ],
    },
    terms,
  ).filter(({ kind }) => kind === 'risk')
  t.same(
    found.map(({ headline, stale }) => [headline, stale]),
    [
      ['Last risk grade high: B, 21 November 2025', true],
      ['Last risk grade medium: C, date not recorded', true],
      ['Last risk grade standard: A, 1 October 2026', false],
    ],
  )
})

t.test('a conference of more than twelve months ago is history', async (t) => {
  const found = rankFindings({ ...nothing, persons: [person({ maracOn: '2025-11-21' })] }, terms)
  t.match(found.at(-1), { kind: 'marac', stale: true, domesticAbuse: false, code: null })
  const recent = rankFindings({ ...nothing, persons: [person({ maracOn: '2025-11-22' })] }, terms)
  t.match(recent[0], { kind: 'marac', stale: false, domesticAbuse: true, code: 'marac' })
})

t.test('a plan past its review says so on each of its lines', async (t) => {
  const plan = {
    plan: 'Two officers',
    codeWord: null,
    safeApproach: null,
    author: 'DS Example',
    startsOn: '2026-01-01',
    reviewOn: '2026-06-01',
    about: 'person',
  }
  t.same(headlines({ plans: [plan] }), ['Response plan, review overdue since 1 June 2026'])
})

t.test('a person is said with how we know of him or her, age and other names', async (t) => {
  const who = { persons: [person({ bornOn: '2012-03-04', aliases: ['Anna Other', 'A. Example'] })] }
  t.same(headlines(who, { key: 'number' }), ['Uses this number: Anna Example, born 4 March 2012, aged 14'])
  t.same(headlines(who, { key: 'person' }), ['Known by this name: Anna Example, born 4 March 2012, aged 14'])
  t.match(rankFindings({ ...nothing, ...who }, terms)[0], {
    code: 'child',
    detail: 'Also known as Anna Other, A. Example',
    about: 'premises',
  })
  t.match(rankFindings({ ...nothing, persons: [person({ bornOn: '1950-01-01' })] }, terms)[0], { code: 'older' })
  t.match(rankFindings({ ...nothing, persons: [person({ bornOn: '1990-01-01' })] }, terms)[0], { code: null })
})

t.test(
  'at most ten earlier incidents in detail; the ones that make a repeat victim are always among them',
  async (t) => {
    const noise = Array.from({ length: 12 }, (_, n) => incident(n + 1, `2026-11-${String(n + 1).padStart(2, '0')}`))
    const abuse = incident(99, '2025-12-01', { type: 'domestic', domesticAbuse: true })
    const long = incident(98, '2020-01-01', { type: 'domestic', domesticAbuse: true })
    const found = rankFindings({ ...nothing, incidents: [...noise, abuse, long] }, terms)
    t.equal(found.length, 10)
    t.equal(found[0]?.reference, '12/12-11-2026', 'newest first')
    t.match(found.at(-1), {
      reference: '99/01-12-2025',
      domesticAbuse: true,
      incidentId: abuse.id,
      since: '2025-12-01',
    })
  },
)

t.test('two incidents of one day: the later number is told first', async (t) => {
  t.same(
    rankFindings({ ...nothing, incidents: [incident(3, '2026-11-01'), incident(7, '2026-11-01')] }, terms).map(
      ({ reference }) => reference,
    ),
    ['7/01-11-2026', '3/01-11-2026'],
  )
})

t.test('an earlier incident: its result before its summary, shortened, with what it was flagged as', async (t) => {
  const [told] = rankFindings(
    {
      ...nothing,
      incidents: [incident(1, '2026-11-01', { result: ' Advice given. ', vulnerable: true, repeatVictim: true })],
    },
    terms,
  )
  t.match(told, { detail: 'Advice given.', code: 'repeat-victim vulnerable', headline: '1 November 2026: Noise' })
  const [summary] = rankFindings(
    { ...nothing, incidents: [incident(1, '2026-11-01', { summary: 'x'.repeat(400), result: ' ' })] },
    terms,
  )
  t.equal(summary?.detail, `${'x'.repeat(300)} ...`)
  t.equal(summary?.code, null)
})

t.test('an earlier incident that is still open, or was domestic abuse under another type, says so', async (t) => {
  t.same(
    headlines({ incidents: [incident(1, '2026-11-01', { status: 'open', domesticAbuse: true, type: 'unheard-of' })] }),
    ['1 November 2026: unheard-of, domestic abuse, still open'],
  )
})

t.test('of a switchboard only the newest are counted, and that is said', async (t) => {
  const tally = { ever: 100, twelveMonths: 60, domesticAbuseEver: 4, domesticAbuseTwelveMonths: 2, counted: 'newest' }
  t.same(headlines({ tally }, { key: 'number' }), [
    'Domestic abuse, this number: at least 2 in 12 months, at least 4 in all',
    'Incidents of any kind, this number: at least 60 in 12 months, at least 100 in all',
  ])
})

t.test(
  'between two people: orders in force first, a power of arrest before others, and one that ended looks ended',
  async (t) => {
    const told = rankOrders(
      [
        order({ kind: 'DVPO', endsOn: '2026-05-03' }),
        order(),
        order({ kind: 'restraining', powerOfArrest: true, endsOn: null }),
      ],
      terms.today,
    )
    t.match(told, [
      { headline: 'Restraining order in force, with power of arrest', stale: false },
      { headline: 'Non-molestation order in force', stale: false, domesticAbuse: true },
      {
        headline: 'No longer in force: Domestic violence protection order, ended 3 May 2026',
        detail: 'Protected Anna Example against Ben Example.',
        stale: true,
        domesticAbuse: false,
        code: null,
      },
    ])
    t.same(rankOrders([], terms.today), [])
    t.throws(() => rankOrders(null, terms.today))
  },
)

t.test('what was imported says from which system and under which name, in its source where that is ours', async (t) => {
  const imported = { from: 'Old System', reference: 'R7', at: '2026-11-01T10:00:00Z' }
  const told = rankFindings(
    {
      ...nothing,
      incidents: [incident(1, '2026-10-01', { imported })],
      markers: [marker('FI', { imported: { ...imported, reference: null } })],
      plans: [{ ...plan, imported }],
      orders: [order({ imported: { ...imported, reference: null } }), order({ imported: null })],
    },
    terms,
  )
  t.match(told, [
    { kind: 'marker', imported: { from: 'Old System', reference: null } },
    { kind: 'order', source: 'Force records, from Old System', imported: { at: '2026-11-01T10:00:00Z' } },
    { kind: 'order', source: 'Force records', imported: undefined },
    { kind: 'plan', source: 'DS Example', imported },
    { kind: 'incident', source: 'Force records, from Old System R7', imported },
  ])
})
