import type {
  ActionView,
  AgreementView,
  DrawView,
  PersonQualityView,
  QualityView,
  ReviewLine,
} from '../quality/quality-contract.ts'
import type { BoardEvent } from './board-event.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { agreementWords, becauseWords, lastMonth, skillWords, stateWords, toMarkWords } from './quality-words-rules.ts'
import { actionRow, findingView } from './review-finding.ts'
import { ReviewSheet } from './review-sheet.ts'
import { calendarDay } from './time-words-rules.ts'
import { table, trendCharts } from './trend-chart.ts'

/** However much happens, it is asked for no oftener than this, in milliseconds. */
const REFRESH_MS = 3_000

/** Quality sampling for a supervisor: draw, take the next to mark, settle, share, and what came of it (CR-31, CONSOLES 4.3). */
export class QualityPanel {
  readonly #desk: Desk
  readonly #sheet: ReviewSheet
  #quality: QualityView | undefined
  #lines: readonly ReviewLine[] = []
  #actions: readonly ActionView[] = []
  #agreement: AgreementView | undefined
  #person: PersonQualityView | undefined
  #state: ReviewLine['state'] = 'to-share'
  #period: { from: string; to: string }
  #problems: Problem['errors'] = []
  #doneWords = new Map<string, string>()
  #isOld = true
  #askedAt = -REFRESH_MS
  #words = 'Reading what waits'

  constructor(desk: Desk) {
    this.#desk = desk
    this.#period = lastMonth(desk.now())
    this.#sheet = new ReviewSheet(desk, () => void this.refresh())
  }

