import type { DispatchRules } from '../definitions/index.ts'
import { placeByCover } from './cover-rules.ts'
import type { Candidate } from './dispatch.ts'
import { countGoing, leavingLine, leavingOf } from './divert-rules.ts'
import { barredLines, type Judged, rankedLines } from './explanation-rules.ts'
import { judge } from './fitness-rules.ts'
import { holds, type Line, type Need, type UnitFacts } from './need.ts'
import { officersFor, unitsNeededFor } from './officers-rules.ts'
import { bandOf, inWords, likelyOf } from './time-band-rules.ts'

export type { Need, UnitFacts } from './need.ts'

/** A ranking: every unit on duty once, the fit ones first. */
export type Ranking = { candidates: Candidate[]; unitsNeeded: number; warnings: string[] }

const noLoss: ReadonlyMap<string, number> = new Map()

/**
 * Every unit on duty, ranked by road time and then fitness, each with its reasons (CR-21, CR-22, DOMAIN B12).
 *
 * In this order: a known time before an unknown one; who leaves no watched incident; who arrives within the clock;
 * then seconds: the likely time, and what the force's preferences that it does not meet are worth, together never
 * more than `fitnessAtMostSeconds` of the grade. `coverLoss` (unit id to the share, 0 to 1, of the grade 1 demand
 * that its leaving puts out of reach) costs seconds too where the force counts it (`placeByCover`), never for the most
 * urgent grade and never of a unit that comes too late anyway. Who is not eligible follows with the rule that says so. The order of `units` changes nothing. Nothing is assigned here.
 */
export function rankUnits(
  need: Need,
  units: readonly UnitFacts[],
  rules: DispatchRules,
  coverLoss: ReadonlyMap<string, number> = noLoss,
): Ranking {
  const asked = { ...rules, fitness: rules.fitness.filter(({ when }) => holds(when, need)) }
  const going = countGoing(units)
  const judged = units.map((unit) => placeOf(need, judgeUnit(need, unit, { going, rules: asked, coverLoss }), rules))
  const ranked = judged.filter(({ fitness }) => fitness.bars.length === 0).sort(byPlace)
  const barred = judged.filter(({ fitness }) => fitness.bars.length > 0).sort(byTime)
  const officers = officersFor(need, rules)
  const here = units.filter(({ commitment }) => commitment?.incidentId === need.incidentId)
  const { unitsNeeded, more } = unitsNeededFor(
    officers.atLeast,
    here,
    ranked.map(({ unit }) => unit),
  )
  const candidates = [
    ...ranked.map((one, index) => {
      const backup = index < more && index + here.length > 0
      const lines = rankedLines(one, ranked, rules.stalePositionSeconds, need.roadChanges)
      if (backup) lines.push({ rule: officers.rule, text: `Backup: ${officers.atLeast} officers are needed` })
      return candidateOf(one, index + 1, lines, backup ? 'backup' : index < more ? 'first' : null)
    }),
    ...barred.map((one) => candidateOf(one, null, barredLines(one, ranked[0]), null)),
  ]
  return { candidates, unitsNeeded, warnings: warningsOf(need, ranked, more, rules) }
}

function judgeUnit(
  need: Need,
  unit: UnitFacts,
  of: { going: ReadonlyMap<string, number>; rules: DispatchRules; coverLoss: ReadonlyMap<string, number> },
): Judged {
  const { cover } = of.rules
  const leaving = leavingOf(unit, of.going)
  const travel = bandOf(unit.travel, unit.positionAgeSeconds, of.rules)
  const isInTime = likelyOf(travel) <= need.secondsLeft
  const counts = isInTime && cover.weightSeconds > 0 && need.gradePosition > 1 && cover.grades.includes(need.grade)
  return {
    unit,
    travel,
    fitness: judge(need, unit, of.rules),
    leaving,
    leavingLine: leaving ? leavingLine(leaving) : undefined,
    coverLoss: counts ? (of.coverLoss.get(unit.id) ?? 0) : 0,
  }
}

/** What its place follows from, reckoned once: a list is compared some n log n times. */
type Placed = Judged & { watched: number; late: number; cost: number; unmet: number }

