import type { SeededRandom } from './seeded-random.ts'
import type { Candidate } from './shift-events.ts'

/** What a dispatcher decides with a recommendation on the screen. */
export type Choice = {
  unitId: string
  reasonCode: string | null
  divert: { reason: string; recontactInMinutes: number | null } | null
}

/** What is known when it is decided. */
export type ChoiceFacts = {
  candidates: readonly Candidate[]
  /** units going to this incident already */
  going: ReadonlySet<string>
  isEmergency: boolean
  /** what units have been committed to since the recommendation was made; undefined: free */
  commitmentOf: (unitId: string) => { incidentId: string } | undefined
}

/** How often another than the first is sent, and why. */
const NOT_FIRST = 0.06
const REASONS = ['nearer-in-fact', 'local-knowledge', 'skill', 'keep-cover', 'first-unfit'] as const

/** A watched incident that loses its unit is contacted again within this. */
const RECONTACT_MINUTES = 15

/**
 * The first recommended unit that is still as it was; now and then the second, with its reason. A unit that
 * would leave another incident is taken only for an emergency. Undefined: nobody who could go, or the
 * recommendation is out of date, so that it is asked for anew.
 */
export function chooseUnit(
  { candidates, going, isEmergency, commitmentOf }: ChoiceFacts,
  random: SeededRandom,
): Choice | undefined {
  const ranked = candidates.filter(
    ({ rank, unitId, divertFrom }) => rank !== null && !going.has(unitId) && (divertFrom === null || isEmergency),
  )
  const first = ranked[0]
  if (!first || isOutOfDate(first, commitmentOf)) return undefined
  const second = ranked[1]
  if (second && second.divertFrom === null && !isOutOfDate(second, commitmentOf) && random.chance(NOT_FIRST)) {
    return { unitId: second.unitId, reasonCode: random.pick(REASONS), divert: null }
  }
  return {
    unitId: first.unitId,
    reasonCode: null,
    divert: first.divertFrom && {
      reason: 'Emergency, and no other unit is as near',
      recontactInMinutes: first.divertFrom.watched ? RECONTACT_MINUTES : null,
    },
  }
}

function isOutOfDate({ unitId, divertFrom }: Candidate, commitmentOf: ChoiceFacts['commitmentOf']): boolean {
  return commitmentOf(unitId)?.incidentId !== divertFrom?.incidentId
}
