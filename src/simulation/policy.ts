/** A call that wants a unit, as a policy sees it. */
export type PolicyCall = {
  id: number
  grade: 1 | 2
  lat: number
  lon: number
  areaClass: 'urban' | 'rural'
  /** until the attendance clock runs out; negative when it has */
  secondsLeft: number
  /** since somebody could first decide about it */
  waitedSeconds: number
}

/** A unit on duty, as a policy sees it. */
export type PolicyUnit = {
  id: number
  callsign: string
  kind: string
  /** the force's rules let it go to this call: of a kind and driver that may, and free, or on its way to something less urgent */
  mayGo: boolean
  /** may be sent to grade 1 when it is free */
  emergencyCapable: boolean
  /** nobody has it */
  isFree: boolean
  /** it is on its way to this call, and would leave it */
  leaves: { callId: number; grade: 1 | 2 } | null
  shiftSecondsLeft: number
}

/** What a policy may ask; each answer is reckoned when it is first asked for. */
export type PolicyGround = {
  /** seconds by road from where the unit is to the call, as it would drive to that grade; Infinity: no way */
  roadSeconds: (unit: PolicyUnit) => number
  /** metres as the crow flies */
  lineMetres: (unit: PolicyUnit) => number
  /** by what share of the demand (0 to 1) the expected cover for grade 1 would be less without this free unit */
  coverLoss: (unit: PolicyUnit) => number
  /** what cover is worth to the force (its dispatch rules), and how it is reckoned (data/force/demand.json) */
  cover: { weightSeconds: number; busyShare: number; preparationSeconds: number; spareSeconds: number }
}

/**
 * Who goes. It is asked when a call is ready, whenever a unit becomes free while calls wait (grade 1 first, then the
 * oldest), and every minute while any wait. @returns one of `units` whose `mayGo` is true, or undefined: the call
 * waits. Anything else ends the simulation with `PolicyRefused`. It must not keep anything between calls that chance
 * or the clock decides: the same seed has to give the same month.
 */
export type Policy = (call: PolicyCall, units: readonly PolicyUnit[], ground: PolicyGround) => PolicyUnit | undefined

/** A policy sent a unit that may not go. */
export class PolicyRefused extends Error {
  override name = 'PolicyRefused'
}

/** The one for which `cost` is least, the first of equals; undefined when there is none or none can get there. */
export function least(units: readonly PolicyUnit[], cost: (unit: PolicyUnit) => number): PolicyUnit | undefined {
  let best: PolicyUnit | undefined
  let bestCost = Infinity
  for (const unit of units) {
    const of = cost(unit)
    if (of < bestCost) [best, bestCost] = [unit, of]
  }
  return best
}
