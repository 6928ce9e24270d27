import { coverLosses } from '../dispatch/index.ts'
import { Agenda } from './agenda.ts'
import { lossesInHindsight } from './hindsight.ts'
import type { Eligibility, MonthPlan } from './month-plan.ts'
import { type Policy, type PolicyGround, PolicyRefused, type PolicyUnit } from './policy.ts'
import { NO_WAY } from './road-matrix.ts'
import type { SimulatedCall } from './simulated-calls.ts'
import type { SimulatedGround } from './simulated-ground.ts'
import { makeFleet, type SimulatedUnit, type UnitHours } from './simulated-unit.ts'
import type { UnitPost } from './unit-posts.ts'
import { lineMetres, placeOf, spotMs } from './unit-trip.ts'

/** One sending of one unit to one call, as it ended. Instants in milliseconds since the month began. */
export type Sending = {
  callId: number
  unitId: number
  sentMs: number
  /** null: diverted, or still on its way when the month ended */
  arrivedMs: number | null
  /** when it was free of this call again, by clearing or by being diverted; null: not before the end */
  freeMs: number | null
  how: 'attended' | 'diverted' | 'open'
}

/** What became of a call. */
export type Outcome = { call: SimulatedCall; arrivedMs: number | null; unitId: number | null; timesDiverted: number }

/** A month that was played. */
export type MonthRecord = {
  outcomes: Outcome[]
  sendings: Sending[]
  hours: UnitHours[]
  /** grade 1 calls that no unit on duty, free or not, could have reached in time from where it was */
  beyondReach: Set<number>
  endMs: number
}

export type MonthOptions = {
  ground: SimulatedGround
  plan: MonthPlan
  eligibility: Eligibility
  fleet: readonly UnitPost[]
  calls: readonly SimulatedCall[]
  days: number
  policy: Policy
  /** also reckon what was beyond reach (one more look at every unit a grade 1) */
  reckonReach?: boolean
  /** cover is reckoned from the calls that will in fact come: a reference that nobody can have */
  hindsight?: boolean
}

type Event =
  | { kind: 'ready'; call: SimulatedCall }
  | { kind: 'arrived' | 'cleared' | 'back'; unit: SimulatedUnit; errand: number }
  | { kind: 'relief'; unit: SimulatedUnit }
  | { kind: 'handed-over' | 'on-duty'; unit: SimulatedUnit; errand: number }
  | { kind: 'look-again' }

const MINUTE_MS = 60_000

/** Plays a month: the same options give the same record to the last digit. @throws PolicyRefused */
export function playMonth(options: MonthOptions): MonthRecord {
  return new Month(options).play()
}

class Month {
  readonly #options: MonthOptions
  readonly #units: SimulatedUnit[]
  readonly #agenda = new Agenda<Event>()
  readonly #waiting: SimulatedCall[] = []
  readonly #outcomes: Outcome[]
  readonly #sendings: Sending[] = []
  readonly #open = new Map<number, Sending>()
  readonly #beyondReach = new Set<number>()
  readonly #rules: Record<1 | 2, Eligibility['grades'][number]>
  #now = 0
  #looksAgain = false
  readonly #emergencies: readonly SimulatedCall[]

  constructor(options: MonthOptions) {
    this.#options = options
    const { eligibility, fleet, plan, days, calls } = options
    const ruleOf = (grade: string) => {
      const rule = eligibility.grades.find((one) => one.grade === grade)
      if (!rule) throw new Error(`dispatch-rules.json: no rule for grade ${grade}`)
      return rule
    }
    this.#rules = { 1: ruleOf('1'), 2: ruleOf('2') }
    this.#units = makeFleet(fleet, plan, days, (post) => this.#isFit(post, 1))
    this.#emergencies = calls.filter(({ grade }) => grade === 1).sort((a, b) => a.readyMs - b.readyMs)
    this.#outcomes = calls.map((call) => ({ call, arrivedMs: null, unitId: null, timesDiverted: 0 }))
  }

