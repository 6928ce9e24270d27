import { localDay, logNumber } from '../core/index.ts'
import type { Scorecard } from '../definitions/index.ts'
import type { Marked } from './mark.ts'
import { isOverdue } from './marking-rules.ts'
import type { ActionView, SharedReview, TrendView } from './quality-contract.ts'
import { type Finding, trendOf } from './trend-rules.ts'

/** Actions as the store gives them, and whether each should have been done by today. */
export function actionsOf(read: unknown): ActionView[] {
  const { actions } = read as { actions: Omit<ActionView, 'overdue'>[] }
  const today = localDay(new Date())
  return actions.map((one) => ({ ...one, overdue: isOverdue(one, today) }))
}

type Read = Omit<SharedReview, 'reference' | 'items' | 'actions'> & {
  localDay: string
  dayNumber: number
  card: Scorecard
}

/** What was shared with one person, the newest first, and how it comes along. */
export function sharedOf(rows: readonly Record<string, unknown>[]): { reviews: SharedReview[]; trend: TrendView } {
  const read = rows as unknown as readonly Read[]
  const findings = read.map(
    ({ skill, openedAt, card, finding }): Finding => ({
      skill,
      month: localDay(new Date(openedAt)).slice(0, 7),
      weights: Object.fromEntries(
        card.items.flatMap(({ code, weight }) => (weight === undefined ? [] : [[code, weight]])),
      ),
      marks: finding.marks as Marked[],
    }),
  )
  const asks = new Map(
    [...read]
      .reverse()
      .flatMap(({ card }) => card.items.map(({ code, ask }) => [`${card.skill} ${code}`, ask] as const)),
  )
  return {
    reviews: read.map((row) => ({
      reviewId: row.reviewId,
      reference: logNumber(row.localDay, row.dayNumber),
      openedAt: row.openedAt,
      skill: row.skill,
      because: row.because,
      items: row.card.items.filter(({ code }) => row.finding.marks.some(({ item }) => item === code)),
      finding: row.finding,
      actions: actionsOf(row),
    })),
    trend: trendOf(findings).map((trend) => ({
      ...trend,
      items: trend.items.map((item) => ({ ...item, ask: asks.get(`${trend.skill} ${item.item}`) ?? item.item })),
    })),
  }
}
