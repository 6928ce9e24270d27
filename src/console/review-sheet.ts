import type { z } from 'zod'
import type { ItemMark, Mark } from '../quality/mark.ts'
import type { ReviewView, reviewLogView } from '../quality/quality-contract.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import { choice, field, focusSoon, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { becauseWords, markWords, skillWords, stateWords, warningWords } from './quality-words-rules.ts'
import { change, draftOf, markKeys, marksToSend, nextOwed, type ReviewDraft } from './review-draft-rules.ts'
import { findingView } from './review-finding.ts'
import { ReviewShare } from './review-share.ts'
import { clockOrDay, clockTime } from './time-words-rules.ts'

type Log = z.output<typeof reviewLogView>
type Entry = { id: string; at: string; by: string; text: string }
type Item = ReviewView['card']['items'][number]

/** A draft is on the service this long after the last change, in milliseconds (CONSOLES A8). */
const KEEP_AFTER_MS = 700

/**
 * One review: the scorecard beside the log. 1 to 4 mark the item that has the focus, Ctrl+Enter hands in. The log is
 * shown only when it is asked for, where it may distress; each look at it is on the audit.
 */
export class ReviewSheet {
  readonly #desk: Desk
  readonly #onChange: () => void
  #view: ReviewView | undefined
  #draft: ReviewDraft = []
  #log: Log | undefined
  #problems: Problem['errors'] = []
  #share: ReviewShare | undefined
  /** the timer of the next keeping, 0: none */
  #keeping = 0
  /** the last keeping that was begun */
  #kept: Promise<void> = Promise.resolve()
  #words = ''

  /** @param onChange something of the list of reviews is not as it was */
  constructor(desk: Desk, onChange: () => void) {
    this.#desk = desk
    this.#onChange = onChange
  }

  get openId(): string | undefined {
    return this.#view?.id
  }

  /** Reads a review and puts the keyboard on its first item that owes something. */
  async open(reviewId: string): Promise<void> {
    await this.#keepNow()
    const answer = await this.#desk.ask<ReviewView>(`/quality/reviews/${reviewId}`)
    if (!answer.ok) return this.#desk.done(answer.problem.title)
    this.close()
    this.#view = answer.body
    this.#draft = draftOf(
      this.#toMark().map(({ code }) => code),
      answer.body.may.mark ? (answer.body.mine?.marks ?? []) : [],
    )
    this.#share = answer.body.may.share
      ? new ReviewShare(this.#desk, answer.body, () => void this.#shared())
      : undefined
    if (answer.body.may.mark && answer.body.warnings.length === 0) void this.#readLog()
    this.#desk.repaint()
    const first = this.#draft.find(({ mark }) => mark === null) ?? this.#draft[0]
    if (first) focusSoon(`#item-${first.item}`)
  }

