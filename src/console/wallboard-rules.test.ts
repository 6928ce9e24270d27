import t from 'tap'
import type { WallboardView } from '../wallboards/room-figures.ts'
import { mayStand, wallBlocks } from './wallboard-rules.ts'

const quiet: WallboardView = {
  at: '2026-11-22T14:03:00.000Z',
  waiting: { '999': 0, '101': 0, longestSeconds: 0 },
  answered: { within: 48, of: 52 },
  open: [{ grade: '1', name: 'Emergency', open: 3 }],
  noUnit: { count: 0, longestSeconds: 0 },
  late: 0,
  available: [{ area: 'North', free: 7, onDuty: 9 }],
  closed: [],
}
const said = (view: WallboardView) =>
  wallBlocks(view).map(({ figures }) =>
    figures.map(({ label, value, more, word }) => [label, value, more, word].join('|')),
  )

t.test('a quiet room: five blocks, and no word that warns', async (t) => {
  t.same(said(quiet), [
    ['999 waiting|0||', '101 waiting|0||'],
    ['999 in 10 s|92 %|target 90|'],
    ['grade 1|3||', 'no unit|0||', 'late|0||'],
    ['free North|7|of 9|'],
    [],
  ])
})

t.test('what needs somebody has its word', async (t) => {
  const busy: WallboardView = {
    ...quiet,
    waiting: { '999': 1, '101': 4, longestSeconds: 130 },
    answered: { within: 8, of: 10 },
    noUnit: { count: 2, longestSeconds: 64 },
    late: 1,
    available: [{ area: 'West', free: 0, onDuty: 6 }],
    closed: [
      { name: 'Hardknott Pass', to: null },
      { name: 'A66', to: '2026-11-22T17:00:00.000Z' },
    ],
  }
  t.same(said(busy), [
    ['999 waiting|1||WAITING', '101 waiting|4|longest 2:10|'],
    ['999 in 10 s|80 %|target 90|LOW'],
    ['grade 1|3||', 'no unit|2|1:04|WAITS', 'late|1||LATE'],
    ['free West|0|of 6|NONE'],
    ['closed|Hardknott Pass||', 'closed|A66|until 17:00|'],
  ])
  t.same(said({ ...quiet, noUnit: { count: 1, longestSeconds: 20 }, answered: { within: 0, of: 0 } }).slice(1, 3), [
    ['999 in 10 s|–|no calls|'],
    ['grade 1|3||', 'no unit|1|0:20|', 'late|0||'],
  ])
})

t.test('numbers stand for ten seconds without an answer, and no longer', async (t) => {
  t.notOk(mayStand(undefined, 5))
  t.ok(mayStand(1_000, 10_999))
  t.notOk(mayStand(1_000, 11_000))
})
