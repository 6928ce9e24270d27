import type { Hierarchy } from './hierarchy-rules.ts'
import {
  findMeeting,
  growLabels,
  type Labels,
  labelIncident,
  labelUnit,
  lastShared,
  makeLabels,
  pathOf,
} from './label-rules.ts'
import { alongRoad, arrivals, departures } from './on-road-rules.ts'
import { type PackedTimes, packTime, whyCode } from './packed-times-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import { centimetres, type RoadMetric } from './road-metric-rules.ts'
import { metresPerSecond } from './road-speed-rules.ts'
import type { RoadSpeeds } from './road-speeds.ts'
import type { Snapped } from './snap-rules.ts'
import { answerFrom, type Drive } from './travel-answer-rules.ts'

/** What the roads are now under one profile, and, while changes are in force, what they usually are. */
export type RoadState = { now: RoadMetric; usual?: RoadMetric }

/** A unit or an incident may be at two places: on one carriageway or the other. */
const MOST_PLACES = 2

/** Incidents' rows in a sheet of labels: before those of the units. */
const INCIDENT_ROWS = MOST_PLACES

/** Room for so many units at first. */
const FIRST_ROOM = 64

/**
 * The times of all units to an incident under one profile: every unit keeps a label, an incident's is made when it is
 * asked for, and each answer is where the two meet. Units are known by small whole numbers, their slots.
 */
export class RoadTable {
  readonly #speeds: RoadSpeeds
  readonly #state: RoadState
  readonly #ids: readonly string[]
  readonly #now: Sheet
  readonly #usual: Sheet | undefined
  /** where each unit may be */
  readonly #places: Array<readonly Snapped[]> = []
  // what most questions need of a unit, beside each other: its road where it is on one for sure, else -1
  #road = new Int32Array(FIRST_ROOM)
  #offRoadMetres = new Float64Array(FIRST_ROOM)

  /** `changeIds`: ids of the changes in force, as the metrics' sets number them. */
  constructor(graph: RoadGraph, speeds: RoadSpeeds, state: RoadState, changeIds: readonly string[] = []) {
    this.#speeds = speeds
    this.#state = state
    this.#ids = changeIds
    this.#now = new Sheet(graph, state.now)
    this.#usual = state.usual && new Sheet(graph, state.usual)
  }

