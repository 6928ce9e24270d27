import { Refusal } from '../core/index.ts'
import type { Candidate, DivertCost, Risk } from './dispatch.ts'
import type { Line, UnitFacts } from './need.ts'
import { inWords } from './time-band-rules.ts'

const riskWords: Record<Risk, string> = {
  'domestic-abuse': 'domestic abuse',
  'repeat-victim': 'repeat victim',
  vulnerable: 'vulnerable',
  'treat-as-urgent': 'to be treated as urgent',
}

/** Why an incident is watched, from its flags. */
export function risksOf(flags: {
  domesticAbuse: boolean
  repeatVictim: boolean
  vulnerable: boolean
  treatAsUrgent: boolean
}): Risk[] {
  const raised: Array<[Risk, boolean]> = [
    ['domestic-abuse', flags.domesticAbuse],
    ['repeat-victim', flags.repeatVictim],
    ['vulnerable', flags.vulnerable],
    ['treat-as-urgent', flags.treatAsUrgent],
  ]
  return raised.flatMap(([risk, isRaised]) => (isRaised ? [risk] : []))
}

/** How many units are going to each incident or are there. */
export function countGoing(onDuty: readonly UnitFacts[]): Map<string, number> {
  const going = new Map<string, number>()
  for (const { commitment } of onDuty)
    if (commitment) going.set(commitment.incidentId, (going.get(commitment.incidentId) ?? 0) + 1)
  return going
}

/** The incident that this unit would leave; `going` counts those who go there, with this unit. */
export function leavingOf({ commitment }: UnitFacts, going: ReadonlyMap<string, number>): Candidate['divertFrom'] {
  if (!commitment) return null
  const { incidentId, reference, grade, watched, risks, secondsLeft } = commitment
  const othersGoing = Number(going.get(incidentId)) - 1
  return { incidentId, reference, grade, watched, risks: [...risks], secondsLeft, othersGoing }
}

/** What a divert costs, in one line: who would wait, how urgent that is, and how much of its clock is left. */
export function leavingLine(leaving: NonNullable<Candidate['divertFrom']>): Line {
  const { reference, grade, watched, risks, othersGoing } = leaving
  const why = risks.length > 0 ? ` (${risks.map((risk) => riskWords[risk]).join(', ')})` : ''
  const cost = [nobodyElse(othersGoing), clockWords(leaving.secondsLeft)].filter(Boolean).join(', ')
  return {
    rule: watched ? 'divert/watched' : 'divert',
    text: `Would leave ${reference}, grade ${grade ?? 'none'}${watched ? `, which is watched${why}` : ''}: ${cost}`,
  }
}

/** How a divert is wished for; `recontactInMinutes`: when the incident that is left is contacted again. */
export type DivertWish = { reason: string; recontactInMinutes: number | null }

/**
 * Whether a unit may leave the incident it is travelling to. A watched one is left only with a time, not too far
 * off, at which it is contacted again; the database holds the same (Lancashire 2023: a unit was diverted from an
 * incident marked to be treated as urgent, and nobody came back to it).
 */
export function divertRefusal(
  callsign: string,
  open: { incidentId: string; watched: boolean },
  wish: DivertWish | null,
  recontactWithinSeconds: number,
): Refusal | undefined {
  const more = { incidentId: open.incidentId, watched: open.watched }
  if (!wish) return new Refusal('unit/divert-needed', `${callsign} is going to another incident`, more)
  if (!open.watched) return undefined
  const within = Math.floor(recontactWithinSeconds / 60)
  if (wish.recontactInMinutes === null || wish.recontactInMinutes > within) {
    return new Refusal(
      'unit/recontact-needed',
      `${callsign} is going to a watched incident: say when it is contacted again, within ${within} min`,
      { ...more, recontactWithinMinutes: within },
    )
  }
  return undefined
}

/** What is known of the incident that would be left. Instants in milliseconds. */
export type LeftFacts = {
  callsign: string
  incident: { id: string; reference: string; grade: string | null; type: string; watched: boolean; risks: Risk[] }
  openedAt: number
  attendBy: number | null
  /** units going there or there, without this one */
  othersGoing: number
  /** its own newest ranking, and when it was made */
  ranking: { candidates: readonly Candidate[]; madeAt: number } | null
  recontactWithinSeconds: number
}

/** What the divert of a unit costs the incident that it would leave, to be read before it is decided. */
export function divertCostOf(facts: LeftFacts, now: number): DivertCost {
  const { id, reference, grade, type, watched, risks } = facts.incident
  const secondsLeft = facts.attendBy === null ? null : (facts.attendBy - now) / 1_000
  const waitedSeconds = Math.max(0, (now - facts.openedAt) / 1_000)
  const next = nextOf(facts, now)
  const waits = `${reference}, grade ${grade ?? 'none'}${risks.length > 0 ? `, ${risks.map((risk) => riskWords[risk]).join(', ')}` : ''}, has waited ${inWords(waitedSeconds)}`
  const instead = next
    ? `${next.callsign} could go there instead, ${inWords(next.latestSeconds)} away ${inWords(next.rankedSecondsAgo)} ago`
    : 'nobody else with a known road time could go there'
  const said = `${[waits, clockWords(secondsLeft), nobodyElse(facts.othersGoing), instead].filter(Boolean).join('; ')}.`
  return {
    incidentId: id,
    callsign: facts.callsign,
    reference,
    grade,
    type,
    watched,
    risks,
    secondsLeft,
    waitedSeconds,
    othersGoing: facts.othersGoing,
    next,
    said,
    recontactWithinMinutes: watched ? Math.floor(facts.recontactWithinSeconds / 60) : null,
  }
}

/** The first of its own ranking that is another unit, was free, and had a known time. */
function nextOf({ callsign, ranking }: LeftFacts, now: number): DivertCost['next'] {
  const other = ranking?.candidates.find(
    (candidate) =>
      candidate.rank !== null &&
      candidate.callsign !== callsign &&
      candidate.divertFrom === null &&
      candidate.travel.known,
  )
  if (!ranking || !other?.travel.known) return null
  return {
    callsign: other.callsign,
    latestSeconds: other.travel.latestSeconds,
    rankedSecondsAgo: Math.max(0, (now - ranking.madeAt) / 1_000),
  }
}

function nobodyElse(othersGoing: number): string {
  return othersGoing === 0 ? 'nobody else is going there' : `${othersGoing} more going there`
}

function clockWords(secondsLeft: number | null): string {
  if (secondsLeft === null) return ''
  return secondsLeft > 0
    ? `${inWords(secondsLeft)} of its clock left`
    : `its clock ran out ${inWords(-secondsLeft)} ago`
}
