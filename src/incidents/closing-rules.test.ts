import t from 'tap'
import type { ClosureChecklist } from '../definitions/index.ts'
import { type ClosingFacts, listMissing, listOwed, listUnsaid, mayClose } from './closing-rules.ts'

const no = { domesticAbuse: false, repeatVictim: false, vulnerable: false, treatAsUrgent: false }
const theft: ClosingFacts = { type: 'theft', flags: no, attended: true, silent: false }
const checklist: ClosureChecklist = [
  { what: 'result', ask: 'What was found', owedBy: 'whoever closes', when: [], fields: ['text'] },
  {
    what: 'attendance',
    ask: 'Why nobody came',
    owedBy: 'dispatcher',
    when: ['unattended'],
    fields: ['notAttendedBecause'],
  },
  {
    what: 'documents',
    ask: 'Documents',
    owedBy: "crew's sergeant",
    when: ['locked', 'attended'],
    fields: ['documentsConfirmedBy', 'noDocumentsBecause'],
  },
  { what: 'crime', ask: 'Crime', owedBy: 'crew', when: [], types: ['burglary'], fields: ['crimeReference'] },
]
const whats = (owed: { what: string }[]) => owed.map(({ what }) => what)

t.test('each kind of incident owes its own', async (t) => {
  t.same(whats(listOwed(theft, checklist)), ['result'])
  t.same(whats(listOwed({ ...theft, attended: false }, checklist)), ['result', 'attendance'])
  t.same(whats(listOwed({ ...theft, type: 'burglary' }, checklist)), ['result', 'crime'])
  for (const flag of ['domesticAbuse', 'repeatVictim', 'vulnerable'] as const)
    t.same(whats(listOwed({ ...theft, flags: { ...no, [flag]: true } }, checklist)), ['result', 'documents'], flag)
  t.same(
    whats(listOwed({ ...theft, flags: { ...no, treatAsUrgent: true } }, checklist)),
    ['result'],
    'urgent is not locked',
  )
  t.same(whats(listOwed({ ...theft, attended: false, flags: { ...no, vulnerable: true } }, checklist)), [
    'result',
    'attendance',
  ])
})

t.test('one field of a thing is enough, blanks say nothing', async (t) => {
  const owed = listOwed({ ...theft, flags: { ...no, vulnerable: true } }, checklist)
  t.same(whats(listUnsaid(owed, {})), ['result', 'documents'])
  t.same(whats(listUnsaid(owed, { text: '  ', noDocumentsBecause: 'None were due' })), ['result'])
  t.same(listUnsaid(owed, { text: 'Seen', documentsConfirmedBy: 'Sgt Hale' }), [])
})

t.test('what the database asks for comes beside the list, each once, with where it is said', async (t) => {
  const unsaid = listUnsaid(listOwed(theft, checklist), {})
  const floor = [
    { what: 'result', owedBy: 'closer', detail: 'in other words' },
    { what: 'action', owedBy: 'PPU', detail: 'Ring her tomorrow' },
    { what: 'personsSeen', owedBy: 'crew', detail: 'Who was seen' },
  ]
  t.same(listMissing(unsaid, floor), [
    { what: 'result', owedBy: 'whoever closes', detail: 'What was found', fields: ['text'] },
    { what: 'action', owedBy: 'PPU', detail: 'Ring her tomorrow', fields: [] },
    { what: 'personsSeen', owedBy: 'crew', detail: 'Who was seen', fields: ['personsSeen'] },
  ])
})

t.test('a locked incident is closed by a supervisor who did not take the call', async (t) => {
  const locked = { locked: true, tookTheCall: ['one', 'two'] }
  t.equal(mayClose({ id: 'three', role: 'supervisor' }, locked), true)
  t.equal(mayClose({ id: 'two', role: 'supervisor' }, locked), false)
  t.equal(mayClose({ id: 'three', role: 'dispatcher' }, locked), false)
  t.equal(mayClose({ id: 'two', role: 'dispatcher' }, { ...locked, locked: false }), true)
  t.equal(mayClose({ id: 'two', role: 'supervisor' }, { ...locked, locked: false }), true)
  t.equal(mayClose({ id: 'two', role: 'call-handler' }, { ...locked, locked: false }), false)
})
