/** Days of the San Diego data, 1 to 20 January 2023; the first was a Sunday. */
const DAYS = Array.from({ length: 20 }, (_, index) => `2023-01-${String(index + 1).padStart(2, '0')}`)
/** New Year's Day is like no other Sunday. */
const USUAL_DAYS = DAYS.slice(1)

/** The day of the data that is played for a local day, `yyyy-mm-dd`: the same day of the week, another week each week. */
export function dayPlayedFor(today: string): string {
  const days = Math.floor(Date.parse(`${today}T00:00:00Z`) / 86_400_000)
  const weekday = weekdayOf(today)
  const alike = USUAL_DAYS.filter((day) => weekdayOf(day) === weekday)
  return alike[Math.floor(days / 7) % alike.length] as string
}

/** The local day after this one. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** Seconds since local midnight in Britain. */
export function secondsOfDay(at: Date): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const [hours = 0, minutes = 0, seconds = 0] = parts.format(at).split(':').map(Number)
  return hours * 3_600 + minutes * 60 + seconds
}

/** Whether the data hold this day. */
export function isDayOfData(day: string): boolean {
  return DAYS.includes(day)
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}
