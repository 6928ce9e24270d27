import t from 'tap'
import { bandOf, inWords, likelyOf, travelInWords } from './time-band-rules.ts'

const bounds = { stalePositionSeconds: 60, positionUnknownAfterSeconds: 3_600 }
const road = { known: true, seconds: 300, metres: 4_500 } as const

t.test('a fresh position has one time; a stale one an earliest and a latest, by its age', async (t) => {
  t.same(bandOf(road, 60, bounds), { ...road, earliestSeconds: 300, latestSeconds: 300 })
  t.same(bandOf(road, 61, bounds), { ...road, earliestSeconds: 239, latestSeconds: 361 })
  t.same(bandOf(road, 900, bounds), { ...road, earliestSeconds: 0, latestSeconds: 1_200 }, 'never before now')
})

t.test('too old, without an age, or unknown already: the time is unknown, never 0', async (t) => {
  t.match(bandOf(road, 3_600, bounds), { known: true })
  t.same(bandOf(road, 3_601, bounds), { known: false, because: 'position-too-old' })
  t.same(bandOf(road, null, bounds), { known: false, because: 'position-too-old' })
  t.same(bandOf({ known: false, because: 'unreachable' }, 5, bounds), { known: false, because: 'unreachable' })
  t.equal(likelyOf({ known: false, because: 'unreachable' }), Number.POSITIVE_INFINITY)
  t.equal(likelyOf(bandOf(road, 100, bounds)), 300, 'as if it had stood still')
  t.equal(likelyOf(bandOf(road, 500, bounds)), 400, 'later, where it cannot have come as much nearer as farther')
})

t.test(
  'a position that may be on either carriageway has an earliest time too, and the middle is ranked by',
  async (t) => {
    const either = { ...road, atBestSeconds: 200 }
    t.same(bandOf(either, 5, bounds), { ...road, earliestSeconds: 200, latestSeconds: 300 })
    t.equal(likelyOf(bandOf(either, 5, bounds)), 250)
    t.same(bandOf(either, 100, bounds), { ...road, earliestSeconds: 100, latestSeconds: 400 })
  },
)

t.test('what delays the way stays with the time', async (t) => {
  t.match(bandOf({ ...road, delayedBy: ['bridge'] }, 5, bounds), { delayedBy: ['bridge'] })
})

t.test('times are said as people say them', async (t) => {
  t.same([-5, 50, 90, 3_540, 4_800].map(inWords), ['0 s', '50 s', '2 min', '59 min', '1 h 20 min'])
  t.equal(travelInWords(bandOf(road, 5, bounds)), '5 min')
  t.equal(travelInWords(bandOf(road, 200, bounds)), '2 to 8 min')
  t.equal(travelInWords(bandOf(road, 250, bounds)), '50 s to 9 min')
  t.equal(travelInWords(bandOf({ ...road, seconds: 50 }, 61, bounds)), '0 s to 2 min')
  t.equal(travelInWords(bandOf({ ...road, seconds: 5 }, 61, bounds)), '0 s to 66 s')
  t.equal(travelInWords({ known: false, because: 'too-far' }), 'time unknown')
})
