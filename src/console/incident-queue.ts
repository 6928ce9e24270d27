import { listDeploymentsOf } from './board-rules.ts'
import type { Desk } from './desk.ts'
import { gradeChip, typeName } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import {
  mostUrgentWaiting,
  presenceWords,
  type QueueRow,
  queueOf,
  queueRow,
  stableOrder,
  stateWords,
} from './queue-rules.ts'
import { rowWindow, scrollToRow } from './row-window-rules.ts'
import { sightOfList } from './sight-of-list.ts'
import { travelAtMost } from './time-words-rules.ts'

/** Rows hold still until the hands have rested this long, in milliseconds (CONSOLES A13). */
const REST_MS = 2_000
/** A row of the queue is so high, in rem; the styles say the same. */
const ROW_REM = 2.75

/** A key of the queue that opens the incident and goes on there. */
export type QueueKey = 'send' | 'add-to-log' | 'regrade' | 'briefing' | 'passed' | 'close'
const goesOn: readonly string[] = ['send', 'add-to-log', 'regrade', 'briefing', 'passed', 'close']

type QueueDeps = {
  desk: Desk
  openId: () => string | null
  onOpen: (incidentId: string, then?: QueueKey) => void
}

/** The queue of open incidents. No row moves under a hand: new order waits, and says that it does. */
export class IncidentQueue {
  readonly #deps: QueueDeps
  #order: readonly string[] = []
  #waiting = 0
  #atId: string | null = null
  #touchedAt = -REST_MS
  #adopt = false
  #onlyWaiting = false

  constructor(deps: QueueDeps) {
    this.#deps = deps
  }

  view(): Child[] {
    const rows = this.#rows()
    const all = [...rows.values()]
    const { words } = this.#deps.desk
    const shown = this.#order
    const drawn = rowWindow(shown.length, sightOfList('queue', ROW_REM))
    const isDrawn = this.#atId !== null && shown.slice(drawn.from, drawn.to).includes(this.#atId)
    const urgent = all.filter(
      ({ position, waiting }) => waiting && position === (words.grades[0]?.position ?? 1),
    ).length
    return [
      h(
        'h2',
        {},
        `Open: ${this.#deps.desk.board.incidents.size}`,
        h(
          'small',
          {},
          ` ${all.filter(({ waiting }) => waiting).length} with no unit${urgent > 0 ? `, ${urgent} grade ${words.grades[0]?.id}` : ''}`,
        ),
        h('span.grow', {}),
        h(
          'label.tick',
          {},
          h('input', {
            type: 'checkbox',
            checked: this.#onlyWaiting,
            onchange: (event: Event) => this.#filter((event.target as HTMLInputElement).checked),
          }),
          'no unit only',
        ),
      ),
      h(
        'p.changes',
        { role: 'status' },
        this.#waiting > 0
          ? `${this.#waiting} changes waiting: press ${this.#deps.desk.keys.word('apply')} in the list`
          : '',
      ),
      h(
        'div.list.queue',
        {
          id: 'queue',
          tabindex: 0,
          role: shown.length > 0 ? 'listbox' : 'group',
          'aria-label': 'Open incidents, most urgent first',
          'aria-activedescendant': isDrawn ? `incident-${this.#atId}` : undefined,
          onkeydown: (event: KeyboardEvent) => this.#key(event),
          onpointermove: () => this.#touch(),
          onwheel: () => this.#touch(),
          onscroll: () => this.#deps.desk.repaint(),
        },
        drawn.from > 0 && h('div', { key: 'above', role: 'presentation', highRem: drawn.from * ROW_REM }),
        shown.slice(drawn.from, drawn.to).map((id, index) => {
          const row = rows.get(id) ?? this.#closedRow(id)
          return row && this.#row(row, drawn.from + index + 1, shown.length)
        }),
        drawn.to < shown.length &&
          h('div', { key: 'below', role: 'presentation', highRem: (shown.length - drawn.to) * ROW_REM }),
        shown.length === 0 && h('p.empty', { key: 'none' }, 'No open incident.'),
      ),
    ]
  }

  /** Opens the most urgent incident that nobody is going to. */
  openMostUrgent(): void {
    const row = mostUrgentWaiting(queueOf(this.#deps.desk.board, this.#deps.desk.words, this.#deps.desk.now()))
    if (row) {
      this.#atId = row.incident.id
      this.#deps.onOpen(row.incident.id)
    } else this.#deps.desk.done('Every graded incident has a unit')
  }

  /** Puts the cursor on an incident that was opened elsewhere. */
  moveTo(incidentId: string): void {
    this.#atId = incidentId
  }

  /** What is shown now, in its shown order; the new order is taken when the hands have rested. */
  #rows(): Map<string, QueueRow> {
    const { desk } = this.#deps
    const wanted = queueOf(desk.board, desk.words, desk.now()).filter(({ waiting }) => waiting || !this.#onlyWaiting)
    const isHeld = performance.now() - this.#touchedAt < REST_MS && !this.#adopt && this.#order.length > 0
    this.#adopt = false
    const { order, waiting } = stableOrder(
      this.#order,
      wanted.map(({ incident }) => incident.id),
      isHeld,
    )
    this.#order = order
    this.#waiting = waiting
    return new Map(wanted.map((row) => [row.incident.id, row]))
  }

  #closedRow(id: string): QueueRow | undefined {
    const { desk } = this.#deps
    const incident = desk.board.closed.get(id) ?? desk.board.incidents.get(id)
    return incident && queueRow(incident, listDeploymentsOf(desk.board, id), false, desk.words, desk.now())
  }

  #touch(): void {
    this.#touchedAt = performance.now()
  }

