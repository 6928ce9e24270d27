import t from 'tap'
import { localDay } from '../core/index.ts'
import { addDays, bornOn, calendarDay, daysBefore } from './demo-calendar.ts'

t.test('days of 23, 24 and 25 hours begin and end at local midnight', async (t) => {
  const hours = (day: string) => calendarDay(day).lengthMs / 3_600_000
  t.equal(hours('2026-03-29'), 23)
  t.equal(hours('2026-10-25'), 25)
  t.equal(hours('2026-07-01'), 24)
  for (const day of ['2026-03-29', '2026-10-25', '2026-07-01', '2026-01-01']) {
    const { startMs, lengthMs } = calendarDay(day)
    t.equal(localDay(new Date(startMs)), day)
    t.equal(localDay(new Date(startMs - 1)), addDays(day, -1))
    t.equal(localDay(new Date(startMs + lengthMs - 1)), day)
    t.equal(localDay(new Date(startMs + lengthMs)), addDays(day, 1))
  }
})

t.test('history ends yesterday, also just after midnight in summer', async (t) => {
  const days = daysBefore(new Date('2026-07-10T23:30:00Z'), 365)
  t.equal(days.length, 365)
  t.equal(days.at(-1)?.day, '2026-07-10')
  t.equal(days[0]?.day, '2025-07-11')
  t.equal(new Set(days.map(({ day }) => day)).size, 365)
})

t.test('a birthday is a day that exists', async (t) => {
  t.equal(bornOn('2026-11-22', 34, 0), '1992-11-22')
  t.equal(bornOn('2024-03-01', 19, 1), '2005-02-28')
})
