import type { Hierarchy } from './hierarchy-rules.ts'
import { ChangeSets } from './met-changes-rules.ts'
import { namesOf, roadsRound } from './nearby-roads-rules.ts'
import { makeTimes, type PackedTimes, packTime, whyCode } from './packed-times-rules.ts'
import { changeTimes, findInSteps, type Matched, matchChange } from './road-change-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import { layMetric } from './road-metric-rules.ts'
import { timeRoads } from './road-speed-rules.ts'
import type { RoadSpeeds, RoadTimes } from './road-speeds.ts'
import { RoadTable } from './road-table.ts'
import { findRoute } from './route-rules.ts'
import {
  type CaughtRoads,
  type MatchedChange,
  type NearbyRoads,
  type Place,
  type Point,
  type Profile,
  profiles,
  type RoadChange,
  type Route,
} from './routing.ts'
import { indexRoads, type RoadIndex, type Snapped, snapEither } from './snap-rules.ts'
import { type Finder, findAnswers, makeFinder } from './travel-time-rules.ts'

/** More places than this in one question are searched for: their labels would cost more than one search. */
const MOST_LABELS = 1_000

/** So many units are labelled before the clock is looked at. */
const UNITS_AT_ONCE = 32

/** More changes than are in force on a bad day; what was tried out and forgotten is looked for again. */
const MOST_FOUND = 200

/** No question waits longer for what is laid out anew; milliseconds. */
const SLICE_MS = 5

/** One profile: the search that always knows, and, while they are up to date, the tables that know faster. */
type Engine = {
  finder: Finder
  /** of the units that are kept */
  units?: RoadTable
  /** of places that are asked for once */
  once?: RoadTable
  /** what will be `units`, while it is being made */
  coming?: RoadTable
}

/** What the changes in force mean, in one profile. */
type Times = { now: RoadTimes; usual: RoadTimes }

/**
 * Everything that is known of the roads and the units on them, in the worker's thread. Until a hierarchy is there, and
 * while one is laid out anew after a change, answers come from the bounded search: never old, never late.
 */
export class RoadDesk {
  readonly #graph: RoadGraph
  readonly #speeds: RoadSpeeds
  readonly #index: RoadIndex
  readonly #places: Array<Snapped[] | undefined> = []
  /** of each profile, without any change in force */
  readonly #times: Record<Profile, RoadTimes>
  readonly #engines: Record<Profile, Engine>
  /** searches as if nothing were closed or slow */
  readonly #usual: Record<Profile, Finder>
  #hierarchy: Hierarchy | undefined
  #changes: Matched[] = []
  /** what is in force and what was tried out, by where it is: looked for once, also when it is many kilometres */
  #found = new Map<string, Omit<Matched, 'change'>>()
  /** counts what was asked to be laid out: work for an earlier one is given up */
  #laying = 0

  constructor(graph: RoadGraph, speeds: RoadSpeeds) {
    this.#graph = graph
    this.#speeds = speeds
    this.#index = indexRoads(graph, speeds.offRoad)
    this.#times = eachProfile((profile) => timeRoads(graph, speeds, profile))
    this.#usual = eachProfile((profile) => makeFinder(graph, this.#index, this.#times[profile], speeds))
    this.#engines = eachProfile((profile) => ({ finder: this.#usual[profile] }))
  }

