import type { z } from 'zod'
import type { incidentLog } from '../incidents/incident-contract.ts'
import type { PpuEntry } from '../ppu/ppu-contract.ts'
import type { Console, Desk } from './desk.ts'
import { nameOf } from './force-words.ts'
import { flagMarks, gradeChip } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { clockOrDay } from './time-words-rules.ts'

type WholeLog = z.output<typeof incidentLog>
type Line = { id: string; at: string; by: string; text: string }

/** Asked for anew this often, in milliseconds: no event reaches this desk. */
const REFRESH_MS = 5_000

/** Domestic abuse incidents of an area that its public protection unit oversees (CR-30). */
class PpuPage {
  readonly #desk: Desk
  #list: readonly PpuEntry[] = []
  #askedAt = -REFRESH_MS
  #words = 'Reading the queue'
  #read: WholeLog | undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  view(): readonly Child[] {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    const waiting = this.#list.filter(({ acknowledgedAt }) => acknowledgedAt === null)
    return [
      h(
        'section.panel.ppu-queue',
        { key: 'queue' },
        h('h2', {}, `Waiting for the unit: ${waiting.length}`),
        this.#words !== '' && h('p.hint', {}, this.#words),
        h(
          'div.list',
          { tabindex: 0, 'aria-label': 'Waiting for the unit' },
          this.#list.length === 0 && h('p.empty', { key: 'none' }, 'Nothing waits.'),
          this.#list.map((entry) => this.#row(entry)),
        ),
      ),
      h('section.panel.ppu-read', { key: 'read' }, this.#whole()),
    ]
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<readonly PpuEntry[]>('/ppu/queue')
    if (answer.ok) this.#list = answer.body
    this.#words = answer.ok ? '' : `The queue could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #row(entry: PpuEntry): Spec {
    const { incidentId, reference, type, grade, because, queuedAt, acknowledgedBy, acknowledgedAt } = entry
    const now = this.#desk.now()
    return h(
      'article.ppu-entry',
      { key: incidentId },
      gradeChip(this.#desk.words, grade),
      h('button', { onclick: () => void this.#show(incidentId) }, `Read ${reference}`),
      h('b', {}, ` ${nameOf(this.#desk.words.types, type)} `),
      entry.repeatVictim && h('span.mark', { key: 'repeat' }, 'Repeat'),
      entry.vulnerable && h('span.mark', { key: 'vulnerable' }, 'Vulnerable'),
      ` ${because} ${clockOrDay(queuedAt, now)} `,
      acknowledgedAt === null
        ? h(
            'button.primary',
            { key: 'have', onclick: () => void this.#acknowledge(entry) },
            `The unit has ${reference}`,
          )
        : h('span', { key: 'has' }, `${acknowledgedBy} has it, ${clockOrDay(acknowledgedAt, now)}`),
    )
  }

  async #show(incidentId: string): Promise<void> {
    const answer = await this.#desk.ask<WholeLog>(`/ppu/incidents/${incidentId}`)
    if (answer.ok) this.#read = answer.body
    this.#words = answer.ok ? '' : answer.problem.title
    this.#desk.repaint()
  }

  async #acknowledge({ incidentId, reference }: PpuEntry): Promise<void> {
    const what = `The unit has ${reference}`
    const answer = await this.#desk.order({ what, method: 'POST', path: `/ppu/incidents/${incidentId}/acknowledge` })
    if (answer.ok) this.#desk.done(what)
    await this.#refresh()
  }

  #whole(): Child[] {
    if (!this.#read) return [h('p.empty', { key: 'none' }, 'Read one: that you read it is recorded.')]
    const { incident, entries } = this.#read
    return [
      h('h2', { key: 'head' }, gradeChip(this.#desk.words, incident.grade), ` ${incident.reference} `),
      h('p', { key: 'where' }, `${nameOf(this.#desk.words.types, incident.type)}, ${incident.location.text}`),
      h('p.flags', { key: 'flags' }, flagMarks(incident)),
      h('p.summary', { key: 'summary' }, incident.summary || 'No account yet.'),
      h(
        'ol.log',
        { key: 'log', tabindex: 0, 'aria-label': 'Log' },
        (entries as Line[]).map(({ id, at, by, text }) =>
          h('li', { key: id }, h('time', {}, clockOrDay(at, this.#desk.now())), ` ${by} ${text}`),
        ),
      ),
    ]
  }
}

/** The console of a public protection unit. */
export function ppuConsole(desk: Desk): Console {
  const page = new PpuPage(desk)
  return { title: 'Public protection unit', answersAlarms: false, view: () => page.view() }
}
