import t from 'tap'
import { rowWindow, scrollToRow } from './row-window-rules.ts'

const seen = { rowPx: 40, scrollTop: 0, heightPx: 400 }

t.test('a list that is not long is drawn whole', async (t) => {
  t.same(rowWindow(0, seen), { from: 0, to: 0 })
  t.same(rowWindow(120, { ...seen, scrollTop: 2_000 }), { from: 0, to: 120 })
})

t.test('of a long list the rows in sight are drawn, and as many again on either side', async (t) => {
  t.same(rowWindow(2_000, seen), { from: 0, to: 20 })
  t.same(rowWindow(2_000, { ...seen, scrollTop: 40_000 }), { from: 990, to: 1_020 })
  t.same(
    rowWindow(2_000, { ...seen, scrollTop: 40_039 }),
    { from: 990, to: 1_021 },
    'half a row at either end is a row',
  )
})

t.test('what cannot be is drawn as what comes nearest', async (t) => {
  t.same(rowWindow(200, { ...seen, scrollTop: 999_999 }), { from: 180, to: 200 }, 'the list became shorter')
  t.same(rowWindow(200, { ...seen, scrollTop: -30 }), { from: 0, to: 20 }, 'pulled beyond its top')
  t.same(rowWindow(200, { rowPx: 0, scrollTop: 0, heightPx: 0 }), { from: 0, to: 200 }, 'nothing is laid out yet')
})

t.test('a row that is asked for comes into sight by the shortest way, and one in sight moves nothing', async (t) => {
  const at = { rowPx: 40, scrollTop: 400, heightPx: 400 }
  t.equal(scrollToRow(10, at), 400)
  t.equal(scrollToRow(19, at), 400)
  t.equal(scrollToRow(9, at), 360)
  t.equal(scrollToRow(20, at), 440)
  t.equal(scrollToRow(0, at), 0)
})
