import { localDay } from '../core/index.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** One local day: where it begins and how long it is, 23, 24 or 25 hours. */
export type CalendarDay = {
  /** yyyy-mm-dd by Europe/London */
  day: string
  /** the instant of local midnight, in milliseconds */
  startMs: number
  lengthMs: number
  /** 0 is Sunday */
  weekday: number
  /** 0 is January */
  month: number
}

/** The `count` local days before the day of `now`, oldest first: today itself is left to the running service. */
export function daysBefore(now: Date, count: number): CalendarDay[] {
  const today = localDay(now)
  return Array.from({ length: count }, (_, index) => calendarDay(addDays(today, index - count)))
}

/** That local day with its true beginning and length. */
export function calendarDay(day: string): CalendarDay {
  const startMs = midnight(day)
  const date = new Date(`${day}T12:00:00Z`)
  return {
    day,
    startMs,
    lengthMs: midnight(addDays(day, 1)) - startMs,
    weekday: date.getUTCDay(),
    month: date.getUTCMonth(),
  }
}

/** The day so many days later (or earlier), by the calendar alone. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The birthday of somebody who is `age` years old on `day`; `dayOfYear` (0 to 364) is how long ago it was. */
export function bornOn(day: string, age: number, dayOfYear: number): string {
  const birthday = addDays(day, -dayOfYear)
  const year = Number(birthday.slice(0, 4)) - age
  return `${year}${birthday.slice(4)}`.replace(/-02-29$/, '-02-28')
}

/** The later of two days. */
export function laterDay(one: string, other: string): string {
  return [one, other].sort().at(-1) ?? one
}

/** The earlier of two days. */
export function earlierDay(one: string, other: string): string {
  return [one, other].sort()[0] ?? one
}

/** British Summer Time is an hour ahead: local midnight is 23:00 UTC of the day before. */
function midnight(day: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`)
  return localDay(new Date(utc - MINUTE_MS)) === day ? utc - 60 * MINUTE_MS : utc
}
