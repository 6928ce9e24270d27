import { type CanvasPoint, type GroundPoint, type MapView, toCanvas } from './map-rules.ts'
import { distance } from './time-words-rules.ts'

/** A stretch of road as it is drawn. */
export type DrawnRoad = {
  road: number
  class: string
  name: string
  ref: string
  /** ids of the changes in force on it */
  changes: readonly string[]
  points: readonly GroundPoint[]
}

/** What the service says of the roads round a place: lines in steps of `unit` degrees, each from the point before it. */
type Nearby = {
  middle: GroundPoint
  unit: number
  roads: readonly (Omit<DrawnRoad, 'points'> & { line: readonly number[] })[]
}

/** The roads with their points on the ground. */
export function readRoads({ middle, unit, roads }: Nearby): DrawnRoad[] {
  const start = { lat: Math.round(middle.lat / unit), lon: Math.round(middle.lon / unit) }
  return roads.map(({ line, ...road }) => {
    let { lat, lon } = start
    const points: GroundPoint[] = []
    for (let at = 0; at + 1 < line.length; at += 2) {
      lon += line[at] as number
      lat += line[at + 1] as number
      points.push({ lat: lat * unit, lon: lon * unit })
    }
    return { ...road, points }
  })
}

/** What people call a road: "A592, Kirkstone Road". */
export function roadName({ name, ref }: { name: string; ref: string }): string {
  return [ref.replaceAll(';', ', '), name].filter(Boolean).join(', ') || 'a road without a name'
}

/** The road nearest to a point of the map, by its drawn line, within reach (pixels). */
export function roadAt(view: MapView, at: CanvasPoint, roads: readonly DrawnRoad[], reach = 12): DrawnRoad | undefined {
  let best: DrawnRoad | undefined
  let least = reach
  for (const road of roads) {
    let from: CanvasPoint | undefined
    for (const point of road.points) {
      const to = toCanvas(view, point)
      const far = from ? pixelsTo(at, from, to) : Infinity
      if (far <= least) [best, least] = [road, far]
      from = to
    }
  }
  return best
}

/** A road's name on the map. */
export type RoadLabel = CanvasPoint & { text: string; isChange: boolean }

/**
 * Names where they do not stand on each other: what is closed or slow first, then the largest roads, each name once.
 * `changeWords` says what a change is called on the map.
 */
export function labelsOf(
  view: MapView,
  roads: readonly DrawnRoad[],
  changeWords: ReadonlyMap<string, string>,
  most = 14,
): RoadLabel[] {
  const changed = roads.flatMap((road) =>
    road.changes.flatMap((id) => ({ road, text: changeWords.get(id) ?? '', isChange: true })),
  )
  const named = roads.map((road) => ({ road, text: road.ref.split(';')[0] || road.name, isChange: false }))
  const labels: RoadLabel[] = []
  const said = new Set([''])
  for (const { road, text, isChange } of [...changed, ...named]) {
    if (labels.length >= most) break
    const at = toCanvas(view, road.points[road.points.length >> 1] ?? view.middle)
    if (said.has(text) || !isRoomFor(view, at, text, labels)) continue
    said.add(text)
    labels.push({ x: Math.round(at.x), y: Math.round(at.y), text, isChange })
  }
  return labels
}

/** What a drawing would catch, in a sentence; `named` may be fewer than `names`. */
export function caughtWords({
  roads,
  metres,
  named,
  names,
}: {
  roads: number
  metres: number
  named: readonly { name: string; ref: string; metres: number }[]
  names: number
}): string {
  if (roads === 0) return 'No road is caught. Draw along a road, across it or round it.'
  const said = named.slice(0, 6).map((one) => `${roadName(one)} ${distance(one.metres)}`)
  const more = names - said.length
  const list = [...said, ...(more > 0 ? [`${more} more`] : [])].join('; ')
  return `Catches ${roads} ${roads === 1 ? 'stretch' : 'stretches'}, ${distance(metres)} of road: ${list}.`
}

/** What a drawn change is called when nobody has called it anything: its longest road. */
export function calledAfter(named: readonly { name: string; ref: string }[]): string {
  const [longest] = named.filter(({ name, ref }) => name !== '' || ref !== '')
  return longest ? longest.name || roadName(longest) : ''
}

/** Pixels of a letter on the map, and of a line of them. */
const LETTER = 7
const LINE = 14

function isRoomFor(view: MapView, at: CanvasPoint, text: string, labels: readonly RoadLabel[]): boolean {
  const half = (text.length * LETTER) / 2
  if (at.x < half || at.x > view.width - half || at.y < LINE || at.y > view.height - LINE) return false
  return labels.every(
    (other) => Math.abs(other.y - at.y) > LINE || Math.abs(other.x - at.x) > half + (other.text.length * LETTER) / 2,
  )
}

function pixelsTo(at: CanvasPoint, from: CanvasPoint, to: CanvasPoint): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const square = dx * dx + dy * dy
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - from.x) * dx + (at.y - from.y) * dy) / square))
  return Math.hypot(from.x + share * dx - at.x, from.y + share * dy - at.y)
}
