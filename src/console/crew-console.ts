import type { BriefingChange } from '../briefings/briefing.ts'
import type { DeploymentView, Step } from '../dispatch/dispatch.ts'
import type { UnitView } from '../units/unit.ts'
import type { BriefingView } from './board.ts'
import { briefingPanel } from './briefing-panel.ts'
import { CrewQueue } from './crew-queue.ts'
import { asTapped, waitingOf } from './crew-queue-rules.ts'
import { CrewReply } from './crew-reply.ts'
import { nextSteps } from './deployment-panel.ts'
import type { Console, Desk } from './desk.ts'
import { nameOf } from './force-words.ts'
import { choice, flagMarks, gradeChip, typeName, unitMark } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { ProtectedAddress } from './protected-address.ts'
import { clockTime, timeLeft } from './time-words-rules.ts'
import { say } from './words/say.ts'

/** The emergency button is held this long, so that no pocket presses it; a key does it at once. Milliseconds. */
const HOLD_MS = 1_000

/** A step in the words of a crew. */
function stepWords(step: Step): string {
  return say(`crew.step-${step}`)
}

/**
 * The page of a crew: one thumb, one incident, its briefing in full above, everything that is pressed at the bottom. What is
 * pressed goes through a queue of its own, so that it works without a network, and says what came of each.
 */
class CrewPage {
  readonly #desk: Desk
  readonly #queue: CrewQueue
  readonly #reply: CrewReply
  readonly #address: ProtectedAddress
  #read = new Map<string, number>()
  #holding = 0
  /** what came since the crew has read it, and for which version that was asked */
  #change: BriefingChange | undefined
  #changeAsked = ''

  constructor(desk: Desk) {
    this.#desk = desk
    this.#address = new ProtectedAddress(desk)
    this.#queue = new CrewQueue({ personId: desk.you.id, now: desk.now, onChange: desk.repaint })
    this.#reply = new CrewReply(desk, this.#queue)
  }

