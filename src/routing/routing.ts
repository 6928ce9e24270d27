import type { RoadClass } from './road-graph.ts'

/** A place on the ground, WGS84 degrees. */
export type Point = { lat: number; lon: number }

/** A place of something that may be in motion; without a heading (standing, or not known) it is null or left out. */
export type Place = Point & { headingDegrees?: number | null }

/** How a unit drives: with lights and sirens, or with the traffic. Mixed units are asked for in one question each. */
export const profiles = ['normal', 'blue-light'] as const
export type Profile = (typeof profiles)[number]

/**
 * Road time from one unit. An unknown time has no number at all, so that it can only rank last, never first, never 0.
 *
 * `atBestSeconds`: the position does not say on which carriageway the unit or the incident is; `seconds` is the slower.
 * `delayedBy`: ids of the road changes that make this way slower than the usual one (or leave none), because the usual
 * way meets them or this one still does.
 */
export type TravelTime =
  | { known: true; seconds: number; metres: number; atBestSeconds?: number; delayedBy?: string[] }
  | {
      known: false
      because: 'off-network' | 'unreachable' | 'too-far' | 'router-failed' | 'no-position'
      delayedBy?: string[]
    }

/** A way along the roads; `line` starts at `from`, ends at `to`, and carries the seconds since the start at each point. */
export type Route = {
  seconds: number
  metres: number
  line: Array<[lon: number, lat: number, secondsFromStart: number]>
}

/** A closure or a slow-down that is in force: snow, flood, a crash, an event. */
export type RoadChange = {
  id: string
  name: string
  kind: 'closed' | 'slowed'
  /** of the usual speed: 0 when closed, else between 0 and 1 */
  factor: number
  where:
    | { pass: string }
    /** a number or a name, within so many metres of a place if one is given */
    | { road: string; near?: Point; withinMetres?: number }
    | { line: Array<[lon: number, lat: number]>; withinMetres: number }
    | { area: Array<[lon: number, lat: number]> }
}

/** What a change was found to mean: the roads and their length in metres; none: it has no effect, and that must be said. */
export type MatchedChange = { id: string; roads: number; metres: number }

/** A drawn change before it is in force: as `MatchedChange`, with the stretches caught and what they are called. */
export type CaughtRoads = {
  metres: number
  /** numbers of the stretches, as in `NearbyRoads` */
  stretches: number[]
  /** one for each name and number, the longest first; empty text: it has none */
  named: Array<{ name: string; ref: string; metres: number }>
}

/** Roads round a place, to be drawn. */
export type NearbyRoads = {
  roads: Array<{
    /** its number in this network, for as long as the network is the same */
    road: number
    class: RoadClass
    name: string
    ref: string
    /** ids of the changes in force on it */
    changes: string[]
    /** longitude, latitude ... in 1e-5 degrees: the first point from the middle that was asked for, then from the last */
    line: number[]
  }>
  /** how many more there are, of smaller classes or further away */
  leftOff: number
}

/** Answers questions of the road. Never throws for a question: what it does not know, it says. */
export type Router = {
  /** version of the speeds (`data/force/road-speeds.json`) that every answer comes from */
  readonly speedsVersion: string
  /** One answer for each of `from`, in order: the time by road from there to `to`. */
  travelTimes(to: Place, from: readonly Place[], profile?: Profile): Promise<TravelTime[]>
  /** Keeps the unit's label at this place; undefined forgets the unit. Cheap, does not wait, never throws. */
  moveUnit(unitId: string, position: Place | undefined): void
  /** One answer a unit, in order, from where each was last moved to; `no-position` for one that never was. */
  timesOfUnits(to: Place, units: ReadonlyArray<{ unitId: string; profile: Profile }>): Promise<TravelTime[]>
  /**
   * Replaces the closures and slow-downs in force; every question asked after it resolves knows them.
   * @throws Error in one sentence when the worker could not take them; it takes them all the same when it is replaced
   */
  setRoadChanges(changes: readonly RoadChange[]): Promise<{ version: number; matched: MatchedChange[] }>
  /** What a change there would catch, by the same rules as one in force, and nothing is; undefined: no answer. */
  tryRoadChange(where: RoadChange['where']): Promise<CaughtRoads | undefined>
  /** The roads round a place, the largest classes first; undefined when the router could not say. */
  roadsNear(middle: Point, limits: { radiusMetres: number; most: number }): Promise<NearbyRoads | undefined>
  /** The fastest way; undefined when there is none or the router could not say. */
  route(from: Place, to: Place, profile?: Profile): Promise<Route | undefined>
  /** Stops the worker; questions still open answer `router-failed`. */
  close(): Promise<void>
}
