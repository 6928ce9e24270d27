import t from 'tap'
import { readRange } from './byte-range-rules.ts'

t.test('one range of a file', async (t) => {
  t.same(readRange('bytes=0-99', 1_000), { from: 0, to: 99 })
  t.same(readRange('bytes=900-', 1_000), { from: 900, to: 999 }, 'to its end')
  t.same(readRange('bytes=-100', 1_000), { from: 900, to: 999 }, 'so many at its end')
  t.same(readRange('bytes=-5000', 1_000), { from: 0, to: 999 }, 'more than it has')
  t.same(readRange('bytes=990-5000', 1_000), { from: 990, to: 999 }, 'beyond its end')
})

t.test('what begins after the end is nowhere', async (t) => {
  t.equal(readRange('bytes=1000-', 1_000), 'none')
  t.equal(readRange('bytes=99999999999999999999-', 1_000), 'none')
  t.equal(readRange('bytes=-0', 1_000), 'none')
})

t.test('anything else is the whole', async (t) => {
  for (const header of [
    undefined,
    '',
    'bytes=-',
    'bytes=0-1,5-6',
    'lines=0-1',
    'bytes=9-3',
    'bytes=a-b',
    'bytes=0x1-2',
  ])
    t.equal(readRange(header, 1_000), 'whole', String(header))
})
