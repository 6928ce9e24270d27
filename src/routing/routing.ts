/** A place on the ground, WGS84 degrees. */
export type Point = { lat: number; lon: number }

/** How a unit drives: with lights and sirens, or with the traffic. Mixed units are asked for in one question each. */
export const profiles = ['normal', 'blue-light'] as const
export type Profile = (typeof profiles)[number]

/** Road time from one unit. An unknown time has no number at all, so that it can only rank last, never first, never 0. */
export type TravelTime =
  | { known: true; seconds: number; metres: number }
  | { known: false; because: 'off-network' | 'unreachable' | 'too-far' | 'router-failed' }

/** A way along the roads; `line` starts at `from`, ends at `to`, and carries the seconds since the start at each point. */
export type Route = {
  seconds: number
  metres: number
  line: Array<[lon: number, lat: number, secondsFromStart: number]>
}

/** Answers questions of the road. Never throws for a question: what it does not know, it says. */
export type Router = {
  /** version of the speeds (`data/force/road-speeds.json`) that every answer comes from */
  readonly speedsVersion: string
  /** One answer for each of `from`, in order: the time by road from there to `to`. */
  travelTimes(to: Point, from: readonly Point[], profile?: Profile): Promise<TravelTime[]>
  /** The fastest way; undefined when there is none or the router could not say. */
  route(from: Point, to: Point, profile?: Profile): Promise<Route | undefined>
  /** Stops the worker; questions still open answer `router-failed`. */
  close(): Promise<void>
}