  close(): void {
    clearTimeout(this.#keeping)
    this.#keeping = 0
    this.#view = undefined
    this.#log = undefined
    this.#share = undefined
    this.#problems = []
    this.#words = ''
  }

  view(): readonly Child[] {
    const view = this.#view
    if (!view)
      return [
        h('section.panel.review-sheet', { key: 'sheet' }, h('p.empty', {}, 'No review is open. Q takes the next one.')),
      ]
    const open = view.may.mark || view.may.settle
    return [
      h(
        'section.panel.review-sheet',
        { key: 'sheet', 'data-review': view.id, onkeydown: (event: KeyboardEvent) => this.#key(event) },
        h('h2', {}, `${view.reference} ${skillWords[view.skill]}: ${view.person}`),
        h('p.facts', {}, `${stateWords[view.state]}, ${becauseWords[view.because]}; scorecard of ${view.card.version}`),
        open &&
          h('p.hint', {}, '1 Met, 2 Partly, 3 Not met, 4 Cannot tell; Enter in a note goes on; Ctrl+Enter hands in.'),
        view.may.settle && h('p.hint', {}, 'Two reviewers differ on these. What they agree on stays.'),
        open && this.#toMark().map((item) => this.#item(view, item)),
        open && this.#commands(view),
        view.finding && findingView(view.finding, view.card.items, this.#desk.now()),
        !open && !view.finding && h('p.empty', {}, 'It is in the hands of other reviewers.'),
        this.#share?.view(),
      ),
      h(
        'section.panel.review-log',
        { key: 'log', tabindex: 0, 'aria-label': 'Log of the incident' },
        this.#logView(view),
      ),
    ]
  }

  #toMark(): Item[] {
    const view = this.#view
    if (!view) return []
    const differ = new Set(view.differences.map(({ item }) => item))
    return view.may.settle ? view.card.items.filter(({ code }) => differ.has(code)) : view.card.items
  }

  #item(view: ReviewView, item: Item): Spec {
    const marked = this.#draft.find((one) => one.item === item.code)
    const index = this.#draft.findIndex((one) => one.item === item.code)
    const lines = (this.#log?.entries ?? []) as Entry[]
    return h(
      'div.review-item',
      {
        key: item.code,
        id: `item-${item.code}`,
        'data-item': item.code,
        tabindex: 0,
        role: 'group',
        'aria-label': item.ask,
      },
      h('h3', {}, item.ask),
      h('p.hint', {}, `${item.guidance} (${item.requirement})`),
      ...this.#whatTwoMarked(view, item.code),
      h(
        'div.choices',
        { role: 'radiogroup', 'aria-label': `Mark: ${item.ask}` },
        Object.entries(markKeys).map(([key, mark]) =>
          h(
            'label.tick',
            { key },
            h('input', {
              type: 'radio',
              name: `mark-${item.code}`,
              checked: marked?.mark === mark,
              onchange: () => this.#mark(item.code, mark),
            }),
            `${key} ${markWords[mark]}`,
          ),
        ),
      ),
      field(
        'Note; needed for all but Met',
        h('textarea', {
          id: `note-${item.code}`,
          rows: 2,
          maxlength: 2000,
          value: marked?.note ?? '',
          oninput: (event: Event) => this.#change(item.code, { note: typed(event) }),
        }),
        this.#problems,
        `/marks/${index}`,
      ),
      lines.length > 0 &&
        field(
          'Line of the log that shows it',
          choice(
            lines.map(({ id, at, text }) => ({ code: id, name: `${clockTime(at)} ${text.slice(0, 60)}` })),
            marked?.evidence ?? '',
            (id) => this.#change(item.code, { evidence: id === '' ? null : id }),
            'None',
          ),
        ),
    )
  }

  #whatTwoMarked({ may, markings }: ReviewView, code: string): Child[] {
    if (!may.settle) return []
    return markings.map(({ by, reviewerId, marks }) => {
      const marked = marks.find(({ item }) => item === code)
      return h(
        'p',
        { key: reviewerId },
        h('b', {}, `${by}: ${marked?.mark ? markWords[marked.mark] : ''}`),
        ` ${marked?.note ?? ''}`,
      )
    })
  }

  #commands({ may }: ReviewView): Spec {
    return h(
      'p.commands',
      { key: 'commands' },
      h(
        'button.primary',
        { onclick: () => void this.#submit() },
        may.settle ? 'Settle (Ctrl+Enter)' : 'Hand in (Ctrl+Enter)',
      ),
      may.mark && h('button', { onclick: () => void this.#leave() }, 'Give it back'),
      h('span.facts', { role: 'status' }, this.#words),
    )
  }

  #logView(view: ReviewView): Child[] {
    const now = this.#desk.now()
    if (!this.#log)
      return [
        h('h2', {}, 'Log'),
        view.warnings.length > 0 && h('p', {}, warningWords(view.warnings)),
        h('p.hint', {}, 'Opening it is recorded. You may mark, or give it back, without reading on.'),
        h('button', { id: 'read-log', onclick: () => void this.#readLog() }, 'Read the log (L)'),
      ]
    const { incident, entries } = this.#log
    return [
      h('h2', {}, `Log of ${incident.reference}`),
      h('p', {}, incident.summary),
      h(
        'ol.log',
        {},
        (entries as Entry[]).map(({ id, at, by, text }) =>
          h('li', { key: id }, h('time', {}, clockOrDay(at, now)), ' ', h('b', {}, `${by} `), text),
        ),
      ),
    ]
  }

  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    const isNote =
      target.tagName === 'TEXTAREA' || target.tagName === 'SELECT' || (target as HTMLInputElement).type === 'date'
    const code = target.closest<HTMLElement>('[data-item]')?.dataset['item']
    const mark = markKeys[event.key]
    if (event.ctrlKey && event.key === 'Enter' && this.#draft.length > 0) void this.#submit()
    else if (event.ctrlKey || event.altKey || event.metaKey) return
    else if (isNote && target.tagName === 'TEXTAREA' && code && event.key === 'Enter' && !event.shiftKey)
      this.#goOn(code)
    else if (isNote || (target.tagName === 'INPUT' && (target as HTMLInputElement).type !== 'radio')) return
    else if (mark && code) this.#mark(code, mark, true)
    else if (event.key === 'l' && !this.#log) void this.#readLog()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** @param byKey the keyboard goes on: to why, or to the next item */
  #mark(item: string, mark: Mark, byKey = false): void {
    this.#change(item, { mark })
    if (!byKey) return
    if (mark === 'met') this.#goOn(item)
    else focusSoon(`#note-${item}`)
  }

  #goOn(item: string): void {
    const next = nextOwed(this.#draft, item)
    focusSoon(next === undefined ? '.review-sheet .commands .primary' : `#item-${next}`)
  }

  #change(item: string, part: Partial<Omit<ItemMark, 'item'>>): void {
    this.#draft = change(this.#draft, item, part)
    this.#words = 'Not saved yet'
    clearTimeout(this.#keeping)
    if (this.#view?.may.mark) this.#keeping = window.setTimeout(() => void this.#keep(), KEEP_AFTER_MS)
    this.#desk.repaint()
  }

  /** What was typed a moment ago is on the service before anything else happens. */
  async #keepNow(): Promise<void> {
    if (this.#keeping !== 0) await this.#keep()
    else await this.#kept
  }

  #keep(): Promise<void> {
    clearTimeout(this.#keeping)
    this.#keeping = 0
    this.#kept = this.#sendDraft()
    return this.#kept
  }

  async #sendDraft(): Promise<void> {
    const view = this.#view
    if (!view) return
    const answer = await this.#desk.order({
      what: 'Keep the draft',
      method: 'PUT',
      path: `/quality/reviews/${view.id}/marking`,
      body: { marks: marksToSend(this.#draft) },
    })
    if (view === this.#view && answer.ok) this.#words = `Saved ${clockTime(this.#desk.now())}`
    this.#desk.repaint()
  }

  async #submit(): Promise<void> {
    const view = this.#view
    if (!view) return
    await this.#keepNow()
    const [what, path] = view.may.settle ? ['Settle', 'settle'] : ['Hand in', 'hand-in']
    const answer = await this.#desk.order({
      what: `${what} ${view.reference}`,
      method: 'POST',
      path: `/quality/reviews/${view.id}/${path}`,
      body: { marks: this.#draft },
    })
    this.#problems = answer.ok ? [] : (answer.problem.errors ?? [])
    if (!answer.ok) return this.#showProblem()
    this.#desk.done(`${view.reference}: ${what === 'Settle' ? 'settled' : 'handed in'}`)
    this.close()
    this.#onChange()
    await this.open(view.id)
  }

  #showProblem(): void {
    const at = /^\/marks\/(\d+)/.exec(this.#problems?.[0]?.pointer ?? '')?.[1]
    const item = this.#draft[Number(at)]?.item
    if (at !== undefined && item !== undefined) focusSoon(`#note-${item}`)
    this.#desk.repaint()
  }

  async #leave(): Promise<void> {
    const view = this.#view
    if (!view) return
    await this.#keepNow()
    const path = `/quality/reviews/${view.id}/leave`
    const answer = await this.#desk.order({ what: `Give ${view.reference} back`, method: 'POST', path })
    if (answer.ok) this.close()
    this.#onChange()
  }

  async #readLog(): Promise<void> {
    const view = this.#view
    if (!view) return
    const answer = await this.#desk.ask<Log>(`/quality/reviews/${view.id}/log`)
    if (view !== this.#view) return
    if (answer.ok) this.#log = answer.body
    else this.#desk.done(`The log could not be read: ${answer.problem.title}`)
    this.#desk.repaint()
  }

  async #shared(): Promise<void> {
    const id = this.#view?.id
    this.#onChange()
    if (id !== undefined) await this.open(id)
  }
}
