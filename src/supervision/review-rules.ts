import type { Escalation, ExceptionKind } from '../definitions/index.ts'

/** What is past the day on which somebody should have looked whether it still holds. */
export type Reviews = {
  now: number
  markers: { count: number; since: number | null }
  plans: { count: number; since: number | null }
  /** definitions in force: kind and since when */
  rules: readonly { kind: string; validFrom: number }[]
}

/** What is past review, since when, and what it is. */
export type PastReview = { kind: ExceptionKind; since: number; because: string }

const DAY = 86_400_000

/** One exception a kind of thing, however many there are: nobody reads a thousand lines of one sort (F15, F21). */
export function judgeReviews(
  { now, markers, plans, rules }: Reviews,
  { reviewAfterDays }: Pick<Escalation, 'reviewAfterDays'>,
): PastReview[] {
  const old = rules
    .map(({ kind, validFrom }) => ({ kind, since: validFrom + reviewAfterDays * DAY }))
    .filter(({ since }) => since <= now)
    .sort((one, other) => one.since - other.since)
  const standing: PastReview[] = []
  if (markers.since !== null)
    standing.push({ kind: 'markers-past-review', since: markers.since, because: `${markers.count} of them` })
  if (plans.since !== null)
    standing.push({ kind: 'plans-past-review', since: plans.since, because: `${plans.count} of them` })
  if (old[0])
    standing.push({
      kind: 'rules-past-review',
      since: old[0].since,
      because: old.map(({ kind }) => kind).join(', '),
    })
  return standing
}
