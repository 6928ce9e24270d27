import type { Candidate, DeploymentView, RecommendationView } from '../dispatch/dispatch.ts'
import type { IncidentView } from '../incidents/incident.ts'
import { listDeploymentsOf } from './board-rules.ts'
import type { Desk } from './desk.ts'
import { type Divert, DivertForm } from './divert-form.ts'
import { focusSoon, kindName, unitMark } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { age, clockTime, distance, travelBand } from './time-words-rules.ts'
import { undoSending } from './undo-rules.ts'
import { WhyNotForm } from './why-not-form.ts'

/** A digit pressed this soon after the list changed was meant for the list before, in milliseconds. */
const SETTLE_MS = 700
/** Units that are shown before "more" (CONSOLES D4). */
const SHOWN_FIRST = 5

/**
 * Who should go: ranked, explained, never carried out by itself. One key sends; another unit than the first
 * goes just as fast, and the reason is asked afterwards (CR-21).
 */
export class RecommendationPanel {
  readonly #desk: Desk
  #incidentId = ''
  #version = 0
  #changedAt = 0
  #showsMore = false
  /** shown although nobody more is needed */
  #isOpened = false
  readonly #divertForm: DivertForm
  readonly #whyNot: WhyNotForm
  #met: Candidate | undefined
  /** who met the need, and when */
  #metBy = ''
  #asksReasonOf: string | undefined
  #busy = false

  constructor(desk: Desk) {
    this.#desk = desk
    this.#divertForm = new DivertForm(desk)
    this.#whyNot = new WhyNotForm(desk)
  }

