import type { DutyView } from '../supervision/duty-contract.ts'
import type { BoardEvent } from './board-event.ts'
import { type Desk, problemWords } from './desk.ts'
import { type Child, h } from './paint.ts'
import { clockTime } from './time-words-rules.ts'

/** However much changes, it is asked for no oftener than this, in milliseconds; and once a minute, because a duty ends by itself. */
const REFRESH_MS = 5_000
const ANEW_MS = 60_000

/** Who holds which post for this shift, such as the duty inspector, and one key to take it or to end it. */
export class DutiesPanel {
  readonly #desk: Desk
  #duties: readonly DutyView[] = []
  #askedAt = -ANEW_MS
  #isOld = true
  #words = ''

  constructor(desk: Desk) {
    this.#desk = desk
  }

  onEvent({ type }: BoardEvent): void {
    if (type === 'duty-changed') this.#isOld = true
  }

  view(): Child[] {
    const waited = performance.now() - this.#askedAt
    if (waited >= ANEW_MS || (this.#isOld && waited >= REFRESH_MS)) void this.#refresh()
    return [
      this.#words !== '' && h('p.wrong', { key: 'words', role: 'alert' }, this.#words),
      ...this.#duties.map((duty) => this.#row(duty)),
    ]
  }

  #row({ post, name, holder, yours, youMay }: DutyView): Child {
    const send = (what: string, path: string, body?: object) => void this.#send(`${what}: ${name}`, post, path, body)
    return h(
      'p.duty',
      { key: post },
      h('b', {}, `${name}: `),
      holder === null
        ? 'nobody; supervisors are told what reaches this post '
        : `${yours ? 'you' : holder.name}, until ${clockTime(holder.until)} `,
      yours && h('button', { key: 'end', onclick: () => send('Duty ended', 'end') }, 'End the duty'),
      youMay &&
        !yours &&
        h(
          'button',
          { key: 'take', onclick: () => send('Duty taken', 'take', { relieve: holder !== null }) },
          holder === null ? `Take the duty: ${name}` : `Relieve ${holder.name}`,
        ),
    )
  }

  async #send(what: string, post: string, path: string, body?: object): Promise<void> {
    const answer = await this.#desk.order<readonly DutyView[]>({
      what,
      method: 'POST',
      path: `/duties/${post}/${path}`,
      ...(body && { body }),
    })
    if (!answer.ok) return
    this.#duties = answer.body
    this.#desk.done(what)
    this.#desk.repaint()
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    this.#isOld = false
    const answer = await this.#desk.ask<readonly DutyView[]>('/duties')
    if (answer.ok) this.#duties = answer.body
    this.#words = answer.ok ? '' : `Who is on duty could not be read. ${problemWords(answer.problem)}`
    this.#desk.repaint()
  }
}
