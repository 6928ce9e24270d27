const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const calendar = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})

/** An instant as an operator reads it: 14:03:22, local time, 24 hours. */
export function clockTime(at: string | number): string {
  return clock.format(new Date(at))
}

/** A day as an operator reads it: 22 Nov 2026. */
export function calendarDay(at: string | number): string {
  // September is Sept in newer tables of the language; three letters everywhere
  return calendar.format(new Date(at)).replace('Sept', 'Sep')
}

/** Time and, when it is of another day than `now`, its day before it. */
export function clockOrDay(at: string | number, now: number): string {
  return calendarDay(at) === calendarDay(now) ? clockTime(at) : `${calendarDay(at)} ${clockTime(at)}`
}

/** How long: m:ss up to an hour, then hours and minutes, then days and hours. Milliseconds; never negative. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, '0')}`
  if (minutes < 2_880) return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`
  return `${Math.floor(minutes / 1_440)}d ${Math.floor((minutes % 1_440) / 60)}h`
}

/** Time left to a deadline, or by how much it is late; in words, never by colour alone. */
export function timeLeft(by: string, now: number): { late: boolean; words: string } {
  const left = Date.parse(by) - now
  return left >= 0 ? { late: false, words: elapsed(left) } : { late: true, words: `Late ${elapsed(-left)}` }
}

/** How old something is: 20 s old, 4 min old, 3 h old, 12 days old, 20 months old. Milliseconds. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 120) return `${seconds} s old`
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min old`
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h old`
  const days = Math.floor(seconds / 86_400)
  if (days < 60) return `${days} days old`
  return days < 1_460 ? `${Math.floor(days / 30.44)} months old` : `${Math.floor(days / 365.25)} years old`
}

/** A travel time for a ranked list: under 1 min, 4 min, 1 h 05 min. Seconds. */
function travelTime(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes < 1) return 'under 1 min'
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** Rankings from before there were bands have none. */
type TravelWithBand =
  | { known: false }
  | { known: true; seconds: number; earliestSeconds?: number; latestSeconds?: number }

/** A travel time as it is ranked by, where there is room for one: the latest. */
export function travelAtMost(travel: TravelWithBand): string {
  return travel.known ? travelTime(travel.latestSeconds ?? travel.seconds) : 'time unknown'
}

/** A travel time with how far it may be off: 4 min, 3 to 9 min, time unknown. */
export function travelBand(travel: TravelWithBand): string {
  if (!travel.known) return 'time unknown'
  const earliest = travelTime(travel.earliestSeconds ?? travel.seconds)
  const latest = travelAtMost(travel)
  if (earliest === latest) return latest
  return `${earliest.replace(/^(\d+) min$/, '$1')} to ${latest}`
}

/** A distance: 350 m, 2.1 km, 37 km. Metres. */
export function distance(metres: number): string {
  if (metres < 1_000) return `${Math.round(metres)} m`
  return metres < 10_000 ? `${(metres / 1_000).toFixed(1)} km` : `${Math.round(metres / 1_000)} km`
}
