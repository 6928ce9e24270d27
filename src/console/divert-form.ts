import type { Candidate, DivertCost } from '../dispatch/dispatch.ts'
import type { Desk } from './desk.ts'
import { field, focusSoon, typed } from './marks.ts'
import { h, type Spec } from './paint.ts'

/** When a watched incident that loses its unit is contacted again, unless the dispatcher says otherwise. */
const RECONTACT_MINUTES = 15

/** How a dispatcher wishes to divert a unit. */
export type Divert = { reason: string; recontactInMinutes: number | null }

/** Asks why a unit leaves its incident, with what that costs; a watched one also when it is contacted again. */
export class DivertForm {
  readonly #desk: Desk
  #candidate: Candidate | undefined
  #reason = ''
  #minutes = String(RECONTACT_MINUTES)
  #cost: DivertCost | undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  isOpenFor(unitId: string): boolean {
    return this.#candidate?.unitId === unitId
  }

  /** Opens for this unit; what it costs follows when the service has said it. */
  open(incidentId: string, candidate: Candidate): void {
    this.#candidate = candidate
    this.#reason = ''
    this.#minutes = String(RECONTACT_MINUTES)
    this.#cost = undefined
    focusSoon('#divert-reason')
    void this.#ask(incidentId, candidate)
  }

  close(): void {
    this.#candidate = undefined
  }

  async #ask(incidentId: string, candidate: Candidate): Promise<void> {
    const path = `/incidents/${incidentId}/recommendation/divert-cost/${encodeURIComponent(candidate.callsign)}`
    const answer = await this.#desk.ask<DivertCost>(path)
    if (!answer.ok || !this.isOpenFor(candidate.unitId)) return
    this.#cost = answer.body
    this.#desk.repaint()
  }

  view(candidate: Candidate, on: { send: (divert: Divert) => void; leave: () => void }): Spec {
    // what the service says now, over what stood in the ranking
    const isWatched = this.#cost?.watched ?? candidate.divertFrom?.watched ?? false
    const submit = (event: Event) => {
      event.preventDefault()
      on.send({ reason: this.#reason, recontactInMinutes: isWatched ? Number(this.#minutes) : null })
    }
    return h(
      'form.divert',
      { onsubmit: submit },
      this.#cost && h('p.cost', { key: 'cost' }, this.#cost.said),
      field(
        `Why leave ${candidate.divertFrom?.reference ?? 'where it is going'}? The other incident is told${isWatched ? ', and its supervisor' : ''}.`,
        h('input', {
          id: 'divert-reason',
          required: true,
          value: this.#reason,
          oninput: (event: Event) => {
            this.#reason = typed(event)
          },
        }),
      ),
      isWatched &&
        field(
          'It is watched. Contact it again within, in minutes',
          h('input', {
            id: 'recontact-minutes',
            type: 'number',
            required: true,
            min: 1,
            max: this.#cost?.recontactWithinMinutes ?? undefined,
            value: this.#minutes,
            oninput: (event: Event) => {
              this.#minutes = typed(event)
            },
          }),
        ),
      h('button.primary', { type: 'submit' }, `Divert ${candidate.callsign}`),
      h('button', { type: 'button', onclick: on.leave }, 'Leave it'),
    )
  }
}
