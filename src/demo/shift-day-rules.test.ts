import t from 'tap'
import { dayAfter, dayPlayedFor, isDayOfData, secondsOfDay } from './shift-day-rules.ts'

t.test('a day is played by a day of the data that fell on the same day of the week', async (t) => {
  for (const today of ['2026-11-22', '2026-11-23', '2026-12-25', '2027-02-28']) {
    const played = dayPlayedFor(today)
    t.ok(isDayOfData(played))
    t.equal(new Date(played).getUTCDay(), new Date(today).getUTCDay())
    t.equal(dayPlayedFor(today), played, 'the same every time')
  }
  t.not(dayPlayedFor('2026-11-24'), dayPlayedFor('2026-12-01'), 'another week, other calls')
})

t.test('New Year’s Day is played for no ordinary Sunday', async (t) => {
  const sundays = Array.from({ length: 12 }, (_, week) =>
    new Date(Date.parse('2026-11-22') + week * 604_800_000).toISOString().slice(0, 10),
  )
  t.notOk(sundays.map(dayPlayedFor).includes('2023-01-01'))
})

t.test('days follow each other, also over the end of a month', async (t) => {
  t.equal(dayAfter('2026-11-30'), '2026-12-01')
  t.equal(dayAfter('2028-02-28'), '2028-02-29')
})

t.test('the time of day is that of Britain, in summer and winter', async (t) => {
  t.equal(secondsOfDay(new Date('2026-07-01T12:00:01Z')), 13 * 3_600 + 1)
  t.equal(secondsOfDay(new Date('2026-12-01T00:00:00Z')), 0)
})

t.test('a day that the data do not hold is known as such', async (t) => {
  t.notOk(isDayOfData('2023-01-21'))
})
