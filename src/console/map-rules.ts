/** A point on the ground, WGS84 degrees. */
export type GroundPoint = { lat: number; lon: number }
/** A point on the canvas, CSS pixels. */
export type CanvasPoint = { x: number; y: number }
/** What the canvas shows: its middle, and how many pixels a degree of latitude takes. */
export type MapView = { middle: GroundPoint; scale: number; width: number; height: number }

/** Degrees of longitude are shorter than those of latitude by this much, at a middle of the county. */
const squeeze = (lat: number) => Math.cos((lat * Math.PI) / 180)

/** Where a point of the ground is on the canvas. */
export function toCanvas(view: MapView, point: GroundPoint): CanvasPoint {
  return {
    x: view.width / 2 + (point.lon - view.middle.lon) * squeeze(view.middle.lat) * view.scale,
    y: view.height / 2 - (point.lat - view.middle.lat) * view.scale,
  }
}

/** Which point of the ground is at a point of the canvas. */
export function toGround(view: MapView, at: CanvasPoint): GroundPoint {
  return {
    lon: view.middle.lon + (at.x - view.width / 2) / (squeeze(view.middle.lat) * view.scale),
    lat: view.middle.lat - (at.y - view.height / 2) / view.scale,
  }
}

/** The view that holds these points with a margin, in pixels; never nearer than `mostScale`. */
export function viewOf(
  size: { width: number; height: number },
  points: readonly GroundPoint[],
  margin = 24,
  mostScale = 6_000,
): MapView | undefined {
  const [first] = points
  if (!first) return undefined
  const lats = points.map(({ lat }) => lat)
  const lons = points.map(({ lon }) => lon)
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const [west, east] = [Math.min(...lons), Math.max(...lons)]
  const middle = { lat: (south + north) / 2, lon: (west + east) / 2 }
  const across = Math.max(1, size.width - 2 * margin) / Math.max(1e-9, (east - west) * squeeze(middle.lat))
  const down = Math.max(1, size.height - 2 * margin) / Math.max(1e-9, north - south)
  return { ...size, middle, scale: Math.min(across, down, mostScale) }
}

/** Nearer by `factor` with the ground under `at` staying where it is; within bounds, pixels a degree. */
export function zoom(
  view: MapView,
  factor: number,
  at: CanvasPoint,
  { least, most } = { least: 100, most: 20_000 },
): MapView {
  const held = toGround(view, at)
  const scale = Math.max(least, Math.min(most, view.scale * factor))
  const lat = held.lat + (at.y - view.height / 2) / scale
  const lon = held.lon - (at.x - view.width / 2) / (squeeze(lat) * scale)
  return { ...view, scale, middle: { lat, lon } }
}

/** Moved by pixels. */
export function pan(view: MapView, x: number, y: number): MapView {
  return { ...view, middle: toGround(view, { x: view.width / 2 - x, y: view.height / 2 - y }) }
}

/** The nearest of some things to a point of the canvas, when it is within reach. */
export function nearestTo<T extends GroundPoint>(
  view: MapView,
  at: CanvasPoint,
  things: readonly T[],
  reach = 14,
): T | undefined {
  let best: { thing: T; far: number } | undefined
  for (const thing of things) {
    const { x, y } = toCanvas(view, thing)
    const far = Math.hypot(x - at.x, y - at.y)
    if (far <= reach && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { thing, far }
  }
  return best?.thing
}
