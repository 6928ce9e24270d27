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
import type { RoadGraph } from './road-graph.ts'
import type { RoadMetric } from './road-metric-rules.ts'
import type { RoadSpeeds } from './road-speeds.ts'
import type { TravelTime } from './routing.ts'
import type { Snapped } from './snap-rules.ts'
import { answerFrom, type Drive } from './travel-answer-rules.ts'

/** What the roads are now under one profile, and, while changes are in force, what they usually are. */
export type RoadState = { now: RoadMetric; usual?: RoadMetric }

/** A unit or an incident may be at two places: on one carriageway or the other. */
const MOST_PLACES = 2

/** Incidents' rows in a sheet of labels: before those of the units. */
const INCIDENT_ROWS = MOST_PLACES

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
    this.#now.label(slot, places)
    this.#usual?.label(slot, places)
  }

  /** One answer for each slot; `placesOf` says where its unit was last moved to, empty when that is off the network. */
  times(
    incidents: readonly Snapped[],
    slots: readonly number[],
    placesOf: (slot: number) => readonly Snapped[],
  ): TravelTime[] {
    this.#now.come(incidents)
    this.#usual?.come(incidents)
    return slots.map((slot) => {
      const places = placesOf(slot)
      return answerFrom(this.#speeds.offRoad, places, incidents, (unit, incident) =>
        this.#drive(slot, unit, places[unit] as Snapped, incident, incidents[incident] as Snapped),
      )
    })
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
    this.#labels = makeLabels(metric.hierarchy, 64, metric.met !== undefined)
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

  find(slot: number, unit: number, from: Snapped, incident: number, to: Snapped): Found | undefined {
    const labels = this.#labels
    const row = rowOf(slot, unit)
    const last = lastShared(this.#hierarchy, this.#paths[incident] as Int32Array, labels.low[row] as number)
    const meeting = findMeeting(labels, row, incident, last)
    let found: Found | undefined
    if (meeting >= 0) {
      const [up, down] = [row * labels.stride + meeting, incident * labels.stride + meeting]
      const sum = (of: Int32Array) => (of[up] as number) + (of[down] as number)
      const met = this.#metric.sets?.join(labels.met[up] ?? 0, labels.met[down] ?? 0) ?? 0
      found = { ms: sum(labels.ms), cm: sum(labels.cm), met }
    }
    const { times } = this.#metric
    const along = from.road === to.road ? alongRoad(this.#graph, times, from, to) : undefined
    if (!along || (found && found.ms < along.ms)) return found
    const cm = Math.round((this.#graph.roadMetres[from.road] as number) * along.share * 100)
    return { ms: along.ms, cm, met: along.share > 0 ? (times.met?.[from.road] ?? 0) : 0 }
  }
}

function rowOf(slot: number, place: number): number {
  return INCIDENT_ROWS + slot * MOST_PLACES + place
}
