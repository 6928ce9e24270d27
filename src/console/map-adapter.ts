/** A place on the ground, WGS84 degrees. */
export type MapPoint = { lat: number; lon: number }
/** What of the ground is in sight, or is to be. */
export type MapBox = { south: number; west: number; north: number; east: number }

/** An open incident with a known place. `position` of its grade chooses its shape; 0: not graded. */
export type DrawnIncident = MapPoint & { id: string; grade: string | null; position: number; words: string }

/** A unit with a known position. `old`: it is over a minute old, and `age` says how old. */
export type DrawnUnit = MapPoint & {
  id: string
  callsign: string
  free: boolean
  old: boolean
  age: string
  words: string
}

/** A line or an area: the way of a unit by road, its straight line where no way is known, a closure, a slow-down. */
export type DrawnLine = {
  kind: 'way' | 'straight' | 'closed' | 'slow'
  points: readonly (readonly [lon: number, lat: number])[]
  /** an area, its ring closed */
  isArea?: boolean
  label: string
}

/** A place that is being thought of: where the network says a caller is, with its radius; what a search found. */
export type DrawnSpot = MapPoint & { kind: 'network' | 'found' | 'chosen'; radiusMetres: number | null; label: string }

/** What may be shown or hidden, in the order of its keys 1 to 9. */
export const mapLayers = [
  { id: 'ground', words: 'Roads and water' },
  { id: 'names', words: 'Names of places and roads' },
  { id: 'areas', words: 'Areas' },
  { id: 'incidents', words: 'Incidents' },
  { id: 'free', words: 'Units that are free' },
  { id: 'busy', words: 'Units that are not free' },
  { id: 'ways', words: 'Ways of the recommended units' },
  { id: 'closures', words: 'Closed and slow roads' },
  { id: 'callsigns', words: 'Callsigns' },
] as const
export type MapLayer = (typeof mapLayers)[number]['id']

/** What the map is drawn on, as the service sends it: flat lists of longitude and latitude, in steps of `unit` degrees. */
export type MapGround = {
  /** where the tiles are; null: the force has none */
  tiles: string | null
  unit: number
  land: number[][]
  areas: { name: string; lines: number[][] }[]
}

/**
 * A map, whoever draws it. Nothing here knows of the board or the service; lists replace what was drawn before. The page
 * says everything on it in words as well, so that one that draws nothing is a whole desk too.
 */
export type MapAdapter = {
  mount: (element: HTMLElement) => void
  setIncidents: (list: readonly DrawnIncident[]) => void
  setUnits: (list: readonly DrawnUnit[]) => void
  setLines: (list: readonly DrawnLine[]) => void
  setSpots: (list: readonly DrawnSpot[]) => void
  show: (layers: ReadonlySet<MapLayer>) => void
  /** rings the incident; null: none */
  select: (incidentId: string | null) => void
  /** null: the whole force */
  fit: (box: MapBox | null) => void
  /** by pixels to the right and down; nearer by a factor */
  move: (change: { right?: number; down?: number; nearer?: number }) => void
  /** what is in sight; undefined before anything is */
  inSight: () => MapBox | undefined
  pick: (onPick: (picked: { incidentId: string } | { unitId: string }) => void) => void
  destroy: () => void
}

/** The map of a desk that has none: it draws nothing, and takes every question. */
export const wordsOnly: MapAdapter = {
  mount: () => undefined,
  setIncidents: () => undefined,
  setUnits: () => undefined,
  setLines: () => undefined,
  setSpots: () => undefined,
  show: () => undefined,
  select: () => undefined,
  fit: () => undefined,
  move: () => undefined,
  inSight: () => undefined,
  pick: () => undefined,
  destroy: () => undefined,
}
