import t from 'tap'
import { chooseSpans, dayAfter, isRolledUp } from './figure-span-rules.ts'

const span = (from: string, to: string) => ({ from, to })
const year = span('2025-01-01', '2025-12-31')
const march = span('2026-03-01', '2026-03-31')

t.test('a year is chosen before its months, and days that no span has are left', async (t) => {
  const spans = [
    march,
    span('2025-01-01', '2025-01-31'),
    year,
    span('2025-12-01', '2025-12-31'),
    span('2026-01-01', '2026-01-31'),
  ]
  t.same(chooseSpans(spans, { from: '2024-12-30', to: '2026-04-02' }), {
    spans: [year, span('2026-01-01', '2026-01-31'), march],
    rests: [span('2024-12-30', '2024-12-31'), span('2026-02-01', '2026-02-28'), span('2026-04-01', '2026-04-02')],
  })
})

t.test('a span that is not wholly inside is not chosen, and all may be chosen', async (t) => {
  t.same(chooseSpans([year], { from: '2025-01-02', to: '2026-01-01' }), {
    spans: [],
    rests: [span('2025-01-02', '2026-01-01')],
  })
  t.same(chooseSpans([march], march), { spans: [march], rests: [] })
})

t.test('by hour or officer every incident is looked at', async (t) => {
  t.equal(isRolledUp({ by: 'grade' }), true)
  t.equal(isRolledUp({ by: 'hour' }), false)
  t.equal(isRolledUp({ by: 'all', hour: 3 }), false)
  t.equal(isRolledUp({ by: 'all', officerId: 'x' }), false)
  t.equal(dayAfter('2028-02-28', 1), '2028-02-29')
})
