import type { UnitView } from '../units/unit.ts'
import type { Desk } from './desk.ts'
import { nameOf } from './force-words.ts'
import { choice, kindName, unitMark } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { rowWindow, scrollToRow } from './row-window-rules.ts'
import { sightOfList } from './sight-of-list.ts'
import { age, elapsed } from './time-words-rules.ts'
import { undoUnitState } from './undo-rules.ts'

/** A position older than this is marked as old, in milliseconds (CRD/1 P8). */
const OLD_POSITION_MS = 60_000

/** A row is so high, in rem; the styles say the same. */
const ROW_REM = 1.5

/** Units on duty: callsign, state with its number and word, how long, what for, and how old the position is. */
export class UnitList {
  readonly #desk: Desk
  readonly #onOpen: (incidentId: string) => void
  #at = 0
  #onlyFree = false

  constructor(desk: Desk, onOpen: (incidentId: string) => void) {
    this.#desk = desk
    this.#onOpen = onOpen
  }

  view(): Child[] {
    const { board, words, you } = this.#desk
    const isFree = (unit: UnitView) =>
      unit.commitment === null && (words.unitStates.find(({ code }) => code === unit.state)?.deployable ?? false)
    const isOurs = (unit: UnitView) => you.areas.length === 0 || you.areas.includes(unit.areaId)
    const all = [...board.units.values()].sort(
      (a, b) => Number(isOurs(b)) - Number(isOurs(a)) || (a.callsign < b.callsign ? -1 : 1),
    )
    const units = all.filter((unit) => !this.#onlyFree || isFree(unit))
    this.#at = Math.min(this.#at, Math.max(0, units.length - 1))
    // every clock goes on each second, and every position with it: what is out of sight is not looked at
    const drawn = rowWindow(units.length, sightOfList('units', ROW_REM))
    const isDrawn = this.#at >= drawn.from && this.#at < drawn.to
    return [
      h(
        'h2',
        {},
        `Units: ${all.filter(isFree).length} of ${all.length} free`,
        h('span.grow', {}),
        h(
          'label.tick',
          {},
          h('input', {
            type: 'checkbox',
            checked: this.#onlyFree,
            onchange: (event: Event) => this.#filter((event.target as HTMLInputElement).checked),
          }),
          'free only',
        ),
      ),
      h(
        'div.list.units',
        {
          id: 'units',
          tabindex: 0,
          role: units.length > 0 ? 'listbox' : 'group',
          'aria-label': 'Units on duty',
          'aria-activedescendant': isDrawn && units[this.#at] ? `unit-${units[this.#at]?.id}` : undefined,
          onkeydown: (event: KeyboardEvent) => this.#key(event, units),
          onscroll: () => this.#desk.repaint(),
        },
        drawn.from > 0 && h('div', { key: 'above', role: 'presentation', highRem: drawn.from * ROW_REM }),
        units
          .slice(drawn.from, drawn.to)
          .map((unit, index) => this.#row(unit, isFree(unit), drawn.from + index, units.length)),
        drawn.to < units.length &&
          h('div', { key: 'below', role: 'presentation', highRem: (units.length - drawn.to) * ROW_REM }),
      ),
      this.#stateOf(units[this.#at]),
    ]
  }

  #filter(only: boolean): void {
    this.#onlyFree = only
    this.#desk.repaint()
  }

  #key(event: KeyboardEvent, units: readonly UnitView[]): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'ArrowDown' || event.key === 'j') this.#at = Math.min(units.length - 1, this.#at + 1)
    else if (event.key === 'ArrowUp' || event.key === 'k') this.#at = Math.max(0, this.#at - 1)
    else if (event.key === 'Home') this.#at = 0
    else if (event.key === 'End') this.#at = units.length - 1
    else if (event.key === 'Enter') {
      const incidentId = units[this.#at]?.commitment?.incidentId
      if (incidentId) this.#onOpen(incidentId)
    } else return
    event.preventDefault()
    const list = document.getElementById('units')
    if (list) list.scrollTop = scrollToRow(this.#at, sightOfList('units', ROW_REM))
    this.#desk.repaint()
  }

  #row(unit: UnitView, isFree: boolean, index: number, of: number): Spec {
    const isAt = index === this.#at
    const { words } = this.#desk
    const now = this.#desk.now()
    const fixedAt = this.#desk.positions.get(unit.id)?.fixedAt ?? unit.position?.fixedAt
    const oldMs = fixedAt === undefined ? undefined : now - Date.parse(fixedAt)
    const position = oldMs === undefined ? 'no position' : oldMs > OLD_POSITION_MS ? `position ${age(oldMs)}` : ''
    const since = elapsed(now - Date.parse(unit.stateAt))
    return h(
      'div',
      {
        key: unit.id,
        id: `unit-${unit.id}`,
        role: 'option',
        'aria-selected': String(isAt),
        'aria-posinset': index + 1,
        'aria-setsize': of,
        class: `row unit${isAt ? ' at' : ''}`,
        'data-about': `unit/${unit.id}`,
        onclick: () => this.#choose(index),
        memo: [unit, isFree, isAt, position, since, index, of],
      },
      unitMark(isFree),
      h('b.callsign', {}, unit.callsign),
      h('span.state', {}, `${unit.state} ${nameOf(words.unitStates, unit.state)}`),
      h('span.time', {}, since),
      h(
        'span.facts',
        {},
        [
          unit.commitment ? `→ ${unit.commitment.reference.split('/')[0]}` : unit.station,
          unit.kind === 'response' ? '' : kindName(unit.kind),
          unit.crewSize === 1 ? 'single' : '',
        ]
          .filter(Boolean)
          .join(' · '),
      ),
      h('span.position', {}, position),
    )
  }

  #choose(index: number): void {
    this.#at = index
    this.#desk.repaint()
  }

  /** The states a person may set; those of a deployment are set by its steps. */
  #stateOf(unit: UnitView | undefined): Child {
    if (!unit || unit.commitment)
      return h(
        'p.set-state',
        {},
        unit ? `${unit.callsign}: its deployment sets its state. Enter opens ${unit.commitment?.reference ?? ''}.` : '',
      )
    const states = this.#desk.words.unitStates.filter(
      ({ deployment, emergency, code }) =>
        (deployment === 'none' || deployment === 'free' || code === unit.state) && !emergency,
    )
    const set = async (state: string) => {
      const answer = await this.#desk.order<UnitView>({
        what: `State of ${unit.callsign}`,
        method: 'PUT',
        path: `/units/${unit.id}/state`,
        body: { state },
      })
      if (answer.ok) this.#desk.offerUndo(undoUnitState(unit, answer.body))
    }
    return h(
      'label.set-state',
      {},
      `${unit.callsign}, ${unit.station}, crew of ${unit.crewSize}: ${unit.skills.join(', ') || 'no special skills'} `,
      choice(
        states.map(({ code, name }) => ({ code, name: `${code} ${name}` })),
        unit.state,
        (state) => void set(state),
      ),
    )
  }
}
