/**
 * Dates and times as other systems write them: a format in the letters `yyyy yy MM M dd d HH H mm ss SSS`, and the
 * time zone their clocks were set to. An instant is milliseconds since 1970, a day is `yyyy-mm-dd`.
 */

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'milli'
const letters: Readonly<Record<string, readonly [part: Part, pattern: string]>> = {
  yyyy: ['year', '(\\d{4})'],
  yy: ['year', '(\\d{2})'],
  MM: ['month', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  dd: ['day', '(\\d{2})'],
  d: ['day', '(\\d{1,2})'],
  HH: ['hour', '(\\d{2})'],
  H: ['hour', '(\\d{1,2})'],
  mm: ['minute', '(\\d{2})'],
  ss: ['second', '(\\d{2})'],
  SSS: ['milli', '(\\d{3})'],
}
const LETTERS = /yyyy|yy|MM|M|dd|d|HH|H|mm|ss|SSS/g

/** What a clock on a wall shows. */
type WallTime = Readonly<Record<Part, number>>

/** A format, ready to read with. */
export type TimeFormat = { readonly text: string; readonly pattern: RegExp; readonly parts: readonly Part[] }

/** Makes a format ready; undefined when it names no year, month and day, or one of them twice. */
export function timeFormat(text: string): TimeFormat | undefined {
  const parts: Part[] = []
  const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(LETTERS, (found) => {
    const [part, digits] = letters[found] as readonly [Part, string]
    parts.push(part)
    return digits
  })
  const whole = (['year', 'month', 'day'] as const).every((part) => parts.includes(part))
  if (!whole || new Set(parts).size < parts.length) return undefined
  return { text, pattern: new RegExp(`^${pattern}$`), parts }
}

/** Says of a text what the clock showed; undefined when it does not fit the format, or there is no such date. */
export function readWallTime(text: string, format: TimeFormat): WallTime | undefined {
  const found = format.pattern.exec(text)
  if (!found) return undefined
  const wall = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, milli: 0 }
  for (const [index, part] of format.parts.entries()) wall[part] = Number(found[index + 1])
  // systems with two figures began in 1970
  if (wall.year < 100 && !format.text.includes('yyyy')) wall.year += wall.year < 70 ? 2000 : 1900
  return isOnCalendar(wall) ? wall : undefined
}

function isOnCalendar({ year, month, day, hour, minute, second }: WallTime): boolean {
  if (hour > 23 || minute > 59 || second > 59 || year < 1800) return false
  const made = new Date(Date.UTC(year, month - 1, day))
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day
}

/** The day of a wall time. */
export function dayOf({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The clock of a time zone: what it shows of an instant, and which instant it showed. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat
  /** by hour since 1970: asking for each row would be most of an import's time */
  readonly #offsets = new Map<number, number>()

  /** @throws RangeError when there is no such time zone */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
  }

  /**
   * The instant of a wall time. In the hour that comes twice in autumn it is the first; undefined in the hour of
   * spring that no clock shows.
   */
  instantOf(wall: WallTime): number | undefined {
    const { year, month, day, hour, minute, second, milli } = wall
    const asUtc = Date.UTC(year, month - 1, day, hour, minute, second, milli)
    const summer = asUtc - this.#offset(asUtc - DAY)
    if (this.#offset(summer) === asUtc - summer) return summer
    const winter = asUtc - this.#offset(asUtc + DAY)
    return this.#offset(winter) === asUtc - winter ? winter : undefined
  }

  /** The local day of an instant. */
  dayOf(instant: number): string {
    return new Date(instant + this.#offset(instant)).toISOString().slice(0, 10)
  }

  /** Milliseconds that this clock is ahead of UTC. */
  #offset(instant: number): number {
    const hour = Math.floor(instant / HOUR)
    const known = this.#offsets.get(hour)
    if (known !== undefined) return known
    const name = this.#format.format(hour * HOUR)
    // `+01:00`, or nothing
    const said = name.slice(name.indexOf('GMT') + 3)
    const offset = Number(said.slice(0, 3)) * HOUR + Number(said.slice(0, 1) + said.slice(4)) * 60_000
    this.#offsets.set(hour, offset)
    return offset
  }
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?$/

/**
 * An instant written as ISO 8601 has it: with `Z` or an offset as it says, without by the given clock.
 * @returns undefined when it is none
 */
export function readIsoInstant(text: string, clock: ZoneClock): number | undefined {
  const found = ISO.exec(text)
  if (!found) return undefined
  const at = (index: number) => Number(found[index] ?? 0)
  const milli = Math.floor(Number(`0.${found[7] ?? 0}`) * 1000)
  const wall = { year: at(1), month: at(2), day: at(3), hour: at(4), minute: at(5), second: at(6), milli }
  if (!isOnCalendar(wall)) return undefined
  const zone = found[8]
  if (zone === undefined) return clock.instantOf(wall)
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, milli)
  if (zone === 'Z') return asUtc
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return asUtc - (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
