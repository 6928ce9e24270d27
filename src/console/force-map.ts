import type { IncidentView } from '../incidents/incident.ts'
import type { UnitView } from '../units/unit.ts'
import type { Desk } from './desk.ts'
import { type MapColours, mapColours } from './map-colours.ts'
import { type GroundPoint, type MapView, nearestTo, pan, toCanvas, viewOf, zoom } from './map-rules.ts'
import { type Child, h } from './paint.ts'
import { positionOf } from './queue-rules.ts'

/** Lines of the ground as the service sends them: flat lists of longitude and latitude, in steps of `unit` degrees. */
type Ground = {
  unit: number
  roads: { kind: string; line: number[] }[]
  lakes: number[][]
  builtUp: number[][]
  land: number[][]
}
type Seen = GroundPoint & { incident?: IncidentView; unit?: UnitView }
type Paper = { pen: CanvasRenderingContext2D; view: MapView; colours: MapColours }
type MapDeps = { openId: () => string | null; onOpen: (incidentId: string) => void }

/** How wide a road is drawn, in pixels, and from which scale on. */
const roadStyles: Record<string, { width: number; from: number }> = {
  motorway: { width: 2.2, from: 0 },
  trunk: { width: 1.7, from: 0 },
  primary: { width: 1.3, from: 0 },
  secondary: { width: 1, from: 600 },
  tertiary: { width: 0.8, from: 1_200 },
}
/** Pixels a degree takes from which units carry their callsigns. */
const LABELS_FROM = 900
const OLD_POSITION_MS = 120_000
/** Pixels a degree takes when a point is moved to. */
const NEAR = 3_000

/**
 * Where things are, in words nowhere needed: major roads, lakes and towns of the force, units and open
 * incidents, on a canvas, from this service alone.
 */
export class ForceMap {
  readonly #desk: Desk
  readonly #deps: MapDeps
  #ground: Ground | undefined
  #view: MapView | undefined
  #isWhole = true
  #drawn = ''
  #backdrop: { key: string; canvas: OffscreenCanvas } | undefined
  #drag: { x: number; y: number; moved: boolean } | undefined
  #words = 'The map is on its way'

  constructor(desk: Desk, deps: MapDeps) {
    this.#desk = desk
    this.#deps = deps
    void this.#load()
  }

  view(): Child[] {
    requestAnimationFrame(() => this.#draw())
    return [
      h('canvas', {
        id: 'map',
        key: 'map',
        tabindex: 0,
        role: 'img',
        'aria-label': 'Map of units and open incidents; the lists say the same in words',
        onpointerdown: (event: PointerEvent) => this.#grab(event),
        onpointermove: (event: PointerEvent) => this.#move(event),
        onpointerup: (event: PointerEvent) => this.#drop(event),
        onwheel: (event: WheelEvent) => this.#wheel(event),
        onkeydown: (event: KeyboardEvent) => this.#key(event),
      }),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      h('p.map-keys', { key: 'keys' }, '+ − zoom · 0 whole force · arrows'),
    ]
  }

  async #load(): Promise<void> {
    const answer = await this.#desk.ask<Ground>('/console/map-data')
    this.#words = answer.ok ? '' : 'Map not available. Distances are in the unit list.'
    if (answer.ok) this.#ground = answer.body
    this.#desk.repaint()
  }

  #seen(): Seen[] {
    // the most urgent is drawn last, over the others
    const urgency = ({ grade }: IncidentView) => positionOf(this.#desk.words, grade)
    const open = [...this.#desk.board.incidents.values()].sort((a, b) => urgency(b) - urgency(a))
    const incidents = open.flatMap((incident): Seen[] => {
      const { lat, lon } = incident.location
      return lat === null || lon === null ? [] : [{ lat, lon, incident }]
    })
    const units = [...this.#desk.board.units.values()].flatMap((unit): Seen[] => {
      const at = this.#desk.positions.get(unit.id) ?? unit.position
      return at ? [{ lat: at.lat, lon: at.lon, unit }] : []
    })
    return [...units, ...incidents]
  }

