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
