import t from 'tap'
import { AttemptCounts } from './attempt-counts.ts'

t.test('attempts are counted by key, until the window of the first has passed', async (t) => {
  const attempts = new AttemptCounts()
  t.same(
    [0, 10_000, 59_999].map((now) => attempts.count('one', 60, now)),
    [1, 2, 3],
  )
  t.equal(attempts.count('two', 60, 1), 1)
  t.equal(attempts.count('one', 60, 60_000), 1, 'a new window')
  t.equal(attempts.count('one', 60, 60_001), 2)
})

t.test('made-up keys do not fill the memory', async (t) => {
  const attempts = new AttemptCounts()
  for (let key = 0; key <= 10_000; key += 1) attempts.count(`key ${key}`, 60, 0)
  t.equal(attempts.count('key 0', 60, 0), 1, 'the oldest was let go')
  t.equal(attempts.count('key 10000', 60, 0), 2)
})
