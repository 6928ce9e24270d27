import type { Dimension } from './figure.ts'

/** Days, both included, as yyyy-mm-dd. */
export type Days = { from: string; to: string }

/** What counts are rolled up by; told apart by anything else, each incident is looked at. */
const rolledBy: readonly Dimension[] = ['all', 'grade', 'area', 'area-class', 'centre']

/** Whether what was rolled up answers this question. */
export function isRolledUp(query: {
  by: Dimension
  hour?: number | undefined
  officerId?: string | undefined
}): boolean {
  return rolledBy.includes(query.by) && query.hour === undefined && query.officerId === undefined
}

/** The longest spans that lie in a period and do not share a day, and the days of it that none of them has. */
export function chooseSpans<Span extends Days>(
  spans: readonly Span[],
  { from, to }: Days,
): { spans: Span[]; rests: Days[] } {
  const inside = spans
    .filter((span) => span.from >= from && span.to <= to)
    .sort((one, other) => one.from.localeCompare(other.from) || other.to.localeCompare(one.to))
  const chosen: Span[] = []
  const rests: Days[] = []
  let next = from
  for (const span of inside) {
    if (span.from < next) continue
    if (span.from > next) rests.push({ from: next, to: dayAfter(span.from, -1) })
    chosen.push(span)
    next = dayAfter(span.to, 1)
  }
  if (next <= to) rests.push({ from: next, to })
  return { spans: chosen, rests }
}

/** The day so many days after another; before it where that is negative. */
export function dayAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
