import t from 'tap'
import { changeIncidentBody, openIncidentBody, personBody } from '../incidents/incident-contract.ts'
import type { Draft } from './draft.ts'
import {
  changeSince,
  draftFor,
  lacks,
  nobody,
  nowhere,
  questionSets,
  questionsFor,
  toOpenBody,
  toPerson,
} from './draft-rules.ts'

const CONTACT = '0198d6a0-0000-7000-8000-000000000001'
const PLACE = '0198d6a0-0000-7000-8000-000000000002'
const blank = draftFor({ id: CONTACT, firstWords: null })
const place: Draft['where'] = {
  text: '914 Green Road',
  placeId: PLACE,
  lat: 54,
  lon: -3,
  areaClass: 'urban',
  from: 'gazetteer',
}
const whole: Draft = {
  ...blank,
  where: place,
  type: 'domestic',
  summary: 'He is at the door',
  grade: '1',
  gradeReason: 'said so',
}

t.test('the form opens with the caller’s first words', async (t) => {
  t.equal(draftFor({ id: CONTACT, firstWords: 'He is back' }).summary, 'He is back')
  t.equal(blank.summary, '')
})

t.test('location, type and grade are needed to send, the type alone to open', async (t) => {
  t.same(lacks(blank, true), ['where', 'type', 'grade'])
  t.same(lacks(blank, false), ['type'])
  t.same(lacks(whole, true), [])
  t.same(lacks({ ...whole, where: { ...nowhere, text: 'outside the Spar' } }, true), [], 'words alone are a location')
})

t.test('what is sent is what the contract takes; what nobody said is null', async (t) => {
  const people: Draft['people'] = [
    nobody,
    { role: 'child', name: ' Sam ', bornOn: '2019-01-02', aged: '', relationship: 'son', present: 'no' },
  ]
  const body = toOpenBody(
    { ...whole, people, language: ' Polish ', officerSex: 'female', questions: { weapons: null, children: 'two' } },
    true,
  )
  const read = openIncidentBody.parse(body)
  t.match(read, {
    contactId: CONTACT,
    grade: '1',
    gradeReason: 'said so',
    location: { placeId: PLACE, lat: null, text: '914 Green Road' },
  })
  t.match(read.needs, {
    language: 'Polish',
    interpreter: null,
    officerSex: 'female',
    questions: { weapons: null, children: 'two' },
  })
  t.same(read.people, [
    { role: 'child', name: 'Sam', bornOn: '2019-01-02', aged: null, relationship: 'son', present: false },
  ])
  const opened = openIncidentBody.parse(toOpenBody({ ...blank, type: 'theft' }, false))
  t.match(opened, { grade: null, location: null, needs: { officerSex: null } })
  t.match(
    openIncidentBody.parse(
      toOpenBody({ ...whole, where: { ...nowhere, lat: 54, lon: -3, text: 'Position of the telephone' } }, true),
    ).location,
    { placeId: null, lat: 54, lon: -3 },
  )
})

t.test('a person is checked as given; what nobody said is null', async (t) => {
  t.same(personBody.parse(toPerson({ ...nobody, name: 'A. Caller', present: 'yes' })), {
    role: 'victim',
    name: 'A. Caller',
    bornOn: null,
    aged: null,
    relationship: null,
    present: true,
  })
  t.equal(toPerson({ ...nobody, name: 'A. Caller' }).present, null)
})

t.test('an age is said where the date of birth is not known', async (t) => {
  const aged = (age: string, bornOn = '') =>
    personBody.parse(toPerson({ ...nobody, name: 'A. Caller', aged: age, bornOn })).aged
  t.equal(aged(' 84 '), 84)
  t.equal(aged('0'), 0, 'a baby')
  t.equal(aged('84', '1942-01-02'), null, 'the date says more')
  for (const none of ['', 'old', '8-9', '131']) t.equal(aged(none), null, none)
  const { aged: _before, ...kept } = nobody
  t.equal(toPerson({ ...kept, name: 'A. Caller' } as typeof nobody).aged, null, 'a form that was kept from before')
})

t.test('after opening only what changed is said', async (t) => {
  t.equal(changeSince(whole, whole), undefined)
  const change = changeSince(whole, {
    ...whole,
    summary: 'He has a knife',
    happeningNow: true,
    where: { ...place, placeId: null, lat: null, lon: null, text: 'at the back' },
    codeWord: 'bluebell',
  })
  t.match(changeIncidentBody.parse(change), {
    summary: 'He has a knife',
    happeningNow: true,
    location: { text: 'at the back', placeId: null },
    needs: { codeWord: 'bluebell' },
  })
  t.equal(changeSince(whole, { ...whole, where: nowhere }), undefined, 'an emptied field takes no location away')
  t.equal(changeSince(whole, { ...whole, grade: '2' }), undefined, 'a grade has a way of its own')
})

t.test('questions of the type are asked, urgent ones first; a flag asks those of domestic abuse too', async (t) => {
  const question = (code: string, of: string[], urgent: boolean) => ({ code, ask: code, because: '', for: of, urgent })
  const all = [
    question('access', [], false),
    question('children', ['domestic'], false),
    question('safe', [], true),
    question('plate', ['rtc'], false),
  ]
  t.same(
    questionsFor(all, { type: 'theft', domesticAbuse: false }, ['domestic']).map(({ code }) => code),
    ['safe', 'access'],
  )
  t.same(
    questionsFor(all, { type: 'domestic', domesticAbuse: false }, ['domestic']).map(({ code }) => code),
    ['safe', 'access', 'children'],
  )
  t.same(
    questionsFor(all, { type: 'theft', domesticAbuse: true }, ['domestic']).map(({ code }) => code),
    ['safe', 'access', 'children'],
  )
})

t.test(
  'of two types of domestic abuse a flag asks what the first is asked; either is asked what is its own',
  async (t) => {
    const question = (code: string, of: string[]) => ({ code, ask: code, because: '', for: of, urgent: false })
    const all = [question('control', ['domestic', 'honour']), question('travel', ['honour'])]
    const codes = (type: string) =>
      questionsFor(all, { type, domesticAbuse: true }, ['domestic', 'honour']).map(({ code }) => code)
    t.same(codes('theft'), ['control'])
    t.same(codes('honour'), ['control', 'travel'])
    t.same(
      questionsFor(all, { type: 'theft', domesticAbuse: true }, []).map(({ code }) => code),
      [],
    )
  },
)

t.test('under headings: the urgent ones of every set first, then set by set', async (t) => {
  const question = (code: string, set: string | undefined, urgent: boolean) => ({
    code,
    ask: code,
    because: '',
    for: [],
    urgent,
    ...(set && { set }),
  })
  t.same(
    questionSets([
      question('safe', 'Every call', true),
      question('weapons', 'Stalking', true),
      question('access', undefined, false),
      question('devices', 'Stalking', false),
      question('language', 'Every call', false),
    ]).map(({ set, questions }) => `${set}: ${questions.map(({ code }) => code).join(' ')}`),
    ['Ask first: safe weapons', 'Every call: access language', 'Stalking: devices'],
  )
})
