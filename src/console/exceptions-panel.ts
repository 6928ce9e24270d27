import type { z } from 'zod'
import type { ExceptionView, exceptionListView } from '../supervision/exception-contract.ts'
import type { BoardEvent } from './board-event.ts'
import type { Desk } from './desk.ts'
import { focusSoon, gradeChip } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { clockTime, elapsed } from './time-words-rules.ts'

type List = z.output<typeof exceptionListView>
type Line = List['lines'][number]

/** However much happens, the list is asked for no oftener than this, in milliseconds. */
const REFRESH_MS = 5_000
/** Nothing moves under a hand: a newer list waits until nobody has touched this one for so long, in milliseconds. */
const IDLE_MS = 2_000
const urgencyWords: Record<ExceptionView['urgency'], string> = { high: 'Act now', medium: 'Soon', low: 'Today' }

/** What waits too long, in the order in which the service ranks it: who was told, and one key to take it in hand (CR-20, F3). */
export class ExceptionsPanel {
  readonly #desk: Desk
  readonly #onOpen: (incidentId: string) => void
  #shown: List | undefined
  #newest: List | undefined
  #askedAt = -REFRESH_MS
  #touchedAt = -IDLE_MS
  #isOld = true
  #wasLive = false
  #words = 'Reading what waits too long'

  constructor(desk: Desk, onOpen: (incidentId: string) => void) {
    this.#desk = desk
    this.#onOpen = onOpen
  }

  view(): readonly Child[] {
    const now = performance.now()
    const isLive = this.#desk.link.state === 'live'
    // after an interruption nobody knows what came meanwhile
    const isBack = isLive && !this.#wasLive
    this.#wasLive = isLive
    if (isBack || (this.#isOld && now - this.#askedAt >= REFRESH_MS)) void this.#refresh()
    if (now - this.#touchedAt >= IDLE_MS) this.#shown = this.#newest
    const lines = this.#shown?.lines ?? []
    const touched = () => {
      this.#touchedAt = performance.now()
    }
    return [
      h(
        'h2',
        { key: 'head' },
        `Waits too long: ${this.#shown?.standing ?? 0}`,
        h('small', {}, this.#desk.keys.hint('to-exceptions')),
      ),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      h(
        'div.list',
        {
          key: 'list',
          id: 'exceptions',
          tabindex: 0,
          'aria-label': 'Waits too long',
          onpointermove: touched,
          onkeydown: touched,
        },
        this.#shown && lines.length === 0 && h('p.empty', { key: 'none' }, 'Nothing waits too long.'),
        lines.map((line) => this.#row(line)),
      ),
    ]
  }

  onEvent(event: BoardEvent): void {
    if (event.type.startsWith('exception-')) this.#isOld = true
  }

  /** To the first that this desk may take in hand. */
  onKey(event: KeyboardEvent): boolean {
    if (this.#desk.keys.doing(event, 'dispatch') !== 'to-exceptions') return false
    focusSoon('#exceptions .in-hand')
    return true
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    this.#isOld = false
    const answer = await this.#desk.ask<List>('/exceptions')
    if (answer.ok) this.#newest = answer.body
    else this.#isOld = true
    this.#words = answer.ok ? '' : `What waits too long could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #row({ first, others, count, incidents, yours, yourDuty }: Line): Spec {
    const { incidentId, reference } = first
    const isMany = incidents > 1
    // of one incident all of it; of many only the one that is named
    const mine = isMany ? yours.filter((id) => id === first.id) : yours
    return h(
      'article.exception',
      { key: `${first.acknowledgedAt !== null} ${incidentId ?? first.id}` },
      h(
        'header',
        {},
        yourDuty && h('span.mark', { key: 'duty' }, 'For your duty'),
        h('span.mark', { key: 'urgency' }, urgencyWords[first.urgency]),
        incidentId !== null && gradeChip(this.#desk.words, first.grade),
        incidentId !== null && h('button', { onclick: () => this.#onOpen(incidentId) }, reference ?? 'incident'),
        h('b', {}, first.name),
        h('span.grow', {}),
        h('span.left', {}, elapsed(this.#desk.now() - Date.parse(first.since))),
      ),
      h('p', {}, first.because),
      isMany && h('p', {}, `${count} like it, of ${incidents} incidents`),
      ...others.map((other) => h('p', { key: other.id }, h('b', {}, other.name), `: ${other.because}`)),
      h('p.facts', {}, handWords(first)),
      h(
        'p.doing',
        {},
        mine.length > 0 &&
          h(
            'button.in-hand',
            { key: 'in-hand', onclick: () => void this.#takeInHand(first, mine) },
            reference === null ? 'In hand' : `In hand: ${reference}`,
          ),
        [first, ...others].flatMap((one) => this.#askCrew(one)),
      ),
    )
  }

  #askCrew({ kind, unitId, callsign }: ExceptionView): Child[] {
    if (kind !== 'unit-silent' || unitId === null) return []
    const answer = (what: 'well' | 'no-answer', words: string) =>
      h(
        'button',
        {
          key: `${unitId} ${what}`,
          onclick: () => void this.#order(words, `/units/${unitId}/welfare`, { answer: what }),
        },
        words,
      )
    return [answer('well', `${callsign}: crew is well`), answer('no-answer', `${callsign}: no answer`)]
  }

  async #takeInHand({ name, reference }: ExceptionView, ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#send(`In hand: ${reference ?? name}`, `/exceptions/${id}/acknowledge`)
    await this.#seeWhatCame()
  }

  async #order(what: string, path: string, body: object): Promise<void> {
    await this.#send(what, path, body)
    await this.#seeWhatCame()
  }

  async #send(what: string, path: string, body?: object): Promise<void> {
    const answer = await this.#desk.order({ what, method: 'POST', path, ...(body && { body }) })
    if (answer.ok) this.#desk.done(what)
  }

  /** Whoever did something sees at once what came of it. */
  async #seeWhatCame(): Promise<void> {
    this.#touchedAt = -IDLE_MS
    await this.#refresh()
  }
}

function handWords({ acknowledgedAt, acknowledgedBy, told, cameBack }: ExceptionView): string {
  if (acknowledgedAt !== null) return `In hand: ${acknowledgedBy}, ${clockTime(acknowledgedAt)}`
  return `${cameBack > 0 ? 'Was in hand and stands still. ' : ''}Told: ${told.map(({ name, to, at }) => `${name}${to === null ? '' : ` (${to})`} ${clockTime(at)}`).join(', ')}`
}
