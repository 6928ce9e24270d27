import t from 'tap'
import type { CheckState } from '../history/index.ts'
import { type AskedFacts, type BriefedCheck, findUnknowns, sayOutstanding } from './unknown-rules.ts'

const check = (more: Partial<BriefedCheck> = {}): BriefedCheck => ({
  kind: 'phone',
  state: 'no_trace',
  query: '+447700900123',
  finishedAt: null,
  findings: [],
  ...more,
})
const asked: AskedFacts = {
  premisesId: 'premises-1',
  locationText: '1 Example Street',
  contacts: [{ number: '+447700900123', numberWithheld: false }],
  people: [],
  checks: [check(), check({ kind: 'premises', query: 'premises-1' })],
  questions: [],
}
const find = (more: Partial<AskedFacts>) =>
  findUnknowns({ ...asked, ...more }).map(({ what, state, text }) => [what, state, text])

t.test('when every source has answered nothing is unknown, and that is said', async (t) => {
  t.same(find({}), [])
  t.equal(sayOutstanding([]), 'Nothing outstanding.')
})

t.test(
  'a check that has not answered, failed or did not reach its source is named, and never looks like no trace',
  async (t) => {
    const of = (state: CheckState) =>
      find({ checks: [check({ state }), check({ kind: 'premises', query: 'premises-1' })] })
    t.same(of('not_started'), [['phone', 'PENDING', 'Phone check has not answered yet']])
    t.same(of('running'), [['phone', 'PENDING', 'Phone check has not answered yet']])
    t.same(of('failed'), [['phone', 'FAILED', 'Phone check did not work: nobody knows what is recorded']])
    t.same(of('source_unavailable'), [
      ['phone', 'SOURCE_UNAVAILABLE', 'Phone check: records not reached, nobody knows what is recorded'],
    ])
    t.same(of('hit'), [])
    t.same(of('no_trace'), [])
  },
)

t.test('the check of a person is named by the person', async (t) => {
  const checks = [...asked.checks, check({ kind: 'person', query: 'Ben Example', state: 'failed' })]
  t.same(find({ checks, people: [{ role: 'suspect', name: 'ben example' }] }), [
    ['person', 'FAILED', 'Check of Ben Example did not work: nobody knows what is recorded'],
  ])
})

t.test('no address chosen was not asked; nor where it is when nobody said', async (t) => {
  t.same(find({ premisesId: null }), [['premises', 'NOT_ASKED', 'No address chosen: address not checked']])
  t.same(find({ premisesId: null, locationText: ' ' }), [
    ['location', 'NOT_ASKED', 'Where it is'],
    ['premises', 'NOT_ASKED', 'No address chosen: address not checked'],
  ])
})

t.test('an address, a number or a person that nobody checked is said to be that', async (t) => {
  t.same(find({ premisesId: 'premises-2' }), [['premises', 'NOT_ASKED', 'Address not checked']])
  t.same(find({ checks: [check({ kind: 'premises', query: 'premises-1' })] }), [
    ['phone', 'NOT_ASKED', 'Phone number not checked'],
  ])
  t.same(
    find({
      people: [
        { role: 'victim', name: 'Anna Example' },
        { role: 'witness', name: 'Cy Example' },
      ],
    }),
    [['person', 'NOT_ASKED', 'Anna Example not checked']],
  )
})

t.test('each of two callers has a number to be checked', async (t) => {
  const contacts = [...asked.contacts, { number: '+447700900456', numberWithheld: false }]
  t.same(find({ contacts }), [['phone', 'NOT_ASKED', 'Phone number not checked']])
})

t.test('a number withheld, or none, could not be asked about', async (t) => {
  t.same(find({ contacts: [{ number: null, numberWithheld: true }], checks: asked.checks.slice(1) }), [
    ['phone', 'NOT_ASKED', 'Number withheld: no phone check'],
  ])
  t.same(find({ contacts: [{ number: null, numberWithheld: false }], checks: asked.checks.slice(1) }), [
    ['phone', 'NOT_ASKED', 'No telephone number: no phone check'],
  ])
  t.same(
    find({ contacts: [], checks: asked.checks.slice(1) }),
    [],
    'an incident that no contact began has no number to check',
  )
})

t.test('urgent questions left open and every skipped one travel with the incident', async (t) => {
  const question = { code: 'injured', ask: 'Is anyone hurt?', urgent: true, answer: null, skipped: false }
  t.same(find({ questions: [question] }), [['question:injured', 'NOT_ASKED', 'Not asked: Is anyone hurt?']])
  t.same(find({ questions: [{ ...question, skipped: true }] }), [
    ['question:injured', 'NOT_ASKED', 'Skipped: Is anyone hurt?'],
  ])
  t.same(find({ questions: [{ ...question, answer: 'No' }] }), [])
  t.same(find({ questions: [{ ...question, urgent: false }] }), [])
  t.same(find({ questions: [{ ...question, urgent: false, skipped: true }] }), [
    ['question:injured', 'NOT_ASKED', 'Skipped: Is anyone hurt?'],
  ])
})

t.test('part nine as a sentence', async (t) => {
  t.equal(
    sayOutstanding(findUnknowns({ ...asked, premisesId: null, locationText: '' })),
    'Not known: Where it is; No address chosen: address not checked.',
  )
})

t.test('another system is named with its check; one that nobody connected is not asked, and said to be', async (t) => {
  const check = { kind: 'person', query: 'Anna Example', finishedAt: null, findings: [] } as const
  const unknowns = findUnknowns({
    premisesId: 'p',
    locationText: '',
    contacts: [],
    people: [{ role: 'victim', name: 'Anna Example' }],
    questions: [],
    checks: [
      { ...check, state: 'source_unavailable', source: 'pnc', sourceName: 'PNC', earlierAt: '2026-11-22T10:04:00Z' },
      { ...check, state: 'failed', source: 'rms' },
      { ...check, state: 'failed', source: 'plx', sourceName: 'PLX', refused: true },
      { ...check, kind: 'pair', query: 'Anna Example / Ben Other', state: 'running', source: 'force-records' },
      { ...check, kind: 'premises', query: 'p', state: 'no_trace', source: 'force-records' },
    ],
    sources: [
      { code: 'pnc', name: 'PNC', connected: true },
      { code: 'visor', name: 'ViSOR', connected: false },
    ],
  })
  t.same(
    unknowns.map(({ what, state, text }) => [what, state, text]),
    [
      [
        'person',
        'SOURCE_UNAVAILABLE',
        'Check of Anna Example in PNC: records not reached, what is told was found at 10:04',
      ],
      ['person', 'FAILED', 'Check of Anna Example did not work: nobody knows what is recorded'],
      [
        'person',
        'FAILED',
        'Check of Anna Example in PLX was not answered, the system refused us: nobody knows what is recorded',
      ],
      ['pair', 'PENDING', 'Check for orders between Anna Example and Ben Other has not answered yet'],
      ['person', 'NOT_ASKED', 'Anna Example not checked'],
      ['source:visor', 'NOT_CONNECTED', 'ViSOR is not connected: not asked'],
    ],
    'what another system was asked does not stand for our own records',
  )
})
