import t from 'tap'
import { monthsBefore, sayDay, yearsBetween } from './calendar-rules.ts'

t.test('a day as people say it', async (t) => {
  t.equal(sayDay('2026-05-03'), '3 May 2026')
  t.equal(sayDay('2019-12-31'), '31 December 2019')
})

t.test('the same day of an earlier month, or the last there is', async (t) => {
  t.equal(monthsBefore('2026-11-22', 12), '2025-11-22')
  t.equal(monthsBefore('2026-01-15', 1), '2025-12-15')
  t.equal(monthsBefore('2026-12-15', 12), '2025-12-15')
  t.equal(monthsBefore('2026-03-31', 1), '2026-02-28')
  t.equal(monthsBefore('2024-02-29', 12), '2023-02-28')
  t.equal(monthsBefore('2026-11-22', 0), '2026-11-22')
})

t.test('an age changes on the birthday', async (t) => {
  t.equal(yearsBetween('2010-11-22', '2026-11-22'), 16)
  t.equal(yearsBetween('2010-11-23', '2026-11-22'), 15)
  t.equal(yearsBetween('2010-12-01', '2026-11-22'), 15)
  t.equal(yearsBetween('1950-01-31', '2026-11-22'), 76)
})
