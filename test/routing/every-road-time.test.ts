import t from 'tap'
import { compareRoadTimes } from '../support/compare-road-times.ts'

// all 10,000 incidents: node test/support/compare-road-times.ts
t.test('300 units and a share of the incidents: every time is that of a textbook Dijkstra', async (t) => {
  const { incidents, compared, unknown, moves, mismatches } = await compareRoadTimes(160, 10_000, 2026)
  t.same(mismatches, [])
  t.equal(incidents, 160)
  t.equal(compared, 48_000)
  t.equal(moves, 10_600, '300 at first, 10,000, and 300 while roads were closed')
  t.ok(unknown > 500 && unknown < 5_000, `${unknown} unknown on both sides`)
})
