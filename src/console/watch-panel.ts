import type { z } from 'zod'
import type { watchListView } from '../supervision/watch-contract.ts'
import { ChangeForm } from './change-form.ts'
import type { Desk } from './desk.ts'
import { flagMarks, gradeChip, typeName } from './marks.ts'
import { NearMissPanel } from './near-miss-panel.ts'
import { type Child, h, type Spec } from './paint.ts'
import { RoadsPanel } from './roads-panel.ts'
import { timeLeft } from './time-words-rules.ts'

type Watched = z.output<typeof watchListView>[number]

/** The list is asked for anew this often while it is looked at, in milliseconds (CONSOLES S2). */
const REFRESH_MS = 5_000
const testNames: Record<Watched['tests'][number]['test'], string> = {
  correct: 'Response correct',
  timely: 'Timely',
  detailed: 'Enough on the log',
}

/** Incidents to watch with their three tests, lower grades to decide, and attempts that were refused (CR-26, CR-27). */
export class WatchPanel {
  readonly #desk: Desk
  readonly #onOpen: (incidentId: string) => void
  readonly #decisions = new Map<string, ChangeForm>()
  readonly #roads: RoadsPanel
  readonly #nearMisses: NearMissPanel
  #list: readonly Watched[] | undefined
  #askedAt = -REFRESH_MS
  #words = 'Reading the watch list'

  /** @param openId the incident that is open on the dispatch tab */
  constructor(desk: Desk, onOpen: (incidentId: string) => void, openId: () => string | null) {
    this.#desk = desk
    this.#onOpen = onOpen
    this.#roads = new RoadsPanel(desk, openId)
    this.#nearMisses = new NearMissPanel(desk, onOpen)
  }

  view(): readonly Child[] {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    const list = this.#list ?? []
    const failing = list.filter(({ tests }) => tests.some(({ ok }) => !ok))
    const passing = list.filter(({ tests }) => tests.every(({ ok }) => ok))
    return [
      h(
        'section.panel.watch-panel',
        { key: 'watch' },
        h('h2', {}, `Watch list: ${list.length}`, h('small', {}, ` ${failing.length} with a test not met`)),
        this.#words !== '' && h('p.hint', {}, this.#words),
        h(
          'div.list',
          { tabindex: 0, 'aria-label': 'Watch list' },
          [...failing, ...passing].map((watched) => this.#row(watched)),
        ),
      ),
      h(
        'section.panel.decisions-panel',
        { key: 'decisions' },
        h('h2', {}, 'Lower grades to decide'),
        this.#decisionList(),
      ),
      h('section.panel.refused-panel', { key: 'refused' }, this.#nearMisses.view()),
      h(
        'section',
        { key: 'roads', class: `panel roads-panel${this.#roads.isDrawing ? ' drawing' : ''}` },
        this.#roads.view(),
      ),
    ]
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<readonly Watched[]>('/supervision/watch-list')
    if (answer.ok) this.#list = answer.body
    this.#words = answer.ok ? '' : `The watch list could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #row({ incident, tests, refusedAttempts }: Watched): Spec {
    const { words } = this.#desk
    const left = incident.attendBy === null ? undefined : timeLeft(incident.attendBy, this.#desk.now())
    return h(
      'article.watched',
      { key: incident.id },
      h(
        'header',
        {},
        gradeChip(words, incident.grade),
        h('button', { onclick: () => this.#onOpen(incident.id) }, incident.reference),
        h('b', {}, typeName(words, incident)),
        ` ${incident.location.text} `,
        flagMarks(incident),
        h('span.grow', {}),
        refusedAttempts > 0 && h('span.mark', {}, `${refusedAttempts} refused`),
        left?.late && tests.some(({ test, ok }) => test === 'timely' && !ok) && h('span.left.late', {}, left.words),
      ),
      h(
        'ul.tests',
        {},
        tests.map(({ test, ok, because }) =>
          h(
            'li',
            { key: test, class: ok ? 'met' : 'not-met' },
            h('b', {}, `${testNames[test]}: `),
            ok ? `met. ${because.join('; ')}` : because.join('; '),
          ),
        ),
      ),
    )
  }

  #decisionList(): Child[] {
    const asked = (this.#list ?? []).filter(({ lowerGradeAsked }) => lowerGradeAsked !== null)
    const wishes = new Map(
      asked.map(({ incident, lowerGradeAsked }) => [
        incident.id,
        { incident, wish: this.#desk.board.lowerGrades.get(incident.id) ?? { grade: lowerGradeAsked ?? '' } },
      ]),
    )
    for (const [id, wish] of this.#desk.board.lowerGrades) {
      const incident = this.#desk.board.incidents.get(id)
      if (incident) wishes.set(id, { incident, wish })
    }
    if (wishes.size === 0) return [h('p.empty', {}, 'None is waiting.')]
    return [...wishes.values()].map(({ incident, wish }) =>
      h(
        'article',
        { key: incident.id },
        h(
          'p',
          {},
          gradeChip(this.#desk.words, incident.grade),
          h('button', { onclick: () => this.#onOpen(incident.id) }, incident.reference),
          ` ${typeName(this.#desk.words, incident)}`,
        ),
        this.#formOf(incident.id).decision(incident, wish),
      ),
    )
  }

  #formOf(id: string): ChangeForm {
    const form = this.#decisions.get(id) ?? new ChangeForm(this.#desk)
    this.#decisions.set(id, form)
    return form
  }
}