  /** Keeps a unit in this slot where it is; undefined: forgets it. */
  move(slot: number, place: Place | undefined): void {
    const places = place && snapEither(this.#index, place, this.#speeds.offRoad.vehicleMaxMetres)
    this.#places[slot] = places
    if (!places) return
    for (const profile of profiles) {
      this.#engines[profile].units?.move(slot, places)
      this.#engines[profile].coming?.move(slot, places)
    }
  }

  /** One answer for each slot, each with its own profile (its place in `profiles`); a slot that is not kept has no position. */
  timesOfUnits(to: Place, slots: Int32Array, ofSlots: Uint8Array): PackedTimes {
    const incidents = this.#snapIncident(to)
    const answers = makeTimes(slots.length, 'no-position')
    profiles.forEach((profile, number) => {
      const asked: number[] = []
      const wanted: number[] = []
      slots.forEach((slot, i) => {
        if (ofSlots[i] !== number || !this.#places[slot]) return
        asked.push(i)
        wanted.push(slot)
      })
      if (asked.length === 0) return
      const { units, finder } = this.#engines[profile]
      if (units) units.times(incidents, wanted, answers, asked)
      else {
        const places = wanted.map((slot) => this.#places[slot] as Snapped[])
        findAnswers(finder, incidents, places).forEach((time, i) => {
          packTime(answers, asked[i] as number, time)
        })
      }
    })
    return answers
  }

  /**
   * As `timesOfUnits`; but where there is no way and the incident or the unit is itself on a closed road, the usual
   * time, with the closures named: whoever closes a road for a crash lets the police through to it, and from it.
   */
  timesLetThrough(to: Place, slots: Int32Array, ofSlots: Uint8Array): PackedTimes {
    const answers = this.timesOfUnits(to, slots, ofSlots)
    if (this.#changes.length === 0) return answers
    const incidents = this.#snapIncident(to)
    const atIncident = this.#closuresAt(incidents)
    const closures = Array.from(slots, (slot) => [...atIncident, ...this.#closuresAt(this.#places[slot] ?? [])])
    profiles.forEach((profile, number) => {
      const asked = [...slots.keys()].filter(
        (i) => ofSlots[i] === number && answers.why[i] === whyCode.unreachable && closures[i]?.length,
      )
      if (asked.length === 0) return
      const places = asked.map((i) => this.#places[slots[i] as number] as Snapped[])
      findAnswers(this.#usual[profile], incidents, places).forEach((time, place) => {
        const i = asked[place] as number
        if (time.known) packTime(answers, i, { ...time, delayedBy: [...new Set(closures[i])] })
      })
    })
    return answers
  }

  /** Closures in force on the roads of these places, by id. */
  #closuresAt(places: readonly Snapped[]): string[] {
    return this.#changes.flatMap(({ change: { id, kind }, roads }) =>
      kind === 'closed' && places.some(({ road }) => roads.has(road)) ? [id] : [],
    )
  }

  /** One answer for each of `from`. */
  travelTimes(to: Place, from: ReadonlyArray<Place | undefined>, profile: Profile): PackedTimes {
    const incidents = this.#snapIncident(to)
    const answers = makeTimes(from.length, 'router-failed')
    const { offRoad } = this.#speeds
    const places = from.map((place) => (place ? snapEither(this.#index, place, offRoad.vehicleMaxMetres) : []))
    const { once, finder } = this.#engines[profile]
    if (once && places.length <= MOST_LABELS) {
      const all = [...places.keys()]
      for (const slot of all) once.move(slot, places[slot] as Snapped[])
      once.times(incidents, all, answers, all)
    } else {
      findAnswers(finder, incidents, places).forEach((time, i) => {
        packTime(answers, i, time)
      })
    }
    return answers
  }

  route(from: Place, to: Place, profile: Profile): Route | undefined {
    return findRoute(this.#engines[profile].finder, from, to)
  }

  /** Takes a hierarchy of its graph; resolves when times come from labels, or when something newer is being laid out. */
  async adopt(hierarchy: Hierarchy): Promise<void> {
    this.#hierarchy = hierarchy
    await this.#lay()
  }

  /**
   * Puts these changes in force instead of the earlier ones. From the moment this is called every answer knows them;
   * it resolves when answers are fast again.
   */
  async setChanges(changes: readonly RoadChange[]): Promise<MatchedChange[]> {
    this.#changes = changes.map((change) => {
      const found = this.#found.get(JSON.stringify(change.where))
      return found ? { ...found, change } : matchChange(this.#index, this.#speeds, change)
    })
    this.#found = new Map(this.#changes.map((matched) => [JSON.stringify(matched.change.where), matched]))
    const matched = this.#changes.map(({ change: { id }, roads, metres }) => ({ id, roads: roads.size, metres }))
    for (const profile of profiles) {
      const { now } = this.#timesOf(profile, new ChangeSets())
      this.#engines[profile] = { finder: makeFinder(this.#graph, this.#index, now, this.#speeds) }
    }
    await this.#lay()
    return matched
  }

  /** What a change there would catch; nothing is put in force, and nobody's question waits for it. */
  async tryChange(where: RoadChange['where']): Promise<CaughtRoads> {
    const found = await this.#inSlices(findInSteps(this.#index, this.#speeds, where))
    if (this.#found.size >= MOST_FOUND) this.#found.clear()
    this.#found.set(JSON.stringify(where), found)
    return { metres: found.metres, stretches: [...found.roads.keys()], named: namesOf(this.#graph, found.roads) }
  }

  /** The roads round a place, as they are drawn, each with the changes in force on it. */
  roadsNear(middle: Point, limits: { radiusMetres: number; most: number }): NearbyRoads {
    return roadsRound(this.#index, middle, limits, (road) =>
      this.#changes.flatMap(({ change: { id }, roads }) => (roads.has(road) ? [id] : [])),
    )
  }

  async #lay(): Promise<void> {
    this.#laying += 1
    const laying = this.#laying
    const isOld = () => laying !== this.#laying
    const hierarchy = this.#hierarchy
    if (!hierarchy) return
    const ids = this.#changes.map(({ change }) => change.id)
    for (const profile of profiles) {
      const sets = new ChangeSets()
      const times = this.#timesOf(profile, sets)
      const now = await this.#inSlices(layMetric(this.#graph, hierarchy, times.now, sets), isOld)
      const usual =
        ids.length > 0 ? await this.#inSlices(layMetric(this.#graph, hierarchy, times.usual, sets), isOld) : undefined
      if (isOld() || !now || (ids.length > 0 && !usual)) return
      const state = usual ? { now, usual } : { now }
      const engine = this.#engines[profile]
      engine.once = new RoadTable(this.#graph, this.#speeds, state, ids)
      engine.coming = new RoadTable(this.#graph, this.#speeds, state, ids)
      await this.#inSlices(this.#labelUnits(engine.coming), isOld)
      if (isOld()) return
      engine.units = engine.coming
      delete engine.coming
    }
  }

  *#labelUnits(table: RoadTable): Generator<undefined, undefined, undefined> {
    for (let slot = 0; slot < this.#places.length; slot += 1) {
      const places = this.#places[slot]
      if (places) table.move(slot, places)
      if (slot % UNITS_AT_ONCE === 0) yield
    }
    return undefined
  }

  /** Every few milliseconds the thread answers what has come; undefined when the work was given up. */
  #inSlices<T>(work: Generator<undefined, T, undefined>): Promise<T>
  #inSlices<T>(work: Generator<undefined, T, undefined>, isOld: () => boolean): Promise<T | undefined>
  async #inSlices<T>(work: Generator<undefined, T, undefined>, isOld = () => false): Promise<T | undefined> {
    for (let began = performance.now(); ; ) {
      const step = work.next()
      if (step.done) return step.value
      if (performance.now() - began < SLICE_MS) continue
      await new Promise((resolve) => setImmediate(resolve))
      if (isOld()) return undefined
      began = performance.now()
    }
  }

  #timesOf(profile: Profile, sets: ChangeSets): Times {
    const times = this.#times[profile]
    return this.#changes.length > 0 ? changeTimes(times, this.#changes, sets) : { now: times, usual: times }
  }

  #snapIncident(to: Place): Snapped[] {
    return snapEither(this.#index, to, this.#speeds.offRoad.incidentMaxMetres)
  }
}

function eachProfile<T>(make: (profile: Profile) => T): Record<Profile, T> {
  return Object.fromEntries(profiles.map((profile) => [profile, make(profile)])) as Record<Profile, T>
}
