import type { z } from 'zod'
import type { IncidentView } from '../incidents/incident.ts'
import type { RoadChangeView } from '../roads/road-change.ts'
import type { nearbyRoadsView, previewView } from '../roads/road-change-contract.ts'
import type { Desk } from './desk.ts'
import type { WhereDraft } from './draft.ts'
import {
  type Asked,
  beginDrawing,
  type Drawing,
  drawByKey,
  panDrawing,
  placeDrawn,
  pointsMissing,
  roadsToAsk,
  type Shape,
  setPoint,
  takeBack,
  zoomDrawing,
} from './drawing-rules.ts'
import type { CanvasPoint, GroundPoint } from './map-rules.ts'
import { focusSoon } from './marks.ts'
import { type Child, h } from './paint.ts'
import { PlaceSearch } from './place-search.ts'
import { RoadMapPaper } from './road-map-paper.ts'
import { calledAfter, caughtWords, type DrawnRoad, readRoads, roadAt, roadName } from './road-map-rules.ts'

type Preview = z.output<typeof previewView>

/** CSS pixels of the map, before the page makes it as wide as there is room. */
const SIZE = { width: 560, height: 320 }
/** The hand rests this long before it is asked what the drawing catches, in milliseconds. */
const PAUSE_MS = 200
/** Stretches that one map holds; the smallest and furthest are left off. */
const MOST_ROADS = 1_500
const nowhere: WhereDraft = { text: '', placeId: null, lat: null, lon: null, areaClass: null, from: 'words' }

type DrawingDeps = {
  desk: Desk
  /** closures and slow-downs that have not ended */
  changes: () => readonly RoadChangeView[]
  /** what is open beside, with a place */
  openIncident: () => IncidentView | undefined
}

/**
 * A line or an area, drawn on the service's own roads by mouse or by keyboard, and which roads it catches, before it
 * is sent. Nothing is closed by drawing.
 */
export class RoadDrawing {
  readonly #deps: DrawingDeps
  readonly #search: PlaceSearch
  readonly #paper = new RoadMapPaper()
  #where = nowhere
  #drawing: Drawing | undefined
  #roads: readonly DrawnRoad[] = []
  #there: (Asked & { changes: string }) | undefined
  #isAsking = false
  #preview: Preview | undefined
  #asking: AbortController | undefined
  #timer = 0
  #words = ''
  #drag: { from: CanvasPoint; moved: boolean } | undefined

