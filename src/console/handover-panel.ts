import type { z } from 'zod'
import type { HandoverHead } from '../handover/handover.ts'
import type { handoverView } from '../handover/handover-contract.ts'
import type { Desk } from './desk.ts'
import { choice, field, gradeChip, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { clockOrDay, clockTime } from './time-words-rules.ts'

type Shown = z.output<typeof handoverView>

/** Asked for anew this often while it is looked at, in milliseconds: others draft and sign too. */
const REFRESH_MS = 5_000

/** The end of a shift: one screen of what is left, frozen, what has changed since, and the two signatures (CONSOLES D14). */
export class HandoverPanel {
  readonly #desk: Desk
  readonly #onOpen: (incidentId: string) => void
  #list: readonly HandoverHead[] = []
  #shown: Shown | undefined
  #askedAt = -REFRESH_MS
  #words = 'Reading the hand-overs'
  #draft = { desk: '', notes: '' }
  #takenOn = ''

  constructor(desk: Desk, onOpen: (incidentId: string) => void) {
    this.#desk = desk
    this.#onOpen = onOpen
    this.#draft.desk = this.#desks()[0]?.code ?? ''
  }

  view(): readonly Child[] {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    return [
      h('h2', { key: 'head' }, 'Hand-over'),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      ...this.#list.map((one) => this.#row(one)),
      this.#shown && this.#whole(this.#shown),
      this.#form(),
    ]
  }

  /** Desks of which this person may draft one: their areas, and for a supervisor both centres. */
  #desks(): { code: string; name: string }[] {
    const { role, areas, centreId } = this.#desk.you
    const ofArea = (area: string) => ({ code: `area/${area}`, name: `Area ${area}` })
    const known = new Set([...areas, ...[...this.#desk.board.units.values()].map(({ areaId }) => areaId)])
    const desks = [...(areas.length > 0 ? areas : known)].sort().map(ofArea)
    return role === 'supervisor' && centreId !== null
      ? [{ code: `centre/${centreId}`, name: `Centre ${centreId}` }, ...desks]
      : desks
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<readonly HandoverHead[]>('/handovers')
    if (answer.ok) this.#list = answer.body
    this.#words = answer.ok ? '' : `The hand-overs could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #row(one: HandoverHead): Spec {
    const state =
      one.incomingAt !== null
        ? `taken over by ${one.incomingBy} ${this.#when(one.incomingAt)}: ${one.takenOn}`
        : one.outgoingAt === null
          ? 'not signed yet'
          : `signed by ${one.draftedBy}, not taken over yet`
    return h(
      'p.handover',
      { key: one.id },
      h('button', { onclick: () => void this.#show(one.id) }, `Read ${one.scope} ${one.scopeId}, ${one.role}`),
      ` ${one.draftedBy}, ${this.#when(one.draftedAt)}: ${state}`,
    )
  }

  #when(at: string): string {
    return clockOrDay(at, this.#desk.now())
  }

  async #show(id: string): Promise<void> {
    const answer = await this.#desk.ask<Shown>(`/handovers/${id}`)
    if (answer.ok) this.#shown = answer.body
    else this.#words = answer.problem.title
    this.#desk.repaint()
  }

  #whole(one: Shown): Spec {
    const { incidents, promises, exceptions, roads, unitsMissing } = one.picture
    const list = (name: string, items: Child[]) => [
      h('h3', { key: `head ${name}` }, `${name}: ${items.length}`),
      h('ul', { key: name }, items),
    ]
    const button = (incidentId: string | null, reference: string | null): Child =>
      incidentId !== null && h('button', { onclick: () => this.#onOpen(incidentId) }, reference ?? 'Open')
    return h(
      'article.handover-read',
      { key: 'whole', id: 'handover-read' },
      h('h3', {}, `${one.scope} ${one.scopeId}, drafted ${clockTime(one.draftedAt)}, number ${one.draftedSeq}`),
      one.notes !== '' && h('p', {}, one.notes),
      ...list(
        'Changed since it was drafted',
        one.changes.map(({ words, incidentId }) => h('li', { key: words }, button(incidentId, 'Open'), ` ${words}`)),
      ),
      ...list(
        'Open incidents',
        incidents.map((incident) =>
          h(
            'li',
            { key: incident.incidentId },
            gradeChip(this.#desk.words, incident.grade),
            button(incident.incidentId, incident.reference),
            ` ${incident.type}, ${incident.units} going${incident.attendBy === null ? '' : `, attend by ${this.#when(incident.attendBy)}`}${incident.locked ? ', locked' : ''}`,
          ),
        ),
      ),
      ...list(
        'Promises',
        promises.map(({ actionId, incidentId, reference, text, owner, dueAt }) =>
          h(
            'li',
            { key: actionId },
            button(incidentId, reference),
            ` ${dueAt === null ? '' : `by ${this.#when(dueAt)}: `}${text} (${owner})`,
          ),
        ),
      ),
      ...list(
        'Warnings',
        [
          ...exceptions.map(
            ({ reference, because, inHand }) =>
              `${reference ?? ''} ${because}${inHand === null ? '' : `, in hand: ${inHand}`}`,
          ),
          ...roads.map(({ name, because }) => `${name}: ${because}`),
          ...unitsMissing.map(({ callsign }) => `${callsign} is missing`),
        ].map((words, index) => h('li', { key: String(index) }, words)),
      ),
      this.#signing(one),
    )
  }

  #signing(one: Shown): Child {
    if (one.superseded) return h('p', {}, 'Another was drafted in its place.')
    if (one.incomingAt !== null) return h('p', {}, `${one.incomingBy} has taken on: ${one.takenOn}`)
    if (one.outgoingAt === null)
      return h(
        'p.doing',
        {},
        h('button.primary', { onclick: () => void this.#sign(one, 'outgoing') }, 'Sign as the outgoing shift'),
      )
    return h(
      'div.doing',
      {},
      field(
        'What I have taken on',
        h('input', {
          id: 'taken-on',
          value: this.#takenOn,
          oninput: (event: Event) => {
            this.#takenOn = typed(event)
          },
        }),
      ),
      h('button.primary', { onclick: () => void this.#sign(one, 'incoming') }, 'Sign as the incoming shift'),
    )
  }

  async #sign({ id, changesKey }: Shown, as: 'outgoing' | 'incoming'): Promise<void> {
    const answer = await this.#desk.order<Shown>({
      what: `Sign as the ${as} shift`,
      method: 'POST',
      path: `/handovers/${id}/signatures`,
      body: { as, changesKey, takenOn: this.#takenOn },
    })
    if (answer.ok) {
      this.#shown = answer.body
      this.#takenOn = ''
      this.#desk.done(`Signed as the ${as} shift`)
      await this.#refresh()
    } else await this.#show(id)
  }

  #form(): Spec {
    return h(
      'form.shift-form',
      { key: 'form', onsubmit: (event: Event) => void this.#send(event) },
      field(
        'Hand over',
        choice(this.#desks(), this.#draft.desk, (code) => {
          this.#draft.desk = code
          this.#desk.repaint()
        }),
      ),
      field(
        'Notes for whoever comes',
        h('textarea', {
          id: 'handover-notes',
          rows: 2,
          value: this.#draft.notes,
          oninput: (event: Event) => {
            this.#draft.notes = typed(event)
          },
        }),
      ),
      h('button', { type: 'submit' }, 'Draft the hand-over'),
    )
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault()
    const [scope, scopeId] = this.#draft.desk.split('/')
    const answer = await this.#desk.order<Shown>({
      what: 'Draft the hand-over',
      method: 'POST',
      path: '/handovers',
      body: { scope, scopeId, notes: this.#draft.notes },
    })
    if (answer.ok) {
      this.#shown = answer.body
      this.#draft.notes = ''
      this.#desk.done('The hand-over is drafted')
    }
    await this.#refresh()
  }
}
