import t from 'tap'
import { change, draftOf, isOwed, marksToSend, nextOwed } from './review-draft-rules.ts'

const kept = { item: 'b', mark: 'met', note: '', evidence: null } as const

t.test('a draft goes on where it was, and knows what it owes', async (t) => {
  const draft = draftOf(['a', 'b', 'c'], [kept])
  t.same(draft[1], kept)
  t.equal(nextOwed(draft, 'a'), 'c', 'b is marked')
  t.equal(nextOwed(draft, 'c'), 'a', 'from the top again')
  const partly = change(draft, 'a', { mark: 'partly' })
  t.equal(nextOwed(partly, 'c'), 'a', 'partly owes why')
  const whole = change(change(partly, 'a', { note: 'Asked late' }), 'c', { mark: 'met' })
  t.equal(nextOwed(whole, 'b'), undefined)
  t.equal(nextOwed(draft, 'x'), 'a')
  t.equal(isOwed({ ...kept, mark: 'cannot-tell', note: ' ' }), true)
})

t.test('what is begun is sent', async (t) => {
  t.same(marksToSend(draftOf(['a', 'b'], [kept])), [kept])
  t.equal(marksToSend(change(draftOf(['a', 'c'], []), 'a', { note: 'x' })).length, 1)
  t.equal(marksToSend(change(draftOf(['a', 'c'], []), 'a', { evidence: 'line' })).length, 1)
})