  view(): readonly Child[] {
    const { board, you } = this.#desk
    const unit = board.units.get(you.unitId ?? '')
    const known = [...board.deployments.values()].find(
      ({ unitId, releasedAt }) => unitId === you.unitId && releasedAt === null,
    )
    const so = known && asTapped(known, this.#queue.acts)
    const deployment = so?.releasedAt === null ? so : undefined
    return [
      this.#sent(),
      h(
        'div.crew-page',
        { key: 'page', tabindex: 0, role: 'region', 'aria-label': say('crew.title') },
        this.#head(unit),
        deployment
          ? h(
              'section.crew-deployment',
              { key: 'deployment', 'data-about': `deployment/${deployment.id}` },
              this.#deployment(deployment),
            )
          : h('p.empty', { key: 'none' }, say('crew.nothing')),
      ),
      unit && h('div.crew-bar', { key: 'bar' }, this.#bar(unit, deployment)),
    ]
  }

  /** Nothing more is sent from this page. */
  end(): void {
    this.#queue.stop()
  }

  get unsent(): number {
    return waitingOf(this.#queue.acts)?.count ?? 0
  }

  /** What waits, and what came of what was sent; a refusal stays until somebody has seen it. */
  #sent(): Child {
    const { acts } = this.#queue
    const waiting = waitingOf(acts)
    const unsentHelp = acts.some(({ kind, state }) => kind === 'emergency' && state === 'waiting')
    return h(
      'section.crew-sent',
      { key: 'sent', 'aria-label': say('queue.name') },
      unsentHelp && h('p.not-live-bar', { key: 'help', role: 'alert' }, say('crew.emergency-unsent')),
      h(
        'p.unsent',
        { key: 'waiting', role: 'status' },
        waiting ? say('queue.waiting', { count: waiting.count, since: clockTime(waiting.since) }) : '',
      ),
      h(
        'ul',
        { key: 'acts' },
        acts.map(({ key, what, state, tappedAt, answeredAt, because }) => {
          const at = clockTime(tappedAt)
          const words = {
            waiting: () => say('queue.act-waiting', { what, at }),
            sent: () => say('queue.act-sent', { what, at: clockTime(answeredAt ?? tappedAt) }),
            refused: () => say('queue.act-refused', { what, at, because }),
            overtaken: () => say('queue.act-overtaken', { what, at }),
          }[state]()
          return h(
            'li',
            { key, class: `act act-${state}`, role: state === 'refused' ? 'alert' : undefined },
            h('span', {}, words),
            (state === 'refused' || state === 'overtaken') &&
              h('button', { onclick: () => this.#queue.dismiss(key) }, say('queue.seen')),
          )
        }),
      ),
    )
  }

  #head(unit: UnitView | undefined): Spec {
    const { words } = this.#desk
    return h(
      'section.crew-state',
      { key: 'state' },
      unit
        ? h(
            'h2',
            {},
            unitMark(unit.commitment === null),
            ` ${unit.callsign} `,
            h(
              'small',
              {},
              say('crew.state-since', {
                code: unit.state,
                name: nameOf(words.unitStates, unit.state),
                since: clockTime(unit.stateAt),
              }),
            ),
          )
        : h('p.empty', {}, say('crew.not-booked')),
    )
  }

  #deployment(deployment: DeploymentView): Child[] {
    const { board, words } = this.#desk
    const incident = board.incidents.get(deployment.incidentId)
    const briefing = board.briefings.get(deployment.incidentId)
    const read = this.#readOf(deployment)
    const left =
      incident?.attendBy && deployment.atSceneAt === null ? timeLeft(incident.attendBy, this.#desk.now()) : undefined
    const asked = deployment.moreUnits
    return [
      incident && h('h3', {}, gradeChip(words, incident.grade), ` ${typeName(words, incident)}`),
      incident && h('p.crew-where', {}, incident.location.text || say('crew.where-unknown')),
      incident && this.#address.view(incident),
      incident &&
        h(
          'p.flags',
          {},
          `${incident.reference} `,
          flagMarks(incident),
          left &&
            h(
              'span',
              { class: left.late ? 'left late' : 'left' },
              left.late ? left.words : say('crew.left', { left: left.words }),
            ),
        ),
      asked &&
        h(
          'p.quiet-mark',
          { key: 'asked' },
          say('crew.asked-more', { units: asked.units, at: clockTime(asked.askedAt) }),
        ),
      briefing && read > 0 && read < briefing.version && this.#whatIsNew(briefing, read),
      h('div.briefing', {}, briefingPanel(briefing, this.#changeOf(briefing, read)?.added)),
      briefing && read >= briefing.version && h('p.quiet-mark', {}, say('crew.have-read', { version: read })),
    ]
  }

  #readOf({ incidentId, unitId }: DeploymentView): number {
    return Math.max(this.#read.get(incidentId) ?? 0, this.#desk.board.briefingsRead.get(`${incidentId}/${unitId}`) ?? 0)
  }

  /** Everything that is pressed, in reach of a thumb. */
  #bar(unit: UnitView, deployment: DeploymentView | undefined): Child[] {
    const briefing = deployment && this.#desk.board.briefings.get(deployment.incidentId)
    return [
      deployment &&
        h(
          'div.steps',
          { key: 'steps' },
          nextSteps(deployment)
            .filter((step) => step !== 'stand-down')
            .map((step) =>
              h('button.primary', { key: step, onclick: () => this.#take(deployment, step) }, stepWords(step)),
            ),
        ),
      deployment &&
        briefing &&
        this.#readOf(deployment) < briefing.version &&
        h(
          'button.primary.read',
          { key: 'read', onclick: () => this.#haveRead(deployment.incidentId, briefing.version) },
          say('crew.read'),
        ),
      deployment && this.#reply.view(deployment),
      (!deployment || this.#isEmergency(unit.state)) &&
        h(
          'label.set-state',
          { key: 'set' },
          say('crew.state'),
          choice(this.#states(unit, deployment), unit.state, (state) => this.#setState(state)),
        ),
      this.#emergency(unit),
    ]
  }

  #isEmergency(code: string): boolean {
    return this.#desk.words.unitStates.some((state) => state.emergency && state.code === code)
  }

  /** States a hand may set: on a call only the one in which an emergency is over. */
  #states(unit: UnitView, deployment: DeploymentView | undefined) {
    const step = deployment && (deployment.atSceneAt ? 'at-scene' : deployment.mobileAt ? 'mobile' : 'committed')
    return this.#desk.words.unitStates
      .filter(
        ({ deployment: of, emergency, code }) =>
          code === unit.state || (!emergency && (step ? of === step : of === 'none' || of === 'free')),
      )
      .map(({ code, name }) => ({ code, name: `${code} ${name}` }))
  }

  #take({ id }: DeploymentView, step: Step): void {
    this.#queue.press({
      what: stepWords(step),
      method: 'POST',
      path: `/deployments/${id}/steps`,
      body: this.#reply.isOffline ? { step, text: this.#reply.takenWords() } : { step },
      kind: 'other',
      step: { deploymentId: id, step },
    })
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
      h('p', {}, say('crew.what-is-new', { version: briefing.version, read })),
      gone.length > 0 &&
        h(
          'details',
          {},
          h('summary', {}, say('crew.no-longer-said', { count: gone.length })),
          gone.map(({ text }) => h('p', {}, text)),
        ),
    )
  }

  #haveRead(incidentId: string, version: number): void {
    this.#read.set(incidentId, version)
    this.#queue.press({
      what: say('crew.read-sent'),
      method: 'POST',
      path: `/incidents/${incidentId}/briefing/read`,
      body: { version },
      kind: 'other',
      step: null,
    })
  }

  #setState(state: string): void {
    const emergency = this.#isEmergency(state)
    this.#queue.press({
      what: emergency
        ? say('crew.emergency-sent')
        : `${say('crew.set-state')} ${nameOf(this.#desk.words.unitStates, state)}`,
      method: 'PUT',
      path: `/units/${this.#desk.you.unitId}/state`,
      body: { state },
      kind: emergency ? 'emergency' : 'state',
      step: null,
    })
  }

  #emergency(unit: UnitView): Child {
    const state = this.#desk.words.unitStates.find(({ emergency }) => emergency)
    if (!state) return null
    if (unit.state === state.code)
      return h(
        'p.emergency-on',
        { key: 'emergency-on', role: 'status' },
        say('crew.emergency-on', { since: clockTime(unit.stateAt) }),
      )
    const send = () => this.#setState(state.code)
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
      if (event.key === 'Enter' && !event.repeat) send()
    }
    return h(
      'button.emergency',
      { key: 'emergency', onpointerdown: press, onpointerup: release, onpointerleave: release, onkeydown: key },
      this.#holding === 0 ? say('crew.emergency') : say('crew.emergency-holding'),
    )
  }
}

/** The console of a crew. */
export function crewConsole(desk: Desk): Console {
  const page = new CrewPage(desk)
  return {
    title: say('crew.title'),
    answersAlarms: false,
    view: () => page.view(),
    unsent: () => page.unsent,
    end: () => page.end(),
  }
}