  #filter(only: boolean): void {
    this.#onlyWaiting = only
    this.#adopt = true
    this.#deps.desk.repaint()
  }

  #key(event: KeyboardEvent): void {
    const doing = this.#deps.desk.keys.doing(event, 'queue')
    if (!doing) return
    this.#touch()
    const at = this.#atId === null ? -1 : this.#order.indexOf(this.#atId)
    const go = (index: number) => {
      this.#atId = this.#order[Math.max(0, Math.min(this.#order.length - 1, index))] ?? null
      const list = document.getElementById('queue')
      if (this.#atId !== null && list)
        list.scrollTop = scrollToRow(this.#order.indexOf(this.#atId), sightOfList('queue', ROW_REM))
    }
    if (doing === 'next') go(at + 1)
    else if (doing === 'previous') go(at - 1)
    else if (doing === 'first') go(0)
    else if (doing === 'last') go(this.#order.length - 1)
    else if (doing === 'most-urgent') this.openMostUrgent()
    else if (doing === 'apply') this.#adopt = true
    else if (doing === 'open' && this.#atId !== null) this.#deps.onOpen(this.#atId)
    else if (goesOn.includes(doing)) {
      const id = this.#atId ?? this.#deps.openId()
      if (id !== null) this.#deps.onOpen(id, doing as QueueKey)
    }
    event.preventDefault()
    this.#deps.desk.repaint()
  }

  #row(row: QueueRow, place: number, of: number): Spec {
    const { desk } = this.#deps
    const { incident } = row
    const { id } = incident
    const words = stateWords(row, desk.now())
    const first = desk.board.recommendations.get(id)?.candidates.find(({ rank }) => rank === 1)
    const who =
      row.callsigns.length > 0
        ? row.callsigns.join(' ')
        : row.waiting && first
          ? `→ ${first.callsign} ${travelAtMost(first.travel)}`
          : ''
    const others = desk.presence.get(id) ?? []
    const here = others.length > 0 ? presenceWords(others) : ''
    const wasGraded = incident.firstGrade !== null && incident.firstGrade !== incident.grade
    return h(
      'div',
      {
        key: id,
        id: `incident-${id}`,
        role: 'option',
        'aria-selected': String(id === this.#atId),
        'aria-posinset': place,
        'aria-setsize': of,
        class: [
          'row',
          'incident',
          id === this.#atId ? 'at' : '',
          id === this.#deps.openId() ? 'open' : '',
          row.emergency ? 'emergency' : '',
          row.waiting ? 'no-unit' : '',
        ].join(' '),
        'data-about': `incident/${id}`,
        onclick: () => this.#click(id),
        memo: [
          ...[incident, words, row.left?.words, who, id === this.#atId, id === this.#deps.openId(), row.emergency],
          ...[place, of, here],
        ],
      },
      gradeChip(desk.words, incident.grade),
      h(
        'span.number',
        {},
        h('span.ref', {}, incident.reference.split('/')[0] ?? ''),
        h('span', { class: row.left?.late ? 'left late' : 'left' }, row.left?.words ?? ''),
      ),
      h(
        'span.subject',
        {},
        h(
          'span.row-what',
          {},
          h('b', {}, typeName(desk.words, incident)),
          wasGraded && h('small', {}, `was ${incident.firstGrade}`),
          h('small', {}, flagLetters(incident)),
        ),
        h('span.row-where', {}, incident.location.text || 'where is not known'),
      ),
      h(
        'span.state',
        { title: here || undefined },
        here === '' ? words : `${words} · ${here}`,
        h('span.units', {}, who),
      ),
    )
  }

  #click(id: string): void {
    this.#touch()
    this.#atId = id
    this.#deps.onOpen(id)
  }
}

/** Flags in a row, short; in full beside the incident. */
function flagLetters({ flags, locked }: QueueRow['incident']): string {
  return [
    flags.domesticAbuse && 'DA',
    flags.repeatVictim && 'Repeat',
    flags.vulnerable && 'Vuln',
    flags.treatAsUrgent && 'Urgent',
    locked && 'Locked',
  ]
    .filter(Boolean)
    .join(' · ')
}
