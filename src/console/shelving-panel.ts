import { shelvable } from './alarm-sound-rules.ts'
import type { BoardEvent } from './board-event.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { ShelvedAlarms } from './shelved-alarms.ts'
import { clockTime } from './time-words-rules.ts'
import { say } from './words/say.ts'

const MOST_MINUTES = 30

/** A supervisor puts a kind of alarm aside for a while, and lets it sound again (CONSOLES 1.3; EEMUA 191). */
export class ShelvingPanel {
  readonly #desk: Desk
  readonly #shelved: ShelvedAlarms
  #wish: { kind: string; minutes: string; reason: string } = { kind: shelvable[0] ?? '', minutes: '15', reason: '' }
  #problems: Problem['errors'] = []

  constructor(desk: Desk) {
    this.#desk = desk
    this.#shelved = new ShelvedAlarms(desk)
  }

  onEvent(event: BoardEvent): void {
    this.#shelved.onEvent(event)
  }

  view(): readonly Child[] {
    this.#shelved.tick()
    return [
      h('h2', { key: 'head' }, say('alarm.shelve')),
      ...this.#shelved.listNow().map((one) => this.#row(one)),
      this.#form(),
    ]
  }

  #row({ id, kind, until, shelvedBy, reason }: ReturnType<ShelvedAlarms['listNow']>[number]): Spec {
    return h(
      'article.shelving',
      { key: id },
      kind !== 'emergency' &&
        say('alarm.shelved', { kind: say(`alarm.kind-${kind}`), until: clockTime(until), by: shelvedBy, reason }),
      ' ',
      h('button', { onclick: () => void this.#end(id) }, say('alarm.sound-again')),
    )
  }

  #form(): Spec {
    const { minutes, reason, kind } = this.#wish
    const submit = (event: Event) => {
      event.preventDefault()
      void this.#shelve()
    }
    return h(
      'form.shelving-form',
      { key: 'form', onsubmit: submit },
      field(
        say('alarm.shelve-which'),
        choice(
          shelvable.map((code) => ({ code, name: say(`alarm.kind-${code}`) })),
          kind,
          (chosen) => {
            this.#wish.kind = chosen
          },
        ),
      ),
      field(
        say('alarm.shelve-minutes'),
        h('input', {
          type: 'number',
          min: 1,
          max: MOST_MINUTES,
          required: true,
          value: minutes,
          oninput: (event: Event) => {
            this.#wish.minutes = typed(event)
          },
        }),
        this.#problems,
        '/minutes',
      ),
      field(
        say('alarm.shelve-reason'),
        h('input', {
          required: true,
          minlength: 3,
          maxlength: 200,
          value: reason,
          oninput: (event: Event) => {
            this.#wish.reason = typed(event)
          },
        }),
        this.#problems,
        '/reason',
      ),
      h('p.hint', {}, say('alarm.shelve-hint')),
      h('button', { type: 'submit' }, say('alarm.shelve-now')),
    )
  }

  async #shelve(): Promise<void> {
    const { kind, minutes, reason } = this.#wish
    const answer = await this.#desk.order({
      what: say('alarm.shelve'),
      method: 'POST',
      path: '/alarm-shelvings',
      body: { kind, minutes: Number(minutes), reason },
    })
    this.#problems = answer.ok ? [] : (answer.problem.errors ?? [])
    if (answer.ok) {
      this.#wish = { ...this.#wish, reason: '' }
      this.#desk.done(say('alarm.shelve-done'))
    }
    this.#desk.repaint()
  }

  async #end(id: string): Promise<void> {
    const answer = await this.#desk.order({
      what: say('alarm.sound-again'),
      method: 'POST',
      path: `/alarm-shelvings/${id}/end`,
    })
    if (answer.ok) this.#desk.done(say('alarm.shelve-ended'))
  }
}
