import { dayOf, readIsoInstant, readWallTime, type TimeFormat, type ZoneClock } from './import-time-rules.ts'

/** What a field takes. An instant comes out as milliseconds, a day as `yyyy-mm-dd`, a list as its parts. */
export type FieldType =
  | { as: 'text'; most: number }
  | { as: 'instant' }
  | { as: 'day' }
  | { as: 'flag' }
  | { as: 'number'; least: number; most: number }
  | { as: 'list'; most: number }
  /** one of these words of ours */
  | { as: 'code'; codes: readonly string[] }

/** How the other system writes it. */
export type Writing = {
  format: TimeFormat | undefined
  clock: ZoneClock
  /** its words for ours */
  codes: ReadonlyMap<string, string> | undefined
  /** ours for those of its words that are not in `codes` */
  otherwise: string | undefined
  /** between the parts of a list */
  between: string
}

/** A value that could not be read: why, in words that name no value of the row. */
export class BadValue {
  readonly because: string
  constructor(because: string) {
    this.because = because
  }
}

export type Value = string | number | boolean | string[]

const yes = new Set(['y', 'yes', 'true', 't', '1', 'x'])
const no = new Set(['n', 'no', 'false', 'f', '0'])

/**
 * One cell as the field takes it; undefined when it is empty. Text keeps its characters but NUL, which no database
 * of ours can hold.
 */
export function readValue(cell: string, type: FieldType, how: Writing): Value | undefined | BadValue {
  const text = translate(cell.trim(), how)
  if (text === undefined) return new BadValue('is none of the codes that the mapping translates')
  if (text === '') return undefined
  switch (type.as) {
    case 'text':
      return readText(text, type.most)
    case 'instant':
      return readInstant(text, how)
    case 'day':
      return readDay(text, how)
    case 'flag':
      return readFlag(text)
    case 'number': {
      const number = Number(text)
      const inRange = Number.isFinite(number) && number >= type.least && number <= type.most
      return inRange ? number : new BadValue(`is no number from ${type.least} to ${type.most}`)
    }
    case 'list': {
      const parts = text.split(how.between).flatMap((part) => part.trim() || [])
      return parts.some((part) => part.length > type.most)
        ? new BadValue(`has a part of more than ${type.most} characters`)
        : parts
    }
    case 'code':
      return type.codes.includes(text)
        ? text
        : new BadValue('is no code that is in force here, and the mapping does not translate it')
  }
}

function translate(text: string, { codes, otherwise }: Writing): string | undefined {
  if (codes === undefined) return text
  return codes.get(text) ?? otherwise
}

function readText(text: string, most: number): string | BadValue {
  if (text.length > most) return new BadValue(`has more than ${most} characters`)
  return text.replaceAll('\u0000', '\uFFFD')
}

function readInstant(text: string, { format, clock }: Writing): number | BadValue {
  if (!format) return readIsoInstant(text, clock) ?? new BadValue('is no time as ISO 8601 writes it: say its format')
  const wall = readWallTime(text, format)
  if (!wall) return new BadValue(`is no time such as ${format.text}`)
  return clock.instantOf(wall) ?? new BadValue('is in the hour that no clock showed: they went forward')
}

function readDay(text: string, { format, clock }: Writing): string | BadValue {
  if (format) {
    const wall = readWallTime(text, format)
    return wall ? dayOf(wall) : new BadValue(`is no day such as ${format.text}`)
  }
  const instant = readIsoInstant(text, clock)
  return instant === undefined ? new BadValue('is no day as ISO 8601 writes it: say its format') : clock.dayOf(instant)
}

function readFlag(text: string): boolean | BadValue {
  const word = text.toLowerCase()
  if (yes.has(word)) return true
  return no.has(word) ? false : new BadValue('is neither yes nor no, and the mapping does not translate it')
}
