import type { BriefingChange } from '../briefings/briefing.ts'
import type { DeploymentView, Step } from '../dispatch/dispatch.ts'
import type { BriefingView } from './board.ts'
import { briefingPanel } from './briefing-panel.ts'
import { nextSteps, stepNames } from './deployment-panel.ts'
import type { Console, Desk } from './desk.ts'
import { nameOf } from './force-words.ts'
import { choice, flagMarks, gradeChip, typed, typeName, unitMark } from './marks.ts'
import { type Child, h } from './paint.ts'
import { ProtectedAddress } from './protected-address.ts'
import { clockTime, timeLeft } from './time-words-rules.ts'

/** The emergency button is held this long, so that no pocket presses it; a key does it at once. Milliseconds. */
const HOLD_MS = 1_000

/** The page of a crew: one thumb, one incident, its briefing in full, and the way to call for help. */
class CrewPage {
  readonly #desk: Desk
  #read = new Map<string, number>()
  #text = ''
  #holding = 0
  /** what came since the crew has read it, and for which version that was asked */
  #change: BriefingChange | undefined
  #changeAsked = ''
  readonly #address: ProtectedAddress

  constructor(desk: Desk) {
    this.#desk = desk
    this.#address = new ProtectedAddress(desk)
  }

  view(): readonly Child[] {
    const { board, you, words } = this.#desk
    const unit = board.units.get(you.unitId ?? '')
    const deployment = [...board.deployments.values()].find(
      ({ unitId, releasedAt }) => unitId === you.unitId && releasedAt === null,
    )
    return [
      h(
        'section.crew-state',
        { key: 'state' },
        unit
          ? [
              h(
                'h2',
                {},
                unitMark(unit.commitment === null),
                ` ${unit.callsign} `,
                h(
                  'small',
                  {},
                  `${unit.state} ${nameOf(words.unitStates, unit.state)} since ${clockTime(unit.stateAt)}`,
                ),
              ),
            ]
          : h('p.empty', {}, 'This sign-in is not booked on a unit that is on duty.'),
      ),
      deployment
        ? h(
            'section.crew-deployment',
            { key: 'deployment', 'data-about': `deployment/${deployment.id}` },
            this.#deployment(deployment),
          )
        : h('p.empty', { key: 'none' }, 'Nothing assigned.'),
      unit &&
        !deployment &&
        h(
          'label.set-state',
          { key: 'set' },
          'State ',
          choice(this.#states(unit.state), unit.state, (state) => void this.#setState(state)),
        ),
      unit && this.#emergency(),
    ]
  }

  #states(present: string) {
    return this.#desk.words.unitStates
      .filter(
        ({ deployment, emergency, code }) =>
          code === present || (!emergency && (deployment === 'none' || deployment === 'free')),
      )
      .map(({ code, name }) => ({ code, name: `${code} ${name}` }))
  }

