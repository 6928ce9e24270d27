import type { z } from 'zod'
import type { IncidentView } from '../incidents/incident.ts'
import type { incidentLog } from '../incidents/incident-contract.ts'
import type { Board, HeldCheck } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import type { Desk } from './desk.ts'
import { field, typed } from './marks.ts'
import { type News, newsOf } from './news-rules.ts'
import { type Child, h } from './paint.ts'
import { clockOrDay } from './time-words-rules.ts'
import { undoLogLine } from './undo-rules.ts'

type Entry = { id: string; at: string; by: string; kind: string; text: string; detail?: { corrects?: string } }
type Action = { id: string; text: string; owner: string; doneAt: string | null }
type WholeLog = Omit<z.output<typeof incidentLog>, 'entries' | 'actions' | 'briefings'> & {
  entries: Entry[]
  actions: Action[]
  briefings: { version: number; readBy: { unitId: string }[] }[]
}

/**
 * The log of the incident that is open: read once (the reading is on the audit), and carried on by the events
 * that come.
 */
export class IncidentLog {
  readonly #desk: Desk
  #incidentId: string | undefined
  #log: WholeLog | undefined
  #since: News[] = []
  #words = ''
  #text = ''

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Which version of the briefing each crew has read, as the log knows it. */
  readBy(): Map<string, number> {
    const read = new Map<string, number>()
    for (const { version, readBy } of this.#log?.briefings ?? [])
      for (const { unitId } of readBy) read.set(unitId, version)
    return read
  }

  /** Its checks and people, as they were when it was read. */
  get known(): { checks: readonly HeldCheck[]; people: readonly unknown[] } {
    return { checks: (this.#log?.checks ?? []) as readonly HeldCheck[], people: this.#log?.people ?? [] }
  }

  get actions(): readonly Action[] {
    return this.#log?.actions ?? []
  }

  /** Reads the log of another incident. */
  async open(incidentId: string): Promise<void> {
    this.#incidentId = incidentId
    this.#log = undefined
    this.#since = []
    this.#words = 'Reading the log'
    const answer = await this.#desk.ask<WholeLog>(`/incidents/${incidentId}`)
    if (incidentId !== this.#incidentId) return
    if (answer.ok) this.#log = answer.body
    this.#words = answer.ok ? '' : `The log could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  /** Reads it again: something in it changed that no event tells. */
  async refresh(): Promise<void> {
    const incidentId = this.#incidentId
    if (incidentId === undefined) return
    const answer = await this.#desk.ask<WholeLog>(`/incidents/${incidentId}`)
    if (incidentId !== this.#incidentId || !answer.ok) return
    this.#log = answer.body
    this.#since = []
    this.#desk.repaint()
  }

  takeEvent(event: BoardEvent, board: Board): void {
    const news = newsOf(event, board)
    if (news && news.incidentId === this.#incidentId)
      this.#since.push({ ...news, words: news.words.replace(/^\S+\/\S+: /, '') })
  }

  view(incident: IncidentView): Child[] {
    const now = this.#desk.now()
    const entries = this.#log?.entries ?? []
    const known = new Set(entries.map(({ id }) => id))
    const fresh = (this.#desk.board.freshEntries.get(incident.id) ?? []).filter(({ id }) => !known.has(id))
    const struck = new Set([...entries.map(({ detail }) => detail?.corrects), ...fresh.map(({ corrects }) => corrects)])
    const lines = [
      ...entries.map(({ id, at, by, kind, text }) => ({ id, at, by, kind, text })),
      ...fresh,
      ...this.#since.map(({ seq, at, words }) => ({ id: String(seq), at, by: '', kind: 'event', text: words })),
    ].sort((a, b) => (a.at < b.at ? 1 : -1))
    return [
      h('h3', { key: 'head' }, 'Log'),
      h(
        'form.log-line',
        { key: 'line', onsubmit: (event: Event) => void this.#add(event, incident.id) },
        h('input', {
          id: 'add-to-log',
          'aria-label': 'Add to the log',
          placeholder: 'Add to the log',
          value: this.#text,
          oninput: (event: Event) => {
            this.#text = typed(event)
          },
        }),
        h('button', { type: 'submit' }, 'Add'),
      ),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      h(
        'ol.log',
        { key: 'lines', tabindex: 0, 'aria-label': 'Log, newest first' },
        lines.map((line) =>
          h(
            'li',
            { key: line.id, class: `log-${line.kind}`, memo: [line.text, line.at, struck.has(line.id)] },
            h('time', {}, clockOrDay(line.at, now)),
            ' ',
            line.by && h('b', {}, `${line.by} `),
            // nothing is taken off a log: what was written by mistake stays to be read
            struck.has(line.id) ? h('s', {}, line.text) : line.text,
          ),
        ),
      ),
    ]
  }

  /** What has to be done before closing, and who owes it. */
  actionList(incident: IncidentView): Child[] {
    const done = async (action: Action) => {
      const answer = await this.#desk.order({
        what: 'Action done',
        method: 'POST',
        path: `/incidents/${incident.id}/actions/${action.id}/done`,
      })
      if (answer.ok) await this.refresh()
    }
    return this.actions
      .filter(({ doneAt }) => doneAt === null)
      .map((action) =>
        h(
          'p.action',
          { key: action.id },
          `To do: ${action.text} (${action.owner}) `,
          h('button', { onclick: () => void done(action) }, 'Done'),
        ),
      )
  }

  async #add(event: Event, incidentId: string): Promise<void> {
    event.preventDefault()
    const text = this.#text
    if (text.trim() === '') return
    const answer = await this.#desk.order<{ id: string }>({
      what: 'Add to the log',
      method: 'POST',
      path: `/incidents/${incidentId}/log`,
      body: { kind: 'note', text },
    })
    if (answer.ok) {
      const reference = this.#desk.board.incidents.get(incidentId)?.reference ?? ''
      this.#desk.offerUndo(undoLogLine(incidentId, answer.body.id, reference, this.#desk.now()))
      if (this.#text === text) this.#text = ''
    }
    this.#desk.repaint()
  }
}

/** A labelled text of the log that a form asks for. */
export function logField(label: string, value: string, onInput: (text: string) => void, hint = ''): Child {
  return field(
    label,
    h('textarea', { rows: 2, value, placeholder: hint, oninput: (event: Event) => onInput(typed(event)) }),
  )
}
