import t from 'tap'
import { testIncident, type Watched } from './watch-rules.ts'

const good: Watched = {
  grade: '1',
  proposedGrade: '1',
  gradePosition: 1,
  proposedPosition: 1,
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
})
t.test('no grade, or one below the proposal, is not correct', async (t) => {
  t.match(failing({ grade: null, gradePosition: null }), [{ test: 'correct', because: ['It has no grade'] }])
  t.match(failing({ grade: '2', gradePosition: 2 }), [{ test: 'correct', because: ['Graded 2, proposed 1'] }])
  t.match(failing({ grade: '2', gradePosition: 2, proposedGrade: null }), [{ test: 'correct' }])
})
t.test('a unit sent without its reason is not correct', async (t) => {
  t.match(failing({ reasonsOwed: 1 }), [{ test: 'correct' }])
})
t.test('nobody going, a clock that ran out, and a late arrival are not timely', async (t) => {
  t.match(failing({ arrivedAt: null, unitsGoing: 0 }), [{ test: 'timely', because: ['No unit is going'] }])
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
