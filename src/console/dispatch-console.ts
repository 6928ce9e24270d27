import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import type { Console, Desk } from './desk.ts'
import { DeskSelection } from './desk-selection.ts'
import { ExceptionsPanel } from './exceptions-panel.ts'
import { ForceMap } from './force-map.ts'
import { IncidentPanel } from './incident-panel.ts'
import { IncidentQueue } from './incident-queue.ts'
import { focusSoon } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { ShiftDesk } from './shift-desk.ts'
import { UnitList } from './unit-list.ts'

/** What waits too long, queue, open incident, briefing, units and map: for dispatchers, and for supervisors beside the watch list. */
export class DispatchDesk {
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

  open(incidentId: string, then?: 'recommendation'): void {
    this.#panel.open(incidentId)
    this.#queue.moveTo(incidentId)
    if (then) this.#panel.focusRecommendation()
  }

  onEvent(event: BoardEvent, board: Board): void {
    this.#panel.takeEvent(event, board)
    this.exceptions.onEvent(event)
    this.#map.onEvent(event)
  }

  onKey(event: KeyboardEvent): boolean {
    if (!event.altKey) return false
    if (this.exceptions.onKey(event)) return true
    const places: Record<string, string> = {
      Digit1: '#queue',
      Digit2: '#units',
      Digit3: '#recommendation .candidate button',
      Digit4: '.briefing',
      Digit5: '#map',
    }
    const place = places[event.code]
    if (place) focusSoon(place)
    else if (event.code === 'KeyX') this.#panel.toggleClosing()
    else if (event.code === 'KeyQ') {
      this.#queue.openMostUrgent()
      this.#panel.focusRecommendation()
    } else return false
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
    view: () => [
      ...dispatch.view().filter((part) => !isShift || (part as Spec).props.key !== 'map'),
      isShift && shift(),
      h(
        'button.shift-button',
        { key: 'shift-button', 'aria-pressed': String(isShift), onclick: toggleShift },
        'Shift (Alt+H)',
      ),
    ],
    onKey: (event) => {
      if (!event.altKey || event.code !== 'KeyH') return dispatch.onKey(event)
      toggleShift()
      return true
    },
    onEvent: (event, board) => dispatch.onEvent(event, board),
    open: (incidentId) => dispatch.open(incidentId),
    end: () => dispatch.end(),
  }
}
