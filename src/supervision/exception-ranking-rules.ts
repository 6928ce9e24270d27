import type { ExceptionKind } from '../definitions/index.ts'

/** What decides the place of an exception in the list. Instants in milliseconds. */
export type Ranked = {
  id: string
  kind: ExceptionKind
  urgency: 'high' | 'medium' | 'low'
  /** the incident it is about, or what else it is about */
  subjectId: string
  incidentId: string | null
  /** smaller is more urgent; null: not graded, or of no incident */
  gradePosition: number | null
  acknowledged: boolean
  raisedAt: number
  /** it has reached a post that whoever looks holds for this shift */
  isTheirDuty?: boolean
}

/** One line of the list: the gravest of one incident, or of many of one kind, with all that it stands for. */
export type RankedLine<T extends Ranked> = { first: T; all: T[]; incidents: number }

/** More lines of one grade than this are told by kind: people read a page, not a thousand alarms (F21, EEMUA 191). */
export const MOST_LINES_OF_A_GRADE = 9

const urgencyOrder = { high: 0, medium: 1, low: 2 } as const

/**
 * The list for people: what nobody has in hand before what somebody has; then what has reached their own duty; then by grade, an incident without one right after
 * the most urgent; then by urgency, the oldest first. What is about one incident is one line. A flood of one grade is told
 * by kind, so that a thousand exceptions of a minute never push a grade 1 out of the first ten lines.
 */
export function rankExceptions<T extends Ranked>(exceptions: readonly T[]): RankedLine<T>[] {
  const subjects = groupBy(exceptions, (one) => `${one.acknowledged} ${one.incidentId ?? one.subjectId}`).map(toLine)
  const grades = groupBy(subjects, ({ first }) => `${first.acknowledged} ${placeOf(first)}`)
  return grades
    .flatMap((lines) =>
      lines.length <= MOST_LINES_OF_A_GRADE
        ? lines
        : groupBy(lines, ({ first }) => first.kind).map((same) => toLine(same.flatMap(({ all }) => all))),
    )
    .sort((one, other) => compare(one.first, other.first))
}

function toLine<T extends Ranked>(all: T[]): RankedLine<T> {
  const sorted = [...all].sort(compare)
  const incidents = new Set(all.map(({ incidentId, subjectId }) => incidentId ?? subjectId)).size
  return { first: sorted[0] as T, all: sorted, incidents }
}

function compare(one: Ranked, other: Ranked): number {
  return (
    Number(one.acknowledged) - Number(other.acknowledged) ||
    Number(other.isTheirDuty === true) - Number(one.isTheirDuty === true) ||
    placeOf(one) - placeOf(other) ||
    urgencyOrder[one.urgency] - urgencyOrder[other.urgency] ||
    one.raisedAt - other.raisedAt ||
    one.id.localeCompare(other.id)
  )
}

/** Nobody knows yet how urgent an ungraded one is: right after the most urgent. What is of no incident comes last. */
function placeOf({ gradePosition, incidentId }: Ranked): number {
  return gradePosition ?? (incidentId === null ? Number.MAX_SAFE_INTEGER : 1.5)
}

function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): T[][] {
  return [...Map.groupBy(things, keyOf).values()]
}
