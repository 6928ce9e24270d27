import t from 'tap'
import { identify, MOST_OFFERED, type NamedPerson, type RecordedPerson } from './identity-rules.ts'
import { readVariants } from './name-rules.ts'

const variants = readVariants([
  ['elizabeth', 'liz'],
  ['emma', 'em'],
  ['emily', 'em'],
])
const person = (id: string, name: string, more: Partial<RecordedPerson> = {}): RecordedPerson => ({
  id,
  givenNames: name.split(' ').slice(0, -1).join(' '),
  familyName: name.split(' ').at(-1) ?? '',
  bornOn: '1980-03-14',
  aliases: [],
  formerNames: [],
  usesNumber: false,
  livesHere: false,
  ...more,
})
const named = (name: string, more: Partial<NamedPerson> = {}): NamedPerson => ({
  name,
  bornOn: null,
  aged: null,
  ...more,
})
const today = '2026-11-22'
const who = (asked: NamedPerson, ...people: RecordedPerson[]) => {
  const { taken, offered } = identify(asked, people, variants, today)
  return { taken, offered: offered.map(({ id }) => id) }
}

t.test('the only one it can be is taken', async (t) => {
  t.same(who(named('Anna Example'), person('a', 'Anna Example')), { taken: 'a', offered: ['a'] })
  t.same(who(named('Liz Example', { bornOn: '1980-03-14' }), person('a', 'Elizabeth Example')).taken, 'a')
  t.same(who(named('Example Anna', { bornOn: '1980-03-14' }), person('a', 'Anna Example')).taken, 'a')
  t.same(who(named('Anna Example', { aged: 45 }), person('a', 'Anna Example')).taken, 'a')
  t.same(who(named('Anna Example'), person('a', 'Anna Example', { bornOn: null })).taken, 'a')
})

t.test('what only sounds alike, or is a short form, is offered and never taken', async (t) => {
  t.same(who(named('Jon Smith', { bornOn: '1980-03-14' }), person('a', 'John Smith')), { taken: null, offered: ['a'] })
  t.same(who(named('Liz Example'), person('a', 'Elizabeth Example')), { taken: null, offered: ['a'] })
  t.same(who(named('Example Anna'), person('a', 'Anna Example')), { taken: null, offered: ['a'] })
  t.same(who(named('Anna Example', { bornOn: '1980-04-14' }), person('a', 'Anna Example')), {
    taken: null,
    offered: ['a'],
  })
})

t.test('twins at one address are two people', async (t) => {
  const twins = [
    person('a', 'Emma Garstang', { livesHere: true }),
    person('b', 'Emily Garstang', { livesHere: true }),
  ] as const
  const bornOn = '1980-03-14'
  t.equal(who(named('Emma Garstang', { bornOn }), ...twins).taken, 'a')
  t.same(who(named('Em Garstang', { bornOn }), ...twins), { taken: null, offered: ['a', 'b'] })
  const alike = [person('c', 'Anna Garstang'), person('d', 'Anne Garstang')] as const
  t.same(who(named('Anna Garstang', { bornOn }), ...alike), { taken: 'c', offered: ['c', 'd'] }, 'the other is named')
  t.same(who(named('Anna Garstang'), ...alike), { taken: null, offered: ['c', 'd'] }, 'nothing tells them apart')
})

t.test('several of one name: the call may say which, never we', async (t) => {
  const [one, other] = [person('a', 'David Jones', { bornOn: '1970-01-01' }), person('b', 'David Jones')]
  t.same(who(named('David Jones'), one, other), { taken: null, offered: ['a', 'b'] })
  t.same(who(named('David Jones'), other, one), { taken: null, offered: ['a', 'b'] }, 'in one order')
  t.same(who(named('David Jones', { bornOn: '1970-01-01' }), one, other), { taken: 'a', offered: ['a'] })
  t.same(who(named('David Jones', { aged: 57 }), one, other), { taken: 'a', offered: ['a'] })
  const caller = { ...one, usesNumber: true }
  t.same(who(named('David Jones'), caller, person('c', 'Dafid Jones')), { taken: 'a', offered: ['a', 'c'] })
})

