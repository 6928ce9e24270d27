import type { WhyNot } from '../dispatch/dispatch.ts'
import type { Desk } from './desk.ts'
import { field, typed } from './marks.ts'
import { h, type Spec } from './paint.ts'

/** Asks why a unit is not first, and shows the answer as it is read aloud; of any callsign of the force. */
export class WhyNotForm {
  readonly #desk: Desk
  #callsign = ''
  #said = ''

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Another incident or another ranking: what was said of the one before does not stand beside it. */
  forget(): void {
    this.#said = ''
  }

  view(incidentId: string): Spec {
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#ask(incidentId)
    }
    return h(
      'form.why-not',
      { key: 'why-not', onsubmit: submit },
      field(
        'Why not',
        h('input', {
          id: 'why-not',
          required: true,
          maxlength: 20,
          placeholder: 'callsign',
          value: this.#callsign,
          oninput: (event: Event) => {
            this.#callsign = typed(event)
          },
        }),
      ),
      h('p.said', { 'aria-live': 'polite' }, this.#said),
    )
  }

  async #ask(incidentId: string): Promise<void> {
    const path = `/incidents/${incidentId}/recommendation/why-not/${encodeURIComponent(this.#callsign.trim())}`
    const answer = await this.#desk.ask<WhyNot>(path)
    this.#said = answer.ok ? answer.body.said : (answer.problem.detail ?? answer.problem.title)
    this.#desk.repaint()
  }
}