  view(incident: IncidentView): Child[] {
    const recommendation = this.#desk.board.recommendations.get(incident.id)
    this.#notice(incident.id, recommendation?.version ?? 0)
    const owed = listDeploymentsOf(this.#desk.board, incident.id).find(
      ({ reasonOwed, assignedBy }) => reasonOwed && assignedBy === this.#desk.you.id,
    )
    if (owed && owed.id === this.#asksReasonOf) {
      this.#asksReasonOf = undefined
      moveOn('#reasons button')
    }
    return [
      owed && this.#reasonList(owed),
      h(
        'h3',
        {},
        'Recommended ',
        recommendation &&
          h(
            'small',
            {
              title: recommendation.madeByRules
                ? `By dispatch rules ${recommendation.madeByRules.dispatchRules.version}`
                : undefined,
            },
            `${clockTime(recommendation.madeAt)}, ${recommendation.because}`,
          ),
        h('span.grow', {}),
        incident.grade !== null && h('button.quiet', { onclick: () => void this.#rankAgain(incident) }, 'Rank again'),
      ),
      recommendation
        ? h(
            'div.recommendation',
            {
              key: 'list',
              id: 'recommendation',
              tabindex: -1,
              onkeydown: (event: KeyboardEvent) => this.#key(event, incident, recommendation),
            },
            this.#list(incident, recommendation),
          )
        : h(
            'p.empty',
            { key: 'none' },
            incident.grade === null
              ? 'Comes with the grade.'
              : incident.location.lat === null
                ? 'Comes with the location: it has no point yet.'
                : 'No recommendation yet.',
          ),
    ]
  }

  /** Puts the keyboard on the first unit. */
  focus(): void {
    this.#isOpened = true
    this.#desk.repaint()
    focusSoon('#recommendation .candidate button')
  }

  #notice(incidentId: string, version: number): void {
    if (incidentId === this.#incidentId && version === this.#version) return
    this.#whyNot.forget()
    if (incidentId !== this.#incidentId) {
      this.#showsMore = false
      this.#isOpened = false
      this.#divertForm.close()
      this.#met = undefined
    } else this.#changedAt = performance.now()
    this.#incidentId = incidentId
    this.#version = version
  }

  #going(incident: IncidentView): DeploymentView[] {
    return listDeploymentsOf(this.#desk.board, incident.id).filter(({ releasedAt }) => releasedAt === null)
  }

  #choices(incident: IncidentView, recommendation: RecommendationView): Candidate[] {
    const going = new Set(this.#going(incident).map(({ unitId }) => unitId))
    return recommendation.candidates.filter(({ rank, unitId }) => rank !== null && !going.has(unitId))
  }

  #list(incident: IncidentView, recommendation: RecommendationView): Child[] {
    const going = this.#going(incident)
    const choices = this.#choices(incident, recommendation)
    const shown = this.#showsMore ? choices : choices.slice(0, SHOWN_FIRST)
    const others = recommendation.candidates.filter(({ rank }) => rank === null)
    const isMet = going.length >= recommendation.unitsNeeded
    if (isMet && !this.#isOpened) {
      const words = `${going.length} of ${recommendation.unitsNeeded} going. `
      return [
        h(
          'p.need',
          { key: 'need' },
          words,
          h('button', { onclick: () => this.focus() }, `Send one more${this.#desk.keys.hint('to-recommended')}`),
        ),
      ]
    }
    return [
      h(
        'ul.warnings',
        { key: 'warnings' },
        recommendation.warnings.map((warning) => h('li', {}, warning)),
      ),
      h(
        'p.need',
        { key: 'need' },
        `${going.length} of ${recommendation.unitsNeeded} ${recommendation.unitsNeeded === 1 ? 'unit' : 'units'} going${isMet ? ': each further one is one more than needed' : ''}`,
      ),
      this.#met &&
        h(
          'p.wrong',
          { key: 'met', role: 'alert' },
          `${this.#metBy}. `,
          h(
            'button',
            { onclick: () => void this.#send(incident, recommendation, this.#met, { additional: true }) },
            `Send ${this.#met.callsign} as well`,
          ),
        ),
      h(
        'ol.candidates',
        { key: 'candidates' },
        shown.map((candidate, index) => this.#candidate(incident, recommendation, candidate, index)),
      ),
      choices.length === 0 && h('p.empty', { key: 'nobody' }, 'Nobody who is fit for this is free.'),
      choices.length > SHOWN_FIRST &&
        h(
          'button.quiet',
          { key: 'more', onclick: () => this.#toggleMore() },
          `${this.#showsMore ? 'Fewer' : `${choices.length - SHOWN_FIRST} more`}${this.#desk.keys.hint('more')}`,
        ),
      h(
        'details',
        { key: 'others' },
        h('summary', {}, `${others.length} not recommended`),
        h(
          'ul.unfit',
          {},
          others.map((candidate) =>
            h(
              'li',
              { key: candidate.unitId },
              h('b', {}, candidate.callsign),
              ` ${candidate.because.join('; ')} `,
              candidate.travel.known && travelBand(candidate.travel),
              candidate.needsCommander &&
                this.#desk.you.role === 'supervisor' &&
                h(
                  'button',
                  { onclick: () => void this.#send(incident, recommendation, candidate, {}) },
                  'Send: commander has decided',
                ),
            ),
          ),
        ),
      ),
      this.#whyNot.view(incident.id),
    ]
  }

  #candidate(incident: IncidentView, recommendation: RecommendationView, candidate: Candidate, index: number): Spec {
    const old =
      candidate.positionAgeSeconds === null
        ? 'no position'
        : `position ${age(candidate.positionAgeSeconds * 1_000 + this.#desk.now() - Date.parse(recommendation.madeAt))}`
    return h(
      'li.candidate',
      { key: candidate.unitId, class: index === 0 ? 'first' : '' },
      h(
        'button',
        {
          onclick: () => void this.#choose(incident, recommendation, candidate),
          'aria-keyshortcuts': index < 9 ? String(index + 1) : undefined,
        },
        h('kbd', {}, index < 9 ? String(index + 1) : ''),
        unitMark(candidate.divertFrom === null),
        h('b.callsign', {}, candidate.callsign),
        h('b.minutes', {}, travelBand(candidate.travel)),
        h(
          'span.facts',
          {},
          [
            candidate.travel.known ? distance(candidate.travel.metres) : '',
            kindName(candidate.kind),
            candidate.crewSize === 1 ? 'single' : `crew of ${candidate.crewSize}`,
          ]
            .filter(Boolean)
            .join(' · '),
        ),
        h('span.because', {}, candidate.because.join('; '), ' ', h('small', {}, old)),
        candidate.sendAs === 'backup' && h('span.mark', {}, 'Backup: send with the first'),
        candidate.divertFrom &&
          h(
            'span.mark',
            {},
            `Divert from ${candidate.divertFrom.reference}, grade ${candidate.divertFrom.grade ?? 'none'}${candidate.divertFrom.watched ? ', watched' : ''}`,
          ),
      ),
      this.#divertForm.isOpenFor(candidate.unitId) &&
        this.#divertForm.view(candidate, {
          send: (divert) => this.#divert(incident, recommendation, candidate, divert),
          leave: () => this.#leave(),
        }),
    )
  }

  #key(event: KeyboardEvent, incident: IncidentView, recommendation: RecommendationView): void {
    const isTyping = (event.target as HTMLElement).tagName === 'INPUT'
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping) return
    const choices = this.#choices(incident, recommendation)
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0
    if (digit > 0) {
      const candidate = choices[digit - 1]
      if (candidate) void this.#choose(incident, recommendation, candidate)
    } else if (this.#desk.keys.doing(event, 'recommended') === 'more') this.#toggleMore()
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      step(event.target as HTMLElement, event.key === 'ArrowDown' ? 1 : -1)
    else return
    event.preventDefault()
  }

  #toggleMore(): void {
    this.#showsMore = !this.#showsMore
    this.#desk.repaint()
  }

