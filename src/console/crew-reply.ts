import type { DeploymentView } from '../dispatch/dispatch.ts'
import type { CrewQueue } from './crew-queue.ts'
import type { Desk } from './desk.ts'
import { typed } from './marks.ts'
import { type Child, h } from './paint.ts'
import { clockTime } from './time-words-rules.ts'
import { say } from './words/say.ts'

/** More than this a crew asks for by radio. */
const MOST_UNITS = 4

/** What a crew says back from a call: a line for the log, and that it needs more units. */
export class CrewReply {
  readonly #desk: Desk
  readonly #queue: CrewQueue
  #text = ''
  /** the deployment for which it is being asked how many more */
  #askingFor = ''

  constructor(desk: Desk, queue: CrewQueue) {
    this.#desk = desk
    this.#queue = queue
  }

  /** What is pressed now may reach the service late: it says itself when it was. */
  get isOffline(): boolean {
    return this.#desk.link.state !== 'live'
  }

  takenWords(): string {
    return say('crew.taken-without-network', { at: clockTime(this.#desk.now()) })
  }

  view(deployment: DeploymentView): Child {
    const { incidentId, id } = deployment
    return h(
      'div.crew-reply',
      { key: 'reply' },
      h(
        'form.log-line',
        { key: 'log', onsubmit: (event: Event) => this.#addToLog(event, incidentId) },
        h('input', {
          'aria-label': say('crew.log'),
          placeholder: say('crew.log'),
          value: this.#text,
          oninput: (event: Event) => {
            this.#text = typed(event)
          },
        }),
        h('button', { type: 'submit' }, say('crew.log-add')),
      ),
      this.#askingFor === id
        ? h(
            'div.how-many',
            { key: 'how-many', role: 'group', 'aria-label': say('crew.how-many') },
            h('span', {}, say('crew.how-many')),
            Array.from({ length: MOST_UNITS }, (_, index) => index + 1).map((units) =>
              h('button.primary', { key: String(units), onclick: () => this.#ask(id, units) }, String(units)),
            ),
            h('button', { key: 'leave', onclick: () => this.#askFor('') }, say('crew.leave-it')),
          )
        : h('button.more-units', { key: 'more', onclick: () => this.#askFor(id) }, say('crew.more-units')),
    )
  }

  #askFor(deploymentId: string): void {
    this.#askingFor = deploymentId
    this.#desk.repaint()
  }

  #ask(deploymentId: string, units: number): void {
    this.#askingFor = ''
    this.#queue.press({
      what: say('crew.asking-more', { units }),
      method: 'POST',
      path: `/deployments/${deploymentId}/more-units`,
      body: this.isOffline ? { units, text: this.takenWords() } : { units },
      kind: 'other',
      step: null,
    })
  }

  #addToLog(event: Event, incidentId: string): void {
    event.preventDefault()
    const text = this.#text.trim()
    if (text === '') return
    this.#text = ''
    const at = clockTime(this.#desk.now())
    this.#queue.press({
      what: say('crew.log'),
      method: 'POST',
      path: `/incidents/${incidentId}/log`,
      body: { kind: 'update', text: this.isOffline ? say('crew.written-without-network', { text, at }) : text },
      kind: 'other',
      step: null,
    })
  }
}
