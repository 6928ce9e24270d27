import t from 'tap'
import { noHints } from './hints.ts'

t.test('without hints everything goes on', async (t) => {
  noHints.subscribe('journal', () => t.fail())
  noHints.publish('journal', '')
  t.notOk(noHints.healthy)
  t.equal(await noHints.countAttempt('a key of this test', 1), 1)
  t.equal(await noHints.countAttempt('a key of this test', 1), 2)
  await noHints.close()
})
