import t from 'tap'
import { readOrderKind } from './order-rules.ts'

t.test('an order is known in whatever spelling', async (t) => {
  const expected = { code: 'non-molestation', name: 'Non-molestation order', domesticAbuse: true }
  for (const kind of ['non-molestation', 'Non-Molestation Order', ' NON MOLESTATION order ', 'non_molestation']) {
    t.same(readOrderKind(kind), expected, kind)
  }
  t.match(readOrderKind('DVPO'), { name: 'Domestic violence protection order', domesticAbuse: true })
  t.match(readOrderKind('bail conditions'), { name: 'Bail conditions', domesticAbuse: false })
})

t.test('one we do not know is said as it stands', async (t) => {
  t.same(readOrderKind('sexual risk order'), { code: 'sexual-risk', name: 'Sexual risk order', domesticAbuse: false })
  t.same(readOrderKind('Domestic something'), {
    code: 'domestic-something',
    name: 'Domestic something',
    domesticAbuse: true,
  })
  t.same(readOrderKind('  '), { code: '', name: 'Order', domesticAbuse: false })
})
