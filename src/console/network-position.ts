import type { AddressMatchView } from '../contacts/contact.ts'
import { distanceInWords } from './distance-words-rules.ts'
import type { WhereDraft } from './draft.ts'
import type { IntakeWork } from './intake-work.ts'
import { matchWords } from './network-position-rules.ts'
import { type Child, h } from './paint.ts'
import { age } from './time-words-rules.ts'

/** Where the network says the caller is, beside the place that was chosen; one key takes it. */
export class NetworkPosition {
  readonly #work: IntakeWork
  /** what was asked last: contact, its address, and the place */
  #asked = ''
  #match: AddressMatchView | undefined

  constructor(work: IntakeWork) {
    this.#work = work
  }

  /** Its point; null where there is none, or it is masked. */
  get point(): { lat: number; lon: number } | null {
    const { lat = null, lon = null } = this.#work.contact?.networkLocation ?? {}
    return lat === null || lon === null ? null : { lat, lon }
  }

  /** Its point with its radius, for the map; null where there is none, or it is masked. */
  get circle(): { lat: number; lon: number; radiusMetres: number | null } | null {
    const { point } = this
    return point && { ...point, radiusMetres: this.#work.contact?.networkLocation?.radiusMetres ?? null }
  }

  view(where: WhereDraft): Child {
    const position = this.#work.contact?.networkLocation
    if (!position) return h('p.hint', {}, 'The network gave no position.')
    if (position.hidden)
      return h(
        'p.network',
        {},
        h('b', {}, 'Network position: '),
        'at or beside a protected address. ',
        h(
          'button',
          { onclick: () => void this.#work.useNetworkPosition() },
          `Use it: this is recorded${this.#work.desk.keys.hint('network')}`,
        ),
      )
    if (typeof position.problem === 'string' && position.lat === null && position.address === null)
      return h('p.hint', {}, `The network's position cannot be read: it ${position.problem}.`)
    const parts = [
      position.source.toUpperCase(),
      position.address ?? '',
      position.lat === null || position.lon === null ? '' : `${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}`,
      position.radiusMetres === null ? 'radius not known' : `± ${Math.round(position.radiusMetres)} m`,
      position.fixedAt === null ? 'age not known' : age(this.#work.desk.now() - Date.parse(position.fixedAt)),
      typeof position.confidencePercent === 'number' ? `${Math.round(position.confidencePercent)} % sure` : '',
    ]
    const apart = distanceInWords(this.point, where, position.radiusMetres)
    const match = this.#matchOf(position.address, where)
    return h(
      'p.network',
      {},
      h('b', {}, 'Network position: '),
      parts.filter(Boolean).join(', '),
      ' ',
      apart !== undefined && where.from !== 'network' && h('b.apart', {}, `${apart} `),
      match !== undefined && h('b', { class: match.answer === 'another' ? 'apart' : '' }, `${matchWords(match)} `),
      this.point !== null &&
        h(
          'button',
          { onclick: () => void this.#work.useNetworkPosition() },
          `Use this${this.#work.desk.keys.hint('network')}`,
        ),
    )
  }

  /** What the service says of the two, asked once for each pair. */
  #matchOf(address: string | null, { placeId }: WhereDraft): AddressMatchView | undefined {
    const contactId = this.#work.contact?.id
    if (address === null || placeId === null || contactId === undefined) return undefined
    const asked = [contactId, address, placeId].join('/')
    if (asked !== this.#asked) {
      this.#asked = asked
      this.#match = undefined
      void this.#ask(asked, contactId, placeId)
    }
    return this.#match
  }

  async #ask(asked: string, contactId: string, placeId: string): Promise<void> {
    const { desk } = this.#work
    const answer = await desk.ask<AddressMatchView>(`/contacts/${contactId}/address-match?placeId=${placeId}`)
    if (asked !== this.#asked || !answer.ok) return
    this.#match = answer.body
    desk.repaint()
  }
}
