import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import type { Console, Desk, Screen } from './desk.ts'
import { DeskSelection } from './desk-selection.ts'
import { ExceptionsPanel } from './exceptions-panel.ts'
import { ForceMap } from './force-map.ts'
import { IncidentPanel } from './incident-panel.ts'
import { IncidentQueue, type QueueKey } from './incident-queue.ts'
import { focusSoon } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { ShiftDesk } from './shift-desk.ts'
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
  /** hand-over, transfers, numbers for paper, expected peaks */
  readonly shift: ShiftDesk
  readonly #selection: DeskSelection
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
    this.shift = new ShiftDesk(
      desk,
      (id) => {
        this.open(id)
        onOpenException()
      },
      () => this.openId,
    )
    this.#units = new UnitList(desk, (id) => this.open(id))
    this.#map = new ForceMap(desk, {
      openId: () => this.#panel.openId,
      onOpen: (id) => this.open(id),
      ownWindow: true,
    })
    this.#selection = new DeskSelection(desk.you.id, {
      onOpenThis: (id) => this.open(id),
      whatIsOpen: () => this.#panel.openId,
    })
  }

  view(): readonly Child[] {
    this.#selection.tell(this.#panel.openId)
    return [
      h('section.panel.exceptions-panel', { key: 'exceptions' }, this.shift.peaks(), this.exceptions.view()),
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

  end(): void {
    this.#selection.close()
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
    this.#map.onEvent(event)
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
  let isShift = false
  const toggleShift = () => {
    isShift = !isShift
    if (isShift) focusSoon('.shift-in-place button')
    desk.repaint()
  }
  /** In place of the map, which no task needs; the queue and what waits stay where they are. */
  const shift = () =>
    h('section.panel.shift-in-place', { key: 'shift', tabindex: 0, 'aria-label': 'Shift' }, dispatch.shift.view())
  focusSoon('#queue')
  return {
    title: 'Dispatch',
    answersAlarms: true,
    topBar: () => [
      h(
        'button.quiet',
        { key: 'shift', 'aria-pressed': String(isShift), onclick: toggleShift },
        `Shift${desk.keys.hint('shift')}`,
      ),
    ],
    view: () => [
      ...dispatch.view().filter((part) => !isShift || (part as Spec).props.key !== 'map'),
      isShift && shift(),
    ],
    onKey: (event) => {
      if (desk.keys.doing(event, 'dispatch') !== 'shift') return dispatch.onKey(event)
      toggleShift()
      return true
    },
    onEvent: (event, board) => dispatch.onEvent(event, board),
    open: (incidentId) => dispatch.open(incidentId),
    end: () => dispatch.end(),
    screen: dispatch.screen(),
  }
}
