import type { FigureListView, FiguresView, FigureView } from '../figures/figure-contract.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { BAR_HIGH, barsOf } from './plot-rules.ts'
import { calendarDay, clockTime } from './time-words-rules.ts'

/** By what they are told apart, in words; by officer is on the audit. */
const dimensions = [
  { code: 'all', name: 'All together' },
  { code: 'grade', name: 'By grade' },
  { code: 'area', name: 'By area' },
  { code: 'area-class', name: 'By urban or rural' },
  { code: 'hour', name: 'By hour of the day' },
  { code: 'centre', name: 'By centre' },
  { code: 'day', name: 'By day' },
  { code: 'detail', name: 'By reason, category or channel' },
  { code: 'officer', name: 'By officer: this is recorded' },
] as const
/** Of one list so many rows are shown; the file has all of them. */
const SHOWN = 100
const DAY_MS = 86_400_000
const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })

type Wish = Record<'from' | 'to' | 'asOf' | 'by' | 'grade' | 'areaId' | 'areaClass', string>
type Chosen = { figure: string; key: string | null; name: string }

/** Figures of a period as of an instant: a table, a plot of one of them beside it, and the incidents behind each number. */
export class FiguresPanel {
  readonly #desk: Desk
  readonly #onOpen: (incidentId: string) => void
  #wish: Wish
  #view: FiguresView | undefined
  /** the question that is answered on the screen: lists and files are of it, not of what is being typed */
  #asked = new URLSearchParams()
  #chosen: Chosen | undefined
  #behind: FigureListView | undefined
  #problems: Problem['errors'] = []
  #words = 'Reading figures'

  constructor(desk: Desk, onOpen: (incidentId: string) => void) {
    this.#desk = desk
    this.#onOpen = onOpen
    const [today, week] = [isoDay.format(desk.now()), isoDay.format(desk.now() - 6 * DAY_MS)]
    this.#wish = { from: week, to: today, asOf: '', by: 'grade', grade: '', areaId: '', areaClass: '' }
    void this.#ask()
  }

