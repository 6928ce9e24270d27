import { type FieldProblem, localDay, localDayBounds, Refusal, wallInstants } from '../core/index.ts'

/** A time as somebody wrote it down. `which`: of an hour that comes twice, the night the clocks go back. */
export type WallTime = { day: string; clock: string; which?: 'first' | 'second' | undefined }

const DAY = 86_400_000

/** The instant of a time as written. @returns what is wrong with it, in the words of whoever enters it */
export function readWallTime({ day, clock, which }: WallTime): Date | string {
  const instants = wallInstants(day, clock)
  const [first, second] = instants
  if (!first) return `the clocks went forward: there was no ${clock} on ${day}`
  if (!second) return first
  if (which === undefined) return `the clocks went back: ${clock} came twice on ${day}, say first or second`
  return which === 'first' ? first : second
}

/**
 * The instant of a paper log's time. It lies on the day of its number or, when the sheet was used on past midnight, on the
 * one after; and never in the future. @throws Refusal log-number/time, naming the field
 */
export function readPaperTime(written: WallTime, numberDay: string, now: Date, pointer: string): Date {
  const at = readWallTime(written)
  if (typeof at === 'string') throw notATime({ pointer, detail: at })
  const { start, end } = localDayBounds(numberDay)
  const latest = localDayBounds(localDay(new Date(end.getTime() + DAY / 2))).end
  if (at < start || at >= latest) throw notATime({ pointer, detail: `not within ${numberDay} or the day after` })
  if (at > now) throw notATime({ pointer, detail: 'in the future' })
  return at
}

function notATime(problem: FieldProblem): Refusal {
  return new Refusal('log-number/time', problem.detail, { errors: [problem] })
}
