import type { z } from 'zod'
import type { wallboardKept } from '../wallboards/wallboard-contract.ts'
import type { Desk } from './desk.ts'
import { field, typed } from './marks.ts'
import { type Child, h } from './paint.ts'

type Kept = z.output<typeof wallboardKept>

/** Lights and ends boards on the wall. A board's token is made here, shown once, and sent to nobody: the service has its hash. */
export class WallboardsPanel {
  readonly #desk: Desk
  #boards: readonly Kept[] = []
  #name = ''
  #fresh: { name: string; address: string } | undefined

  constructor(desk: Desk) {
    this.#desk = desk
    void this.#refresh()
  }

  view(): readonly Child[] {
    return [
      h('h2', {}, 'Boards on the wall'),
      h(
        'form.commands',
        { onsubmit: (event: Event) => void this.#light(event) },
        field(
          'Where it hangs',
          h('input', {
            id: 'wallboard-name',
            maxlength: 80,
            value: this.#name,
            oninput: (event: Event) => {
              this.#name = typed(event)
              this.#desk.repaint()
            },
          }),
        ),
        h('button', { type: 'submit' }, 'Light a board'),
      ),
      this.#fresh &&
        h(
          'p',
          { key: 'fresh', role: 'status' },
          `${this.#fresh.name}: open this address on the wall’s computer. It is shown once. `,
          h(
            'a',
            { id: 'wallboard-address', href: this.#fresh.address, target: '_blank', rel: 'noopener' },
            'Open the board',
          ),
        ),
      h(
        'ul',
        { key: 'boards' },
        this.#boards.map(({ id, name, lit }) =>
          h(
            'li',
            { key: id },
            h('b', {}, name),
            lit ? ' lit ' : ' ended',
            lit &&
              h(
                'button',
                { type: 'button', 'aria-label': `End ${name}`, onclick: () => void this.#end(id, name) },
                'End',
              ),
          ),
        ),
      ),
    ]
  }

  async #refresh(): Promise<void> {
    const answer = await this.#desk.ask<Kept[]>('/wallboards')
    if (answer.ok) this.#boards = answer.body
    this.#desk.repaint()
  }

  async #light(event: Event): Promise<void> {
    event.preventDefault()
    const name = this.#name.trim()
    // a button that cannot be pressed would stop whoever types fast: it is painted a frame after the last letter
    if (name === '') return
    const token = asHex(crypto.getRandomValues(new Uint8Array(32)))
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
    const body = { name, tokenHash: asHex(new Uint8Array(hash)) }
    const answer = await this.#desk.order<Kept>({ what: `Light ${name}`, method: 'POST', path: '/wallboards', body })
    if (!answer.ok) return
    this.#name = ''
    this.#fresh = { name, address: `/wall#${token}` }
    await this.#refresh()
  }

  async #end(id: string, name: string): Promise<void> {
    await this.#desk.order({ what: `End ${name}`, method: 'POST', path: `/wallboards/${id}/end` })
    await this.#refresh()
  }
}

function asHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
