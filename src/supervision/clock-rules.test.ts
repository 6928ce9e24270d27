import t from 'tap'
import { crewOut, forceEscalation, minutes, waiting } from '../../test/support/escalation-facts.ts'
import { type ClockFacts, type CrewOut, judgeClocks, patienceOf } from './clock-rules.ts'

const judge = (more: Partial<ClockFacts>) => judgeClocks({ ...waiting, ...more }, forceEscalation)
/** Kinds that stand, each with the minute since when. */
const standing = (more: Partial<ClockFacts>) =>
  Object.fromEntries(judge(more).standing.map(({ kind, since }) => [kind, since / 60_000]))
const crew = (more: Partial<CrewOut> = {}): CrewOut[] => [{ ...crewOut, ...more }]

t.test('an incident that waits: each clock in its time, and when to look again', async (t) => {
  t.same(judge({}), { standing: [], lookAgainAt: minutes(15) }, 'the first is that no unit is going')
  t.same(standing({ now: minutes(15) }), { 'incident-unassigned': 15 })
  t.same(judge({ now: minutes(15) }).lookAgainAt, minutes(20), 'then whoever waits is contacted')
  t.same(standing({ now: minutes(30) }), { 'incident-unassigned': 15, 'clock-running': 30, 'caller-waiting': 20 })
  t.same(standing({ now: minutes(50) })['clock-cannot-be-met'], 50, 'ten minutes away by road')
  t.same(
    standing({ now: minutes(60) }),
    { 'incident-unassigned': 15, 'clock-breached': 60, 'caller-waiting': 20 },
    'warnings end with the breach',
  )
  t.equal(judge({ now: minutes(60) }).lookAgainAt, null)
})

t.test('an instant between two milliseconds is looked at after it', async (t) => {
  t.equal(judge({ clockFrom: 0.5, attendBy: minutes(20), ranking: null }).lookAgainAt, minutes(10) + 1)
})

t.test('closed or attended, nothing of it stands', async (t) => {
  t.same(judge({ isOpen: false, now: minutes(90) }), { standing: [], lookAgainAt: null })
  t.same(judge({ attendedAt: minutes(70), now: minutes(90) }), { standing: [], lookAgainAt: null })
})

t.test('an incident without a grade, and one that nobody works', async (t) => {
  const ungraded = { grade: null, gradedAt: null, deploys: false, clockFrom: null, attendBy: null, hasOwner: false }
  t.same(standing({ ...ungraded, now: minutes(2) }), { 'incident-ungraded': 2 })
  t.equal(judge(ungraded).lookAgainAt, minutes(2))
  t.same(standing({ hasOwner: false, now: minutes(5) }), { 'incident-unowned': 5 })
  t.same(standing({ hasOwner: false, crews: crew(), now: minutes(5) }), {}, 'whoever sent the unit works it')
  t.same(standing({ grade: '4', deploys: false, hasOwner: false, now: minutes(600) }), {}, 'no line of this grade')
})

t.test('a unit that leaves starts the wait anew', async (t) => {
  t.same(standing({ lastLeftAt: minutes(10), now: minutes(15) }), {})
  t.same(standing({ lastLeftAt: minutes(10), now: minutes(25) })['incident-unassigned'], 25)
})

t.test('who is expected in time is no warning; who is not, is', async (t) => {
  const heard = { heardAt: minutes(50) }
  t.same(standing({ crews: crew(heard), now: minutes(40) }), { 'caller-waiting': 20 })
  const late = judge({ crews: crew({ ...heard, assignedAt: minutes(55) }), now: minutes(56) }).standing
  t.match(late, [
    { kind: 'clock-running', because: 'No unit is expected in time' },
    { kind: 'clock-cannot-be-met', because: 'By road no unit can be there in time now' },
    { kind: 'caller-waiting' },
  ])
  t.match(judge({ crews: crew({ heardAt: minutes(60) }), now: minutes(60) }).standing, [
    { kind: 'clock-breached', because: 'Nobody arrived in time' },
    {},
  ])
})

t.test('a road time that nobody knows is not taken for a late one', async (t) => {
  const kinds = (more: Partial<ClockFacts>) => Object.keys(standing({ now: minutes(55), ...more }))
  t.notOk(kinds({ ranking: null }).includes('clock-cannot-be-met'))
  t.notOk(
    kinds({ crews: crew({ travelSeconds: null, heardAt: minutes(50) }) }).includes('clock-cannot-be-met'),
    'a crew whose way is not known',
  )
  const nobody = judge({ ranking: { madeAt: minutes(1), firstSeconds: null }, now: minutes(1) }).standing
  t.match(nobody, [{ kind: 'clock-cannot-be-met', since: minutes(1), because: 'No unit may go' }])
  t.notOk(kinds({ attendBy: null, clockFrom: null }).some((kind) => kind.startsWith('clock')))
  t.notOk(kinds({ clockFrom: null }).includes('clock-running'))
})

