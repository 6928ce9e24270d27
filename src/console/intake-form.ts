import type { Draft } from './draft.ts'
import { needFields, peopleFields, questionFields } from './intake-details.ts'
import { IntakeMap } from './intake-map.ts'
import type { IntakeWork } from './intake-work.ts'
import { field, flagMarks, focusSoon, gradeChip, typed } from './marks.ts'
import { NetworkPosition } from './network-position.ts'
import { type Child, h } from './paint.ts'
import { PlaceSearch } from './place-search.ts'
import { clockTime } from './time-words-rules.ts'
import { findTypes } from './type-rules.ts'

/** The form of one call: where, what, grade, send; then questions, people, needs (CONSOLES 4.1). */
export class IntakeForm {
  readonly #work: IntakeWork
  readonly #search: PlaceSearch
  readonly #position: NetworkPosition
  readonly #map: IntakeMap
  #typeText: string | undefined
  #logText = ''

  constructor(work: IntakeWork) {
    this.#work = work
    this.#position = new NetworkPosition(work)
    this.#search = new PlaceSearch({
      desk: work.desk,
      where: () => this.#draft.where,
      near: () => this.#position.point,
      onChange: (where) => work.changeWhere(where),
      onDone: () => this.#afterWhere(),
    })
    this.#map = new IntakeMap({
      desk: work.desk,
      where: () => this.#draft.where,
      found: () => this.#search.found,
      network: () => this.#position.circle,
    })
  }

  get #draft(): Draft {
    const { draft } = this.#work
    if (!draft) throw new Error('the form is shown for a call')
    return draft
  }

  view(): Child[] {
    return [
      h(
        'section.where',
        { key: 'where' },
        h('h3', {}, 'Where'),
        this.#search.view(),
        this.#position.view(this.#draft.where),
        this.#map.view(),
      ),
      h('section.what', { key: 'what' }, h('h3', {}, 'What'), this.#what()),
      h(
        'section.grade',
        { key: 'grade', id: 'grade', tabindex: -1, onkeydown: (event: KeyboardEvent) => this.#gradeKey(event) },
        h('h3', {}, 'Grade'),
        this.#grade(),
      ),
      h('section.questions', { key: 'questions' }, h('h3', {}, 'Ask'), questionFields(this.#work, this.#draft)),
      h('section.people', { key: 'people' }, h('h3', {}, 'People'), peopleFields(this.#work, this.#draft)),
      h(
        'details.needs',
        { key: 'needs' },
        h('summary', {}, 'What the caller needs'),
        needFields(this.#work, this.#draft),
      ),
      this.#work.incident && h('section.log-line', { key: 'log' }, this.#logLine()),
    ]
  }

  /** Enter in an empty field takes the network's position; either way on to the type. */
  #afterWhere(): void {
    if (this.#draft.where.text.trim() === '') this.#work.useNetworkPosition()
    focusSoon('#type')
  }

  #what(): Child[] {
    const draft = this.#draft
    const { desk, incident } = this.#work
    const chosen = desk.words.types.find(({ code }) => code === draft.type)
    const shown = this.#typeText ?? chosen?.name ?? ''
    const found = this.#foundTypes()
    const flag = (name: 'domesticAbuse' | 'vulnerable' | 'repeatVictim' | 'treatAsUrgent', words: string) =>
      h(
        'label.tick',
        {},
        h('input', {
          type: 'checkbox',
          checked: draft[name] || incident?.flags[name] === true,
          disabled: incident?.flags[name] === true,
          onchange: (event: Event) => void this.#work.flag(name, (event.target as HTMLInputElement).checked),
        }),
        words,
      )
    return [
      h('textarea', {
        id: 'summary',
        rows: 3,
        'aria-label': 'What is happening',
        placeholder: 'What is happening, in the caller’s words',
        value: draft.summary,
        oninput: (event: Event) => this.#work.change({ summary: typed(event) }),
      }),
      field(
        incident ? 'Type' : 'Type, by three letters',
        h('input', {
          id: 'type',
          autocomplete: 'off',
          disabled: incident !== undefined,
          value: shown,
          onfocus: (event: Event) => (event.target as HTMLInputElement).select(),
          oninput: (event: Event) => this.#typeKeys(typed(event)),
          // who types fast presses Enter before the list is drawn
          onkeydown: (event: KeyboardEvent) => this.#typeKey(event, this.#foundTypes()[0]?.code),
          onblur: () => this.#typeKeys(undefined),
        }),
        this.#work.problems,
        '/type',
      ),
      h(
        'ul.types',
        {},
        found.map((type, index) =>
          h(
            'li',
            { key: type.code, class: index === 0 ? 'first' : '', onpointerdown: () => this.#chooseType(type.code) },
            `${type.name} (${type.chapter})`,
          ),
        ),
      ),
      draft.typeSuggested &&
        chosen &&
        h('p.hint', {}, `Suggested from the words: ${chosen.name}. Type another to change it.`),
      h(
        'div.ticks',
        {},
        h(
          'label.tick',
          {},
          h('input', {
            type: 'checkbox',
            checked: draft.happeningNow,
            onchange: (event: Event) => this.#work.change({ happeningNow: (event.target as HTMLInputElement).checked }),
          }),
          'Happening now',
        ),
        flag('domesticAbuse', 'Domestic abuse'),
        flag('vulnerable', 'Vulnerable'),
        flag('repeatVictim', 'Repeat'),
        flag('treatAsUrgent', 'Treat as urgent'),
      ),
    ]
  }

  #foundTypes() {
    const { desk } = this.#work
    return this.#typeText === undefined ? [] : findTypes(this.#typeText, desk.words.types).slice(0, 6)
  }

  #typeKeys(text: string | undefined): void {
    this.#typeText = text
    this.#work.desk.repaint()
  }

  #typeKey(event: KeyboardEvent, first: string | undefined): void {
    if (event.key !== 'Enter' || event.ctrlKey) return
    event.preventDefault()
    if (first) this.#chooseType(first)
    focusSoon('#grade input')
  }

  #chooseType(code: string): void {
    this.#typeText = undefined
    this.#work.change({ type: code, typeSuggested: false })
  }

  #grade(): Child[] {
    const draft = this.#draft
    const { desk, incident, busy } = this.#work
    const proposal = incident?.proposal
    const proposed = desk.words.grades.find(({ id }) => id === proposal?.grade)
    const chosen = desk.words.grades.find(({ id }) => id === draft.grade)
    const isBelow = proposed !== undefined && chosen !== undefined && chosen.position > proposed.position
    return [
      proposed &&
        proposal &&
        h(
          'p.proposal',
          {},
          h('b', {}, gradeChip(desk.words, proposed.id), ` Proposed ${proposed.id}: `),
          proposal.because.join('; '),
          proposal.binding && h('span.mark.locked', {}, 'Only a supervisor may set lower'),
          ' ',
          incident.grade !== proposed.id &&
            h(
              'button.primary',
              { onclick: () => void this.#work.acceptProposal() },
              `Accept grade ${proposed.id}${desk.keys.hint('accept')}`,
            ),
        ),
      h(
        'div.grades',
        { role: 'radiogroup', 'aria-label': 'Grade' },
        desk.words.grades.map((grade) =>
          h(
            'label',
            { key: grade.id, class: draft.grade === grade.id ? 'chosen' : '' },
            h('input', {
              type: 'radio',
              name: 'grade',
              checked: draft.grade === grade.id,
              onchange: () => this.#work.change({ grade: grade.id }),
            }),
            gradeChip(desk.words, grade.id),
            grade.name,
          ),
        ),
      ),
      isBelow &&
        field(
          `Grade ${draft.grade} chosen, ${proposed.id} proposed. Why?`,
          h('input', {
            id: 'grade-reason',
            value: draft.gradeReason,
            oninput: (event: Event) => this.#work.change({ gradeReason: typed(event) }),
          }),
        ),
      h(
        'div.send',
        {},
        !incident &&
          h(
            'button',
            { onclick: () => void this.#work.send(false), disabled: busy },
            `Open, see the proposal${desk.keys.hint('open-call')}`,
          ),
        h(
          'button.primary',
          { onclick: () => void this.#work.send(true), disabled: busy || (isBelow && draft.gradeReason.trim() === '') },
          `${incident?.grade ? 'Save' : 'Send now'}${desk.keys.hint('send-call')}`,
        ),
        incident &&
          h(
            'span.sent',
            {},
            gradeChip(desk.words, incident.grade),
            ` ${incident.reference}, opened ${clockTime(incident.openedAt)} `,
            flagMarks(incident),
          ),
      ),
      ...this.#work.problems
        .filter(({ pointer }) => !pointer.startsWith('/type'))
        .map(({ pointer, detail }) => h('p.wrong', { role: 'alert' }, `${pointer.slice(1)}: ${detail}`)),
    ]
  }

  /** A digit is a grade as long as the keyboard is in the grade group. */
  #gradeKey(event: KeyboardEvent): void {
    const target = event.target as HTMLInputElement
    if (event.ctrlKey || event.altKey || (target.tagName === 'INPUT' && target.type !== 'radio')) return
    if (this.#work.desk.words.grades.some(({ id }) => id === event.key)) {
      event.preventDefault()
      this.#work.change({ grade: event.key })
    }
  }

  #logLine(): Child[] {
    return [
      h(
        'form',
        { onsubmit: (event: Event) => void this.#addToLog(event) },
        field(
          'Add to the log',
          h('input', {
            id: 'log-line',
            value: this.#logText,
            oninput: (event: Event) => {
              this.#logText = typed(event)
            },
          }),
        ),
        h('button', { type: 'submit' }, 'Add'),
      ),
    ]
  }

  async #addToLog(event: Event): Promise<void> {
    event.preventDefault()
    const text = this.#logText
    if (await this.#work.addToLog(text)) this.#logText = ''
    this.#work.desk.repaint()
  }
}
