import type { z } from 'zod'
import type { TransferView } from '../transfers/transfer.ts'
import type { transferListView } from '../transfers/transfer-contract.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { clockOrDay } from './time-words-rules.ts'

type List = z.output<typeof transferListView>

/** Asked for anew this often while it is looked at, in milliseconds. */
const REFRESH_MS = 5_000
const stateWords: Record<TransferView['state'], string> = {
  sending: 'on its way',
  delivered: 'delivered, not acknowledged yet',
  dead: 'could not be delivered: hand it over by telephone, or send it again',
  acknowledged: 'acknowledged',
  withdrawn: 'taken back',
}

/** Incidents that are handed to another force or agency and wait for it; one that is open here may be handed over. */
export class TransferPanel {
  readonly #desk: Desk
  readonly #onOpen: (incidentId: string) => void
  readonly #openId: () => string | null
  #list: List | undefined
  #askedAt = -REFRESH_MS
  #words = 'Reading what is handed over'
  #wish = { partner: '', reason: '' }
  #problems: Problem['errors'] = []

  /** @param openId the incident that is open beside */
  constructor(desk: Desk, onOpen: (incidentId: string) => void, openId: () => string | null) {
    this.#desk = desk
    this.#onOpen = onOpen
    this.#openId = openId
  }

  view(): readonly Child[] {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    const waiting = this.#list?.waiting ?? []
    return [
      h('h2', { key: 'head' }, `Handed to others, not acknowledged: ${waiting.length}`),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      ...waiting.map((one) => this.#row(one)),
      this.#form(),
    ]
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<List>('/transfers')
    if (answer.ok) this.#list = answer.body
    this.#words = answer.ok ? '' : `What is handed over could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #row(one: TransferView): Spec {
    const reference = this.#desk.board.incidents.get(one.incidentId)?.reference ?? 'incident'
    const order = (what: string, action: string, body?: object) =>
      void this.#order(`${what}: ${reference}`, `/transfers/${one.id}/${action}`, body)
    return h(
      'article.transfer',
      { key: one.id, 'data-state': one.state },
      h('button', { onclick: () => this.#onOpen(one.incidentId) }, reference),
      h('b', {}, ` ${one.partnerName}: `),
      `${stateWords[one.state]}, since ${clockOrDay(one.madeAt, this.#desk.now())}. ${one.reason} `,
      one.state === 'dead' &&
        this.#desk.you.role === 'supervisor' &&
        h('button', { key: 'again', onclick: () => order('Send again', 'send-again') }, `Send ${reference} again`),
      h(
        'button.quiet',
        { key: 'back', onclick: () => order('Take back', 'withdraw', { reason: 'Taken back at this desk' }) },
        `Take ${reference} back`,
      ),
    )
  }

  #form(): Child {
    const incident = this.#desk.board.incidents.get(this.#openId() ?? '')
    if (!incident) return h('p.empty', { key: 'form' }, 'Open an incident to hand it over.')
    const partners = (this.#list?.partners ?? []).map(({ code, name, connected }) => ({
      code,
      name: connected ? name : `${name} (by telephone)`,
    }))
    return h(
      'form.shift-form',
      { key: 'form', onsubmit: (event: Event) => void this.#send(event, incident.id) },
      field(
        `Hand ${incident.reference} to`,
        choice(
          partners,
          this.#wish.partner,
          (code) => {
            this.#wish.partner = code
            this.#desk.repaint()
          },
          'Choose',
        ),
        this.#problems,
        '/partner',
      ),
      field(
        'Why, and what they have to know',
        h('input', {
          id: 'transfer-reason',
          value: this.#wish.reason,
          oninput: (event: Event) => {
            this.#wish.reason = typed(event)
          },
        }),
        this.#problems,
        '/reason',
      ),
      h('button', { type: 'submit' }, 'Hand it over'),
      h('p.hint', {}, 'It stays open here until they have acknowledged it.'),
    )
  }

  async #send(event: Event, incidentId: string): Promise<void> {
    event.preventDefault()
    const { partner, reason } = this.#wish
    const answer = await this.#desk.order<TransferView>({
      what: 'Hand it over',
      method: 'POST',
      path: `/incidents/${incidentId}/transfers`,
      body: { partner, reason },
    })
    this.#problems = answer.ok ? [] : answer.problem.errors
    if (answer.ok) {
      this.#wish = { partner: '', reason: '' }
      this.#desk.done(`Handed to ${answer.body.partnerName}`)
    }
    await this.#refresh()
  }

  async #order(what: string, path: string, body?: object): Promise<void> {
    const answer = await this.#desk.order({ what, method: 'POST', path, ...(body && { body }) })
    if (answer.ok) this.#desk.done(what)
    await this.#refresh()
  }
}
