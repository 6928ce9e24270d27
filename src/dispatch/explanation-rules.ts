import type { Candidate, RecommendationView, Travel, WhyNot } from './dispatch.ts'
import type { Fitness } from './fitness-rules.ts'
import type { Line, Need, UnitFacts } from './need.ts'
import { inWords, likelyOf, travelInWords } from './time-band-rules.ts'

/** Times nearer to each other than this, in seconds, are said to be about the same. */
const ABOUT_AS_NEAR = 30

/** A unit with everything that its place follows from. */
export type Judged = {
  unit: UnitFacts
  travel: Travel
  fitness: Fitness
  leaving: Candidate['divertFrom']
  leavingLine: Line | undefined
  /** share of the grade 1 demand that its leaving puts out of reach; 0: none, or not counted for this need */
  coverLoss: number
}

const unknownTime: Record<Extract<Travel, { known: false }>['because'], string> = {
  'off-network': 'Its position is off the road network: time unknown',
  unreachable: 'No road leads from there: time unknown',
  'too-far': 'Farther away than is reckoned',
  'router-failed': 'The road times did not answer: time unknown',
  'no-position': 'It has never reported a position: time unknown',
  'position-too-old': 'Its position is too old: time unknown',
}

/** That its time is unknown and why; never as a time, how far it is in a straight line where that is known. */
function unknownLine(because: keyof typeof unknownTime, { lineMetres }: UnitFacts): Line {
  const line = lineMetres === undefined ? '' : `; ${(lineMetres / 1_000).toFixed(1)} km in a straight line`
  return { rule: 'time/unknown', text: `${unknownTime[because]}${line}` }
}

/** Why a ranked unit is at its place: its time against the first, and what speaks against it. */
export function rankedLines(
  judged: Judged,
  ranked: readonly Judged[],
  stalePositionSeconds: number,
  roadChanges?: Need['roadChanges'],
): Line[] {
  const { unit, travel, fitness, leavingLine } = judged
  const [first = judged] = ranked
  const lines = judged === first ? firstLines(first, ranked) : [comparison(judged, first)]
  const age = unit.positionAgeSeconds
  if (age !== null && age > stalePositionSeconds) {
    const band = travel.known ? `: ${travelInWords(travel)} by road` : ''
    lines.push({ rule: 'time/stale', text: `Position is ${inWords(age)} old${band}` })
  }
  lines.push(...roadLines(travel, roadChanges))
  if (leavingLine) lines.push(leavingLine)
  lines.push(...fitness.wants)
  if (judged.coverLoss > 0) lines.push({ rule: 'cover', text: `Its leaving would put ${coverWords(judged)}` })
  return lines
}

/** The closures and slow-downs that make this way longer, or leave none. */
function roadLines({ delayedBy = [] }: Travel, roadChanges: Need['roadChanges'] = new Map()): Line[] {
  return delayedBy.map((id) => ({
    rule: 'road/changed',
    text: roadChanges.get(id) ?? 'A road on its way is closed or slow',
  }))
}

/** Why a unit is not recommended, and that it is nearer than the first where it is. */
export function barredLines(judged: Judged, first: Judged | undefined): Line[] {
  const nearer = first ? nearerBy(judged, first) : 0
  if (!first || nearer < ABOUT_AS_NEAR) return judged.fitness.bars
  return [
    ...judged.fitness.bars,
    { rule: 'time/nearer', text: `${inWords(nearer)} nearer than ${first.unit.callsign}` },
  ]
}

function firstLines(first: Judged, ranked: readonly Judged[]): Line[] {
  if (!first.travel.known) return [unknownLine(first.travel.because, first.unit)]
  const time = `${travelInWords(first.travel)} by road`
  const nearest = ranked.reduce((one, other) => (likelyOf(other.travel) < likelyOf(one.travel) ? other : one))
  const nearer = nearerBy(nearest, first)
  if (nearer < ABOUT_AS_NEAR) {
    const word = nearest === first ? 'Nearest fit unit' : `As near as ${nearest.unit.callsign}, and better fitted`
    return [{ rule: nearest === first ? 'time/nearest' : 'time/better-fitted', text: `${word}: ${time}` }]
  }
  return [
    { rule: 'time/first', text: `First by time and fitness: ${time}` },
    {
      rule: nearest.coverLoss > 0 ? 'cover' : 'time/nearer-not-first',
      text: `${nearest.unit.callsign} is ${inWords(nearer)} nearer, but ${mainAgainst(nearest)}`,
    },
  ]
}

function comparison(judged: Judged, first: Judged): Line {
  if (!judged.travel.known) return unknownLine(judged.travel.because, judged.unit)
  const { callsign } = first.unit
  const nearer = nearerBy(judged, first)
  if (nearer >= ABOUT_AS_NEAR) return { rule: 'time/nearer', text: `${inWords(nearer)} nearer than ${callsign}` }
  if (nearer <= -ABOUT_AS_NEAR) return { rule: 'time/farther', text: `${inWords(-nearer)} farther than ${callsign}` }
  return { rule: 'time/as-near', text: `About as near as ${callsign}` }
}

/** What weighs most against the nearest unit, as the rest of a sentence. */
function mainAgainst(judged: Judged): string {
  const against = judged.leaving?.watched ? judged.leavingLine : undefined
  if (against) return lowerFirst(against.text)
  if (judged.coverLoss > 0) return `its leaving would put ${coverWords(judged)}`
  const said = [judged.leavingLine, ...judged.fitness.wants].flatMap((line) => (line ? [lowerFirst(line.text)] : []))
  return said.join(', ')
}

function coverWords({ coverLoss }: Judged): string {
  const percent = coverLoss * 100
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} % of grade 1 demand out of reach`
}

/** How many seconds the one is nearer than the other, by the times they are ranked by; 0 when either is unknown. */
function nearerBy(one: Judged, other: Judged): number {
  return one.travel.known && other.travel.known ? likelyOf(other.travel) - likelyOf(one.travel) : 0
}

/**
 * Why a unit is not first, in one or two sentences to be read aloud; for the first, why it is. Undefined: it was
 * not on duty when the ranking was made, or there is no such callsign.
 */
export function whyNot({ candidates }: Pick<RecommendationView, 'candidates'>, callsign: string): WhyNot | undefined {
  const asked = callsign.replaceAll(/\s/g, '').toUpperCase()
  const line = candidates.find((candidate) => candidate.callsign.toUpperCase() === asked)
  return line && { callsign: line.callsign, rank: line.rank, said: sentenceOf(line), rules: line.rules }
}

function sentenceOf({ callsign, rank, because, rules }: Candidate): string {
  const time = rules.findIndex((rule) => rule.startsWith('time/'))
  const comparing = because[time]
  const others = because.filter((_, index) => index !== time).map(lowerFirst)
  if (rank === 1)
    return `${callsign} is first. ${[comparing, upperFirst(others.join(', '))].filter(Boolean).join('. ')}.`
  if (rules[time] === 'time/nearer') return `${callsign} is ${comparing}, but ${others.join(', ')}.`
  const told = [...because.slice(time, time + 1).map(lowerFirst), ...others].join(', ')
  return `${callsign} is ${rank === null ? 'not recommended' : `number ${rank}`}: ${told}.`
}

/** Not where it is a name or an abbreviation: "PCSO is not ..." and "NR11 is ..." stay. */
function lowerFirst(text: string): string {
  return /^[A-Z][A-Z0-9]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
