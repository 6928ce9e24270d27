import t from 'tap'
import { Turnstile } from './turnstile.ts'

t.test('never more than so many at once, everybody in turn, also after one threw', async (t) => {
  const turnstile = new Turnstile(2)
  const order: number[] = []
  let inside = 0
  let most = 0
  const results = await Promise.allSettled(
    [0, 1, 2, 3, 4, 5].map((who) =>
      turnstile.pass(async () => {
        inside += 1
        most = Math.max(most, inside)
        order.push(who)
        await Promise.resolve()
        inside -= 1
        if (who === 2) throw new Error('fell')
        return who
      }),
    ),
  )
  t.equal(most, 2)
  t.same(order, [0, 1, 2, 3, 4, 5])
  t.same(
    results.map((result) => result.status === 'fulfilled'),
    [true, true, false, true, true, true],
  )
  t.equal(await turnstile.pass(async () => 'still open'), 'still open')
})