function placeOf(need: Need, judged: Judged, { grades, divert, cover }: DispatchRules): Placed {
  const { travel, fitness, leaving, coverLoss } = judged
  const most = grades.find(({ grade }) => grade === need.grade)?.fitnessAtMostSeconds ?? 0
  const unmet = fitness.wantsSeconds + (leaving ? divert.worthSeconds : 0)
  const { weightSeconds } = cover
  const { late, cost } = placeByCover(
    { seconds: likelyOf(travel), loss: coverLoss },
    { weightSeconds, spareSeconds: 0 },
    need.secondsLeft,
  )
  return { ...judged, watched: Number(leaving?.watched ?? false), late, cost: cost + Math.min(most, unmet), unmet }
}

function byPlace(a: Placed, b: Placed): number {
  if (!a.travel.known || !b.travel.known) return byTime(a, b)
  return a.watched - b.watched || a.late - b.late || a.cost - b.cost || a.unmet - b.unmet || byTime(a, b)
}

/** Known times first, the nearest first; among too old positions whoever was nearest when it was last heard of, and
 * among times that nobody knows whoever is nearest in a straight line. */
function byTime(a: Judged, b: Judged): number {
  return (
    Number(b.travel.known) - Number(a.travel.known) ||
    difference(likelyOf(a.travel), likelyOf(b.travel)) ||
    difference(lastHeardOf(a.unit), lastHeardOf(b.unit)) ||
    difference(lineOf(a.unit), lineOf(b.unit)) ||
    compareText(a.unit.callsign, b.unit.callsign) ||
    compareText(a.unit.id, b.unit.id)
  )
}

function lastHeardOf({ travel, positionAgeSeconds }: UnitFacts): number {
  return travel.known ? travel.seconds + Number(positionAgeSeconds) : Number.POSITIVE_INFINITY
}

function lineOf({ lineMetres = Number.POSITIVE_INFINITY }: UnitFacts): number {
  return lineMetres
}

/** Of two times that may be infinite. */
function difference(a: number, b: number): number {
  return a === b ? 0 : a - b
}

function candidateOf(
  { unit, travel, fitness, leaving }: Judged,
  rank: number | null,
  lines: readonly Line[],
  sendAs: Candidate['sendAs'],
): Candidate {
  return {
    unitId: unit.id,
    callsign: unit.callsign,
    kind: unit.kind,
    rank,
    travel,
    positionAgeSeconds: unit.positionAgeSeconds,
    crewSize: unit.crewSize,
    because: lines.map(({ text }) => text),
    rules: lines.map(({ rule }) => rule),
    sendAs,
    divertFrom: leaving,
    needsCommander: fitness.needsCommander,
    notAlone: fitness.notAlone,
  }
}

/** What is said before anything else: nobody can make the clock, fewer units than needed, what the force has noted. */
function warningsOf(
  need: Need,
  ranked: readonly Judged[],
  unitsNeeded: number,
  rules: Pick<DispatchRules, 'notices'>,
): string[] {
  const warnings: string[] = []
  const [nearest] = ranked.filter(({ travel }) => travel.known).sort(byTime)
  if (!nearest) warnings.push('No fit unit with a known road time')
  else if (likelyOf(nearest.travel) > need.secondsLeft) {
    const left =
      need.secondsLeft > 0 ? `within the ${inWords(need.secondsLeft)} that are left` : 'in time: the clock has run out'
    const best = inWords(likelyOf(nearest.travel))
    warnings.push(`No unit can be there ${left}; the nearest needs ${best}: neighbouring force?`)
  } else warnings.push(...lateAlthough(need, ranked, nearest, unitsNeeded))
  if (ranked.length < unitsNeeded) {
    const units = unitsNeeded === 1 ? 'unit is' : 'units are'
    warnings.push(`${unitsNeeded} ${units} needed and ${ranked.length} can go`)
  }
  return [...warnings, ...rules.notices.filter(({ when }) => holds(when, need)).map(({ say }) => say)]
}

/** Somebody can make the clock: but only from a watched incident, or not as many officers as are needed. */
function lateAlthough(need: Need, ranked: readonly Judged[], nearest: Judged, unitsNeeded: number): string[] {
  const isLate = (one: Judged | undefined) => one !== undefined && likelyOf(one.travel) > need.secondsLeft
  const left = isLate(ranked[0]) ? nearest.leaving : null
  if (left)
    return [
      `Only ${nearest.unit.callsign} can be there in time, and it would leave ${left.reference}, which is watched`,
    ]
  const last = ranked[unitsNeeded - 1]
  if (unitsNeeded === 1 || !last || !isLate(last)) return []
  const time = last.travel.known ? `in ${inWords(likelyOf(last.travel))}` : 'at a time that is unknown'
  return [`Officers enough only ${time}, with ${last.unit.callsign}`]
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
