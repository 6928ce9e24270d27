import t from 'tap'
import {
  age,
  calendarDay,
  clockOrDay,
  clockTime,
  distance,
  elapsed,
  timeLeft,
  travelAtMost,
  travelBand,
} from './time-words-rules.ts'

t.test('times are local, 24 hours, with seconds, in winter and in summer', async (t) => {
  t.equal(clockTime('2026-11-22T14:03:22Z'), '14:03:22')
  t.equal(clockTime('2026-06-22T23:30:00Z'), '00:30:00')
  t.equal(calendarDay('2026-11-22T14:03:22Z'), '22 Nov 2026')
  t.equal(calendarDay('2026-09-01T00:00:00Z'), '1 Sep 2026')
})

t.test('an instant of another day says its day', async (t) => {
  const now = Date.parse('2026-11-22T14:03:22Z')
  t.equal(clockOrDay('2026-11-22T01:00:00Z', now), '01:00:00')
  t.equal(clockOrDay('2026-11-21T01:00:00Z', now), '21 Nov 2026 01:00:00')
})

t.test('durations are minutes and seconds up to an hour, then hours, then days', async (t) => {
  t.equal(elapsed(-5), '0:00')
  t.equal(elapsed(64_000), '1:04')
  t.equal(elapsed(3_599_999), '59:59')
  t.equal(elapsed(3_600_000), '1h 00m')
  t.equal(elapsed(47 * 3_600_000), '47h 00m')
  t.equal(elapsed(50 * 3_600_000), '2d 2h')
})

t.test('what is late says so in a word', async (t) => {
  const now = Date.parse('2026-11-22T14:00:00Z')
  t.same(timeLeft('2026-11-22T14:11:04Z', now), { late: false, words: '11:04' })
  t.same(timeLeft('2026-11-22T13:56:50Z', now), { late: true, words: 'Late 3:10' })
})

t.test('age grows from seconds to years', async (t) => {
  const day = 86_400_000
  t.equal(age(20_000), '20 s old')
  t.equal(age(240_000), '4 min old')
  t.equal(age(3 * 3_600_000), '3 h old')
  t.equal(age(12 * day), '12 days old')
  t.equal(age(620 * day), '20 months old')
  t.equal(age(2_000 * day), '5 years old')
})

t.test('travel times and distances are as they are said on the radio', async (t) => {
  const atMost = (latestSeconds: number) => travelAtMost({ known: true, seconds: 10, latestSeconds })
  t.equal(atMost(20), 'under 1 min')
  t.equal(atMost(250), '4 min')
  t.equal(atMost(3_900), '1 h 05 min')
  t.equal(travelAtMost({ known: true, seconds: 250 }), '4 min')
  t.equal(travelAtMost({ known: false }), 'time unknown')
  const band = (earliestSeconds: number, latestSeconds: number) =>
    travelBand({ known: true, seconds: 240, earliestSeconds, latestSeconds })
  t.equal(band(240, 240), '4 min')
  t.equal(band(180, 540), '3 to 9 min')
  t.equal(band(0, 300), 'under 1 min to 5 min')
  t.equal(travelBand({ known: true, seconds: 240 }), '4 min', 'a ranking from before there were bands')
  t.equal(travelBand({ known: false }), 'time unknown')
  t.equal(distance(350.4), '350 m')
  t.equal(distance(2_140), '2.1 km')
  t.equal(distance(37_400), '37 km')
})
