import { type CanvasPoint, type GroundPoint, type MapView, pan, toCanvas, toGround, zoom } from './map-rules.ts'

/** What is drawn on a map of roads: along or across roads, or round them. */
export type Shape = 'line' | 'area'

/** The points that are set, on the ground, and the map with the cross-hair that sets the next one. */
export type Drawing = {
  shape: Shape
  points: readonly GroundPoint[]
  view: MapView
  /** CSS pixels of the map */
  cross: CanvasPoint
}

/** Points of one drawing; the service takes five times as many. */
const MOST_POINTS = 100
/** Pixels that an arrow moves the cross-hair, and with Shift. */
const STEP = 16
const FINE_STEP = 3
/** The cross-hair comes no nearer to the edge; the map moves instead. */
const EDGE = 24
/** Nearer than this a road is wider than its line; further away the map holds more than the service sends. */
const BOUNDS = { least: 2_000, most: 150_000 }
/** A map of about two kilometres. */
const FIRST_SCALE = 26_000
const ZOOM_STEP = 1.6
const METRES_IN_A_DEGREE = 111_195

/** An empty drawing round a place, with the cross-hair in the middle. */
export function beginDrawing(shape: Shape, middle: GroundPoint, size: { width: number; height: number }): Drawing {
  return {
    shape,
    points: [],
    view: { ...size, middle, scale: FIRST_SCALE },
    cross: { x: size.width / 2, y: size.height / 2 },
  }
}

/** Sets a point; the same place twice is one point. */
export function setPoint(drawing: Drawing, at: CanvasPoint): Drawing {
  const { lat, lon } = toGround(drawing.view, at)
  const point = { lat: rounded(lat), lon: rounded(lon) }
  const last = drawing.points.at(-1)
  const isSame = last?.lat === point.lat && last.lon === point.lon
  if (isSame || drawing.points.length >= MOST_POINTS) return { ...drawing, cross: at }
  return { ...drawing, cross: at, points: [...drawing.points, point] }
}

/** Takes the last point back. */
export function takeBack(drawing: Drawing): Drawing {
  return { ...drawing, points: drawing.points.slice(0, -1) }
}

/** Nearer or further, with the ground under a point of the map staying where it is. */
export function zoomDrawing(drawing: Drawing, factor: number, at: CanvasPoint = drawing.cross): Drawing {
  return { ...drawing, view: zoom(drawing.view, factor, at, BOUNDS) }
}

/** The map moves under the hand. */
export function panDrawing(drawing: Drawing, x: number, y: number): Drawing {
  return { ...drawing, view: pan(drawing.view, x, y) }
}

/** The cross-hair moves; at the edge the map does. */
export function moveCross(drawing: Drawing, x: number, y: number): Drawing {
  const { view, cross } = drawing
  const wanted = { x: cross.x + x, y: cross.y + y }
  const kept = {
    x: Math.max(EDGE, Math.min(view.width - EDGE, wanted.x)),
    y: Math.max(EDGE, Math.min(view.height - EDGE, wanted.y)),
  }
  const isInside = kept.x === wanted.x && kept.y === wanted.y
  return { ...drawing, cross: kept, view: isInside ? view : pan(view, kept.x - wanted.x, kept.y - wanted.y) }
}

/** What a key does to a drawing: another drawing, the end of it, or nothing (undefined: the key is not for drawing). */
export function drawByKey(drawing: Drawing, key: string, isFine: boolean): Drawing | 'cancelled' | undefined {
  const step = isFine ? FINE_STEP : STEP
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  }
  const move = moves[key]
  if (move) return moveCross(drawing, ...move)
  if (key === 'Enter' || key === ' ') return setPoint(drawing, drawing.cross)
  if (key === 'Backspace') return takeBack(drawing)
  if (key === '+' || key === '=') return zoomDrawing(drawing, ZOOM_STEP)
  if (key === '-') return zoomDrawing(drawing, 1 / ZOOM_STEP)
  return key === 'Escape' ? 'cancelled' : undefined
}

/** How many points are missing until it is a line, or an area. */
export function pointsMissing({ shape, points }: Drawing): number {
  return Math.max(0, (shape === 'line' ? 2 : 3) - points.length)
}

/** The place of a road change as the service wants it; undefined while points are missing. */
export function placeDrawn(
  drawing: Drawing,
): { line: [lon: number, lat: number][] } | { area: [lon: number, lat: number][] } | undefined {
  if (pointsMissing(drawing) > 0) return undefined
  const points = drawing.points.map(({ lat, lon }): [number, number] => [lon, lat])
  return drawing.shape === 'line' ? { line: points } : { area: points }
}

/** Metres from the middle of the map to its corner. */
export function reachOf({ width, height, scale }: MapView): number {
  return (Math.hypot(width, height) / 2 / scale) * METRES_IN_A_DEGREE
}

/** Roads that were asked for: round which place, how far, and whether more are there than were sent. */
export type Asked = { middle: GroundPoint; radiusMetres: number; leftOff: number }

/** The roads to ask for, a little beyond the edge; undefined while those that are there will do. */
export function roadsToAsk(
  view: MapView,
  there: Asked | undefined,
): { middle: GroundPoint; radiusMetres: number } | undefined {
  const reach = reachOf(view)
  const wanted = { middle: view.middle, radiusMetres: Math.min(20_000, Math.ceil(reach * 1.5)) }
  if (!there) return wanted
  const moved = metresBetween(view.middle, there.middle)
  const isOutside = moved + reach > there.radiusMetres
  const isNearer = there.leftOff > 0 && wanted.radiusMetres < there.radiusMetres * 0.7
  return isOutside || isNearer ? wanted : undefined
}

/** The way of a pen along points of the ground, for a path of SVG; pixels to a tenth. */
export function penWay(view: MapView, points: readonly GroundPoint[], isClosed = false): string {
  const way = points.map((point, index) => {
    const { x, y } = toCanvas(view, point)
    return `${index === 0 ? 'M' : 'L'}${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
  })
  return way.join('') + (isClosed && way.length > 2 ? 'Z' : '')
}

function metresBetween(a: GroundPoint, b: GroundPoint): number {
  const eastward = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180)
  return Math.hypot(a.lat - b.lat, eastward) * METRES_IN_A_DEGREE
}

/** A tenth of a metre: as exact as a hand is. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
