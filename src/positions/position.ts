/** One fix of one unit, as it was reported. Instants are UTC; speed in km/h; heading in degrees from north. */
export type Position = {
  unitId: string
  lat: number
  lon: number
  speedKmh: number | null
  heading: number | null
  /** when the vehicle was there, by the clock of its receiver */
  fixedAt: Date
  /** when it reached the service */
  receivedAt: Date
}

/** A position as others may use it: never without its age. */
export type KnownPosition = Position & {
  /** whole seconds since the fix */
  ageSeconds: (now: Date) => number
  /** older than a minute: may be used only when that is said (CRD/1 P8) */
  isOld: (now: Date) => boolean
}
