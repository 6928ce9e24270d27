import t from 'tap'
import { type CandidateTerms, decideWho, listCandidates, toCandidateFindings } from './candidate-rules.ts'
import { readVariants } from './name-rules.ts'
import type { AskedPerson } from './record.ts'

const terms: CandidateTerms = {
  variants: readVariants([['john', 'jack']]),
  markerCodes: [
    { code: 'WE', name: 'Weapons', danger: true, domesticAbuse: false, rank: 1 },
    { code: 'HR', name: 'High risk', danger: false, domesticAbuse: true, rank: 7 },
  ],
  today: '2026-11-22',
}
const record = (id: string, more: Partial<AskedPerson['people'][number]> = {}): AskedPerson['people'][number] => ({
  id,
  givenNames: 'John',
  familyName: 'Smith',
  bornOn: '1980-03-14',
  aliases: [],
  formerNames: [],
  usesNumber: false,
  livesHere: false,
  address: null,
  riskGrade: null,
  markers: [],
  orders: 0,
  ...more,
})
const asked = (more: Partial<AskedPerson> = {}): AskedPerson => ({
  name: 'Jon Smith',
  bornOn: null,
  aged: null,
  identified: null,
  chosen: null,
  people: [record('a', { address: '914 Example Street' })],
  ...more,
})

t.test('whose records are told in full', async (t) => {
  t.match(decideWho(asked(), terms), { persons: [], identity: { taken: null, offered: [{ id: 'a' }] } })
  t.match(decideWho(asked({ name: 'John Smith' }), terms), { persons: ['a'], identity: { taken: 'a' } })
  t.match(decideWho(asked({ identified: 'chosen', chosen: 'b' }), terms), {
    persons: ['b'],
    identity: { taken: 'b', offered: [{ id: 'a' }] },
  })
  t.same(decideWho(asked({ identified: 'none' }), terms), { persons: [], identity: { taken: null, offered: [] } })
  t.match(decideWho(asked({ name: 'John Smith', identified: 'records', chosen: 'a' }), terms).persons, ['a'])
})

t.test('those it may be are listed with where they live, and who is taken', async (t) => {
  const one = asked({ name: 'John Smith' })
  t.match(listCandidates(one, decideWho(one, terms).identity), [
    { id: 'a', name: 'John Smith', bornOn: '1980-03-14', address: '914 Example Street', taken: true },
  ])
  const stranger = { id: 'z', name: 'Z', bornOn: null, score: 1, because: [] }
  t.match(listCandidates(one, { taken: null, offered: [stranger] }), [{ address: null, taken: false }])
})

t.test('what would be danger if it is them is told first, and nothing of it raises a flag', async (t) => {
  const people = [
    record('a', { riskGrade: 'high', orders: 1, markers: ['HR'] }),
    record('b', { markers: ['WE', 'XX', 'HR'], bornOn: null }),
    record('c', { markers: ['WE'], bornOn: '1981-09-24' }),
    record('d', { bornOn: '1990-01-01' }),
  ]
  const one = asked({ people })
  const findings = toCandidateFindings(one, decideWho(one, terms).identity, terms)
  t.match(
    findings.map(({ headline }) => headline),
    [
      'Possible danger, not certain who it is: Weapons; Marker "XX", if it is John Smith',
      'Possible danger, not certain who it is: Weapons, if it is John Smith, born 24 September 1981',
      'Named Jon Smith: it may be John Smith, born 14 March 1980 (a name that sounds alike, born 14 March 1980)',
      'Named Jon Smith: it may be John Smith, born 1 January 1990 (a name that sounds alike, born 1 January 1990)',
    ],
  )
  t.match(
    findings.map(({ detail }) => detail),
    [
      'Named Jon Smith: it may be John Smith (a name that sounds alike). Also: High risk. Choose who it is.',
      'Named Jon Smith: it may be John Smith, born 24 September 1981 (a name that sounds alike, born 24 September 1981). Choose who it is.',
      'If so: High risk; an order in force; last risk grade high. Not certain: choose who it is.',
      'Not certain: choose who it is.',
    ],
  )
  t.ok(findings.every(({ domesticAbuse, code }) => !domesticAbuse && code === null))
})

t.test('when one is taken the others are only named', async (t) => {
  const one = asked({
    name: 'John Smith',
    bornOn: '1980-03-14',
    people: [record('a'), record('b', { givenNames: 'Jon', markers: ['WE'] })],
  })
  t.match(toCandidateFindings(one, decideWho(one, terms).identity, terms), [
    { danger: false, headline: /^Somebody else of nearly the same name: Jon Smith, born/ },
  ])
})

t.test('somebody of whom nothing more was given is offered all the same', async (t) => {
  const stranger = { id: 'z', name: 'Z', bornOn: null, score: 1, because: ['the same name'] }
  t.match(toCandidateFindings(asked(), { taken: null, offered: [stranger] }, terms), [{ danger: false }])
})
