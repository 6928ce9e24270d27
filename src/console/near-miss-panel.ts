import type { z } from 'zod'
import type { lateRegradesView, refusedAttemptsView } from '../supervision/near-miss-contract.ts'
import { type Desk, problemWords } from './desk.ts'
import { gradeChip } from './marks.ts'
import { type Child, h } from './paint.ts'
import { clockTime } from './time-words-rules.ts'

type Attempt = z.output<typeof refusedAttemptsView>[number]
type Late = z.output<typeof lateRegradesView>

/** The lists are asked for anew this often while they are looked at, in milliseconds. */
const REFRESH_MS = 10_000
const stateWords: Record<Late['lines'][number]['state'], string> = {
  waiting: 'not decided yet',
  approved: 'approved',
  refused: 'refused',
}

/** What nearly happened: attempts that were refused (CR-27), and lower grades asked for as the clock ran out (F1). */
export class NearMissPanel {
  readonly #desk: Desk
  readonly #onOpen: (incidentId: string) => void
  #attempts: readonly Attempt[] = []
  #late: Late | undefined
  #askedAt = -REFRESH_MS
  #toldLive = 0
  #words = 'Reading refused attempts'

  constructor(desk: Desk, onOpen: (incidentId: string) => void) {
    this.#desk = desk
    this.#onOpen = onOpen
  }

  view(): Child[] {
    const live = this.#desk.board.refusedAttempts.length
    if (live !== this.#toldLive || performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    this.#toldLive = live
    const late = this.#late?.lines ?? []
    return [
      h('h2', {}, 'Refused attempts', h('small', {}, ' of seven days')),
      this.#words !== '' && h('p.hint', {}, this.#words),
      h(
        'div.list',
        { tabindex: 0, 'aria-label': 'Refused attempts and late lower grades' },
        this.#attempts.length === 0 && this.#words === '' && h('p.empty', { key: 'none' }, 'None.'),
        this.#attempts.map(({ id, at, incidentId, reference, attempted, by, role }) =>
          h(
            'p',
            { key: id },
            h('time', {}, clockTime(at)),
            ' ',
            h('button.quiet', { onclick: () => this.#onOpen(incidentId) }, reference),
            ` ${attempted}, by ${by} (${role})`,
          ),
        ),
        late.length > 0 &&
          h('h3', { key: 'late' }, `Lower grade asked for in the last ${this.#lastMinutes} min of the clock`),
        late.map(
          ({ id, requestedAt, incidentId, reference, from, to, requestedBy, secondsLeft, reason, state, decidedBy }) =>
            h(
              'p',
              { key: id },
              h('time', {}, clockTime(requestedAt)),
              ' ',
              gradeChip(this.#desk.words, from),
              ' to ',
              gradeChip(this.#desk.words, to),
              h('button.quiet', { onclick: () => this.#onOpen(incidentId) }, reference),
              ` by ${requestedBy}, ${leftWords(secondsLeft)}: ${reason}. ${stateWords[state]}${decidedBy === null ? '' : `, ${decidedBy}`}`,
            ),
        ),
      ),
    ]
  }

  get #lastMinutes(): number {
    return Math.round((this.#late?.withinSeconds ?? 0) / 60)
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const [attempts, late] = await Promise.all([
      this.#desk.ask<readonly Attempt[]>('/supervision/refused-attempts'),
      this.#desk.ask<Late>('/supervision/late-regrades'),
    ])
    if (attempts.ok) this.#attempts = attempts.body
    if (late.ok) this.#late = late.body
    const failed = [attempts, late].find(({ ok }) => !ok)
    this.#words = failed && !failed.ok ? `These lists could not be read. ${problemWords(failed.problem)}` : ''
    this.#desk.repaint()
  }
}

function leftWords(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  return seconds < 0 ? `${minutes} min after the clock had run out` : `with ${minutes} min left`
}