t.test('whoever waits is contacted again and again, sooner when nobody answered', async (t) => {
  const due = (more: Partial<ClockFacts>, now = minutes(200)) =>
    judge({ ...more, now }).standing.find(({ kind }) => kind === 'caller-waiting')
  t.match(due({ spokenAt: minutes(30) }), { since: minutes(50), because: /safe number only/ })
  t.match(due({ triedAt: minutes(30), hasSafeNumber: false }), {
    since: minutes(35),
    because: /No safe number is known/,
  })
  t.match(due({ spokenAt: minutes(31), triedAt: minutes(30) }), { since: minutes(51) }, 'answered since')
  t.equal(due({ grade: '1' }), undefined, 'as the force has it')
})

t.test('a crew that asks for more units, until so many were sent', async (t) => {
  const asking = (asked: CrewOut['asked']) =>
    judge({ crews: crew({ asked, heardAt: minutes(9) }), now: minutes(10) }).standing.filter(
      ({ kind }) => kind === 'more-units-wanted',
    )
  t.same(asking(null), [])
  t.match(asking({ units: 2, at: minutes(10), sentSince: 0 }), [
    { subjectId: 'd', unitId: 'u', since: minutes(10), because: 'NR11 asks for 2 more units, 0 sent since' },
  ])
  t.match(asking({ units: 1, at: minutes(9), sentSince: 0 }), [{ because: /for 1 more unit,/ }])
  t.same(asking({ units: 2, at: minutes(9), sentSince: 2 }), [])
})

t.test('a crew that is not heard of, sooner when it is single crewed', async (t) => {
  t.match(judge({ crews: crew(), now: minutes(15) }).standing, [
    {
      kind: 'unit-silent',
      subjectType: 'deployment',
      subjectId: 'd',
      unitId: 'u',
      because: 'NR11, single crewed: not heard of for 15 min',
    },
  ])
  t.same(standing({ crews: crew({ heardAt: minutes(10) }), now: minutes(15) }), {})
  t.match(judge({ crews: crew({ crewSize: 2 }), now: minutes(30) }).standing.at(-1), {
    kind: 'unit-silent',
    because: 'NR11, crew of 2: not heard of for 30 min',
  })
})

t.test('a briefing that is not read', async (t) => {
  t.match(judge({ crews: crew({ briefingRead: false }), now: minutes(3) }).standing, [
    { kind: 'briefing-unread', because: 'NR11 has not read its briefing for 3 min' },
  ])
})

t.test('a promise that was not kept, at its minute', async (t) => {
  const promises = [{ actionId: 'a', dueAt: minutes(7) }]
  t.equal(judge({ promises }).lookAgainAt, minutes(7))
  t.match(judge({ promises, now: minutes(7) }).standing, [
    { kind: 'recontact-overdue', subjectType: 'action', subjectId: 'a', since: minutes(7) },
  ])
})

t.test('what the force does not list is not raised; its own lines decide', async (t) => {
  const none = { ...forceEscalation, exceptions: [] }
  t.same(judgeClocks({ ...waiting, now: minutes(90) }, none), { standing: [], lookAgainAt: null })
  const only = (kind: string, after: { grades?: string[]; crewUpTo?: number; seconds: number }[]) => ({
    ...forceEscalation,
    exceptions: forceEscalation.exceptions.filter((rule) => rule.kind === kind).map((rule) => ({ ...rule, after })),
  })
  const all = { now: minutes(90), crews: crew(), promises: [{ actionId: 'a', dueAt: 0 }] }
  for (const kind of ['unit-silent', 'recontact-overdue', 'clock-breached']) {
    t.same(judgeClocks({ ...waiting, ...all }, only(kind, [{ grades: ['1'], seconds: 0 }])).standing, [], kind)
  }
  t.same(judgeClocks({ ...waiting, ...all }, only('rules-past-review', [{ seconds: 0 }])).standing, [])
  t.equal(patienceOf('unit-silent', { grade: null, crewSize: 2 }, forceEscalation), minutes(30))
  t.equal(patienceOf('unit-silent', { grade: null }, forceEscalation), minutes(15), 'of whom nobody knows, alone')
})

t.test('breached while nobody goes', async (t) => {
  t.match(
    judge({ now: minutes(60) }).standing.find(({ kind }) => kind === 'clock-breached'),
    { because: 'Nobody arrived in time, and no unit is going' },
  )
})