  async #choose(incident: IncidentView, recommendation: RecommendationView, candidate: Candidate): Promise<void> {
    if (performance.now() - this.#changedAt < SETTLE_MS)
      return this.#desk.done('The recommendation changed a moment ago: look, then press again')
    if (candidate.divertFrom && !this.#divertForm.isOpenFor(candidate.unitId)) {
      this.#divertForm.open(incident.id, candidate)
      return this.#desk.repaint()
    }
    const additional = this.#going(incident).length >= recommendation.unitsNeeded
    await this.#send(incident, recommendation, candidate, { additional })
  }

  #divert(incident: IncidentView, recommendation: RecommendationView, candidate: Candidate, divert: Divert): void {
    const additional = this.#going(incident).length >= recommendation.unitsNeeded
    void this.#send(incident, recommendation, candidate, { additional, divert })
  }

  #leave(): void {
    this.#divertForm.close()
    this.focus()
    this.#desk.repaint()
  }

  async #send(
    incident: IncidentView,
    recommendation: RecommendationView,
    candidate: Candidate | undefined,
    how: { additional?: boolean; divert?: Divert },
  ): Promise<void> {
    if (!candidate || this.#busy) return
    this.#busy = true
    this.#met = undefined
    this.#desk.repaint()
    const answer = await this.#desk.order<DeploymentView>({
      what: `Send ${candidate.callsign}`,
      method: 'POST',
      path: `/incidents/${incident.id}/deployments`,
      body: {
        recommendationId: recommendation.id,
        unitId: candidate.unitId,
        reasonCode: null,
        additional: how.additional ?? false,
        divert: how.divert ?? null,
      },
    })
    this.#busy = false
    if (answer.ok) {
      this.#divertForm.close()
      this.#isOpened = false
      this.#desk.done(`${candidate.callsign} assigned to ${incident.reference}, with its briefing`)
      this.#desk.offerUndo(undoSending(answer.body, incident.reference))
      // the answer may be here before the event that shows the reasons
      if (answer.body.reasonOwed) this.#asksReasonOf = answer.body.id
      else moveOn('#queue')
    } else if (answer.problem.type.endsWith('/recommendation/met')) {
      this.#met = candidate
      this.#metBy = answer.problem.detail ?? 'The need was met a moment ago'
    } else if (answer.problem.type.endsWith('/unit/divert-needed')) this.#divertForm.open(incident.id, candidate)
    this.#desk.repaint()
  }

  async #rankAgain(incident: IncidentView): Promise<void> {
    await this.#desk.order({ what: 'Rank again', method: 'POST', path: `/incidents/${incident.id}/recommendations` })
  }

  /** The one-key reason, after the unit has gone: it never delays the deployment. */
  #reasonList(owed: DeploymentView): Spec {
    const reasons = this.#desk.words.notFirstReasons
    const give = async (code: string) => {
      const answer = await this.#desk.order({
        what: `Why ${owed.callsign}`,
        method: 'POST',
        path: `/deployments/${owed.id}/reason`,
        body: { reasonCode: code },
      })
      if (answer.ok) moveOn('#queue')
    }
    const key = (event: KeyboardEvent) => {
      const reason = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined
      if (reason) void give(reason.code)
      else if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
        step(event.target as HTMLElement, event.key === 'ArrowDown' ? 1 : -1)
      else return
      event.preventDefault()
    }
    return h(
      'section.reasons',
      { key: `reason/${owed.id}`, id: 'reasons', onkeydown: key },
      h('h3', {}, `Why ${owed.callsign} and not the first?`),
      h(
        'ol',
        {},
        reasons.map((reason, index) =>
          h(
            'li.candidate',
            { key: reason.code },
            h('button', { onclick: () => void give(reason.code) }, h('kbd', {}, String(index + 1)), reason.name),
          ),
        ),
      ),
    )
  }
}

/** On to what comes next, unless the hands have gone elsewhere meanwhile. */
function moveOn(selector: string): void {
  const { activeElement } = document
  if (activeElement === document.body || activeElement?.closest('#recommendation, #reasons')) focusSoon(selector)
}

/** Moves the keyboard to the next button of the list it is in. */
function step(from: HTMLElement, by: 1 | -1): void {
  const buttons = [
    ...(from.closest('#recommendation, #reasons')?.querySelectorAll<HTMLButtonElement>('.candidate > button') ?? []),
  ]
  buttons[Math.max(0, Math.min(buttons.length - 1, buttons.indexOf(from as HTMLButtonElement) + by))]?.focus()
}