  #draw(): void {
    const canvas = document.getElementById('map') as HTMLCanvasElement | null
    if (!canvas || canvas.clientWidth === 0) return
    const { clientWidth: width, clientHeight: height } = canvas
    const view = this.#viewFor(width, height)
    const ratio = devicePixelRatio
    const seen = this.#seen()
    const now = this.#desk.now()
    const colours = mapColours()
    const drawn = JSON.stringify([
      view,
      ratio,
      colours,
      this.#ground !== undefined,
      this.#deps.openId(),
      seen.map(({ lat, lon, incident, unit }) => [lat, lon, incident?.grade, unit?.state]),
      Math.floor(now / 10_000),
    ])
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    canvas.width = width * ratio
    canvas.height = height * ratio
    const pen = canvas.getContext('2d')
    if (!pen) return
    pen.drawImage(this.#backdropFor(view, ratio, colours), 0, 0)
    pen.scale(ratio, ratio)
    pen.font = '600 12px system-ui, sans-serif'
    pen.textAlign = 'center'
    for (const thing of seen) if (thing.unit) this.#drawUnit({ pen, view, colours }, thing, now)
    for (const thing of seen) if (thing.incident) this.#drawIncident({ pen, view, colours }, thing)
  }

  #viewFor(width: number, height: number): MapView {
    if (this.#view && this.#view.width === width && this.#view.height === height) return this.#view
    const before = this.#view
    const whole = viewOf(
      { width, height },
      [
        { lat: 54.04, lon: -3.64 },
        { lat: 55.19, lon: -2.16 },
      ],
      4,
    )
    this.#view = before && !this.#isWhole ? { ...before, width, height } : whole
    return this.#view ?? { middle: { lat: 54.6, lon: -2.9 }, scale: 300, width, height }
  }

