import type { IncidentView } from '../incidents/incident.ts'
import type { ToldAddress } from '../protection/protection-contract.ts'
import type { Desk } from './desk.ts'
import { type Child, h } from './paint.ts'

/** How long an address that was asked for stays on the screen, in milliseconds: others can see it. */
const SHOWN_MS = 60_000

/** The address of an incident at a protected place: asked for with one key, on the audit, and gone after a minute. */
export class ProtectedAddress {
  readonly #desk: Desk
  #told: ToldAddress | undefined
  #timer = 0

  constructor(desk: Desk) {
    this.#desk = desk
  }

  view(incident: IncidentView): Child {
    if (incident.location.protected !== true) return null
    const told = this.#told?.incidentId === incident.id ? this.#told : undefined
    return h(
      'p.protected',
      { key: 'protected' },
      told
        ? [
            h('b', {}, [told.address, told.asTyped].filter(Boolean).join(' · ')),
            ' ',
            h('button.quiet', { onclick: () => this.#forget() }, 'Hide'),
          ]
        : h('button', { onclick: () => void this.#ask(incident.id) }, 'Show the address: this is recorded'),
    )
  }

  async #ask(incidentId: string): Promise<void> {
    const answer = await this.#desk.ask<ToldAddress>(`/incidents/${incidentId}/protected-address`)
    if (!answer.ok) {
      this.#desk.done('This address is told to whoever needs it: ask a supervisor')
      return
    }
    this.#told = answer.body
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => this.#forget(), SHOWN_MS)
    this.#desk.repaint()
  }

  #forget(): void {
    this.#told = undefined
    this.#desk.repaint()
  }
}