  view(): readonly Child[] {
    if (this.#isOld && performance.now() - this.#askedAt >= REFRESH_MS) void this.refresh()
    return [
      h(
        'section.panel.quality-panel',
        {
          key: 'quality',
          id: 'quality',
          tabindex: 0,
          'aria-label': 'Quality',
          onkeydown: (event: KeyboardEvent) => this.#key(event),
        },
        this.#overview(),
      ),
      ...(this.#person ? this.#personView(this.#person) : this.#sheet.view()),
    ]
  }

  onEvent(event: BoardEvent): void {
    if (event.type.startsWith('quality-')) this.#isOld = true
  }

  /** Reads what waits anew. */
  async refresh(): Promise<void> {
    this.#askedAt = performance.now()
    this.#isOld = false
    const { ask } = this.#desk
    const [quality, lines, actions, agreement] = await Promise.all([
      ask<QualityView>('/quality'),
      ask<readonly ReviewLine[]>(`/quality/reviews?state=${this.#state}`),
      ask<readonly ActionView[]>('/quality/actions'),
      ask<AgreementView>('/quality/agreement'),
    ])
    if (quality.ok) this.#quality = quality.body
    if (lines.ok) this.#lines = lines.body
    if (actions.ok) this.#actions = actions.body
    if (agreement.ok) this.#agreement = agreement.body
    this.#words = quality.ok ? '' : `What waits could not be read: ${quality.problem.title}`
    this.#desk.repaint()
  }

  #overview(): Child[] {
    const quality = this.#quality
    return [
      h('h2', { key: 'head' }, 'Quality'),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      quality && h('p', { key: 'waits' }, toMarkWords(quality.toMark)),
      h(
        'p.commands',
        { key: 'next' },
        h('button.primary', { id: 'next-review', onclick: () => void this.#next() }, 'Start next (Q)'),
      ),
      h('h3', { key: 'reviews' }, 'Reviews'),
      choice(
        Object.entries(stateWords).map(([code, name]) => ({
          code,
          name: `${name}: ${quality?.states[code as ReviewLine['state']] ?? 0}`,
        })),
        this.#state,
        (state) => {
          this.#state = state as ReviewLine['state']
          void this.refresh()
        },
        undefined,
        'Which reviews',
      ),
      h(
        'div.lines',
        { key: 'lines' },
        this.#lines.map((line) => this.#line(line)),
      ),
      this.#actionList(),
      this.#agreementView(),
      quality && this.#draws(quality),
    ]
  }

  #line({ id, reference, skill, person, staffId, because, begun }: ReviewLine): Spec {
    return h(
      'p',
      { key: id, 'data-review': id, class: id === this.#sheet.openId ? 'row at' : 'row' },
      h('button', { onclick: () => void this.#open(id) }, reference),
      h('span', {}, `${skillWords[skill]}, ${becauseWords[because]}`),
      h('button.quiet', { onclick: () => void this.#showPerson(staffId) }, person),
      begun && h('span.mark', {}, 'Yours'),
    )
  }

  #actionList(): Child {
    const open = this.#actions.filter(({ doneAt }) => doneAt === null)
    const overdue = open.filter((action) => action.overdue).length
    return h(
      'section.actions',
      { key: 'actions' },
      h('h3', {}, `To be developed: ${open.length}`, overdue > 0 && h('span.mark', {}, `${overdue} overdue`)),
      open.map((action) =>
        actionRow(
          action,
          h(
            'form.own-form',
            {
              onsubmit: (event: Event) => {
                event.preventDefault()
                void this.#doneWith(action.id)
              },
            },
            field(
              'What was done',
              h('input', {
                required: true,
                value: this.#doneWords.get(action.id) ?? '',
                oninput: (event: Event) => void this.#doneWords.set(action.id, typed(event)),
              }),
            ),
            h('button', { type: 'submit' }, 'Done'),
          ),
        ),
      ),
    )
  }

  #agreementView(): Child {
    const agreement = this.#agreement
    if (!agreement) return undefined
    return h(
      'section.agreement',
      { key: 'agreement' },
      h('h3', {}, 'How far reviewers agree'),
      h('p', {}, agreementWords(agreement.all)),
      agreement.all.n > 0 &&
        table(
          'Cohen’s kappa',
          ['Who, or where', 'Reviews', 'Agreement'],
          [
            ...agreement.pairs.map((pair) => [pair.reviewers.join(' and '), pair.samples, agreementWords(pair)]),
            ...agreement.centres.map((one) => [
              `Centre ${one.centreId ?? 'not known'}`,
              one.samples,
              agreementWords(one),
            ]),
          ],
        ),
    )
  }

  #draws({ draws, plan }: QualityView): Spec {
    const day = (key: 'from' | 'to', label: string) =>
      field(
        label,
        h('input', {
          id: `draw-${key}`,
          type: 'date',
          required: true,
          value: this.#period[key],
          oninput: (event: Event) => {
            this.#period = { ...this.#period, [key]: typed(event) }
          },
        }),
        this.#problems,
        `/${key}`,
      )
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#draw()
    }
    return h(
      'section.draws',
      { key: 'draws' },
      h('h3', {}, 'Draws'),
      plan
        ? h(
            'p.hint',
            {},
            `Plan ${plan.version}: ${plan.perPerson} of each person and skill, ${plan.blindSecondPercent} % marked by two. The service draws the seed.`,
          )
        : h('p.empty', {}, 'The force has no sampling plan in force.'),
      plan &&
        h(
          'form.form.draw-form',
          { onsubmit: submit },
          day('from', 'Closed from'),
          day('to', 'to'),
          h('button', { type: 'submit' }, 'Draw'),
        ),
      draws.map((draw) => this.#drawRow(draw)),
    )
  }

  #drawRow({ id, from, to, seed, planVersion, populationCount, reviews, twice }: DrawView): Spec {
    return h(
      'p',
      { key: id },
      h('b', {}, `${calendarDay(from)} to ${calendarDay(to)}`),
      `: ${reviews} of ${populationCount}, ${twice} by two. Plan ${planVersion}, seed ${seed} `,
      h('button.quiet', { onclick: () => void this.#again(id) }, 'Draw it again'),
    )
  }

  #personView({ name, reviews, trend }: PersonQualityView): Child[] {
    const close = () => {
      this.#person = undefined
      this.#desk.repaint()
    }
    return [
      h(
        'section.panel.review-sheet',
        { key: 'person', tabindex: 0, 'aria-label': `Reviews of ${name}` },
        h('h2', {}, name, h('button', { onclick: close }, 'Back to the review')),
        trendCharts(trend),
      ),
      h(
        'section.panel.review-log',
        { key: 'shared', tabindex: 0, 'aria-label': 'Shared reviews' },
        h('h2', {}, `Shared: ${reviews.length}`),
        reviews.map(({ reviewId, reference, skill, finding, items, actions }) =>
          h(
            'article.own-review',
            { key: reviewId },
            h('h3', {}, `${reference} ${skillWords[skill]}`),
            findingView(finding, items, this.#desk.now()),
            actions.map((action) => actionRow(action)),
          ),
        ),
      ),
    ]
  }

  #key(event: KeyboardEvent): void {
    const { tagName } = event.target as HTMLElement
    if (
      event.key !== 'q' ||
      event.ctrlKey ||
      event.altKey ||
      event.metaKey ||
      tagName === 'INPUT' ||
      tagName === 'SELECT'
    )
      return
    event.preventDefault()
    void this.#next()
  }

  async #open(id: string): Promise<void> {
    this.#person = undefined
    await this.#sheet.open(id)
  }

  async #next(): Promise<void> {
    const answer = await this.#desk.order<{ id: string }>({
      what: 'Start next',
      method: 'POST',
      path: '/quality/reviews/next',
    })
    if (answer.ok) await this.#open(answer.body.id)
  }

  async #draw(): Promise<void> {
    const answer = await this.#desk.order<{ reviews: number }>({
      what: 'Draw',
      method: 'POST',
      path: '/quality/draws',
      body: this.#period,
    })
    this.#problems = answer.ok ? [] : (answer.problem.errors ?? [])
    if (answer.ok) this.#desk.done(`${answer.body.reviews} reviews drawn`)
    await this.refresh()
  }

  async #again(id: string): Promise<void> {
    const answer = await this.#desk.ask<{ same: boolean; reviews: number }>(`/quality/draws/${id}/again`)
    if (answer.ok)
      this.#desk.done(answer.body.same ? `Drawn again: the same ${answer.body.reviews}` : 'Drawn again: not the same')
  }

  async #doneWith(id: string): Promise<void> {
    const answer = await this.#desk.order({
      what: 'Done',
      method: 'POST',
      path: `/quality/actions/${id}/done`,
      body: { words: this.#doneWords.get(id) ?? '' },
    })
    if (answer.ok) this.#doneWords.delete(id)
    await this.refresh()
  }

  async #showPerson(staffId: string): Promise<void> {
    const answer = await this.#desk.ask<PersonQualityView>(`/quality/people/${staffId}`)
    if (answer.ok) this.#person = answer.body
    else this.#desk.done(answer.problem.title)
    this.#desk.repaint()
  }
}
