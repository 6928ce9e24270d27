import fc from 'fast-check'
import t from 'tap'
import { localClock, localDay, localDayBounds, Refusal, wallInstants } from '../core/index.ts'
import type { AccountedNumber, LogNumberBlock } from './log-number.ts'
import { countStates, findHoles, listReserved, openNumbers, refuseBlock } from './log-number-rules.ts'
import { readPaperTime, readWallTime } from './wall-time-rules.ts'

const HOUR = 3_600_000
/** The days on which the clocks change, 2020 to 2035: last Sundays of March and October. */
const changeDays = Array.from({ length: 16 }, (_, year) =>
  [3, 10].map((month) => lastSunday(2020 + year, month)),
).flat()

function lastSunday(year: number, month: number): string {
  const last = new Date(Date.UTC(year, month, 0))
  last.setUTCDate(last.getUTCDate() - last.getUTCDay())
  return last.toISOString().slice(0, 10)
}

t.test('a day has 23 hours when the clocks go forward, 25 when they go back, 24 else', async (t) => {
  for (const day of changeDays) {
    const { start, end } = localDayBounds(day)
    t.equal((end.getTime() - start.getTime()) / HOUR, day.slice(5, 7) === '03' ? 23 : 25, day)
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000 }), (offset) => {
      const day = new Date(Date.UTC(2022, 0, 1 + offset)).toISOString().slice(0, 10)
      const { start, end } = localDayBounds(day)
      const hours = (end.getTime() - start.getTime()) / HOUR
      return changeDays.includes(day) ? hours !== 24 : hours === 24
    }),
  )
})

t.test(
  'every instant of the days round a change of clocks is on one day, and is read back from the wall',
  async (t) => {
    fc.assert(
      fc.property(fc.constantFrom(...changeDays), fc.integer({ min: -24 * 60, max: 48 * 60 }), (changed, minutes) => {
        const at = new Date(localDayBounds(changed).start.getTime() + minutes * 60_000)
        const [day, clock] = [localDay(at), localClock(at)]
        const { start, end } = localDayBounds(day)
        const instants = wallInstants(day, clock)
        const isTwice = instants.length === 2
        const read = readWallTime({ day, clock, which: instants[1]?.getTime() === at.getTime() ? 'second' : 'first' })
        return (
          at >= start &&
          at < end &&
          read instanceof Date &&
          read.getTime() === at.getTime() &&
          (!isTwice || typeof readWallTime({ day, clock }) === 'string')
        )
      }),
      { numRuns: 500 },
    )
    t.equal(localDayBounds('2026-10-25').end.getTime(), localDayBounds('2026-10-26').start.getTime(), 'nothing between')
  },
)

t.test('an hour that was left out is no time, one that came twice has to be named', async (t) => {
  t.match(readWallTime({ day: '2027-03-28', clock: '01:30' }), /forward: there was no 01:30/)
  t.match(readWallTime({ day: '2026-10-25', clock: '01:30' }), /came twice/)
  t.same(readWallTime({ day: '2026-10-25', clock: '01:30', which: 'first' }), new Date('2026-10-25T00:30:00Z'))
  t.same(readWallTime({ day: '2026-10-25', clock: '01:30', which: 'second' }), new Date('2026-10-25T01:30:00Z'))
})

t.test('a paper log is of the day of its number or of the night after, and not of the future', async (t) => {
  const now = new Date('2026-10-26T12:00:00Z')
  const read = (day: string, clock: string) => {
    try {
      return readPaperTime({ day, clock }, '2026-10-25', now, '/written').toISOString()
    } catch (error) {
      return error instanceof Refusal ? `${error.code}: ${error.message}` : String(error)
    }
  }
  t.equal(read('2026-10-25', '23:59'), '2026-10-25T23:59:00.000Z')
  t.equal(read('2026-10-26', '00:20'), '2026-10-26T00:20:00.000Z', 'the sheet was used on past midnight')
  t.match(read('2026-10-24', '23:59'), /^log-number\/time: not within 2026-10-25/)
  t.match(read('2026-10-27', '00:00'), /not within/)
  t.match(read('2026-10-26', '12:01'), /in the future/)
  t.match(read('2026-10-25', '01:10'), /came twice/)
})

t.test('a block is as large, as early and as late as the force says', async (t) => {
  const limits = { mostInBlock: 50, daysAhead: 1, daysBehind: 2 }
  const now = new Date('2026-11-22T23:30:00Z')
  const refused = (day: string, size: number) => refuseBlock({ day, size }, now, limits)?.pointer
  t.equal(refused('2026-11-22', 50), undefined)
  t.equal(refused('2026-11-23', 1), undefined)
  t.equal(refused('2026-11-20', 1), undefined)
  t.equal(refused('2026-11-22', 51), '/size')
  t.equal(refused('2026-11-24', 1), '/day')
  t.equal(refused('2026-11-19', 1), '/day')
})

t.test('the account has a line for every number, and says which are missing', async (t) => {
  const block: LogNumberBlock = {
    id: 'b',
    day: '2026-11-22',
    first: 3,
    last: 6,
    reason: 'upgrade',
    centreId: null,
    reservedBy: 'A',
    reservedAt: 'then',
    open: openNumbers(3, 6, [4]),
  }
  const reserved = listReserved([block])
  t.same(
    reserved.map(({ number }) => number),
    [3, 5, 6],
  )
  const numbers = [{ number: 1, state: 'incident' }, { number: 4, state: 'paper' }, ...reserved] as AccountedNumber[]
  t.same(findHoles(7, numbers), [2, 7])
  t.same(countStates(numbers), { incident: 1, paper: 1, reserved: 3, returned: 0, void: 0 })
  t.same(openNumbers(2, 1, []), [])
})
