import type { Desk } from './desk.ts'
import { type Child, h } from './paint.ts'
import { type Undoable, undoState } from './undo-rules.ts'

/** The last action of this desk, and for how long it may be undone by the service's clock (CONSOLES 4.0). */
export class UndoBar {
  readonly #desk: Desk
  #last: Undoable | undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Something was done that may be undone. */
  offer(undoable: Undoable): void {
    this.#last = undoable
    this.#desk.repaint()
  }

  view(): Child {
    const state = undoState(this.#last, this.#desk.board, this.#desk.now())
    if (!state.open) return undefined
    const words = `Undo${this.#desk.keys.hint('undo')} ${state.seconds} s: ${state.words}`
    return h('button.undo', { key: 'undo', onclick: () => void this.undo() }, words)
  }

  /** Takes the last action back by a further entry, or says why not. */
  async undo(): Promise<void> {
    const last = this.#last
    const state = undoState(last, this.#desk.board, this.#desk.now())
    if (!last || !state.open) return this.#desk.done(state.words)
    this.#last = undefined
    const answer = await this.#desk.order(last.order)
    if (answer.ok) this.#desk.done(last.order.what)
  }
}