  /** Labels a unit anew. */
  move(slot: number, places: readonly Snapped[]): void {
    if (slot >= this.#road.length) {
      const [road, offRoadMetres] = [new Int32Array(slot * 2), new Float64Array(slot * 2)]
      road.set(this.#road)
      offRoadMetres.set(this.#offRoadMetres)
      this.#road = road
      this.#offRoadMetres = offRoadMetres
    }
    const [one, other] = places
    this.#places[slot] = places
    this.#road[slot] = one && !other ? one.road : -1
    this.#offRoadMetres[slot] = one?.offRoadMetres ?? 0
    this.#now.label(slot, places)
    this.#usual?.label(slot, places)
  }

  /** The time of each slot, all of which were moved before, into its place of the answers. */
  times(incidents: readonly Snapped[], slots: readonly number[], into: PackedTimes, at: readonly number[]): void {
    this.#now.come(incidents)
    this.#usual?.come(incidents)
    const [one, other] = incidents
    const isPlain = one && !other && !this.#usual
    slots.forEach((slot, i) => {
      const place = at[i] as number
      const road = this.#road[slot] as number
      if (isPlain && road >= 0 && road !== one.road) this.#answerPlainly(slot, one, into, place)
      else packTime(into, place, this.#answer(slot, incidents))
    })
  }

  /** Unit and incident each on one road, not the same, and no changes in force: most of all questions. */
  #answerPlainly(slot: number, incident: Snapped, into: PackedTimes, at: number): void {
    const { offRoad, limitSeconds } = this.#speeds
    const found = this.#now.meet(slot)
    const isKnown = found && this.#now.foundMs <= limitSeconds * 1000
    into.why[at] = isKnown ? whyCode['known'] : found ? whyCode['too-far'] : whyCode['unreachable']
    if (!isKnown) return
    const offRoadMetres = (this.#offRoadMetres[slot] as number) + incident.offRoadMetres
    into.numbers[3 * at] = this.#now.foundMs / 1000 + offRoadMetres / metresPerSecond(offRoad.mph)
    into.numbers[3 * at + 1] = this.#now.foundCm / 100 + offRoadMetres
  }

  #answer(slot: number, incidents: readonly Snapped[]) {
    const places = this.#places[slot] as readonly Snapped[]
    return answerFrom(this.#speeds.offRoad, places, incidents, (unit, incident) =>
      this.#drive(slot, unit, places[unit] as Snapped, incident, incidents[incident] as Snapped),
    )
  }

  #drive(slot: number, unit: number, from: Snapped, incident: number, to: Snapped): Drive {
    const now = this.#now.find(slot, unit, from, incident, to)
    const tooFar = now && now.ms > this.#speeds.limitSeconds * 1000
    const drive: Drive =
      now && !tooFar ? { ms: now.ms, metres: now.cm / 100 } : { none: now ? 'too-far' : 'unreachable' }
    const usual = this.#usual?.find(slot, unit, from, incident, to)
    if (!usual || (now && now.ms <= usual.ms)) return drive
    const sets = this.#state.now.sets
    const met = sets?.list(sets.join(usual.met, now?.met ?? 0)) ?? []
    return met.length > 0 ? { ...drive, delayedBy: met.map((change) => this.#ids[change] as string) } : drive
  }
}

/** A drive as labels tell it. */
type Found = { ms: number; cm: number; met: number }

/** The labels under one metric. */
class Sheet {
  /** milliseconds and centimetres of the last meeting */
  foundMs = 0
  foundCm = 0
  readonly #graph: RoadGraph
  readonly #metric: RoadMetric
  readonly #hierarchy: Hierarchy
  #labels: Labels
  /** of each of the incident's places, the nodes above it */
  #paths: Int32Array[] = []

  constructor(graph: RoadGraph, metric: RoadMetric) {
    this.#graph = graph
    this.#metric = metric
    this.#hierarchy = metric.hierarchy
    this.#labels = makeLabels(metric.hierarchy, FIRST_ROOM, metric.met !== undefined)
  }

  label(slot: number, places: readonly Snapped[]): void {
    const row = rowOf(slot, 0)
    if (row + MOST_PLACES > this.#labels.low.length) this.#labels = growLabels(this.#labels, (row + MOST_PLACES) * 2)
    places.forEach((place, i) => {
      labelUnit(this.#graph, this.#metric, this.#labels, row + i, departures(this.#graph, this.#metric.times, place))
    })
  }

  come(incidents: readonly Snapped[]): void {
    this.#paths = incidents.map((place, row) => {
      labelIncident(this.#graph, this.#metric, this.#labels, row, arrivals(this.#graph, this.#metric.times, place))
      return pathOf(this.#hierarchy, this.#labels, row)
    })
  }

  /** Whether the label of a unit's first place meets that of the incident's; what they say is in `foundMs` and `foundCm`. */
  meet(slot: number): boolean {
    return this.#meetAt(rowOf(slot, 0), 0) >= 0
  }

  find(slot: number, unit: number, from: Snapped, incident: number, to: Snapped): Found | undefined {
    const labels = this.#labels
    const row = rowOf(slot, unit)
    const meeting = this.#meetAt(row, incident)
    let found: Found | undefined
    if (meeting >= 0) {
      const [up, down] = [row * labels.stride + meeting, incident * labels.stride + meeting]
      const met = this.#metric.sets?.join(labels.met[up] ?? 0, labels.met[down] ?? 0) ?? 0
      found = { ms: this.foundMs, cm: this.foundCm, met }
    }
    const { times } = this.#metric
    const along = alongRoad(this.#graph, times, from, to)
    if (!along || (found && found.ms < along.ms)) return found
    const met = along.share > 0 ? (times.met?.[from.road] ?? 0) : 0
    return { ms: along.ms, cm: centimetres(this.#graph, from.road, along.share), met }
  }

  #meetAt(row: number, incident: number): number {
    const labels = this.#labels
    const last = lastShared(this.#hierarchy, this.#paths[incident] as Int32Array, labels.low[row] as number)
    const meeting = findMeeting(labels, row, incident, last)
    if (meeting < 0) return -1
    const [up, down] = [row * labels.stride + meeting, incident * labels.stride + meeting]
    this.foundMs = (labels.ms[up] as number) + (labels.ms[down] as number)
    this.foundCm = (labels.cm[up] as number) + (labels.cm[down] as number)
    return meeting
  }
}

function rowOf(slot: number, place: number): number {
  return INCIDENT_ROWS + slot * MOST_PLACES + place
}
