import { localClock, Refusal } from '../core/index.ts'
import type { Candidate, Step } from './dispatch.ts'
import { type DivertWish, divertRefusal } from './divert-rules.ts'

/** What is known, after the locks, when a dispatcher sends a unit. */
export type AssignFacts = {
  grade: { position: number }
  unitsNeeded: number
  /** units going or there, for this incident */
  going: ReadonlyArray<{
    unitId: string
    callsign: string
    slot: number
    kind: string
    assignedAt: Date
    assignedByName: string | null
  }>
  candidates: readonly Candidate[]
  unit: {
    id: string
    callsign: string
    onShift: boolean
    state: { name: string; deployable: boolean; onDuty: boolean }
    open: { incidentId: string; atScene: boolean; gradePosition: number | null; watched: boolean } | null
  }
  wish: { additional: boolean; divert: DivertWish | null; reasonCode: string | null; isSupervisor: boolean }
  /** a watched incident that is left is contacted again within this */
  recontactWithinSeconds: number
}

/** What follows from sending it. */
export type Assigned = {
  slot: number
  rankChosen: number | null
  travelSeconds: number | null
  notFirstBecause: string | null
  reasonOwed: boolean
  divertedFrom: string | null
}

/**
 * Sends a unit, or says why not. The need is met once: the units it calls for, then only knowingly one more
 * (I6). A unit that travels to a less urgent incident may be diverted, knowingly; one that is at a scene may
 * not; a watched one is left only with a time at which it is contacted again. Another unit than the first goes just as fast, and owes its reason (CR-21).
 */
export function assignUnit(facts: AssignFacts): Assigned | Refusal {
  const { unit, wish, going } = facts
  const candidate = facts.candidates.find(({ unitId }) => unitId === unit.id)
  if (!unit.onShift || !unit.state.onDuty) return new Refusal('unit/off-duty', `${unit.callsign} is off duty`)
  if (going.some(({ unitId }) => unitId === unit.id))
    return new Refusal('unit/committed', `${unit.callsign} is going there already`)
  if (going.length >= facts.unitsNeeded && !wish.additional) {
    return new Refusal('recommendation/met', going.map(whoSent).join('; '), { deployments: going })
  }
  if (candidate?.needsCommander && !wish.isSupervisor) {
    return new Refusal('unit/not-eligible', `${unit.callsign}: a tactical commander decides, through a supervisor`, {
      because: candidate.because,
    })
  }
  if (candidate?.notAlone && going.every((other) => other.kind === candidate.kind)) {
    return new Refusal('unit/not-eligible', `${unit.callsign} is not sent alone to this`, {
      because: candidate.because,
    })
  }
  const refusal = leavingRefusal(facts)
  if (refusal) return refusal
  const goingIds = new Set(going.map(({ unitId }) => unitId))
  const first = facts.candidates.find(({ rank, unitId }) => rank !== null && !goingIds.has(unitId))
  const notFirst = first !== undefined && first.unitId !== unit.id
  const taken = new Set(going.map(({ slot }) => slot))
  let slot = 1
  while (taken.has(slot)) slot += 1
  return {
    slot,
    rankChosen: notFirst ? (candidate?.rank ?? facts.candidates.length + 1) : 1,
    travelSeconds: candidate?.travel.known ? Math.round(candidate.travel.seconds) : null,
    notFirstBecause: notFirst ? wish.reasonCode : null,
    reasonOwed: notFirst && wish.reasonCode === null,
    divertedFrom: unit.open?.incidentId ?? null,
  }
}

/** Two dispatchers on one incident know of each other: who sent what, and when (CONSOLES 4.7). */
function whoSent({ callsign, assignedAt, assignedByName }: AssignFacts['going'][number]): string {
  const by = assignedByName === null ? `${callsign} was assigned` : `${assignedByName} assigned ${callsign}`
  return `${by} at ${localClock(assignedAt)}`
}

function leavingRefusal({ unit, grade, wish, recontactWithinSeconds }: AssignFacts): Refusal | undefined {
  const { open, callsign } = unit
  if (!open)
    return unit.state.deployable
      ? undefined
      : new Refusal('unit/not-deployable', `${callsign}: ${unit.state.name.toLowerCase()}`)
  if (open.atScene || open.gradePosition === null || open.gradePosition <= grade.position) {
    return new Refusal(
      'unit/committed',
      `${callsign} is committed to an incident that is as urgent, or is at its scene`,
      { incidentId: open.incidentId },
    )
  }
  return divertRefusal(callsign, open, wish.divert, recontactWithinSeconds)
}

/** A deployment as its next step sees it. */
export type Stepping = { acknowledged: boolean; mobile: boolean; atScene: boolean; released: boolean }

/**
 * Whether a step may follow. Arriving without having said "en route" is allowed, and leaves that time unknown
 * (DOMAIN B13: skipping 5 keeps mobile unknown). The same step again is answered, and changes nothing.
 */
export function takeStep(deployment: Stepping, step: Step): 'now' | 'again' | Refusal {
  const done = {
    acknowledge: deployment.acknowledged,
    mobile: deployment.mobile,
    'at-scene': deployment.atScene,
    clear: false,
    'stand-down': false,
  }[step]
  if (deployment.released) return new Refusal('deployment/ended', 'The deployment has ended')
  if (done) return 'again'
  if (step === 'mobile' && deployment.atScene)
    return new Refusal('deployment/order', 'The unit is at the scene already')
  if (step === 'clear' && !deployment.atScene)
    return new Refusal('deployment/order', 'The unit has not arrived: it is stood down, not cleared')
  return 'now'
}
