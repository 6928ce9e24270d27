import t from 'tap'
import { testIncident, type Watched } from './watch-rules.ts'

const good: Watched = {
  grade: '1',
  proposedGrade: '1',
  gradePosition: 1,
  proposedPosition: 1,
  firstPosition: 1,
  gradeAllowsDomesticAbuse: true,
  hasOwner: true,
  promisesBroken: 0,
  attendBy: 1_000,
  arrivedAt: 900,
  unitsGoing: 1,
  checksUnanswered: 0,
  unreadBriefings: 0,
  reasonsOwed: 0,
  summaryLength: 200,
  peopleNamed: 2,
  domesticAbuse: true,
}
const failing = (more: Partial<Watched>, now = 500) => testIncident({ ...good, ...more }, now).filter(({ ok }) => !ok)

t.test('a well handled incident passes all three', async (t) => {
  t.same(failing({}), [])
  t.same(failing({ proposedPosition: null }), [])
  const because = (more: Partial<Watched>) => testIncident({ ...good, ...more }, 500).map((one) => one.because[0])
  t.same(because({}), [
    'Graded 1, no lower than proposed',
    'The first unit was there in time',
    'The checks answered, the crews have read, and there is an account',
  ])
  t.equal(because({ arrivedAt: null })[1], 'A unit is going, and there is time')
  t.equal(because({ grade: null, gradePosition: null })[0], 'It has no grade')
})
t.test('no grade, or one below the proposal, is not correct', async (t) => {
  t.match(failing({ grade: null, gradePosition: null }), [{ test: 'correct', because: ['It has no grade'] }])
  t.match(failing({ grade: '2', gradePosition: 2, firstPosition: 2 }), [
    { test: 'correct', because: ['Graded 2, proposed 1'] },
  ])
  t.match(failing({ grade: '2', gradePosition: 2, proposedGrade: null }), [{ test: 'correct' }])
})
t.test('a lowered grade, and domestic abuse to which nobody is to go, are not correct', async (t) => {
  t.match(failing({ gradePosition: 2, proposedPosition: 2 }), [{ test: 'correct', because: ['The grade was lowered'] }])
  t.same(failing({ gradePosition: 2, proposedPosition: 2, firstPosition: null }), [])
  t.match(failing({ gradeAllowsDomesticAbuse: false }), [
    { test: 'correct', because: ['Domestic abuse, and nobody is to go'] },
  ])
  t.same(failing({ gradeAllowsDomesticAbuse: false, domesticAbuse: false }), [])
})
t.test('a unit sent without its reason is not correct', async (t) => {
  t.match(failing({ reasonsOwed: 1 }), [{ test: 'correct' }])
})
t.test('nobody going, a clock that ran out, and a late arrival are not timely', async (t) => {
  t.match(failing({ arrivedAt: null, unitsGoing: 0 }), [{ test: 'timely', because: ['No unit is going'] }])
  t.match(failing({ arrivedAt: null, unitsGoing: 0, hasOwner: false }), [
    { test: 'timely', because: ['No unit is going', 'No dispatcher has taken it'] },
  ])
  t.match(failing({ promisesBroken: 1 }), [{ test: 'timely', because: ['A promised contact was not made'] }])
  t.match(failing({ arrivedAt: null }, 2_000), [{ test: 'timely', because: ['Nobody arrived in time'] }])
  t.match(failing({ arrivedAt: 1_500 }), [{ test: 'timely', because: ['The first unit arrived late'] }])
  t.same(failing({ attendBy: null }), [])
})
t.test('unanswered checks, unread briefings, no account and nobody named are not detailed', async (t) => {
  t.match(failing({ checksUnanswered: 1, unreadBriefings: 1, summaryLength: 3, peopleNamed: 0 }), [
    { test: 'detailed', because: { length: 4 } },
  ])
  t.same(failing({ peopleNamed: 0, domesticAbuse: false }), [])
})
