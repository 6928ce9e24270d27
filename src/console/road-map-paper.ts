import type { RoadChangeView } from '../roads/road-change.ts'
import { type Drawing, penWay } from './drawing-rules.ts'
import { type MapView, toCanvas } from './map-rules.ts'
import { type Child, h } from './paint.ts'
import { type DrawnRoad, labelsOf } from './road-map-rules.ts'

/** Drawn from the smallest to the largest, so that a lane never hides a main road. */
const CLASSES = ['service', 'minor', 'tertiary', 'secondary', 'primary', 'trunk', 'motorway'] as const

/** What lies under the drawing, and over what it catches; made once for a view, not for every key. */
type Ground = { view: MapView; roads: readonly DrawnRoad[]; changed: string; roadLines: Child[]; over: Child[] }

/** The map as SVG: roads by class, what is closed or slow, what is caught, and the drawing with its cross-hair. */
export class RoadMapPaper {
  #ground: Ground | undefined

  view(
    drawing: Drawing,
    roads: readonly DrawnRoad[],
    { changes, caught }: { changes: readonly RoadChangeView[]; caught: readonly number[] },
  ): Child[] {
    const { view, points, cross, shape } = drawing
    const bold = new Set(caught)
    const { roadLines, over } = this.#groundOf(view, roads, changes)
    return [
      ...roadLines,
      h('path.caught', { key: 'caught', d: wayAlong(view, roads, ({ road }) => bold.has(road)) }),
      ...over,
      h('path', { key: 'drawing', class: `drawing drawing-${shape}`, d: penWay(view, points, shape === 'area') }),
      ...points.map((point, index) => {
        const { x, y } = toCanvas(view, point)
        return h('circle.drawing-point', { key: `point ${index}`, cx: round(x), cy: round(y), r: 4 })
      }),
      h('path.cross', { key: 'cross', d: crossHair(cross.x, cross.y) }),
    ]
  }

  #groundOf(view: MapView, roads: readonly DrawnRoad[], changes: readonly RoadChangeView[]): Ground {
    const changed = changes.map(({ id }) => id).join()
    const before = this.#ground
    if (before?.view === view && before.roads === roads && before.changed === changed) return before
    const ofKind = (kind: RoadChangeView['kind']) =>
      new Set(changes.flatMap((change) => (change.kind === kind ? [change.id] : [])))
    const [closed, slowed] = [ofKind('closed'), ofKind('slowed')]
    const words = new Map(
      changes.map(({ id, name, kind }) => [id, `${name} ${kind === 'closed' ? 'closed' : 'slow'}`] as const),
    )
    const roadLines = CLASSES.map((name) =>
      h('path', { key: name, class: `road road-${name}`, d: wayAlong(view, roads, (road) => road.class === name) }),
    )
    const over: Child[] = [
      h('path.road-slow', {
        key: 'slow',
        d: wayAlong(view, roads, (road) => road.changes.some((id) => slowed.has(id))),
      }),
      h('path.road-closed', {
        key: 'closed',
        d: wayAlong(view, roads, (road) => road.changes.some((id) => closed.has(id))),
      }),
      ...changes.map(({ id, place: { line, area } }) => {
        const drawn = (line ?? area ?? []).map(([lon, lat]) => ({ lat, lon }))
        return drawn.length > 0 && h('path.drawn-before', { key: id, d: penWay(view, drawn, area !== undefined) })
      }),
      ...labelsOf(view, roads, words).map(({ x, y, text, isChange }) =>
        h('text', { key: `label ${text}`, class: isChange ? 'road-label changed' : 'road-label', x, y: y - 4 }, text),
      ),
    ]
    this.#ground = { view, roads, changed, roadLines, over }
    return this.#ground
  }
}

function wayAlong(view: MapView, roads: readonly DrawnRoad[], isMeant: (road: DrawnRoad) => boolean): string {
  return roads
    .filter(isMeant)
    .map(({ points }) => penWay(view, points))
    .join('')
}

function crossHair(x: number, y: number): string {
  const [left, top] = [round(x), round(y)]
  return `M${left - 14} ${top}h10M${left + 4} ${top}h10M${left} ${top - 14}v10M${left} ${top + 4}v10`
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
