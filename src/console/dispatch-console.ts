import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import type { Console, Desk, Screen } from './desk.ts'
import { ExceptionsPanel } from './exceptions-panel.ts'
import { ForceMap } from './force-map.ts'
import { IncidentPanel } from './incident-panel.ts'
import { IncidentQueue, type QueueKey } from './incident-queue.ts'
import { focusSoon } from './marks.ts'
import { type Child, h } from './paint.ts'
import { UnitList } from './unit-list.ts'

const places: Readonly<Record<string, string>> = {
  'to-queue': '#queue',
  'to-units': '#units',
  'to-briefing': '.briefing',
  'to-map': '#map',
}

/** What waits too long, queue, open incident, briefing, units and map: for dispatchers, and for supervisors beside the watch list. */
export class DispatchDesk {
  readonly #desk: Desk
  readonly #queue: IncidentQueue
  readonly #panel: IncidentPanel
  readonly #units: UnitList
  readonly #map: ForceMap
  /** one list, wherever it is shown */
  readonly exceptions: ExceptionsPanel

  /** @param onOpenException shows this desk, where the list of what waits is also elsewhere */
  constructor(desk: Desk, onOpenException: () => void = () => undefined) {
    this.#desk = desk
    this.#panel = new IncidentPanel(desk)
    this.#queue = new IncidentQueue({
      desk,
      openId: () => this.#panel.openId,
      onOpen: (id, then) => this.open(id, then),
    })
    this.exceptions = new ExceptionsPanel(desk, (id) => {
      this.open(id)
      onOpenException()
    })
    this.#units = new UnitList(desk, (id) => this.open(id))
    this.#map = new ForceMap(desk, { openId: () => this.#panel.openId, onOpen: (id) => this.open(id) })
  }

  view(): readonly Child[] {
    return [
      h('section.panel.exceptions-panel', { key: 'exceptions' }, this.exceptions.view()),
      h('section.panel.queue-panel', { key: 'queue' }, this.#queue.view()),
      h('section.panel.units-panel', { key: 'units' }, this.#units.view()),
      h('section.panel.incident-panel', { key: 'incident' }, this.#panel.view()),
      h('section.panel.briefing-panel', { key: 'briefing' }, this.#panel.briefing()),
      h('section.panel.map-panel', { key: 'map' }, this.#map.view()),
    ]
  }

  /** the incident that is open on this desk */
  get openId(): string | null {
    return this.#panel.openId
  }

  open(incidentId: string, then?: QueueKey): void {
    this.#panel.open(incidentId)
    this.#queue.moveTo(incidentId)
    if (then) this.#goOn(then)
  }

  /** What the command line works on; `onShow` brings this desk to the front where it is not. */
  screen(onShow: () => void = () => undefined): Screen {
    const parts = { briefing: 'briefing', closing: 'close', recommendation: 'send' } as const
    return {
      sendsUnits: true,
      openId: () => this.#panel.openId,
      show: (incidentId, part) => {
        onShow()
        this.open(incidentId, part && parts[part])
      },
      moveMap: (point) => {
        onShow()
        this.#map.moveTo(point)
      },
    }
  }

  #goOn(then: QueueKey): void {
    if (then === 'send') this.#panel.focusRecommendation()
    else if (then === 'add-to-log') focusSoon('#add-to-log')
    else if (then === 'briefing') focusSoon('.briefing')
    else if (then === 'regrade') this.#panel.showChange()
    else if (then === 'close') this.#panel.showClosing()
    else void this.#panel.writePassed()
  }

  onEvent(event: BoardEvent, board: Board): void {
    this.#panel.takeEvent(event, board)
    this.exceptions.onEvent(event)
  }

  onKey(event: KeyboardEvent): boolean {
    const doing = this.#desk.keys.doing(event, 'dispatch')
    const place = doing && places[doing]
    if (place) focusSoon(place)
    else if (doing === 'to-recommended') this.#panel.focusRecommendation()
    else if (doing === 'closing') this.#panel.toggleClosing()
    else if (doing === 'to-most-urgent') {
      this.#queue.openMostUrgent()
      this.#panel.focusRecommendation()
    } else return this.exceptions.onKey(event)
    return true
  }
}

/** The console of a dispatcher. */
export function dispatchConsole(desk: Desk): Console {
  const dispatch = new DispatchDesk(desk)
  focusSoon('#queue')
  return {
    title: 'Dispatch',
    answersAlarms: true,
    view: () => dispatch.view(),
    onKey: (event) => dispatch.onKey(event),
    onEvent: (event, board) => dispatch.onEvent(event, board),
    open: (incidentId) => dispatch.open(incidentId),
    screen: dispatch.screen(),
  }
}
