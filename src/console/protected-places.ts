import type { ProtectedPlaceView, ToldPlace } from '../protection/protection-contract.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import type { WhereDraft } from './draft.ts'
import { nowhere } from './draft-rules.ts'
import { field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { PlaceSearch } from './place-search.ts'

/** Asked for anew this often while it is looked at, in milliseconds: others keep the list too. */
const REFRESH_MS = 5_000
/** How long an address that was asked for stays on the screen, in milliseconds: others can see it. */
const SHOWN_MS = 60_000
const empty = { reason: '', from: '', reviewOn: '' }

/**
 * Refuges and the like: which places are protected, why, and when somebody looks again; marked and ended here. The
 * list names no address; one is shown for a minute, and that is on the audit. Of incidents it shows nothing.
 */
export class ProtectedPlacesPanel {
  readonly #desk: Desk
  readonly #search: PlaceSearch
  #list: readonly ProtectedPlaceView[] | undefined
  #askedAt = -REFRESH_MS
  #words = 'Reading which places are protected'
  #where: WhereDraft = nowhere
  #wish = { ...empty }
  #problems: Problem['errors'] = []
  #told: ToldPlace | undefined
  #timer = 0
  /** the place of which somebody ends the protection, and why */
  #ending = { placeId: '', reason: '' }

  constructor(desk: Desk) {
    this.#desk = desk
    this.#search = new PlaceSearch({
      desk,
      id: 'protect-where',
      label: 'Place to protect',
      where: () => this.#where,
      near: () => null,
      onChange: (where) => {
        this.#where = where
        desk.repaint()
      },
      onDone: () => desk.repaint(),
    })
  }

  view(): readonly Child[] {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    const list = this.#list ?? []
    return [
      h('h2', { key: 'head' }, `Protected places: ${list.length}`),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      ...list.map((place) => this.#row(place)),
      this.#form(),
    ]
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<readonly ProtectedPlaceView[]>('/protected-places')
    if (answer.ok) this.#list = answer.body
    this.#words = answer.ok ? '' : `Which places are protected could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #row(place: ProtectedPlaceView): Spec {
    const { placeId, label, reason, from, reviewOn, overdue, markedBy } = place
    const told = this.#told?.placeId === placeId ? this.#told : undefined
    return h(
      'article.protected-place',
      { key: placeId, 'data-place': placeId },
      h('b', {}, label),
      `: ${reason ?? 'no reason was kept'}${from === null ? '' : `, since ${from}`}${markedBy === null ? '' : `, marked by ${markedBy}`} `,
      h(
        overdue ? 'span.mark' : 'span',
        {},
        reviewOn === null ? 'Never reviewed' : `${overdue ? 'Review overdue: ' : 'Review on '}${reviewOn}`,
      ),
      ' ',
      told
        ? h('button.quiet', { onclick: () => this.#forget() }, 'Hide')
        : h('button', { onclick: () => void this.#tell(placeId) }, 'Show the address: this is recorded'),
      told && this.#toldView(told),
      this.#ending.placeId === placeId
        ? this.#endForm(placeId)
        : h('button', { onclick: () => this.#set(() => (this.#ending = { placeId, reason: '' })) }, 'End protection'),
    )
  }

  #toldView({ address, history }: ToldPlace): Spec {
    return h(
      'div.told',
      {},
      h('b', {}, address),
      h(
        'ul',
        {},
        history.map(({ markedAt, markedBy, reason, endedAt, endedBy, endReason }) =>
          h(
            'li',
            { key: markedAt },
            `${markedAt.slice(0, 10)} ${markedBy}: ${reason}`,
            endedAt !== null &&
              `; ended ${endedAt.slice(0, 10)}${endedBy === null ? '' : ` by ${endedBy}`}: ${endReason}`,
          ),
        ),
      ),
    )
  }

  #endForm(placeId: string): Spec {
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#end(placeId)
    }
    return h(
      'form.end-protection',
      { onsubmit: submit },
      field(
        'Its address will be told like any other. Why?',
        h('input', {
          id: 'end-reason',
          required: true,
          minlength: 3,
          value: this.#ending.reason,
          oninput: (event: Event) => {
            this.#ending.reason = typed(event)
          },
        }),
      ),
      h('button', { type: 'submit' }, 'End protection'),
      h(
        'button.quiet',
        { type: 'button', onclick: () => this.#set(() => (this.#ending = { placeId: '', reason: '' })) },
        'Leave it',
      ),
    )
  }

  #form(): Spec {
    const input = (id: string, key: keyof typeof empty, more: Record<string, string | boolean> = {}) =>
      h('input', {
        id,
        ...more,
        required: true,
        value: this.#wish[key],
        oninput: (event: Event) => {
          this.#wish[key] = typed(event)
        },
      })
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#protect()
    }
    return h(
      'form.protect-form',
      { key: 'form', onsubmit: submit },
      h('h3', {}, 'Protect a place'),
      this.#search.view(),
      h(
        'p.hint',
        {},
        'A house or a named place. It is hidden on every screen at once. To change the reason or the dates of one that is listed, enter it again.',
      ),
      field('Reason', input('protect-reason', 'reason'), this.#problems, '/reason'),
      field('From', input('protect-from', 'from', { type: 'date' }), this.#problems, '/from'),
      field('To be reviewed on', input('protect-review', 'reviewOn', { type: 'date' }), this.#problems, '/reviewOn'),
      h('button', { type: 'submit', disabled: this.#where.placeId === null }, 'Protect it'),
    )
  }

  async #protect(): Promise<void> {
    const answer = await this.#desk.order<{ placeId: string }>({
      what: 'Protect a place',
      method: 'POST',
      path: '/protected-places',
      body: { placeId: this.#where.placeId, ...this.#wish },
    })
    this.#problems = answer.ok ? [] : (answer.problem.errors ?? [])
    if (answer.ok) {
      this.#where = nowhere
      this.#wish = { ...empty }
      this.#desk.done('The place is protected')
    }
    await this.#refresh()
  }

  async #end(placeId: string): Promise<void> {
    const { reason } = this.#ending
    const answer = await this.#desk.order({
      what: 'End protection',
      method: 'POST',
      path: `/protected-places/${placeId}/end`,
      body: { reason },
    })
    if (answer.ok) {
      this.#ending = { placeId: '', reason: '' }
      this.#desk.done('Protection has ended')
    }
    await this.#refresh()
  }

  async #tell(placeId: string): Promise<void> {
    const answer = await this.#desk.ask<ToldPlace>(`/protected-places/${placeId}`)
    if (!answer.ok) return this.#desk.done(answer.problem.title)
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => this.#forget(), SHOWN_MS)
    this.#set(() => (this.#told = answer.body))
  }

  #forget(): void {
    this.#set(() => (this.#told = undefined))
  }

  #set(change: () => void): void {
    change()
    this.#desk.repaint()
  }
}
