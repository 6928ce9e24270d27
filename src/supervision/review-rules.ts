import type { DefinitionKind, Escalation, ExceptionKind } from '../definitions/index.ts'

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

/** What a supervisor calls them. */
const rulesNames: Readonly<Record<DefinitionKind, string>> = {
  'incident-types': 'types of incident',
  'closing-categories': 'closing categories',
  'unit-states': 'unit states',
  'not-first-reasons': 'reasons for not sending the first unit',
  'dispatch-rules': 'who may be sent to what',
  'repeat-and-vulnerable': 'who is repeat or vulnerable',
  'marker-codes': 'marker codes',
  'question-set': 'questions to ask',
  'lower-grade-reasons': 'reasons for a lower grade',
  'neighbouring-forces': 'neighbouring forces',
  'same-incident': 'when calls are about the same incident',
  'local-names': 'local names of places',
  'check-sources': 'systems that are asked',
  escalation: 'who is told what waits too long',
  'closure-checklist': 'what is owed before closing',
  regrading: 'when a lower grade is looked at again',
  'sampling-plan': 'plan for drawing reviews',
  scorecards: 'scorecards of reviews',
  'name-variants': 'spellings of names',
  'figure-definitions': 'what the figures count',
  'log-numbers': 'log numbers for paper',
  'expected-peaks': 'expected peaks',
  'transfer-partners': 'who incidents are handed to',
}

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
    standing.push({
      kind: 'markers-past-review',
      since: markers.since,
      because: `${markers.count} past the day for review`,
    })
  if (plans.since !== null)
    standing.push({ kind: 'plans-past-review', since: plans.since, because: `${plans.count} past the day for review` })
  if (old[0])
    standing.push({
      kind: 'rules-past-review',
      since: old[0].since,
      because: `Past the day for review: ${old.map(({ kind }) => nameOf(kind)).join(', ')}`,
    })
  return standing
}

function nameOf(kind: string): string {
  return (rulesNames as Readonly<Record<string, string>>)[kind] ?? kind.replaceAll('-', ' ')
}
