import type { FieldProblem } from '../core/index.ts'
import type { AlwaysIn, SamplingPlan, Skill } from '../definitions/index.ts'

/** One person's part in one closed incident: what lots are drawn among. No personal data but who did the work. */
export type Candidate = {
  incidentId: string
  skill: Skill
  staffId: string
  /** of the person; null: of none */
  centreId: string | null
  grade: string | null
  /** closing category */
  outcome: string | null
  /** local hour of the opening, 0 to 23 */
  hour: number
  domesticAbuse: boolean
  downgraded: boolean
  deployed: boolean
}

/** Why somebody's work is in the sample. */
export type Because = AlwaysIn | 'random'
/** What was drawn, in the order in which it is marked; `blind`: marked by a second who does not see the first. */
export type Drawn = { candidate: Candidate; because: Because; stratum: string; blind: boolean }

/**
 * The lot of a thing in a draw: a number from 0 to below 1. It follows from the seed and nothing else, so that whoever
 * has the seed and the population has the sample.
 */
export type Lot = (purpose: string, key: string) => number

/**
 * Draws what is reviewed (CR-31, CONSOLES S6): first what is always in, then of each person and skill so many, each
 * stratum by its due. The order of the population does not matter.
 */
export function drawSample(population: readonly Candidate[], plan: SamplingPlan, lot: Lot): Drawn[] {
  const able = population.filter(({ skill }) => plan.skills.includes(skill))
  const always = new Map<string, Because>()
  for (const { what, of, percent } of plan.always) {
    const incidents = [
      ...new Set(able.filter((one) => isOf(one, of) && isAlways(one, what)).map(({ incidentId }) => incidentId)),
    ]
    for (const id of byLot(incidents, (id) => id, what, lot).slice(0, shareOf(incidents.length, percent)))
      if (!always.has(id)) always.set(id, what)
  }
  const rest = able.filter((one) => !always.has(one.incidentId) && isOf(one, plan.of))
  const drawn = [
    ...able.flatMap((candidate) => {
      const because = always.get(candidate.incidentId)
      return because === undefined ? [] : [{ candidate, because }]
    }),
    ...[...groupBy(rest, ({ skill, staffId }) => `${skill}/${staffId}`)].flatMap(([whose, ofOne]) =>
      takeByStratum(ofOne, plan.perPerson, (one) => stratumOf(one, plan), 'random', whose, lot).map((candidate) => ({
        candidate,
        because: 'random' as const,
      })),
    ),
  ]
  const twice = new Set(
    takeByStratum(
      drawn.map(({ candidate }) => candidate),
      shareOf(drawn.length, plan.blindSecondPercent),
      ({ skill, centreId }) => `${skill}/${centreId ?? ''}`,
      'blind',
      '',
      lot,
    ).map(keyOf),
  )
  return byLot(drawn, ({ candidate }) => keyOf(candidate), 'order', lot).map((one) => ({
    ...one,
    stratum: stratumOf(one.candidate, plan),
    blind: twice.has(keyOf(one.candidate)),
  }))
}

/** Nothing was closed before; what is before it is a slip of the hand. */
const EARLIEST = '2000-01-01'
const DAY_MS = 86_400_000

/** What is wrong with the days of a draw, both included; all `yyyy-mm-dd`. They are over: what is closed later is in no draw. */
export function checkPeriod(
  { from, to }: { from: string; to: string },
  { periodDaysAtMost }: SamplingPlan,
  today: string,
): FieldProblem[] {
  if (from < EARLIEST) return [{ pointer: '/from', detail: `must not be before ${EARLIEST}` }]
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
  const detail =
    to >= today
      ? 'must be before today'
      : days < 1
        ? 'must not be before the first day'
        : days > periodDaysAtMost
          ? `one draw is for at most ${periodDaysAtMost} days`
          : undefined
  return detail === undefined ? [] : [{ pointer: '/to', detail }]
}

/** What lots may fall on by this plan: nothing else of a period needs to be kept to draw again. */
export function listEligible(population: readonly Candidate[], { skills, of, always }: SamplingPlan): Candidate[] {
  return population.filter(
    (one) =>
      skills.includes(one.skill) &&
      (isOf(one, of) || always.some((rule) => isOf(one, rule.of) && isAlways(one, rule.what))),
  )
}

/** What one candidate is known by in a draw. */
export function keyOf({ incidentId, skill, staffId }: Pick<Candidate, 'incidentId' | 'skill' | 'staffId'>): string {
  return `${incidentId}/${skill}/${staffId}`
}

/** The stratum of a candidate among the work of one person: "1, assault, west, 23-7"; what is not known is "none". */
export function stratumOf(candidate: Candidate, { strata, hourBands }: SamplingPlan): string {
  const parts: Record<SamplingPlan['strata'][number], string> = {
    grade: candidate.grade ?? 'none',
    outcome: candidate.outcome ?? 'none',
    centre: candidate.centreId ?? 'none',
    hour: bandOf(candidate.hour, hourBands),
  }
  return strata.map((one) => parts[one]).join(', ')
}

/**
 * Takes `total` of what stands in an order in which each stratum is together: every so manieth, from a start that the lot
 * gives. So everything has the same chance, also what is rare, and each stratum has its exact share, rounded down or up.
 * (Hamilton's largest remainder would never draw from a stratum that is small beside many others.)
 * @param start from 0 to below 1
 */
export function takeEvenly<T>(ordered: readonly T[], total: number, start: number): T[] {
  const wanted = Math.min(total, ordered.length)
  const places = Array.from({ length: wanted }, (_, n) => Math.floor(((start + n) * ordered.length) / wanted))
  return ordered.filter((_, index) => places.includes(index))
}

/** The part of the day an hour is in: "7-15"; before the first band it is still the last one's. */
export function bandOf(hour: number, bands: readonly number[]): string {
  const at = bands.findLastIndex((begins) => begins <= hour)
  const index = at === -1 ? bands.length - 1 : at
  return `${bands[index]}-${bands[(index + 1) % bands.length]}`
}

function isOf({ domesticAbuse }: Candidate, of: SamplingPlan['of']): boolean {
  return of === 'all' || domesticAbuse
}

function isAlways({ downgraded, deployed }: Candidate, what: AlwaysIn): boolean {
  return what === 'downgraded' ? downgraded : !deployed
}

/** At least one where anything is asked for and there is anything. */
function shareOf(count: number, percent: number): number {
  return Math.ceil((count * percent) / 100)
}

function takeByStratum(
  candidates: readonly Candidate[],
  total: number,
  stratum: (candidate: Candidate) => string,
  purpose: string,
  whose: string,
  lot: Lot,
): Candidate[] {
  const groups = groupBy(byLot(candidates, keyOf, purpose, lot), stratum)
  const ordered = byLot([...groups.keys()].sort(), (name) => name, purpose, lot).flatMap(
    (name) => groups.get(name) as Candidate[],
  )
  return takeEvenly(ordered, total, lot(purpose, `start ${whose}`))
}

/** In the order of their lots; keys differ, and so do lots. */
function byLot<T>(things: readonly T[], key: (thing: T) => string, purpose: string, lot: Lot): T[] {
  return things
    .map((thing) => ({ thing, lot: lot(purpose, key(thing)) }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ thing }) => thing)
}

function groupBy<T>(things: readonly T[], name: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const thing of things) {
    const members = groups.get(name(thing))
    if (members) members.push(thing)
    else groups.set(name(thing), [thing])
  }
  return groups
}