  #deployment(deployment: DeploymentView): Child[] {
    const { board, words } = this.#desk
    const incident = board.incidents.get(deployment.incidentId)
    const briefing = board.briefings.get(deployment.incidentId)
    const read = Math.max(
      this.#read.get(deployment.incidentId) ?? 0,
      board.briefingsRead.get(`${deployment.incidentId}/${deployment.unitId}`) ?? 0,
    )
    const left =
      incident?.attendBy && deployment.atSceneAt === null ? timeLeft(incident.attendBy, this.#desk.now()) : undefined
    const take = (step: Step) =>
      void this.#desk.order({
        what: stepNames[step],
        method: 'POST',
        path: `/deployments/${deployment.id}/steps`,
        body: { step },
      })
    return [
      incident && h('h3', {}, gradeChip(words, incident.grade), ` ${typeName(words, incident)}`),
      incident && h('p.crew-where', {}, incident.location.text || 'Where is not known'),
      incident && this.#address.view(incident),
      incident &&
        h(
          'p.flags',
          {},
          `${incident.reference} `,
          flagMarks(incident),
          left && h('span', { class: left.late ? 'left late' : 'left' }, left.late ? left.words : `${left.words} left`),
        ),
      h(
        'div.steps',
        {},
        nextSteps(deployment)
          .filter((step) => step !== 'stand-down')
          .map((step) => h('button.primary', { key: step, onclick: () => take(step) }, stepNames[step])),
      ),
      briefing && read > 0 && read < briefing.version && this.#whatIsNew(briefing, read),
      h('div.briefing', {}, briefingPanel(briefing, this.#changeOf(briefing, read)?.added)),
      briefing &&
        (read >= briefing.version
          ? h('p.quiet-mark', {}, `You have read version ${read}.`)
          : h(
              'button.primary.read',
              { onclick: () => void this.#haveRead(deployment.incidentId, briefing.version) },
              'I have read this',
            )),
      h(
        'form.log-line',
        { onsubmit: (event: Event) => void this.#addToLog(event, deployment.incidentId) },
        h('input', {
          'aria-label': 'For the log',
          placeholder: 'For the log',
          value: this.#text,
          oninput: (event: Event) => {
            this.#text = typed(event)
          },
        }),
        h('button', { type: 'submit' }, 'Add'),
      ),
    ]
  }

  /** What the crew has not read yet is asked for once, and marked in its place. */
  #changeOf(briefing: BriefingView | undefined, read: number): BriefingChange | undefined {
    if (!briefing || read === 0 || read >= briefing.version) return undefined
    const name = `${briefing.id}/${read}`
    if (this.#changeAsked !== name) {
      this.#changeAsked = name
      this.#change = undefined
      void this.#askChange(briefing, read, name)
    }
    return this.#change
  }

  async #askChange({ incidentId, version }: BriefingView, read: number, name: string): Promise<void> {
    const answer = await this.#desk.ask<{ change?: BriefingChange }>(
      `/incidents/${incidentId}/briefing?version=${version}&since=${read}`,
    )
    if (this.#changeAsked !== name || !answer.ok) return
    this.#change = answer.body.change
    this.#desk.repaint()
  }

  #whatIsNew(briefing: BriefingView, read: number): Child {
    const gone = this.#changeOf(briefing, read)?.gone ?? []
    return h(
      'div.added',
      { role: 'status' },
      h('p', {}, `Version ${briefing.version}: what is new since you read version ${read} is marked.`),
      gone.length > 0 &&
        h(
          'details',
          {},
          h('summary', {}, `${gone.length} no longer said`),
          gone.map(({ text }) => h('p', {}, text)),
        ),
    )
  }

  async #haveRead(incidentId: string, version: number): Promise<void> {
    const answer = await this.#desk.order({
      what: 'Briefing read',
      method: 'POST',
      path: `/incidents/${incidentId}/briefing/read`,
      body: { version },
    })
    if (answer.ok) this.#read.set(incidentId, version)
    this.#desk.repaint()
  }

  async #addToLog(event: Event, incidentId: string): Promise<void> {
    event.preventDefault()
    const text = this.#text
    if (text.trim() === '') return
    const answer = await this.#desk.order({
      what: 'For the log',
      method: 'POST',
      path: `/incidents/${incidentId}/log`,
      body: { kind: 'update', text },
    })
    if (answer.ok && this.#text === text) this.#text = ''
    if (answer.ok) this.#desk.done('On the log')
    this.#desk.repaint()
  }

  async #setState(state: string): Promise<void> {
    await this.#desk.order({
      what: 'State',
      method: 'PUT',
      path: `/units/${this.#desk.you.unitId}/state`,
      body: { state },
    })
  }

  #emergency(): Child {
    const state = this.#desk.words.unitStates.find(({ emergency }) => emergency)
    if (!state) return null
    const send = () => void this.#setState(state.code)
    const release = () => {
      clearTimeout(this.#holding)
      this.#holding = 0
      this.#desk.repaint()
    }
    const press = () => {
      this.#holding = window.setTimeout(() => {
        send()
        release()
      }, HOLD_MS)
      this.#desk.repaint()
    }
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Enter') send()
    }
    return h(
      'button.emergency',
      { key: 'emergency', onpointerdown: press, onpointerup: release, onpointerleave: release, onkeydown: key },
      this.#holding === 0 ? 'Emergency: hold for one second' : 'Keep holding',
    )
  }
}

/** The console of a crew. */
export function crewConsole(desk: Desk): Console {
  const page = new CrewPage(desk)
  return { title: 'Crew', answersAlarms: false, view: () => page.view() }
}
