import t from 'tap'
import { undoRefusal } from './undo-time-rules.ts'

const done = { at: 1_000_000, by: 'me', since: null }

t.test('ten seconds, by whoever did it, as long as nobody has acted on it', async (t) => {
  t.equal(undoRefusal(done, 'me', 1_009_900), undefined)
  t.equal(undoRefusal(done, 'me', 1_011_900), undefined, 'pressed in time, and a moment on its way')
  t.match(undoRefusal(done, 'me', 1_012_100), { code: 'undo/too-late', message: /more than 10 seconds ago/ })
  t.match(undoRefusal(done, 'you', 1_001_000), { code: 'undo/not-yours' })
  t.equal(undoRefusal({ ...done, by: null }, 'you', 1_001_000), undefined, 'what has no name on it is anybody’s')
  t.match(undoRefusal({ ...done, since: 'NR11 has acknowledged it' }, 'me', 1_001_000), {
    code: 'undo/acted-on',
    message: 'NR11 has acknowledged it',
  })
})