  play(): MonthRecord {
    const endMs = this.#options.days * 24 * 60 * MINUTE_MS
    for (const call of this.#options.calls) this.#agenda.put(call.readyMs, { kind: 'ready', call })
    for (const unit of this.#units) {
      if (unit.state === 'off-duty') this.#awaitDuty(unit)
      else this.#planRelief(unit)
    }
    while (!this.#agenda.isEmpty) {
      const { atMs, event } = this.#agenda.take()
      if (atMs >= endMs) break
      this.#now = atMs
      this.#happen(event)
    }
    for (const unit of this.#units) unit.close(endMs)
    this.#sendings.push(...this.#open.values())
    return {
      outcomes: this.#outcomes,
      sendings: this.#sendings,
      hours: this.#units.map(({ hours }) => hours),
      beyondReach: this.#beyondReach,
      endMs,
    }
  }

  #happen(event: Event): void {
    switch (event.kind) {
      case 'ready':
        if (this.#options.reckonReach && event.call.grade === 1) this.#reckonReach(event.call)
        this.#waiting.push(event.call)
        this.#waiting.sort((a, b) => a.grade - b.grade || a.createdMs - b.createdMs || a.id - b.id)
        this.#decide([event.call])
        return
      case 'look-again':
        this.#looksAgain = false
        this.#decide([...this.#waiting])
        return
      case 'relief':
        this.#relieve(event.unit)
        return
      default:
        // an event of an errand that was given up, by a divert or a sending on the way back
        if (event.errand === event.unit.errand) this.#unitEvent(event.kind, event.unit)
    }
  }

  #unitEvent(kind: 'arrived' | 'cleared' | 'back' | 'handed-over' | 'on-duty', unit: SimulatedUnit): void {
    const { matrix } = this.#options.ground
    switch (kind) {
      case 'arrived': {
        const call = unit.call as SimulatedCall
        unit.stay(matrix, 'at-scene', this.#now)
        const outcome = this.#outcomes[call.id] as Outcome
        outcome.arrivedMs = this.#now
        outcome.unitId = unit.id
        const sending = this.#open.get(unit.id) as Sending
        sending.arrivedMs = this.#now
        this.#agenda.put(this.#now + call.busyMs, { kind: 'cleared', unit, errand: unit.errand })
        return
      }
      case 'cleared':
        this.#endSending(unit, 'attended')
        this.#goBack(unit)
        break
      case 'back':
        if (this.#now >= unit.spell.toMs) this.#handOver(unit)
        else unit.stay(matrix, 'standing', this.#now)
        return
      case 'handed-over':
        unit.nextSpell()
        if (this.#now < unit.spell.fromMs) {
          unit.stay(matrix, 'off-duty', this.#now)
          this.#awaitDuty(unit)
          return
        }
        this.#planRelief(unit)
        this.#goBack(unit)
        break
      case 'on-duty':
        this.#planRelief(unit)
        this.#goBack(unit)
        break
    }
    if (unit.isFree(this.#now) && this.#waiting.length > 0) this.#decide([...this.#waiting])
  }

  #awaitDuty(unit: SimulatedUnit): void {
    this.#agenda.put(unit.spell.fromMs, { kind: 'on-duty', unit, errand: unit.errand })
  }

  /** A little before its spell ends a free unit turns to its station, and may still be sent on the way. */
  #planRelief(unit: SimulatedUnit): void {
    const home = this.#options.ground.matrix.to(unit.post.stationNode, 'normal')[unit.post.postNode] as number
    this.#agenda.put(Math.max(this.#now, unit.spell.toMs - home), { kind: 'relief', unit })
  }

  #relieve(unit: SimulatedUnit): void {
    if (unit.state === 'standing' || unit.state === 'returning') this.#goBack(unit)
  }

  /** To its post, or to its station when the spell ends before it could be of use there; off duty it stays away. */
  #goBack(unit: SimulatedUnit): void {
    const { matrix } = this.#options.ground
    const { post, spell } = unit
    const home = matrix.to(post.stationNode, 'normal')[post.postNode] as number
    const to = this.#now + home >= spell.toMs ? post.stationNode : post.postNode
    const thereMs = unit.drive(matrix, 'returning', to, 'normal', this.#now, this.#now)
    const isHome = to === post.stationNode && this.#now + home >= spell.toMs
    this.#agenda.put(isHome ? Math.max(thereMs, spell.toMs) : thereMs, { kind: 'back', unit, errand: unit.errand })
  }

  #handOver(unit: SimulatedUnit): void {
    unit.stay(this.#options.ground.matrix, 'hand-over', this.#now)
    const doneMs = this.#now + this.#options.plan.handOverSeconds * 1_000
    this.#agenda.put(doneMs, { kind: 'handed-over', unit, errand: unit.errand })
  }

  /** Asks the policy about these calls, in their order; a call whose unit was taken for another is asked about too. */
  #decide(calls: SimulatedCall[]): void {
    for (let call = calls.shift(); call; call = calls.shift()) {
      if (!this.#waiting.includes(call) || !this.#mightGo(call.grade)) continue
      const chosen = this.#choose(call)
      if (!chosen) continue
      const left = chosen.call
      if (left) this.#leave(chosen, left)
      this.#send(chosen, call)
      if (left) calls.push(left)
    }
    if (this.#waiting.length === 0 || this.#looksAgain) return
    this.#looksAgain = true
    this.#agenda.put(this.#now + MINUTE_MS, { kind: 'look-again' })
  }

  /** Whether there is anybody to choose from at all: a queue of hundreds is gone through every minute. */
  #mightGo(grade: 1 | 2): boolean {
    return this.#units.some((unit) => unit.isFree(this.#now) || (grade === 1 && unit.state === 'to-call'))
  }

  #choose(call: SimulatedCall): SimulatedUnit | undefined {
    const seen = this.#units.filter(({ state }) => state !== 'off-duty').map((unit) => this.#seenFor(unit, call))
    if (!seen.some(({ mayGo }) => mayGo)) return undefined
    const { id, grade, place, dueMs, readyMs } = call
    const chosen = this.#options.policy(
      {
        id,
        grade,
        lat: place.lat,
        lon: place.lon,
        areaClass: place.areaClass,
        secondsLeft: (dueMs - this.#now) / 1_000,
        waitedSeconds: (this.#now - readyMs) / 1_000,
      },
      seen,
      this.#groundFor(call),
    )
    if (!chosen) return undefined
    const unit = this.#units[chosen.id]
    // asked again: what the policy was shown is the policy's
    if (!unit || !this.#seenFor(unit, call).mayGo)
      throw new PolicyRefused(`the policy sent ${chosen.callsign} to call ${id} (grade ${grade}), and it may not go`)
    return unit
  }

  #seenFor(unit: SimulatedUnit, call: SimulatedCall): PolicyUnit {
    const isFree = unit.isFree(this.#now)
    const going = unit.state === 'to-call' ? unit.call : undefined
    const mayLeave = going !== undefined && going.grade > call.grade && this.#rules[call.grade].mayDivert
    return {
      id: unit.id,
      callsign: unit.post.callsign,
      kind: unit.post.kind,
      mayGo: this.#isFit(unit.post, call.grade) && (isFree || mayLeave),
      emergencyCapable: unit.emergencyCapable,
      isFree,
      leaves: mayLeave ? { callId: going.id, grade: going.grade } : null,
      shiftSecondsLeft: (unit.spell.toMs - this.#now) / 1_000,
    }
  }

  #isFit({ kind, drivingGrade }: UnitPost, grade: 1 | 2): boolean {
    const { eligibleKinds, drivingGrades } = this.#rules[grade]
    if (this.#options.eligibility.neverAutomatic.includes(kind)) return false
    return eligibleKinds.includes(kind) && drivingGrades.includes(drivingGrade)
  }

  #groundFor(call: SimulatedCall): PolicyGround {
    const { matrix, surface, coverWeightSeconds } = this.#options.ground
    const profile = this.#rules[call.grade].profile
    let losses: Map<number, number> | undefined
    const spotOf = (id: number) => (this.#units[id] as SimulatedUnit).spotAt(matrix, this.#now)
    return {
      roadSeconds: ({ id }) => {
        const ms = spotMs(matrix, spotOf(id), call.place.node, profile)
        return ms === NO_WAY ? Infinity : ms / 1_000
      },
      lineMetres: ({ id }) => lineMetres(placeOf(matrix.roads, spotOf(id)), call.place),
      coverLoss: ({ id }) => {
        losses ??= this.#options.hindsight ? this.#lossesInHindsight(call) : this.#coverLosses()
        return losses.get(id) ?? 0
      },
      cover: { ...surface.cover, weightSeconds: coverWeightSeconds },
    }
  }

  /** What each free unit that may go to grade 1 adds to the cover; the others add nothing. */
  #coverLosses(): Map<number, number> {
    const { demand, secondsToDemand, roads, matrix } = this.#options.ground
    const points = demand.share.length
    const free = this.#units.filter((unit) => unit.emergencyCapable && unit.isFree(this.#now))
    const covering = free.map((unit) => {
      const spot = unit.spotAt(matrix, this.#now)
      const node = spot.arc < 0 ? spot.node : (roads.arcTo[spot.arc] as number)
      const extraSeconds = spot.arc < 0 ? 0 : spotMs(matrix, spot, node, 'blue-light') / 1_000
      return { secondsTo: secondsToDemand.subarray(node * points, (node + 1) * points), extraSeconds }
    })
    const { losses } = coverLosses(demand, covering)
    return new Map(free.map((unit, at) => [unit.id, losses[at] as number]))
  }

  #lossesInHindsight(call: SimulatedCall): Map<number, number> {
    const { matrix, surface } = this.#options.ground
    const handOverMs = this.#options.plan.handOverSeconds * 1_000
    const known = { matrix, emergencies: this.#emergencies, busyShare: surface.cover.busyShare, handOverMs }
    return lossesInHindsight(known, this.#units, call, this.#rules[call.grade].profile, this.#now)
  }

  #send(unit: SimulatedUnit, call: SimulatedCall): void {
    const at = this.#waiting.indexOf(call)
    if (at < 0 || unit.call) throw new Error(`${unit.post.callsign} and call ${call.id} are not both free`)
    this.#waiting.splice(at, 1)
    const { profile } = this.#rules[call.grade]
    const startMs = this.#now + call.setOffMs
    const thereMs = unit.drive(this.#options.ground.matrix, 'to-call', call.place.node, profile, this.#now, startMs)
    unit.call = call
    this.#open.set(unit.id, {
      callId: call.id,
      unitId: unit.id,
      sentMs: this.#now,
      arrivedMs: null,
      freeMs: null,
      how: 'open',
    })
    this.#agenda.put(thereMs, { kind: 'arrived', unit, errand: unit.errand })
  }

  /** The unit leaves a call that it has not reached: that call waits again, its clock running on. */
  #leave(unit: SimulatedUnit, call: SimulatedCall): void {
    this.#endSending(unit, 'diverted')
    const outcome = this.#outcomes[call.id] as Outcome
    outcome.timesDiverted += 1
    this.#waiting.push(call)
    this.#waiting.sort((a, b) => a.grade - b.grade || a.createdMs - b.createdMs || a.id - b.id)
  }

  #endSending(unit: SimulatedUnit, how: 'attended' | 'diverted'): void {
    const sending = this.#open.get(unit.id) as Sending
    this.#open.delete(unit.id)
    this.#sendings.push({ ...sending, freeMs: this.#now, how })
    unit.call = undefined
  }

  #reckonReach(call: SimulatedCall): void {
    const { matrix } = this.#options.ground
    const leftMs = call.dueMs - this.#now - call.setOffMs
    const isInReach = this.#units.some(
      (unit) =>
        unit.emergencyCapable &&
        unit.state !== 'off-duty' &&
        spotMs(matrix, unit.spotAt(matrix, this.#now), call.place.node, 'blue-light') <= leftMs,
    )
    if (!isInReach) this.#beyondReach.add(call.id)
  }
}
