import type { IncidentView } from '../incidents/incident.ts'
import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import { listDeploymentsOf } from './board-rules.ts'
import { briefingPanel } from './briefing-panel.ts'
import { ChangeForm } from './change-form.ts'
import { ClosingForm } from './closing-form.ts'
import { passedTo } from './command-actions.ts'
import { deploymentPanel } from './deployment-panel.ts'
import type { Desk } from './desk.ts'
import { IncidentLog } from './incident-log.ts'
import { flagMarks, focusSoon, gradeChip, typeName } from './marks.ts'
import { type Child, h } from './paint.ts'
import { ProtectedAddress } from './protected-address.ts'
import { presenceWords, queueRow, stateWords } from './queue-rules.ts'
import { RecommendationPanel } from './recommendation-panel.ts'
import { clockOrDay } from './time-words-rules.ts'
import { whoWasNamed } from './who-was-named.ts'

/** The incident that is open: what it is, who should go, who is going, its log, and how it ends. */
export class IncidentPanel {
  readonly #desk: Desk
  readonly #recommendation: RecommendationPanel
  readonly #log: IncidentLog
  readonly #closing: ClosingForm
  readonly #change: ChangeForm
  readonly #address: ProtectedAddress
  #isClosing = false
  #isChanging = false
  openId: string | null = null

  constructor(desk: Desk) {
    this.#desk = desk
    this.#recommendation = new RecommendationPanel(desk)
    this.#log = new IncidentLog(desk)
    this.#closing = new ClosingForm(desk)
    this.#change = new ChangeForm(desk)
    this.#address = new ProtectedAddress(desk)
  }

  open(incidentId: string): void {
    if (this.openId !== incidentId) {
      this.openId = incidentId
      this.#desk.look(incidentId)
      this.#isClosing = false
      this.#isChanging = false
      void this.#log.open(incidentId)
    }
    this.#desk.repaint()
  }

  /** Puts the keyboard on the recommended units. */
  focusRecommendation(): void {
    this.#recommendation.focus()
  }

  takeEvent(event: BoardEvent, board: Board): void {
    this.#log.takeEvent(event, board)
  }

  get #incident(): IncidentView | undefined {
    return this.openId === null
      ? undefined
      : (this.#desk.board.incidents.get(this.openId) ?? this.#desk.board.closed.get(this.openId))
  }