t.test('another date of birth or age is another person, unless the call points there', async (t) => {
  t.same(who(named('Anna Example', { bornOn: '1955-09-30' }), person('a', 'Anna Example')), {
    taken: null,
    offered: [],
  })
  t.same(who(named('Anna Example', { aged: 70 }), person('a', 'Anna Example')).offered, [])
  const here = person('a', 'Anna Example', { livesHere: true })
  t.same(who(named('Anna Example', { bornOn: '1955-09-30' }), here), { taken: null, offered: ['a'] })
})

t.test('dates of birth that were heard wrongly', async (t) => {
  for (const bornOn of ['1980-03-15', '1980-14-03', '1980-03-41', '1980-30-14', '1908-03-14'])
    t.same(who(named('Anna Example', { bornOn }), person('a', 'Anna Example')).offered, ['a'], bornOn)
  for (const bornOn of ['1981-04-14', '1970-03-15', '1955-11-02'])
    t.same(who(named('Anna Example', { bornOn }), person('a', 'Anna Example')).offered, [], bornOn)
})

t.test('one word is nobody, unless the call or the date of birth points there', async (t) => {
  t.same(who(named('Anna'), person('a', 'Anna Example')).offered, [])
  t.same(who(named('Anna', { bornOn: '1980-03-14' }), person('a', 'Anna Example')).offered, ['a'])
  t.same(who(named('Anna'), person('a', 'Anna Example', { usesNumber: true })), { taken: null, offered: ['a'] })
})

t.test('other names and former names, with the reasons that are shown', async (t) => {
  const many = person('a', 'Emma Stainton', {
    aliases: ['Em', 'Dean Pickering'],
    formerNames: ['Birkett', 'Louise Mounsey'],
  })
  for (const [said, under] of [
    ['Dean Pickering', 'Dean Pickering'],
    ['Emma Birkett', 'Birkett'],
    ['Louise Mounsey', 'Louise Mounsey'],
  ]) {
    const { offered } = identify(named(said as string), [many], variants, today)
    t.match(offered[0]?.because, ['the same name', `also known as ${under}`, 'born 14 March 1980'])
  }
  t.match(identify(named('Em Stainton'), [many], variants, today).offered[0]?.because, [
    'the same name',
    'also known as Em',
  ])
  const here = { ...many, usesNumber: true, livesHere: true, bornOn: null }
  t.same(identify(named('Emma Stainton'), [here], variants, today).offered[0]?.because, [
    'the same name',
    'recorded with this number',
    'recorded at this address',
  ])
  const said = (more: Partial<NamedPerson>) =>
    identify(named('Emma Stainton', more), [{ ...many, livesHere: true }], variants, today).offered[0]?.because[1]
  t.equal(said({ bornOn: '1980-03-14' }), 'the same date of birth')
  t.equal(said({ bornOn: '1980-03-15' }), 'nearly the same date of birth: 14 March 1980')
  t.equal(said({ bornOn: '1955-10-25' }), 'another date of birth: 14 March 1980')
  t.equal(said({ aged: 47 }), 'aged 46')
  t.equal(said({ aged: 20 }), 'another age: 46')
})

t.test('no more are offered than can be read, the best first; others are not', async (t) => {
  const people = Array.from({ length: 20 }, (_, n) => person(`p${String(n).padStart(2, '0')}`, 'John Smith'))
  const { offered } = identify(named('Jon Smith'), [...people, person('x', 'Jon Smith')], variants, today)
  t.equal(offered.length, MOST_OFFERED)
  t.equal(offered[0]?.id, 'x')
  t.same(who(named('J Smyth'), person('a', 'John Smith')).offered, [])
})
