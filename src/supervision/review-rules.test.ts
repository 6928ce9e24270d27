import t from 'tap'
import { judgeReviews } from './review-rules.ts'

const day = 86_400_000
const none = { count: 0, since: null }

t.test('what is past its review date is one line a sort', async (t) => {
  const rules = [
    { kind: 'unit-states', validFrom: 300 * day },
    { kind: 'dispatch-of-drones', validFrom: 100 * day },
    { kind: 'question-set', validFrom: 900 * day },
  ]
  t.same(
    judgeReviews(
      { now: 1_000 * day, markers: { count: 3, since: 5 }, plans: { count: 1, since: 7 }, rules },
      { reviewAfterDays: 365 },
    ),
    [
      { kind: 'markers-past-review', since: 5, because: '3 past the day for review' },
      { kind: 'plans-past-review', since: 7, because: '1 past the day for review' },
      {
        kind: 'rules-past-review',
        since: 465 * day,
        because: 'Past the day for review: dispatch of drones, unit states',
      },
    ],
  )
})
t.test('nothing past its date, nothing said', async (t) => {
  t.same(judgeReviews({ now: day, markers: none, plans: none, rules: [] }, { reviewAfterDays: 365 }), [])
})
