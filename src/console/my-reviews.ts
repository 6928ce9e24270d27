import type { OwnQualityView, SharedReview } from '../quality/quality-contract.ts'
import type { Console, Desk } from './desk.ts'
import { field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { becauseWords, skillWords } from './quality-words-rules.ts'
import { actionRow, findingView } from './review-finding.ts'
import { calendarDay } from './time-words-rules.ts'
import { trendCharts } from './trend-chart.ts'

/** Asked for anew this often, looked at or not, in milliseconds: whoever is told something sees that there is something. */
const REFRESH_MS = 1_800_000

/** What was found of one's own work, what is to be developed, and how it comes along: for this person alone (CR-31). */
class MyReviews {
  readonly #desk: Desk
  #own: OwnQualityView | undefined
  #askedAt = -REFRESH_MS
  #words = 'Reading your reviews'
  /** what is typed, by the review or action it belongs to */
  readonly #typed = new Map<string, string>()

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** How many were shared and not acknowledged. */
  get waiting(): number {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.refresh()
    return this.#own?.reviews.filter(({ finding }) => finding.acknowledgedAt === null).length ?? 0
  }

  view(): readonly Child[] {
    const own = this.#own
    const open = own?.actions.filter(({ doneAt }) => doneAt === null) ?? []
    return [
      h('h2', { key: 'head' }, 'My reviews'),
      h('p.hint', { key: 'who' }, 'You and the supervisors see this. Nobody is set beside anybody else.'),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      h('h3', { key: 'to-do' }, `To be developed: ${open.length}`),
      ...open.map((action) => actionRow(action, this.#doneForm(action.id))),
      h('h3', { key: 'shared' }, `Shared with me: ${own?.reviews.length ?? 0}`),
      ...(own?.reviews ?? []).map((review) => this.#review(review)),
      own && h('div.trends', { key: 'trend' }, h('h3', {}, 'How it comes along'), trendCharts(own.trend)),
    ]
  }

  async refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<OwnQualityView>('/quality/mine')
    if (answer.ok) this.#own = answer.body
    this.#words = answer.ok ? '' : `Your reviews could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #review(review: SharedReview): Spec {
    const { reviewId, reference, openedAt, skill, because, finding, items, actions } = review
    return h(
      'article.own-review',
      { key: reviewId, 'data-review': reviewId },
      h('h4', {}, `${reference}, ${calendarDay(openedAt)}: ${skillWords[skill]}`),
      h('p.facts', {}, `In the sample: ${becauseWords[because]}`),
      findingView(finding, items, this.#desk.now()),
      actions.filter(({ doneAt }) => doneAt !== null).map((action) => actionRow(action)),
      finding.acknowledgedAt === null &&
        this.#form(reviewId, 'In your own words, if you like', 'Acknowledge', `/quality/mine/${reviewId}/acknowledge`),
    )
  }

  #doneForm(actionId: string): Spec {
    return this.#form(actionId, 'What was done', 'Done', `/quality/actions/${actionId}/done`)
  }

  #form(id: string, label: string, what: string, path: string): Spec {
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#send(id, what, path)
    }
    return h(
      'form.own-form',
      { key: `form ${id}`, onsubmit: submit },
      field(
        label,
        h('input', {
          value: this.#typed.get(id) ?? '',
          required: what === 'Done',
          oninput: (event: Event) => void this.#typed.set(id, typed(event)),
        }),
      ),
      h('button', { type: 'submit' }, what),
    )
  }

  async #send(id: string, what: string, path: string): Promise<void> {
    const answer = await this.#desk.order({ what, method: 'POST', path, body: { words: this.#typed.get(id) ?? '' } })
    if (answer.ok) {
      this.#typed.delete(id)
      this.#desk.done(what)
    }
    await this.refresh()
  }
}

/** The same console, with a button in its top bar that shows one's own reviews in its place (Alt+M). */
export function withMyReviews(console: Console, desk: Desk): Console {
  const mine = new MyReviews(desk)
  let isShown = false
  const toggle = () => {
    isShown = !isShown
    if (isShown) void mine.refresh()
    desk.repaint()
  }
  const { screen } = console
  const show = screen?.show
  return {
    ...console,
    // what the command line opens comes in place of the reviews
    ...(screen && show
      ? {
          screen: {
            ...screen,
            show: (...what: Parameters<typeof show>) => {
              isShown = false
              show(...what)
            },
          },
        }
      : {}),
    topBar: () => {
      const words = mine.waiting === 0 ? 'My reviews' : `My reviews: ${mine.waiting} new`
      return [
        ...(console.topBar?.() ?? []),
        h(
          'button.quiet',
          { key: 'mine', 'aria-pressed': String(isShown), onclick: toggle },
          `${words}${desk.keys.hint('my-reviews')}`,
        ),
      ]
    },
    view: () =>
      isShown
        ? [h('section.panel.my-reviews', { key: 'mine', tabindex: 0, 'aria-label': 'My reviews' }, mine.view())]
        : console.view(),
    onKey: (event) => {
      if (desk.keys.doing(event, 'everywhere') === 'my-reviews') toggle()
      else if (console.onKey?.(event)) isShown = false
      else return false
      return true
    },
    open: (incidentId) => {
      isShown = false
      console.open?.(incidentId)
    },
  }
}
