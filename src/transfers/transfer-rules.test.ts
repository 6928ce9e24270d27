import t from 'tap'
import { Refusal } from '../core/index.ts'
import { isSigned, signatureOf, signedHeaders } from './signature.ts'
import {
  composeMessage,
  isOfNow,
  sayAcknowledged,
  type TransferFacts,
  takeAcknowledgement,
  waitAfter,
} from './transfer-rules.ts'

const facts = (more: Partial<TransferFacts> = {}): TransferFacts => ({
  id: 't1',
  now: new Date('2026-11-23T10:00:00Z'),
  text: 'He drove south on the M6.',
  partner: 'police',
  typeName: 'Domestic',
  gradeName: 'Emergency',
  incident: {
    reference: '12/23-11-2026',
    type: 'domestic',
    grade: '1',
    happeningNow: true,
    openedAt: 'opened',
    gradedAt: 'graded',
    attendBy: 'by',
    firstAttendBy: 'first',
    summary: 'She is hurt.',
    location: { text: 'Shap', lat: 54.5, lon: -2.7 },
    flags: { domesticAbuse: true },
  },
  entries: [{ at: 'then', kind: 'note', text: 'word for word' }],
  ...more,
})

t.test('a police force is told grade, clocks and the whole log', async (t) => {
  t.match(composeMessage(facts()), {
    id: 't1',
    incident: {
      type: { code: 'domestic', name: 'Domestic' },
      grade: { id: '1', name: 'Emergency' },
      clock: { gradedAt: 'graded', attendBy: 'by', firstAttendBy: 'first' },
      summary: 'She is hurt.',
      addressWithheld: false,
      domesticAbuse: true,
    },
    log: [{ at: 'then', kind: 'note', text: 'word for word' }],
  })
})

t.test('another agency is told the least, and of domestic abuse what was written for it', async (t) => {
  const { incident, log, text } = composeMessage(facts({ partner: 'agency' }))
  t.same([incident.type, incident.summary, incident.domesticAbuse, log], [null, '', null, []])
  t.equal(text, 'He drove south on the M6.')
  t.equal(incident.location.text, 'Shap', 'it has to find the place')
  const theft = { ...facts().incident, flags: { domesticAbuse: false } }
  t.equal(composeMessage(facts({ partner: 'agency', incident: theft })).incident.summary, 'She is hurt.')
})

t.test('not graded, an unnamed grade, a protected address', async (t) => {
  const { incident } = facts()
  t.equal(composeMessage(facts({ incident: { ...incident, grade: null } })).incident.grade, null)
  t.same(composeMessage(facts({ gradeName: null })).incident.grade, { id: '1', name: '1' })
  const location = { text: 'Protected address, Penrith', lat: null, lon: null, protected: true as const }
  t.match(composeMessage(facts({ incident: { ...incident, location } })).incident, { addressWithheld: true })
})

t.test('waits grow as the force says, and then it is over', async (t) => {
  t.same(
    [1, 2, 3].map((attempts) => waitAfter(attempts, [5, 60])),
    [5, 60, undefined],
  )
})

t.test('a timestamp is of now, or refused', async (t) => {
  const now = new Date(1_000_000_000_000)
  t.ok(isOfNow('1000000300', now, 300))
  t.ok(isOfNow('999999700', now, 300))
  for (const wrong of ['1000000301', '999999699', '', '-1', '1e9', 'NaN', '10000000000000'])
    t.notOk(isOfNow(wrong, now, 300))
})

t.test('an acknowledgement is taken once; the same again is no harm, another one is refused', async (t) => {
  const said = { reference: 'L-7', by: 'PC Hoad', grade: '1' }
  const none = { acknowledgedBy: null, theirReference: null }
  for (const state of ['sending', 'delivered', 'dead'] as const)
    t.equal(takeAcknowledgement({ state, ...none }, said), 'new')
  const done = { state: 'acknowledged' as const, acknowledgedBy: 'PC Hoad', theirReference: 'L-7' }
  t.equal(takeAcknowledgement(done, said), 'again')
  for (const other of [
    { ...said, reference: 'L-8' },
    { ...said, by: 'PC Dow' },
  ])
    t.match(takeAcknowledgement(done, other), { code: 'transfer/acknowledged' })
  const withdrawn = takeAcknowledgement({ state: 'withdrawn', ...none }, said)
  t.ok(withdrawn instanceof Refusal && withdrawn.code === 'transfer/withdrawn')
})

t.test('another grade there than here is said', async (t) => {
  const said = { reference: 'L-7', by: 'PC Hoad', grade: '2' }
  t.equal(
    sayAcknowledged('Lancashire', said, '1'),
    'Lancashire has it: PC Hoad, reference L-7, graded 2 there (here 1)',
  )
  t.match(sayAcknowledged('Lancashire', said, '2'), /graded 2 there$/)
  t.match(sayAcknowledged('Lancashire', said, null), /\(here not graded\)$/)
  t.match(sayAcknowledged('Lancashire', { ...said, grade: null }, '1'), /reference L-7$/)
})

t.test('a body is signed with this secret, at this timestamp, to the byte', async (t) => {
  const headers = signedHeaders('secret', '{}', new Date(1_000_999))
  t.equal(headers['golden-hour-timestamp'], '1000')
  t.match(signatureOf('secret', '1000', '{}'), /^v1=[0-9a-f]{64}$/)
  t.equal(headers['golden-hour-signature'], signatureOf('secret', '1000', '{}'))
  t.ok(isSigned(headers, '{}', 'secret'))
  t.notOk(isSigned(headers, '{}', 'Secret'))
  t.notOk(isSigned(headers, '{ }', 'secret'))
  t.notOk(isSigned({ ...headers, 'golden-hour-timestamp': '1001' }, '{}', 'secret'))
  t.notOk(isSigned({ ...headers, 'golden-hour-signature': 'v1=' }, '{}', 'secret'))
  t.notOk(isSigned({ ...headers, 'golden-hour-signature': undefined }, '{}', 'secret'))
  t.notOk(isSigned({ ...headers, 'golden-hour-timestamp': ['1000'] }, '{}', 'secret'))
})
