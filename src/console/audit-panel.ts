import type { z } from 'zod'
import type { auditQuery, auditView, chainView } from '../audit/audit-contract.ts'
import type { Desk } from './desk.ts'
import { choice, field } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { calendarDay, clockTime } from './time-words-rules.ts'
import { say } from './words/say.ts'

type Entry = z.output<typeof auditView>[number]
type Chain = z.output<typeof chainView>
type Op = NonNullable<z.output<typeof auditQuery>['op']>

const PAGE = 50
const opWords = {
  consultation: () => say('audit.op-consultation'),
  disclosure: () => say('audit.op-disclosure'),
  alteration: () => say('audit.op-alteration'),
  collection: () => say('audit.op-collection'),
  combination: () => say('audit.op-combination'),
  erasure: () => say('audit.op-erasure'),
  'sign-in': () => say('audit.op-sign-in'),
  refusal: () => say('audit.op-refusal'),
} satisfies Record<Op, () => string>
/** An operation in words; one that this page does not know keeps its name. */
const opName = (op: string) => (op in opWords ? opWords[op as Op]() : op)

/**
 * Who looked at what, when and why (Data Protection Act 2018 s.62), and whether the chain of it is unbroken. Read when it is
 * asked for, never by itself: each reading is an entry. An administrator sees which incident by its identifier alone.
 */
export class AuditPanel {
  readonly #desk: Desk
  #entries: readonly Entry[] | undefined
  #chain: Chain | undefined
  #words = say('audit.reading')
  #op = ''
  #actorId = ''
  #incidentId: string | undefined
  #before: number | undefined
  /** everybody seen in any page of it: names to choose from */
  readonly #people = new Map<string, string>()
  #asked = 0

  constructor(desk: Desk) {
    this.#desk = desk
  }

  view(): readonly Child[] {
    if (this.#asked === 0) {
      void this.#read()
      void this.#checkChain()
    }
    const entries = this.#entries ?? []
    return [
      h('h2', { key: 'head' }, say('audit.title')),
      h('p.hint', { key: 'hint' }, say('audit.hint')),
      this.#chainView(),
      this.#filters(),
      this.#words !== '' && h('p.hint', { key: 'words', role: 'status' }, this.#words),
      entries.length > 0 &&
        h(
          'div.list.audit-list',
          { key: 'list', tabindex: 0, role: 'region', 'aria-label': say('audit.title') },
          h(
            'table',
            {},
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                (['entry', 'when'] as const).map((column) => h('th', { scope: 'col' }, say(`audit.column-${column}`))),
                h('th', { scope: 'col' }, say('audit.who')),
                h('th', { scope: 'col' }, say('audit.what')),
                (['about', 'why'] as const).map((column) => h('th', { scope: 'col' }, say(`audit.column-${column}`))),
              ),
            ),
            h(
              'tbody',
              {},
              entries.map((entry) => this.#row(entry)),
            ),
          ),
        ),
    ]
  }

  #chainView(): Spec {
    const chain = this.#chain
    const words = !chain
      ? say('audit.chain-unknown')
      : chain.whole
        ? say('audit.whole', { entries: chain.entries })
        : say('audit.broken', { from: chain.firstBroken ?? 0 })
    return h(
      'p.chain',
      { key: 'chain' },
      h(chain?.whole === false ? 'b.mark.danger-mark' : 'b', { role: 'status' }, words),
      ' ',
      h('button', { onclick: () => void this.#checkChain() }, say('audit.check-chain')),
    )
  }

  #filters(): Spec {
    const by = (change: () => void) => {
      this.#before = undefined
      change()
      void this.#read()
    }
    const people = [...this.#people]
      .map(([code, name]) => ({ code, name }))
      .sort((a, b) => a.name.localeCompare(b.name))
    return h(
      'div.audit-filters',
      { key: 'filters' },
      field(
        say('audit.what'),
        choice(
          Object.entries(opWords).map(([code, words]) => ({ code, name: words() })),
          this.#op,
          (op) => by(() => (this.#op = op)),
          say('audit.anything'),
        ),
      ),
      field(
        say('audit.who'),
        choice(people, this.#actorId, (id) => by(() => (this.#actorId = id)), say('audit.anybody')),
      ),
      this.#incidentId !== undefined &&
        h('button', { onclick: () => by(() => (this.#incidentId = undefined)) }, say('audit.all-incidents')),
      h('button', { onclick: () => by(() => {}) }, say('audit.newest')),
      (this.#entries?.length ?? 0) >= PAGE && h('button', { onclick: () => this.#older() }, say('audit.older')),
    )
  }

  #row({ n, at, actorName, actorRole, op, subjectType, incidentId, reason }: Entry): Spec {
    const reference = incidentId === null ? '' : this.#desk.board.incidents.get(incidentId)?.reference
    return h(
      'tr',
      { key: String(n) },
      h('td', {}, String(n)),
      h('td', {}, `${calendarDay(at)} ${clockTime(at)}`),
      h('td', {}, `${actorName ?? say('audit.nobody')} (${actorRole.replaceAll('-', ' ')})`),
      h('td', {}, opName(op)),
      h(
        'td',
        {},
        `${subjectType.replaceAll('-', ' ')} ${reference ?? ''} `,
        incidentId !== null &&
          this.#incidentId === undefined &&
          h('button.quiet', { onclick: () => this.#only(incidentId) }, say('audit.only-incident')),
      ),
      h('td', {}, reason),
    )
  }

  #only(incidentId: string): void {
    this.#incidentId = incidentId
    this.#before = undefined
    void this.#read()
  }

  #older(): void {
    this.#before = this.#entries?.at(-1)?.n
    void this.#read()
  }

  async #read(): Promise<void> {
    this.#asked += 1
    const asked = this.#asked
    const query = new URLSearchParams({ limit: String(PAGE) })
    if (this.#op !== '') query.set('op', this.#op)
    if (this.#actorId !== '') query.set('actorId', this.#actorId)
    if (this.#incidentId !== undefined) query.set('incidentId', this.#incidentId)
    if (this.#before !== undefined) query.set('before', String(this.#before))
    const answer = await this.#desk.ask<readonly Entry[]>(`/audit?${query.toString()}`)
    if (asked !== this.#asked) return
    if (answer.ok) {
      this.#entries = answer.body
      for (const { actorId, actorName } of answer.body)
        if (actorId !== null && actorName !== null) this.#people.set(actorId, actorName)
    }
    this.#words = !answer.ok
      ? say('audit.not-read', { why: answer.problem.title })
      : answer.body.length === 0
        ? say('audit.none')
        : ''
    this.#desk.repaint()
  }

  async #checkChain(): Promise<void> {
    this.#chain = undefined
    this.#desk.repaint()
    const answer = await this.#desk.ask<Chain>('/audit/chain')
    if (answer.ok) this.#chain = answer.body
    this.#desk.repaint()
  }
}
