import t from 'tap'
import { type Answers, mergeTimes, nearestByLine } from './engine-answer-rules.ts'
import type { Point, TravelTime } from './routing.ts'

const to: Point = { lat: 54.5, lon: -3 }
/** So many kilometres to the north. */
const north = (km: number): Point => ({ lat: 54.5 + km / 111.195, lon: -3 })
const known = (seconds: number, metres = 30_000): TravelTime => ({ known: true, seconds, metres })
const unknown: TravelTime = { known: false, because: 'unreachable' }

/** Three units, 1, 2 and 3 km away, of which the engine was asked for the first two. */
function merge(more: Partial<Answers>) {
  const own = [known(100), known(200), known(300)]
  const from = [north(1), north(2), north(3)]
  return mergeTimes({
    engine: 'valhalla',
    to,
    from,
    asked: [0, 1],
    own,
    said: { times: [known(100), known(200)] },
    ...more,
  })
}

const seconds = (times: TravelTime[]) => times.map((time) => (time.known ? Math.round(time.seconds) : time.because))

t.test('the nearest by straight line, in order; who has no place is not asked for', async (t) => {
  const from = [north(3), undefined, north(1), north(2), { lat: 54.5, lon: -3.03 }]
  t.same(nearestByLine(to, from, 3), [2, 4, 3], 'a degree of longitude is shorter here')
  t.same(nearestByLine(to, from, 20), [2, 4, 3, 0])
  t.same(nearestByLine(to, [north(1), north(1)], 1), [0], 'the first of two as near')
  t.same(nearestByLine(to, [], 20), [])
})

t.test('an engine that says nothing leaves every embedded time as it is, with the reason', async (t) => {
  t.same(merge({ said: { because: 'timed-out' } }), [
    { ...known(100), answeredBy: 'embedded', withoutEngine: 'timed-out' },
    { ...known(200), answeredBy: 'embedded', withoutEngine: 'timed-out' },
    { ...known(300), answeredBy: 'embedded', withoutEngine: 'timed-out' },
  ])
})

t.test('its times are taken; who was not asked for is brought to its scale', async (t) => {
  const times = merge({ said: { times: [known(150, 31_000), known(300)] } })
  t.same(times, [
    { known: true, seconds: 150, metres: 31_000, answeredBy: 'valhalla' },
    { known: true, seconds: 300, metres: 30_000, answeredBy: 'valhalla' },
    { known: true, seconds: 450, metres: 30_000, answeredBy: 'embedded', withoutEngine: 'not-asked' },
  ])
  t.same(seconds(merge({ said: { times: [known(5_000), known(9_000)] } })), [5000, 9000, 900], 'no more than threefold')
  t.same(seconds(merge({ own: [known(0), unknown, known(300)] })), [100, 200, 300], 'no scale without a pair')
  t.same(merge({ own: [known(100), known(200), unknown] })[2], {
    ...unknown,
    answeredBy: 'embedded',
    withoutEngine: 'not-asked',
  })
})

t.test('a best time is brought to scale as well', async (t) => {
  const both = { ...known(300), atBestSeconds: 280 }
  const [, , third] = merge({ own: [known(100), known(200), both], said: { times: [known(200), known(400)] } })
  t.match(third, { seconds: 600, atBestSeconds: 560 })
})

t.test('null, nonsense, and what the engine does not know of, stay with the embedded router', async (t) => {
  const why = (time: TravelTime | null) => merge({ said: { times: [time, known(200)] } })[0]
  t.match(why(null), { answeredBy: 'embedded', withoutEngine: 'no-way', seconds: 100 })
  t.match(why(unknown), { withoutEngine: 'no-way' })
  for (const nonsense of [known(0), known(5), known(-1), known(NaN), known(Infinity), known(100, 200), known(100, -1)])
    t.match(why(nonsense), { answeredBy: 'embedded', withoutEngine: 'not-believable' })
  t.match(why(known(40, 1_000)), { answeredBy: 'valhalla' }, 'fast, but a car could')
  t.match(
    merge({ from: [to, north(2), north(3)], said: { times: [known(0, 0), known(200)] } })[0],
    {
      answeredBy: 'valhalla',
      seconds: 0,
    },
    'a unit that is there',
  )
  const notDelayed = { ...known(100), delayedBy: [] }
  const delayed = { ...known(100), delayedBy: ['snow-1'] }
  t.match(merge({ own: [delayed, known(200), known(300)] })[0], { withoutEngine: 'road-change', delayedBy: ['snow-1'] })
  t.match(merge({ own: [notDelayed, known(200), known(300)] })[0], { answeredBy: 'valhalla' })
})

t.test('blue light shortens each way as the embedded router shortens that way', async (t) => {
  const times = merge({
    own: [known(80), known(150), known(240)],
    ownAsSpoken: [known(100), known(200), known(300)],
    said: { times: [known(200), known(400)] },
  })
  t.same(seconds(times), [160, 300, 480], 'by a fifth, by a quarter; twice as long for the third, as for the others')
  const unknownWay = merge({
    own: [known(80), unknown, known(240)],
    ownAsSpoken: [known(100), unknown, known(300)],
    said: { times: [known(200), known(400)] },
  })
  t.same(seconds(unknownWay), [160, 320, 480], 'the engine alone knows a way: shortened as usual')
  const none = merge({ own: [unknown, unknown, unknown], ownAsSpoken: [unknown, known(0), unknown] })
  t.same(seconds(none), [100, 200, 'unreachable'], 'nothing to go by')
})
