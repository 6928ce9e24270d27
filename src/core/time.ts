const londonDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The local day of an instant, `yyyy-mm-dd`, by Europe/London: 23- and 25-hour days come out right. */
export function localDay(at: Date): string {
  return londonDay.format(at)
}

const londonClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** The time of an instant as it stands on the wall, `hh:mm`, by Europe/London. */
export function localClock(at: Date): string {
  return londonClock.format(at)
}

/** The number people say of an incident: `123/22-11-2026` for log 123 of 22 November 2026. */
export function logNumber(day: string, number: number): string {
  const [year, month, date] = day.split('-')
  return `${number}/${date}-${month}-${year}`
}