  /** The ground is drawn once for a view, not with every unit that moves. */
  #backdropFor(view: MapView, ratio: number, colours: MapColours): OffscreenCanvas {
    const key = JSON.stringify([view, ratio, colours, this.#ground !== undefined])
    if (this.#backdrop?.key === key) return this.#backdrop.canvas
    const canvas = new OffscreenCanvas(Math.max(1, view.width * ratio), Math.max(1, view.height * ratio))
    this.#backdrop = { key, canvas }
    const pen = canvas.getContext('2d')
    if (!pen || !this.#ground) return canvas
    pen.scale(ratio, ratio)
    const { unit, roads, lakes, builtUp, land } = this.#ground
    const areas = (rings: number[][], colour: string) => {
      pen.fillStyle = colour
      pen.beginPath()
      for (const ring of rings) trace(pen, view, ring, unit)
      pen.fill()
    }
    areas(land, colours.land)
    areas(builtUp, colours.builtUp)
    areas(lakes, colours.lake)
    for (const [kind, style] of Object.entries(roadStyles).reverse()) {
      if (view.scale < style.from) continue
      pen.strokeStyle = colours.roads[kind] ?? colours.quiet
      pen.lineWidth = style.width
      pen.beginPath()
      for (const road of roads) if (road.kind === kind) trace(pen, view, road.line, unit)
      pen.stroke()
    }
    return canvas
  }

  #drawUnit({ pen, view, colours }: Paper, thing: Seen, now: number): void {
    const { unit } = thing
    if (!unit) return
    const { x, y } = toCanvas(view, thing)
    const fixedAt = this.#desk.positions.get(unit.id)?.fixedAt ?? unit.position?.fixedAt
    pen.beginPath()
    pen.moveTo(x, y - 7)
    pen.lineTo(x + 6, y + 5)
    pen.lineTo(x - 6, y + 5)
    pen.closePath()
    pen.strokeStyle = colours.text
    pen.fillStyle = colours.text
    pen.lineWidth = 1.5
    // a place that is two minutes old may be another by now
    pen.setLineDash(fixedAt === undefined || now - Date.parse(fixedAt) > OLD_POSITION_MS ? [2, 2] : [])
    if (unit.commitment === null) pen.fill()
    else pen.stroke()
    pen.setLineDash([])
    if (view.scale >= LABELS_FROM) pen.fillText(unit.callsign, x, y + 18)
  }

  #drawIncident({ pen, view, colours }: Paper, thing: Seen): void {
    const { incident } = thing
    if (!incident) return
    const { x, y } = toCanvas(view, thing)
    const position = this.#desk.words.grades.find(({ id }) => id === incident.grade)?.position ?? 4
    pen.beginPath()
    if (position === 1) {
      for (const corner of [0, 1, 2, 3, 4]) {
        pen.lineTo(x + 9 * Math.sin((corner * 2 * Math.PI) / 5), y - 9 * Math.cos((corner * 2 * Math.PI) / 5))
      }
    } else if (position === 3) pen.arc(x, y, 8, 0, 2 * Math.PI)
    else pen.rect(x - 7, y - 7, 14, 14)
    pen.closePath()
    const fill = colours.grades[position]
    pen.fillStyle = fill ?? colours.land
    pen.strokeStyle = fill ? colours.ink : colours.quiet
    pen.lineWidth = 1.5
    pen.fill()
    pen.stroke()
    pen.fillStyle = fill ? colours.ink : colours.text
    pen.fillText(incident.grade ?? '?', x, y + 4)
    if (incident.id !== this.#deps.openId()) return
    pen.strokeStyle = colours.focus
    pen.lineWidth = 3
    pen.beginPath()
    pen.arc(x, y, 15, 0, 2 * Math.PI)
    pen.stroke()
  }

  /** Puts a point in the middle, near enough to see the streets round it. */
  moveTo(middle: GroundPoint): void {
    if (this.#view) this.#show({ ...this.#view, middle, scale: Math.max(this.#view.scale, NEAR) })
  }

  #show(view: MapView | undefined): void {
    this.#view = view
    this.#isWhole = view === undefined
    this.#desk.repaint()
  }

  #grab(event: PointerEvent): void {
    ;(event.target as Element).setPointerCapture(event.pointerId)
    this.#drag = { x: event.offsetX, y: event.offsetY, moved: false }
  }

  #move(event: PointerEvent): void {
    if (!this.#drag || !this.#view) return
    const [x, y] = [event.offsetX - this.#drag.x, event.offsetY - this.#drag.y]
    if (!this.#drag.moved && Math.hypot(x, y) < 4) return
    this.#drag = { x: event.offsetX, y: event.offsetY, moved: true }
    this.#show(pan(this.#view, x, y))
  }

  #drop(event: PointerEvent): void {
    const wasClick = this.#drag?.moved === false
    this.#drag = undefined
    if (!wasClick || !this.#view) return
    const thing = nearestTo(this.#view, { x: event.offsetX, y: event.offsetY }, this.#seen())
    const incidentId = thing?.incident?.id ?? thing?.unit?.commitment?.incidentId
    if (incidentId) this.#deps.onOpen(incidentId)
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    if (this.#view) this.#show(zoom(this.#view, 1.2 ** (-event.deltaY / 100), { x: event.offsetX, y: event.offsetY }))
  }

  #key(event: KeyboardEvent): void {
    const view = this.#view
    if (!view || event.ctrlKey || event.altKey) return
    const doing = this.#desk.keys.doing(event, 'map')
    const middle = { x: view.width / 2, y: view.height / 2 }
    const moves: Record<string, () => MapView | undefined> = {
      nearer: () => zoom(view, 1.5, middle),
      farther: () => zoom(view, 1 / 1.5, middle),
      whole: () => undefined,
      ArrowLeft: () => pan(view, 60, 0),
      ArrowRight: () => pan(view, -60, 0),
      ArrowUp: () => pan(view, 0, 60),
      ArrowDown: () => pan(view, 0, -60),
    }
    const move = moves[doing ?? event.key]
    if (!move) return
    event.preventDefault()
    this.#show(move())
  }
}

function trace(pen: OffscreenCanvasRenderingContext2D, view: MapView, line: readonly number[], unit: number): void {
  for (let index = 0; index < line.length; index += 2) {
    const { x, y } = toCanvas(view, { lon: (line[index] ?? 0) * unit, lat: (line[index + 1] ?? 0) * unit })
    if (index === 0) pen.moveTo(x, y)
    else pen.lineTo(x, y)
  }
}
