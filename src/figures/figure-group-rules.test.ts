import t from 'tap'
import { groupFigure, namesWithoutLookup, unitOf } from './figure-group-rules.ts'

const told = (key: string | null, value: number, n: number) => ({ key, figure: 'closures' as const, value, n })
const none = new Map<string, string>()

t.test('parts stand in the order of their keys, those without one last, each with its own n', async (t) => {
  const parts = groupFigure(
    'time-to-grade',
    'grade',
    [told(null, 9, 1), told('2', 5, 4), told('1', 7, 6)],
    5,
    new Map([['1', 'Emergency']]),
  )
  t.match(parts, [
    { key: '1', name: 'Emergency', n: 6, tooFew: false, share: null, spread: { median: 7 }, said: /median 0:07/ },
    { key: '2', name: '2', n: 4, tooFew: true, spread: null },
    { key: null, name: 'Not known', n: 1, tooFew: true },
  ])
})

t.test('a reason is a share of everything counted, not of those that have the reason', async (t) => {
  const rows = [told(null, 0, 6), told('crime', 1, 3), told('advice', 1, 1)]
  const parts = groupFigure('closures', 'detail', rows, 5, none)
  t.match(parts, [
    { key: 'advice', n: 10, share: { met: 1, percent: 10 } },
    { key: 'crime', n: 10, share: { met: 3, percent: 30 } },
  ])
  t.equal(parts.length, 2)
  t.same(groupFigure('closures', 'detail', [told('crime', 1, 2), told(null, 0, 1)], 1, none).length, 1)
  t.match(groupFigure('closures', 'officer', rows, 5, none), [{ n: 10 }, { n: 10 }])
  t.match(groupFigure('closures', 'area', rows, 1, none).at(-1), { key: null, n: 6, share: { met: 0 } })
})

t.test('names that nobody has to be asked for', async (t) => {
  t.equal(unitOf('time-to-attend'), 'seconds')
  t.equal(namesWithoutLookup('all', [])?.get('all'), 'All')
  t.equal(namesWithoutLookup('area-class', ['rural'])?.get('rural'), 'Rural')
  t.equal(namesWithoutLookup('hour', ['07'])?.get('07'), '07:00')
  t.equal(namesWithoutLookup('day', ['2026-11-22'])?.get('2026-11-22'), '2026-11-22')
  t.equal(namesWithoutLookup('officer', []), undefined)
})
