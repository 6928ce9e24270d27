import type { ReviewView } from '../quality/quality-contract.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import { choice, field, typed } from './marks.ts'
import { h, type Spec } from './paint.ts'

const empty = { text: '', action: '', ownerId: '', dueOn: '' }

/** What the person is told, and one thing to be developed where there is one: by whom, by when. */
export class ReviewShare {
  readonly #desk: Desk
  readonly #review: ReviewView
  readonly #onShared: () => void
  #wish = { ...empty }
  #problems: Problem['errors'] = []

  constructor(desk: Desk, review: ReviewView, onShared: () => void) {
    this.#desk = desk
    this.#review = review
    this.#onShared = onShared
    this.#wish.ownerId = review.staffId
  }

  view(): Spec {
    const { staffId, person } = this.#review
    const { you } = this.#desk
    const owners = [
      { code: staffId, name: person },
      { code: you.id, name: you.name },
    ]
    const set = (key: keyof typeof empty) => (event: Event) => this.#set(key, typed(event))
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#share()
    }
    return h(
      'form.form.share-form',
      { key: 'share', onsubmit: submit },
      h('h3', {}, `Share with ${person}`),
      h('p.hint', {}, 'Say what was done well, and what would help next time. It counts once it is shared.'),
      field(
        'Feedback',
        h('textarea', { id: 'feedback', rows: 4, required: true, value: this.#wish.text, oninput: set('text') }),
        this.#problems,
        '/text',
      ),
      field(
        'To be developed, where there is something',
        h('input', { id: 'action-text', value: this.#wish.action, oninput: set('action') }),
        this.#problems,
        '/actions/0/text',
      ),
      field(
        'Who sees to it',
        choice(owners, this.#wish.ownerId, (code) => this.#set('ownerId', code)),
        this.#problems,
        '/actions/0/ownerId',
      ),
      field(
        'By',
        h('input', { id: 'action-due', type: 'date', value: this.#wish.dueOn, oninput: set('dueOn') }),
        this.#problems,
        '/actions/0/dueOn',
      ),
      h('button.primary', { type: 'submit' }, 'Share'),
    )
  }

  #set(key: keyof typeof empty, value: string): void {
    this.#wish[key] = value
    this.#desk.repaint()
  }

  async #share(): Promise<void> {
    const { text, action, ownerId, dueOn } = this.#wish
    const answer = await this.#desk.order({
      what: `Share ${this.#review.reference}`,
      method: 'POST',
      path: `/quality/reviews/${this.#review.id}/feedback`,
      body: { text, actions: action.trim() === '' ? [] : [{ text: action, ownerId, dueOn }] },
    })
    this.#problems = answer.ok ? [] : (answer.problem.errors ?? [])
    if (answer.ok) {
      this.#desk.done(`${this.#review.reference}: shared with ${this.#review.person}`)
      this.#onShared()
    } else this.#desk.repaint()
  }
}
