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

/**
 * The instants at which clocks on the wall showed this time of this day, by Europe/London, earliest first: none in the
 * hour that is left out in spring, two in the hour that comes twice in autumn. `clock` is `hh:mm`.
 */
export function wallInstants(day: string, clock: string): Date[] {
  const asIfGreenwich = Date.parse(`${day}T${clock}:00Z`)
  return [asIfGreenwich - 3_600_000, asIfGreenwich]
    .map((ms) => new Date(ms))
    .filter((at) => localDay(at) === day && localClock(at) === clock)
}

/** When a local day begins and when the next one does: 23, 24 or 25 hours later. */
export function localDayBounds(day: string): { start: Date; end: Date } {
  const midnight = (of: string) => wallInstants(of, '00:00')[0] as Date
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return { start: midnight(day), end: midnight(next) }
}
