const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** A local day as people say it: `2026-05-03` is `3 May 2026`. */
export function sayDay(day: string): string {
  const [year, month, date] = parts(day)
  return `${date} ${MONTHS[month - 1]} ${year}`
}

/** The same day of an earlier month, or the last there is: a month before 31 March is 28 February. */
export function monthsBefore(day: string, months: number): string {
  const [year, month, date] = parts(day)
  const index = year * 12 + (month - 1) - months
  const there = Math.floor(index / 12)
  const monthThere = (index % 12) + 1
  const last = new Date(Date.UTC(there, monthThere, 0)).getUTCDate()
  return [String(there).padStart(4, '0'), two(monthThere), two(Math.min(date, last))].join('-')
}

/** Whole years from one day to another: an age. */
export function yearsBetween(from: string, to: string): number {
  const [year, month, date] = parts(from)
  const [laterYear, laterMonth, laterDate] = parts(to)
  const hadBirthday = laterMonth > month || (laterMonth === month && laterDate >= date)
  return laterYear - year - (hadBirthday ? 0 : 1)
}

function parts(day: string): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
