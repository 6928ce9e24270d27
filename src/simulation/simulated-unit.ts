import { type Spell, spellsOf } from './duty-spells.ts'
import type { MonthPlan } from './month-plan.ts'
import type { RoadMatrix } from './road-matrix.ts'
import type { SimulatedCall } from './simulated-calls.ts'
import type { UnitPost } from './unit-posts.ts'
import { atNode, planTrip, type Spot, spotAt, type Trip } from './unit-trip.ts'

/**
 * A unit in one month. Its states:
 *
 *   off duty -> at its post <-> on its way back -> to a call -> at the scene -> on its way back
 *      ^                              |               \-> diverted: to another call
 *      +---- at the station: the crews change <-------/  (when its spell of duty has ended)
 */
export type UnitState = 'off-duty' | 'hand-over' | 'standing' | 'returning' | 'to-call' | 'at-scene'

/** How the milliseconds of its duty were spent. */
export type UnitHours = Record<UnitState, number>

/** A unit, its place and its clock. Whoever changes its state goes through here, so that its hours add up. */
export class SimulatedUnit {
  readonly id: number
  readonly post: UnitPost
  readonly emergencyCapable: boolean
  readonly spells: readonly Spell[]
  readonly hours: UnitHours = {
    'off-duty': 0,
    'hand-over': 0,
    standing: 0,
    returning: 0,
    'to-call': 0,
    'at-scene': 0,
  }
  state: UnitState = 'standing'
  call: SimulatedCall | undefined
  /** when it came to the scene it is at */
  arrivedMs: number | undefined
  /** counts what it was told to do: an event of an earlier errand is no longer about it */
  errand = 0
  #spell = 0
  #trip: Trip | undefined
  #node: number
  #sinceMs = 0

  constructor(id: number, post: UnitPost, emergencyCapable: boolean, spells: readonly Spell[]) {
    this.id = id
    this.post = post
    this.emergencyCapable = emergencyCapable
    this.spells = spells
    this.#node = post.postNode
  }

  /** The spell of duty that it is in, or that comes next. */
  get spell(): Spell {
    return this.spells[this.#spell] as Spell
  }

  /** The next crew takes over. */
  nextSpell(): void {
    this.#spell = Math.min(this.#spell + 1, this.spells.length - 1)
  }

  /** Nobody has it, and its crew is still on duty. */
  isFree(nowMs: number): boolean {
    return (this.state === 'standing' || this.state === 'returning') && nowMs < this.spell.toMs
  }

  spotAt(matrix: RoadMatrix, nowMs: number): Spot {
    return this.#trip ? spotAt(matrix.roads, this.#trip, nowMs) : atNode(this.#node)
  }

  /** Drives to a node; sets off at `startMs`. @returns the instant at which it is there */
  drive(
    matrix: RoadMatrix,
    state: 'to-call' | 'returning',
    to: number,
    profile: 'normal' | 'blue-light',
    nowMs: number,
    startMs: number,
  ): number {
    const trip = planTrip(matrix, this.spotAt(matrix, nowMs), to, profile, startMs)
    this.#become(state, nowMs)
    this.#trip = trip
    return trip.endMs
  }

  /** Stays where it is, in that state. */
  stay(matrix: RoadMatrix, state: Exclude<UnitState, 'to-call' | 'returning'>, nowMs: number): void {
    const spot = this.spotAt(matrix, nowMs)
    if (spot.arc >= 0) throw new Error(`${this.post.callsign} stays in the middle of a road`)
    this.#node = spot.node
    this.#trip = undefined
    this.#become(state, nowMs)
  }

  /** The month ends: its hours are counted to the end. */
  close(nowMs: number): void {
    this.#become(this.state, nowMs)
  }

  #become(state: UnitState, nowMs: number): void {
    this.hours[this.state] += nowMs - this.#sinceMs
    this.#sinceMs = nowMs
    this.state = state
    this.arrivedMs = state === 'at-scene' ? nowMs : undefined
    this.errand += 1
  }
}

/** The fleet as the month begins, each unit at its post in the spell that holds midnight, or off duty before it. */
export function makeFleet(
  posts: readonly UnitPost[],
  plan: MonthPlan,
  days: number,
  emergencyCapable: (post: UnitPost) => boolean,
): SimulatedUnit[] {
  const met = new Map<string, number>()
  return posts.map((post, id) => {
    const patterns = plan.shifts[post.kind]
    if (!patterns) throw new Error(`simulated-month.json: no shifts for ${post.kind}`)
    const turn = met.get(post.kind) ?? 0
    met.set(post.kind, turn + 1)
    const spells = spellsOf(patterns[turn % patterns.length] ?? [], days).filter(({ toMs }) => toMs > 0)
    const unit = new SimulatedUnit(id, post, emergencyCapable(post), spells)
    if (unit.spell.fromMs > 0) unit.state = 'off-duty'
    return unit
  })
}