  view(): readonly Child[] {
    const figure = this.#view?.figures.find(({ id }) => id === this.#chosen?.figure) ?? this.#view?.figures[0]
    return [
      h('section.panel.figures-panel', { key: 'figures' }, this.#form(), this.#table()),
      h('section.panel.plot-panel', { key: 'plot' }, figure && this.#plot(figure), this.#list()),
    ]
  }

  #form(): Spec {
    const wish = (name: keyof Wish, value: string) => {
      this.#wish = { ...this.#wish, [name]: value }
      this.#desk.repaint()
    }
    const text = (label: string, name: 'from' | 'to' | 'asOf' | 'areaId', more: Record<string, string>) =>
      field(
        label,
        h('input', { ...more, value: this.#wish[name], oninput: (event: Event) => wish(name, typed(event)) }),
        this.#problems,
        `/querystring/${name}`,
      )
    const grades = this.#desk.words.grades.map(({ id, name }) => ({ code: id, name: `${id} ${name}` }))
    const classes = [
      { code: 'urban', name: 'Urban' },
      { code: 'rural', name: 'Rural' },
    ]
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#ask()
    }
    return h(
      'form.figures-form',
      { key: 'form', onsubmit: submit },
      h('h2', {}, 'Figures'),
      text('From', 'from', { type: 'date' }),
      text('To, that day included', 'to', { type: 'date' }),
      text('As of; empty: now', 'asOf', { type: 'datetime-local' }),
      field(
        'Told apart',
        choice(dimensions, this.#wish.by, (by) => wish('by', by)),
      ),
      field(
        'Grade',
        choice(grades, this.#wish.grade, (grade) => wish('grade', grade), 'Every grade'),
      ),
      text('Area; empty: all', 'areaId', { autocomplete: 'off', spellcheck: 'false' }),
      field(
        'Ground',
        choice(classes, this.#wish.areaClass, (one) => wish('areaClass', one), 'Urban and rural'),
      ),
      h('p.commands', {}, h('button.primary', { type: 'submit' }, 'Show')),
    )
  }

  async #ask(): Promise<void> {
    const { asOf, ...rest } = this.#wish
    const asked = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== ''))
    if (asOf !== '') asked.set('asOf', new Date(asOf).toISOString())
    this.#words = 'Reading figures'
    const answer = await this.#desk.ask<FiguresView>(`/reports/figures?${asked}`)
    this.#problems = answer.ok ? [] : (answer.problem.errors ?? [])
    this.#words = answer.ok ? '' : answer.problem.title
    if (answer.ok) {
      this.#view = answer.body
      asked.set('asOf', answer.body.asOf)
      this.#asked = asked
      this.#chosen = undefined
      this.#behind = undefined
    }
    this.#desk.repaint()
  }

  #table(): Child[] {
    const view = this.#view
    if (!view) return [h('p.hint', { key: 'words' }, this.#words)]
    const by = dimensions.find(({ code }) => code === view.by)?.name.split(':')[0] ?? ''
    return [
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      h(
        'p',
        { key: 'as-of' },
        `As of ${calendarDay(view.asOf)} ${clockTime(view.asOf)}. `,
        view.definitions
          ? `Definitions ${view.definitions.version}. Of fewer than ${view.definitions.fewest} nothing is told but how many.`
          : 'The force has loaded no definitions of figures.',
      ),
      h(
        'p.commands',
        { key: 'files' },
        h('a', { href: `/reports/figures.csv?${this.#asked}`, download: true }, 'Save as CSV'),
        h('a', { href: this.#paper('sheet', `day=${view.to}`), target: '_blank', rel: 'noopener' }, 'Daily sheet'),
        h(
          'a',
          { href: this.#paper('pack', `quarter=${quarterOf(view.to)}`), target: '_blank', rel: 'noopener' },
          'Quarterly pack',
        ),
      ),
      h(
        'div.figures-table',
        { key: 'table', tabindex: 0, role: 'region', 'aria-label': 'Figures' },
        h(
          'table',
          {},
          h(
            'thead',
            {},
            h('tr', {}, ...['Figure', by, 'Told', 'Behind it'].map((head) => h('th', { scope: 'col' }, head))),
          ),
          h(
            'tbody',
            {},
            view.figures.flatMap((figure) => this.#rows(figure)),
          ),
        ),
      ),
    ]
  }

  #rows(figure: FigureView): Spec[] {
    const groups = figure.groups.length > 0 ? figure.groups : [undefined]
    return groups.map((group, index) =>
      h(
        'tr',
        { key: `${figure.id} ${group?.key}`, class: figure.id === this.#chosen?.figure ? 'at' : '' },
        h('th', { scope: 'row', class: index > 0 ? 'again' : '' }, figure.name),
        h('td', {}, group?.name ?? ''),
        h('td', {}, group?.said ?? 'None counted'),
        h(
          'td',
          {},
          group &&
            h(
              'button.quiet',
              {
                'aria-label': `Show what is behind: ${figure.name}, ${group.name}`,
                onclick: () =>
                  void this.#show({ figure: figure.id, key: group.key, name: `${figure.name}, ${group.name}` }),
              },
              'Show',
            ),
        ),
      ),
    )
  }

  async #show(chosen: Chosen): Promise<void> {
    this.#chosen = chosen
    this.#behind = undefined
    this.#desk.repaint()
    const answer = await this.#desk.ask<FigureListView>(`/reports/behind?${this.#queryOf(chosen)}&limit=${SHOWN}`)
    if (chosen !== this.#chosen) return
    if (answer.ok) this.#behind = answer.body
    else this.#words = answer.problem.title
    this.#desk.repaint()
  }

  #queryOf({ figure, key }: Chosen): URLSearchParams {
    const query = new URLSearchParams(this.#asked)
    query.set('figure', figure)
    query.set('key', key ?? 'none')
    return query
  }

  /** Drawn beside the table, which says the same in words. */
  #plot(figure: FigureView): Spec {
    const bars = barsOf(figure.groups)
    const says = bars.map(({ label, said }) => `${label}: ${said}`).join('; ')
    return h(
      'div',
      { key: 'plot' },
      h('h2', {}, figure.name),
      h(
        'svg.plot',
        {
          viewBox: `0 0 100 ${Math.max(1, bars.length) * BAR_HIGH}`,
          role: 'img',
          'aria-label': says || 'None counted',
        },
        bars.flatMap(({ label, said, y, width, mark }) => [
          h('text', { x: 0, y: y + 4 }, `${label}: ${said}`),
          h('rect', { class: 'ground', x: 0, y: y + 6, width: 100, height: 4 }),
          h('rect', { class: 'bar', x: 0, y: y + 6, width, height: 4 }),
          mark !== null && h('rect', { class: 'end', x: Math.max(0, mark - 0.6), y: y + 5, width: 0.6, height: 6 }),
        ]),
      ),
      h('p.hint', {}, figure.unit === 'seconds' ? 'The bar is the middle, the mark 9 in 10.' : 'The bar is the share.'),
      h('p', {}, h('b', {}, 'How: '), figure.formula),
      h('p', {}, h('b', {}, 'Counted: '), figure.counted),
      h('p', {}, h('b', {}, 'Not counted: '), figure.notCounted),
      h('p', {}, h('b', {}, 'Asked for by: '), figure.requirement),
    )
  }

  #list(): Child {
    const chosen = this.#chosen
    if (!chosen) return null
    const behind = this.#behind
    return h(
      'div.behind',
      { key: 'behind' },
      h('h3', {}, `Behind ${chosen.name}${behind ? `: ${behind.total}` : ''}`),
      behind
        ? h(
            'p.commands',
            {},
            h(
              'a',
              { href: `/reports/behind.csv?${this.#queryOf(chosen)}`, download: true },
              'Save the whole list as CSV',
            ),
          )
        : h('p.hint', {}, 'Reading the list'),
      h(
        'ul',
        {},
        (behind?.rows ?? []).map(({ incidentId, reference, contactId, at }) =>
          h(
            'li',
            { key: `${incidentId} ${contactId}` },
            incidentId === null
              ? 'A contact without an incident'
              : h('button.quiet', { onclick: () => this.#onOpen(incidentId) }, reference ?? 'incident'),
            ` ${calendarDay(at)} ${clockTime(at)}`,
          ),
        ),
      ),
    )
  }

  #paper(page: string, what: string): string {
    const areaId = this.#asked.get('areaId')
    return `/reports/${page}?${what}&asOf=${this.#asked.get('asOf')}${areaId === null ? '' : `&areaId=${encodeURIComponent(areaId)}`}`
  }
}

function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}