  /** Left part: what it is, recommendation, units, log. */
  view(): Child[] {
    const incident = this.#incident
    if (!incident)
      return [
        h(
          'p.empty',
          { key: 'none' },
          this.openId === null
            ? 'No incident is open. G in the queue opens the most urgent one that nobody is going to.'
            : 'This incident is not on this desk any more.',
        ),
      ]
    const { board } = this.#desk
    const wish = board.lowerGrades.get(incident.id)
    return [
      ...this.#head(incident),
      wish && this.#change.decision(incident, wish),
      incident.status === 'closed' && this.#desk.you.role === 'supervisor' && this.#change.reopening(incident),
      h(
        'section.recommended',
        { key: `recommended/${incident.id}` },
        incident.status === 'open' && this.#recommendation.view(incident),
      ),
      incident.status === 'open' && whoWasNamed(this.#desk, incident.id, this.#log.known),
      h('section.going', { key: 'going' }, deploymentPanel(this.#desk, incident.id, this.#log.readBy())),
      h('section.actions', { key: 'actions' }, this.#log.actionList(incident)),
      incident.status === 'open' &&
        h(
          'p.commands',
          { key: 'commands' },
          h(
            'button',
            { 'aria-expanded': String(this.#isChanging), onclick: () => this.#toggle('change') },
            'Grade, flags, type',
          ),
          h(
            'button',
            { 'aria-expanded': String(this.#isClosing), onclick: () => this.#toggle('close') },
            `Close${this.#desk.keys.hint('closing')}`,
          ),
          h(
            'button',
            {
              onclick: () =>
                void this.#desk.order({
                  what: 'Ask the checks again',
                  method: 'POST',
                  path: `/incidents/${incident.id}/checks`,
                  body: {},
                }),
            },
            'Ask the checks again',
          ),
        ),
      this.#isChanging && h('section.form', { key: 'change', id: 'change' }, this.#change.view(incident)),
      this.#isClosing &&
        incident.status === 'open' &&
        h(
          'section.form.closing',
          {
            key: 'closing',
            id: 'closing',
            onkeydown: (event: KeyboardEvent) => this.#closing.onKey(event, incident),
          },
          this.#closing.view(incident),
        ),
      h('section.log-part', { key: 'log' }, this.#log.view(incident)),
    ]
  }

  /** Right part: the briefing in full. */
  briefing(): Child[] {
    const incident = this.#incident
    const briefing = incident && this.#desk.board.briefings.get(incident.id)
    return [
      h('h2', { key: 'head' }, 'Briefing', briefing && h('small', {}, ` version ${briefing.version}`)),
      h('div.briefing', { key: 'body', tabindex: 0, 'aria-label': 'Briefing in full' }, briefingPanel(briefing)),
    ]
  }

  #head(incident: IncidentView): Child[] {
    const { words, board } = this.#desk
    const now = this.#desk.now()
    const row = queueRow(incident, listDeploymentsOf(board, incident.id), false, words, now)
    const wasGraded = incident.firstGrade !== null && incident.firstGrade !== incident.grade
    const grade = words.grades.find(({ id }) => id === incident.grade)
    return [
      h(
        'h2.incident-head',
        { key: 'head' },
        gradeChip(words, incident.grade),
        ` ${incident.reference} `,
        h('small', {}, `${grade?.name ?? 'Not graded'}${wasGraded ? ` (was ${incident.firstGrade})` : ''}`),
        h('span.grow', {}),
        row.left &&
          h(
            'span',
            { class: row.left.late ? 'left late' : 'left' },
            row.left.late ? row.left.words : `${row.left.words} left`,
          ),
      ),
      h(
        'p.incident-where',
        { key: 'where' },
        h('b', {}, typeName(words, incident)),
        ` ${incident.location.text || 'where is not known'}`,
        !incident.location.confirmed && h('span.mark', {}, 'Location not confirmed'),
        incident.areaClass && h('small', {}, ` ${incident.areaClass}`),
      ),
      presenceLine(this.#desk, incident.id),
      this.#address.view(incident),
      h('p.flags', { key: 'flags' }, flagMarks(incident)),
      h(
        'p.facts',
        { key: 'facts' },
        `Opened ${clockOrDay(incident.openedAt, now)} · ${stateWords(row, now)}${incident.attendBy === null ? '' : ` · attend by ${clockOrDay(incident.attendBy, now)}`}${incident.proposal.grade !== null && incident.proposal.grade !== incident.grade ? ` · proposed ${incident.proposal.grade}: ${incident.proposal.because.join('; ')}` : ''}`,
      ),
      h('p.summary', { key: 'summary' }, incident.summary || 'No account yet.'),
    ]
  }

  /** Opens the form for grade, flags and type, and puts the keyboard on it. */
  showChange(): void {
    if (!this.#isChanging) this.#toggle('change')
    focusSoon('#change input')
  }

  /** Opens the closing form, and puts the keyboard on it. */
  showClosing(): void {
    if (!this.#isClosing) this.#toggle('close')
    focusSoon('#closing select')
  }

  /** Writes on the log that whoever is going was told the briefing by voice (CONSOLES D8). */
  async writePassed(): Promise<void> {
    const incident = this.#incident
    if (!incident) return
    const going = listDeploymentsOf(this.#desk.board, incident.id).filter(({ releasedAt }) => releasedAt === null)
    if (going.length === 0) return this.#desk.done(`Nobody is going to ${incident.reference}`)
    const callsigns = going.map(({ callsign }) => callsign).join(', ')
    const what = `${incident.reference}: briefing passed to ${callsigns}`
    const path = `/incidents/${incident.id}/log`
    const answer = await this.#desk.order({ what, method: 'POST', path, body: passedTo(callsigns) })
    if (answer.ok) this.#desk.done(what)
  }

  /** Opens or folds the closing form. */
  toggleClosing(): void {
    this.#toggle('close')
  }

  #toggle(what: 'close' | 'change'): void {
    if (what === 'close') this.#isClosing = !this.#isClosing
    else this.#isChanging = !this.#isChanging
    if (this.#isClosing && what === 'close') focusSoon('#closing select')
    this.#desk.repaint()
  }
}

/** Who else has it open now: two who work on one incident know of each other (CONSOLES D11). */
function presenceLine({ presence }: Desk, incidentId: string): Child {
  const others = presence.get(incidentId) ?? []
  return others.length > 0 && h('p.presence', { key: 'presence', role: 'status' }, presenceWords(others))
}
