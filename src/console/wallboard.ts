import type { z } from 'zod'
import type { wallboardView } from '../wallboards/room-figures.ts'
import { type Child, h } from './paint.ts'
import { clockTime } from './time-words-rules.ts'
import { mayStand, type WallBlock, wallBlocks } from './wallboard-rules.ts'

/** The wall is read anew so often, in milliseconds: faster, nobody could read it. */
const EVERY_MS = 2_000
/** An answer that takes longer is none; the next is asked for. */
const ANSWER_WITHIN_MS = 5_000

/**
 * The board on a wall: numbers, no names, no keyboard. Its token stands behind the `#` of its address, which no request
 * carries, and opens this one reading.
 */
export class Wallboard {
  readonly #repaint: () => void
  readonly #token = location.hash.slice(1)
  readonly #timer: number
  #blocks: readonly WallBlock[] = []
  #at = ''
  #readAt: number | undefined
  #isEnded = false
  #isAsking = false

  constructor(repaint: () => void) {
    this.#repaint = repaint
    this.#timer = window.setInterval(() => void this.#read(), EVERY_MS)
    void this.#read()
  }

  view(): readonly Child[] {
    const stands = mayStand(this.#readAt, performance.now())
    return [
      h(
        'main.wall',
        { key: 'wall' },
        h(
          'h1',
          {},
          stands ? clockTime(this.#at).slice(0, 5) : 'Control room',
          ' ',
          h('span.wall-link', { role: 'status' }, this.#link(stands)),
        ),
        stands ? this.#blocks.map((block) => wallBlock(block)) : [],
      ),
    ]
  }

  end(): void {
    clearInterval(this.#timer)
  }

  #link(stands: boolean): string {
    if (this.#isEnded) return 'This board is not lit. A supervisor lights it.'
    if (stands) return 'Live'
    return this.#at === '' ? 'Connecting.' : `Not live since ${clockTime(this.#at)}. Numbers removed.`
  }

  async #read(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      const answer = await fetch('/wallboard', {
        headers: { authorization: `Bearer ${this.#token}` },
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      this.#isEnded = answer.status === 401 || answer.status === 403
      if (this.#isEnded) this.#readAt = undefined
      if (answer.ok) {
        const view = (await answer.json()) as z.output<typeof wallboardView>
        this.#blocks = wallBlocks(view)
        this.#at = view.at
        this.#readAt = performance.now()
      }
    } catch {
      // no answer: the numbers come down by themselves
    }
    this.#isAsking = false
    this.#repaint()
  }
}

function wallBlock({ title, figures }: WallBlock): Child {
  const isWarning = figures.some(({ word }) => word !== '')
  return h(
    'section',
    { key: title, class: isWarning ? 'wall-block warned' : 'wall-block', 'aria-label': title },
    figures.length === 0 && h('p.wall-none', {}, title === 'Roads' ? 'No road closed' : '–'),
    figures.map(({ label, value, more, word }) =>
      h(
        'div.wall-figure',
        { key: `${label} ${title === 'Roads' ? value : ''}`, class: word === '' ? '' : 'warned' },
        h('span.wall-label', {}, label),
        h('b.wall-value', { class: title === 'Roads' ? 'wall-road' : '' }, value),
        h('span.wall-more', {}, [word, more].filter(Boolean).join(' ')),
      ),
    ),
  )
}