  constructor(deps: DrawingDeps) {
    this.#deps = deps
    this.#search = new PlaceSearch({
      desk: deps.desk,
      id: 'road-place',
      label: 'Draw round',
      where: () => this.#where,
      near: () => null,
      onChange: (where) => {
        this.#where = where
        if (where.lat !== null && where.lon !== null) this.#beginAt({ lat: where.lat, lon: where.lon })
      },
      onDone: () => focusSoon('#road-map'),
    })
  }

  /** What is drawn, once the service has said that it catches a road; undefined until then. */
  get place(): ReturnType<typeof placeDrawn> {
    return this.#preview && this.#preview.roads > 0 && this.#drawing ? placeDrawn(this.#drawing) : undefined
  }

  /** What it may be called, after its longest road. */
  get calledAfter(): string {
    return calledAfter(this.#preview?.named ?? [])
  }

  /** Forgets the drawing; the next one begins with a place. */
  clear(): void {
    this.#where = nowhere
    this.#drawing = undefined
    this.#there = undefined
    this.#roads = []
    this.#ask(undefined)
  }

  view(shape: Shape): Child[] {
    if (this.#drawing && this.#drawing.shape !== shape) {
      this.#drawing = { ...this.#drawing, shape }
      this.#askWhatItCatches()
    }
    const incident = this.#deps.openIncident()
    const { lat = null, lon = null } = incident?.location ?? {}
    return [
      h('div.road-round', { key: 'round' }, h('span.label', {}, 'Draw round'), this.#search.view()),
      incident &&
        lat !== null &&
        lon !== null &&
        h(
          'button',
          {
            key: 'incident',
            type: 'button',
            onclick: () => {
              this.#where = { ...nowhere, text: incident.location.text }
              this.#beginAt({ lat, lon }, shape)
              focusSoon('#road-map')
            },
          },
          `Draw round ${incident.reference}`,
        ),
      ...(this.#drawing ? this.#map(this.#drawing) : []),
    ]
  }

  #map(drawing: Drawing): Child[] {
    void this.#loadRoads(drawing)
    const { desk } = this.#deps
    const set = (next: Drawing) => this.#set(next)
    const button = (words: string, onclick: () => void, disabled = false) =>
      h('button', { key: words, type: 'button', disabled, onclick }, words)
    return [
      h('p', { key: 'says', id: 'road-map-says', role: 'status' }, this.#says(drawing)),
      h(
        'svg.road-map',
        {
          key: 'map',
          id: 'road-map',
          viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
          tabindex: 0,
          role: 'application',
          'aria-label': 'Map of roads to draw on',
          'aria-describedby': 'road-map-keys road-map-says',
          onpointerdown: (event: PointerEvent) => this.#grab(event),
          onpointermove: (event: PointerEvent) => this.#move(event),
          onpointerup: (event: PointerEvent) => this.#drop(event),
          onwheel: (event: WheelEvent) => {
            event.preventDefault()
            set(zoomDrawing(drawing, 1.2 ** (-event.deltaY / 100), pointOf(event)))
          },
          onkeydown: (event: KeyboardEvent) => this.#key(event),
        },
        this.#paper.view(drawing, this.#roads, {
          changes: this.#deps.changes().filter(({ from }) => Date.parse(from) <= desk.now()),
          caught: this.#preview?.stretches ?? [],
        }),
      ),
      h(
        'p.commands',
        { key: 'tools' },
        button('Nearer', () => set(zoomDrawing(drawing, 1.6))),
        button('Further away', () => set(zoomDrawing(drawing, 1 / 1.6))),
        button('Take the last point back', () => set(takeBack(drawing)), drawing.points.length === 0),
        button('Cancel the drawing', () => this.#cancel()),
      ),
      h(
        'p.hint',
        { key: 'keys', id: 'road-map-keys' },
        'Click sets a point, dragging moves the map. By keyboard: arrows move the cross-hair (with Shift a little), Enter sets a point, Backspace takes it back, + and − zoom, Escape cancels. Dotted: closed. Dashed: slow. Bold: caught by the drawing, from junction to junction.',
      ),
    ]
  }

  /** What is under the cross-hair, what is still missing, and what the drawing catches. */
  #says(drawing: Drawing): string {
    const under = roadAt(drawing.view, drawing.cross, this.#roads)
    const closed = this.#deps.changes().find(({ id }) => under?.changes.includes(id))
    const state = closed ? `, ${closed.kind === 'closed' ? 'closed' : 'slow'}: ${closed.name}` : ''
    const set = drawing.points.length
    const missing = pointsMissing(drawing)
    const points = `${set} ${set === 1 ? 'point' : 'points'} set${missing > 0 ? `, ${missing} more to set` : ''}.`
    const what = missing > 0 ? '' : this.#preview ? caughtWords(this.#preview) : this.#words
    return [`Cross-hair: ${under ? roadName(under) + state : 'no road'}.`, points, what].filter(Boolean).join(' ')
  }

  #beginAt(middle: GroundPoint, shape: Shape = this.#drawing?.shape ?? 'line'): void {
    this.#drawing = beginDrawing(shape, middle, SIZE)
    this.#ask(undefined)
    this.#deps.desk.repaint()
  }

  #cancel(): void {
    this.clear()
    focusSoon('#road-place')
    this.#deps.desk.repaint()
  }

  #set(next: Drawing): void {
    const isOther = next.points !== this.#drawing?.points
    this.#drawing = next
    if (isOther) this.#askWhatItCatches()
    this.#deps.desk.repaint()
  }

  #askWhatItCatches(): void {
    this.#ask(this.#drawing && placeDrawn(this.#drawing))
  }

  /** Asks when the hand rests; what was asked before is not waited for. */
  #ask(place: ReturnType<typeof placeDrawn>): void {
    clearTimeout(this.#timer)
    this.#asking?.abort()
    this.#preview = undefined
    this.#words = 'Asking which roads it catches.'
    if (!place) return
    const asking = new AbortController()
    this.#asking = asking
    this.#timer = window.setTimeout(() => void this.#askNow(place, asking.signal), PAUSE_MS)
  }

  async #askNow(place: ReturnType<typeof placeDrawn>, signal: AbortSignal): Promise<void> {
    const answer = await this.#deps.desk.ask<Preview>('/road-changes/preview', signal, { place })
    if (signal.aborted) return
    if (answer.ok) this.#preview = answer.body
    else {
      const [error] = answer.problem.errors ?? []
      this.#words = `Which roads it catches is not known: ${error?.detail ?? answer.problem.title}.`
    }
    this.#deps.desk.repaint()
  }

  /** Roads for what is in view, and again when others are closed. */
  async #loadRoads({ view }: Drawing): Promise<void> {
    const changes = this.#deps
      .changes()
      .map(({ id }) => id)
      .sort()
      .join()
    const wanted = roadsToAsk(view, this.#there?.changes === changes ? this.#there : undefined)
    if (!wanted || this.#isAsking) return
    this.#isAsking = true
    const { middle, radiusMetres } = wanted
    const query = new URLSearchParams({
      lat: String(middle.lat),
      lon: String(middle.lon),
      radiusMetres: String(radiusMetres),
      limit: String(MOST_ROADS),
    })
    const answer = await this.#deps.desk.ask<z.output<typeof nearbyRoadsView>>(`/roads/near?${query}`)
    this.#isAsking = false
    // what could not be read is asked for again when the map moves
    this.#there = { ...wanted, changes, leftOff: answer.ok ? answer.body.leftOff : 0 }
    if (answer.ok) this.#roads = readRoads(answer.body)
    else this.#deps.desk.done(`The roads of the map could not be read: ${answer.problem.title}`)
    this.#deps.desk.repaint()
  }

  #grab(event: PointerEvent): void {
    ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
    this.#drag = { from: pointOf(event), moved: false }
  }

  #move(event: PointerEvent): void {
    if (!this.#drag || !this.#drawing) return
    const at = pointOf(event)
    const [x, y] = [at.x - this.#drag.from.x, at.y - this.#drag.from.y]
    if (!this.#drag.moved && Math.hypot(x, y) < 4) return
    this.#drag = { from: at, moved: true }
    this.#set(panDrawing(this.#drawing, x, y))
  }

  #drop(event: PointerEvent): void {
    const wasClick = this.#drag?.moved === false
    this.#drag = undefined
    if (wasClick && this.#drawing) this.#set(setPoint(this.#drawing, pointOf(event)))
  }

  #key(event: KeyboardEvent): void {
    if (!this.#drawing || event.ctrlKey || event.altKey || event.metaKey) return
    const next = drawByKey(this.#drawing, event.key, event.shiftKey)
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    if (next === 'cancelled') this.#cancel()
    else this.#set(next)
  }
}

/** Where on the map, in its own pixels, however wide the page has made it. */
function pointOf(event: PointerEvent | WheelEvent): CanvasPoint {
  const box = (event.currentTarget as Element).getBoundingClientRect()
  return {
    x: ((event.clientX - box.left) / box.width) * SIZE.width,
    y: ((event.clientY - box.top) / box.height) * SIZE.height,
  }
}
