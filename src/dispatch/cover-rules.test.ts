import t from 'tap'
import { coverDemandOf, coverLosses, orderByCover, timesFromZone, zoneOf, zoneTimesOf } from './cover-rules.ts'
import type { DemandSurface } from './demand-surface.ts'

const cover = { busyShare: 0.5, preparationSeconds: 100, spareSeconds: 300 }
/** a per cent of cover is worth a minute */
const worth = { weightSeconds: 6_000, spareSeconds: 300 }
/** A town with three quarters of the demand and a village with the rest. */
const surface: DemandSurface = {
  version: 'test',
  validFrom: '2026-11-01T00:00:00Z',
  source: 'by hand',
  cover,
  points: [
    { lat: 54.9, lon: -2.9, weight: 60, areaClass: 'urban' },
    { lat: 54.6, lon: -3.1, weight: 20, areaClass: 'rural' },
  ],
}
const clock = { urbanSeconds: 600, ruralSeconds: 1_200 }
const demand = coverDemandOf(surface, clock)
const unit = (...secondsTo: number[]) => ({ secondsTo, extraSeconds: 0 })

t.test('the demand is in shares, and the clock is shorter by what goes by before the unit drives', async (t) => {
  t.same([...demand.share], [0.75, 0.25])
  t.same([...demand.reachSeconds], [500, 1_100])
})

t.test('cover is what units in reach are worth, each one less than the one before', async (t) => {
  t.same([...coverLosses(demand, []).losses], [])
  t.equal(coverLosses(demand, []).covered, 0)
  const one = coverLosses(demand, [unit(500, 2_000)])
  t.equal(one.covered, 0.375, 'three quarters, and the unit is busy half of the time')
  t.same([...one.losses], [0.375])
  const two = coverLosses(demand, [unit(0, 1_101), unit(400, 1_100)])
  t.equal(two.covered, 0.75 * 0.75 + 0.25 * 0.5)
  t.same([...two.losses], [0.75 * 0.25, 0.75 * 0.25 + 0.25 * 0.5], 'the only unit of the village is worth more')
  t.same(
    [...coverLosses(demand, [unit(501, 1_101)]).losses],
    [0],
    'a unit that reaches nothing in time is worth nothing',
  )
  t.same(
    [...coverLosses(demand, [{ secondsTo: [450, 0], extraSeconds: 51 }]).losses],
    [0.125],
    'and is on its way first',
  )
})

t.test('when units are never busy, only the last one counts', async (t) => {
  const never = { ...demand, busyShare: 0 }
  t.same([...coverLosses(never, [unit(0, 9_999), unit(0, 9_999)]).losses], [0, 0])
  t.same([...coverLosses(never, [unit(0, 9_999)]).losses], [0.75])
})

t.test('a grade 2 goes to the unit that costs the area least, in time', async (t) => {
  const candidates = [
    { seconds: 200, loss: 0.2 },
    { seconds: 600, loss: 0.01 },
    { seconds: 1_900, loss: 0 },
    { seconds: 1_800, loss: 0.5 },
  ]
  t.same(orderByCover(candidates, worth, 2_100), [1, 0, 3, 2], 'the two that come too late are last, nearest first')
  t.same(orderByCover(candidates, worth, 9_999), [1, 0, 2, 3], '200 + 1,200 seconds; 600 + 60; 1,900; 1,800 + 3,000')
  t.same(orderByCover(candidates, { ...worth, weightSeconds: 0 }, 9_999), [0, 1, 3, 2], 'zero turns it off')
  t.same(
    orderByCover(
      [
        { seconds: 5, loss: 0 },
        { seconds: 5, loss: 0 },
      ],
      worth,
      9_999,
    ),
    [0, 1],
    'ties stay',
  )
  t.same(orderByCover([], worth, 9_999), [])
})

t.test('a unit has the times of its zone', async (t) => {
  const zones = zoneTimesOf([
    [
      { known: true, seconds: 0 },
      { known: true, seconds: 99_999 },
    ],
    [{ known: false }, { known: true, seconds: 0.6 }],
  ])
  t.same([...timesFromZone(zones, 0)], [0, 0xffff], 'unknown is out of reach')
  t.same([...timesFromZone(zones, 1)], [0xffff, 1], 'and so is what is farther than can be written down')
  t.equal(zoneOf(surface, { lat: 54.88, lon: -2.95 }), 0)
  t.equal(zoneOf(surface, { lat: 54.7, lon: -3.1 }), 1)
})
