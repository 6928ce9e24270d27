import type { LogNumberBlock } from '../log-numbers/log-number.ts'
import type { Problem } from './command-sender.ts'
import type { Desk } from './desk.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'

/** Asked for anew this often while it is looked at, in milliseconds. */
const REFRESH_MS = 5_000
const ways = [
  { code: 'paper', name: 'Enter the paper log' },
  { code: 'returned', name: 'Not used, returned' },
  { code: 'void', name: 'Spoiled, void' },
]
const which = [
  { code: 'first', name: 'the first time' },
  { code: 'second', name: 'the second time' },
]
const empty = { number: '', way: 'paper', clock: '', day: '', which: '', type: '', where: '', words: '', by: '' }

/** Log numbers kept back for paper: reserved, entered as paper logs, or accounted for, so that the day has no hole (F20). */
export class NumbersPanel {
  readonly #desk: Desk
  #list: readonly LogNumberBlock[] = []
  #askedAt = -REFRESH_MS
  #words = 'Reading which numbers are kept back'
  #block = { size: '20', reason: '' }
  #blockId = ''
  #sheet = { ...empty }
  #problems: Problem['errors'] = []

  constructor(desk: Desk) {
    this.#desk = desk
  }

  view(): readonly Child[] {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    const waiting = this.#list.filter(({ open }) => open.length > 0)
    return [
      h(
        'h2',
        { key: 'head' },
        `Numbers kept back for paper: ${waiting.reduce((sum, { open }) => sum + open.length, 0)}`,
      ),
      this.#words !== '' && h('p.hint', { key: 'words' }, this.#words),
      ...waiting.map((block) => this.#row(block)),
      this.#reserving(),
      waiting.length > 0 && this.#entering(waiting),
    ]
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<readonly LogNumberBlock[]>('/log-number-blocks')
    if (answer.ok) this.#list = answer.body
    this.#words = answer.ok ? '' : `Which numbers are kept back could not be read: ${answer.problem.title}`
    this.#desk.repaint()
  }

  #row({ id, day, first, last, reason, open, reservedBy }: LogNumberBlock): Spec {
    return h(
      'p.number-block',
      { key: id },
      h('b', {}, `${day}: ${first} to ${last}`),
      `, ${reason}, ${reservedBy}. Open: ${open.join(', ')}`,
    )
  }

  #input(id: string, of: Record<string, string>, name: string, more: Record<string, string | number> = {}): Spec {
    return h('input', {
      id,
      ...more,
      value: of[name] ?? '',
      oninput: (event: Event) => {
        of[name] = typed(event)
      },
    })
  }

  #reserving(): Spec {
    return h(
      'form.shift-form',
      { key: 'reserving', onsubmit: (event: Event) => void this.#reserve(event) },
      field(
        'Keep back so many numbers of today',
        this.#input('block-size', this.#block, 'size', { type: 'number', min: 1 }),
        this.#problems,
        '/size',
      ),
      field('Because of', this.#input('block-reason', this.#block, 'reason'), this.#problems, '/reason'),
      h('button', { type: 'submit' }, 'Keep numbers back'),
    )
  }

  #entering(blocks: readonly LogNumberBlock[]): Spec {
    const sheet = this.#sheet
    const chosen = blocks.find(({ id }) => id === this.#blockId) ?? blocks[0]
    const choose = (
      options: { code: string; name: string }[],
      name: 'way' | 'which' | 'type' | 'number',
      none?: string,
    ) =>
      choice(
        options,
        sheet[name],
        (code) => {
          sheet[name] = code
          this.#desk.repaint()
        },
        none,
      )
    const numbers = (chosen?.open ?? []).map((number) => ({ code: String(number), name: String(number) }))
    const isPaper = sheet.way === 'paper'
    return h(
      'form.shift-form',
      { key: 'entering', onsubmit: (event: Event) => void this.#enter(event, chosen) },
      field(
        'Block',
        choice(
          blocks.map(({ id, day, first, last }) => ({ code: id, name: `${day}: ${first} to ${last}` })),
          chosen?.id ?? '',
          (id) => {
            this.#blockId = id
            this.#desk.repaint()
          },
        ),
      ),
      field('Number on the sheet', choose(numbers, 'number', 'Choose'), this.#problems, '/number'),
      field('What became of it', choose(ways, 'way')),
      isPaper &&
        field(
          'Time as written',
          this.#input('sheet-clock', sheet, 'clock', { type: 'time' }),
          this.#problems,
          '/written',
        ),
      isPaper && field('Day, if not the block’s', this.#input('sheet-day', sheet, 'day', { type: 'date' })),
      isPaper && field('If that hour came twice', choose(which, 'which', 'It did not')),
      isPaper && field('Type', choose([...this.#desk.words.types], 'type', 'Choose'), this.#problems, '/type'),
      isPaper && field('Where, in words', this.#input('sheet-where', sheet, 'where')),
      isPaper && field('Name on the sheet', this.#input('sheet-by', sheet, 'by')),
      field(
        isPaper ? 'What is written' : 'Because of',
        this.#input('sheet-words', sheet, 'words'),
        this.#problems,
        '/reason',
      ),
      h('button', { type: 'submit' }, isPaper ? 'Enter the paper log' : 'Account for the number'),
    )
  }

  async #reserve(event: Event): Promise<void> {
    event.preventDefault()
    await this.#order('Keep numbers back', '/log-number-blocks', {
      day: londonDay(this.#desk.now()),
      size: Number(this.#block.size),
      reason: this.#block.reason,
    })
  }

  async #enter(event: Event, block: LogNumberBlock | undefined): Promise<void> {
    event.preventDefault()
    if (!block) return
    const { way, number, clock, day, which: time, type, where, words, by } = this.#sheet
    const path = `/log-number-blocks/${block.id}`
    const written = { day: day || block.day, clock, ...(time !== '' && { which: time }) }
    const isDone =
      way === 'paper'
        ? await this.#order('Enter the paper log', `${path}/paper-logs`, {
            ...{ number: Number(number), written, type, summary: words },
            location: where === '' ? null : { text: where },
            lines: by === '' ? [] : [{ written, by, text: words || 'No words' }],
          })
        : await this.#order('Account for the number', `${path}/unused`, {
            ...{ numbers: [Number(number)], how: way, reason: words },
          })
    if (isDone) this.#sheet = { ...empty }
    this.#desk.repaint()
  }

  async #order(what: string, path: string, body: object): Promise<boolean> {
    const answer = await this.#desk.order({ what, method: 'POST', path, body })
    this.#problems = answer.ok ? [] : answer.problem.errors
    if (answer.ok) this.#desk.done(what)
    await this.#refresh()
    return answer.ok
  }
}

/** The day in the force's own time, `yyyy-mm-dd`. */
function londonDay(now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(now)
}
