import type { RoadChangeView } from '../roads/road-change.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import type { Shape } from './drawing-rules.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { RoadDrawing } from './road-drawing.ts'
import { clockTime } from './time-words-rules.ts'

/** Asked for anew this often while it is looked at, in milliseconds: others close and open roads too. */
const REFRESH_MS = 5_000

const kinds = [
  { code: 'closed', name: 'Closed' },
  { code: 'slowed', name: 'Slow' },
]
const places = [
  { code: 'pass', name: 'A pass' },
  { code: 'road', name: 'A road, by name or number' },
  { code: 'line', name: 'A line that I draw' },
  { code: 'area', name: 'An area that I draw' },
]
const empty = { kind: 'closed', percent: '50', because: '', place: 'pass', where: '', until: '' }

/** Roads that are closed or slow: said once here, known to every recommendation within two seconds. */
export class RoadsPanel {
  readonly #desk: Desk
  #list: readonly RoadChangeView[] | undefined
  #askedAt = -REFRESH_MS
  #words = 'Reading which roads are closed'
  #wish = { ...empty }
  #problems: Problem['errors'] = []
  #isSending = false
  readonly #drawing: RoadDrawing

  /** @param openId the incident that is open beside */
  constructor(desk: Desk, openId: () => string | null) {
    this.#desk = desk
    this.#drawing = new RoadDrawing({
      desk,
      changes: () => this.#list ?? [],
      openIncident: () => desk.board.incidents.get(openId() ?? ''),
    })
  }

  /** Somebody draws: that wants room. */
  get isDrawing(): boolean {
    return this.#shape !== undefined
  }

  get #shape(): Shape | undefined {
    const { place } = this.#wish
    return place === 'line' || place === 'area' ? place : undefined
  }

  view(): readonly Child[] {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    const list = this.#list ?? []
    return [
      h('h2', { key: 'head' }, `Roads closed or slow: ${list.length}`),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      ...list.map((change) => this.#row(change)),
      this.#form(),
    ]
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<readonly RoadChangeView[]>('/road-changes')
    if (answer.ok) this.#list = answer.body
    this.#words = answer.ok ? '' : `Which roads are closed could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #row(change: RoadChangeView): Spec {
    const planned = Date.parse(change.from) > this.#desk.now()
    return h(
      'article.road-change',
      { key: change.id },
      h('b', {}, `${change.name} ${change.kind === 'closed' ? 'closed' : `at ${Math.round(change.factor * 100)} %`}`),
      `: ${change.because}, ${(change.metres / 1_000).toFixed(1)} km, ${planned ? 'planned for' : 'since'} ${clockTime(change.from)}${change.to ? ` until ${clockTime(change.to)}` : ''} `,
      h('button', { onclick: () => void this.#withdraw(change) }, `Open ${change.name} again`),
    )
  }

  #form(): Spec {
    const wish = this.#wish
    const input = (id: string, key: keyof typeof empty, more: Record<string, string | number | boolean> = {}) =>
      h('input', {
        id,
        ...more,
        value: wish[key],
        oninput: (event: Event) => {
          wish[key] = typed(event)
        },
      })
    const choose = (options: typeof kinds, key: keyof typeof empty) =>
      choice(options, wish[key], (code) => {
        wish[key] = code
        this.#desk.repaint()
      })
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#send()
    }
    const after = this.#drawing.calledAfter
    return h(
      'form.road-form',
      { key: 'form', onsubmit: submit },
      h(
        'div.fields',
        {},
        field('It is', choose(kinds, 'kind')),
        wish.kind === 'slowed' &&
          field(
            'Per cent of the usual speed',
            input('road-percent', 'percent', { type: 'number', min: 1, max: 99, required: true }),
            this.#problems,
            '/factor',
          ),
        field('Which', choose(places, 'place')),
        this.#shape === undefined &&
          field('Its name', input('road-where', 'where', { required: true }), this.#problems, '/place'),
      ),
      this.#shape !== undefined && h('div.road-drawing', { key: 'drawing' }, this.#drawing.view(this.#shape)),
      h(
        'div.fields',
        {},
        this.#shape !== undefined &&
          field(
            `Called, as the reasons say it${after === '' ? '' : ` (if left empty: ${after})`}`,
            input('road-called', 'where', { required: after === '' }),
            this.#problems,
            '/name',
          ),
        field('Because of', input('road-because', 'because', { required: true }), this.#problems, '/because'),
        field('Until, if that is known', input('road-until', 'until', { type: 'time' }), this.#problems, '/to'),
      ),
      h(
        'button',
        { type: 'submit', disabled: this.#isSending || (this.#shape !== undefined && !this.#drawing.place) },
        wish.kind === 'closed' ? 'Close the road' : 'Slow the road down',
      ),
    )
  }

  async #send(): Promise<void> {
    const { kind, percent, because, place, where, until } = this.#wish
    const drawn = this.#shape === undefined ? undefined : this.#drawing.place
    if (this.#isSending || (this.#shape !== undefined && !drawn)) return
    this.#isSending = true
    const sent = JSON.stringify([this.#wish, drawn])
    const name = drawn && where.trim() === '' ? this.#drawing.calledAfter : where
    const answer = await this.#desk.order<RoadChangeView>({
      what: `${name} ${kind}`,
      method: 'POST',
      path: '/road-changes',
      body: {
        name,
        kind,
        because,
        place: drawn ?? { [place]: where },
        ...(kind === 'slowed' ? { factor: Number(percent) / 100 } : {}),
        ...(until === '' ? {} : { to: nextTimeOf(until, this.#desk.now()) }),
      },
    })
    this.#isSending = false
    this.#problems = answer.ok ? [] : answer.problem.errors
    if (answer.ok) {
      // whoever has begun the next one meanwhile goes on with it
      if (JSON.stringify([this.#wish, this.#shape && this.#drawing.place]) === sent) {
        this.#wish = { ...empty }
        this.#drawing.clear()
      }
      this.#desk.done(`${answer.body.name}: ${(answer.body.metres / 1_000).toFixed(1)} km of road ${kind}`)
    }
    await this.#refresh()
  }

  async #withdraw({ id, name }: RoadChangeView): Promise<void> {
    const answer = await this.#desk.order<RoadChangeView>({
      what: `${name} open again`,
      method: 'POST',
      path: `/road-changes/${id}/withdraw`,
    })
    if (answer.ok) this.#desk.done(`${name} is open again`)
    await this.#refresh()
  }
}

/** The next time the clock shows this, as an instant. */
function nextTimeOf(hoursAndMinutes: string, now: number): string {
  const [hours = 0, minutes = 0] = hoursAndMinutes.split(':').map(Number)
  const at = new Date(now)
  at.setHours(hours, minutes, 0, 0)
  if (at.getTime() <= now) at.setDate(at.getDate() + 1)
  return at.toISOString()
}
