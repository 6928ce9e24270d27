import t from 'tap'
import { readVariants } from './name-rules.ts'
import { type SourceQuestion, sourceAnswer } from './source.ts'
import { ANOTHER_SUBJECT, type SourceTerms, subjectOf, toFindings } from './source-rules.ts'

const terms: SourceTerms = { sourceName: 'PNC', variants: readVariants([]), today: '2026-11-22' }
const person: SourceQuestion = { kind: 'person', name: 'Anna Example', bornOn: '1990-01-02', aged: null }
const pair: SourceQuestion = {
  kind: 'pair',
  people: [
    { name: 'Anna Example', bornOn: null, aged: null },
    { name: 'Ben Other', bornOn: null, aged: null },
  ],
}
const phone: SourceQuestion = { kind: 'phone', number: '+447700900123' }
const premises: SourceQuestion = { kind: 'premises', address: '914 Example Street', postcode: null, lat: 54, lon: -3 }
const answer = (subject: string, ...entries: unknown[]) =>
  sourceAnswer.parse({ version: 1, id: '0198d6a0-0000-7000-8000-000000000000', subject, entries })
const tell = (question: SourceQuestion, ...entries: unknown[]) => {
  const told = toFindings(question, answer(subjectOf(question), ...entries), terms)
  if (told === ANOTHER_SUBJECT) throw new Error('about another subject')
  return told
}

t.test('what a question is about', async (t) => {
  t.same([phone, premises, person, pair].map(subjectOf), [
    '+447700900123',
    '914 Example Street',
    'Anna Example',
    'Anna Example / Ben Other',
  ])
})

t.test('danger first, orders next, what is over last and never danger', async (t) => {
  const findings = tell(
    phone,
    {
      kind: 'marker',
      headline: 'Was violent',
      danger: true,
      domesticAbuse: true,
      since: '2020-01-01',
      until: '2021-01-01',
    },
    { kind: 'incident', headline: 'Earlier call', reviewOn: '2026-01-01', detail: 'Shouting' },
    { kind: 'order', headline: 'Restraining order', powerOfArrest: true, until: '2027-05-01', domesticAbuse: true },
    { kind: 'marker', headline: 'Weapons', danger: true, confidence: 'confirmed' },
  )
  t.match(findings, [
    {
      headline: 'Weapons',
      danger: true,
      stale: false,
      source: 'PNC',
      about: 'number',
      code: 'outside',
      confidence: 'confirmed',
    },
    {
      headline: 'Restraining order, with power of arrest',
      detail: 'Until 1 May 2027.',
      domesticAbuse: true,
      danger: false,
    },
    { headline: 'Earlier call', stale: true, detail: 'Shouting' },
    {
      headline: 'No longer in force: Was violent',
      danger: false,
      stale: true,
      code: null,
      domesticAbuse: false,
      detail: 'Ended 1 January 2021.',
    },
  ])
  t.same(tell(premises), [], 'nothing is nothing')
})

t.test('a power of arrest that is over is not said', async (t) => {
  const over = { kind: 'order', headline: 'Order', powerOfArrest: true, until: '2021-01-01' }
  t.match(tell(phone, over), [{ headline: 'No longer in force: Order' }])
})

t.test('who is meant: sure, not certain, or somebody else', async (t) => {
  const wanted = { kind: 'person', headline: 'Wanted', domesticAbuse: true }
  t.match(tell(person, { ...wanted, people: [{ name: 'Anna Example', bornOn: '1990-01-02' }] }), [
    { headline: 'Wanted', domesticAbuse: true, detail: 'Anna Example, born 2 January 1990.', code: null },
  ])
  t.match(tell(person, { ...wanted, people: [{ name: 'Ana Example' }] }), [
    { headline: 'Not certain that it is the same person: Wanted', domesticAbuse: false },
  ])
  for (const people of [
    [],
    [{ name: 'Quillon Zzyzx' }],
    [{ name: 'Zzyzx' }],
    [{ name: 'Anna Example', bornOn: '1944-06-30' }],
  ])
    t.equal(toFindings(person, answer('Anna Example', { ...wanted, people }), terms), ANOTHER_SUBJECT)
})

t.test('an order has to name both', async (t) => {
  const order = { kind: 'order', headline: 'Restraining order' }
  const both = [{ name: 'Ben Other' }, { name: 'Anna Example' }]
  t.match(tell(pair, { ...order, people: both }), [{ headline: 'Restraining order', about: 'person' }])
  const one = answer(subjectOf(pair), { ...order, people: both.slice(0, 1) })
  t.equal(toFindings(pair, one, terms), ANOTHER_SUBJECT)
})

t.test('an answer that repeats another subject is none', async (t) => {
  t.equal(toFindings(phone, answer('+447700900124'), terms), ANOTHER_SUBJECT)
})
