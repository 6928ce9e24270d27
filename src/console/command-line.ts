import type { PlacesFound, PlaceView } from '../places/place-contract.ts'
import { act, type NotDone } from './command-actions.ts'
import { type Command, completed, completions, type Parsed, parse } from './command-grammar-rules.ts'
import { goingTo, knownAt } from './command-known.ts'
import { isSurely, preview } from './command-words-rules.ts'
import type { Desk, Screen } from './desk.ts'
import type { WhereDraft } from './draft.ts'
import { nowhere } from './draft-rules.ts'
import { type Found, find } from './find-rules.ts'
import { nameOf } from './force-words.ts'
import { focusSoon, typed } from './marks.ts'
import { type Child, h } from './paint.ts'
import { placeLabel } from './place-search.ts'

/** Keys come quickly; the gazetteer is asked when they pause this long, in milliseconds. */
const PAUSE_MS = 120
/** A place that has been on the screen this long was read before Enter, in milliseconds. */
const READ_AFTER_MS = 400
const MOST_RECALLED = 50

/** What the gazetteer said of some words; `where` null: nothing. */
type Answered = { said: string; where: WhereDraft | null; others: readonly PlaceView[]; shownAt: number }

type CommandLineDeps = { desk: Desk; screen: Screen; help: () => void }

/** The command line (CONSOLES 4.5): what is typed is said back in plain words before Enter does it. Esc leaves. */
export class CommandLine {
  readonly #deps: CommandLineDeps
  #text = ''
  #at = 0
  #isIn = false
  #isBusy = false
  #said: NotDone
  #recalled: string[] = []
  #recallAt = 0
  #timer = 0
  #answered: Answered | undefined
  #from: Element | null = null

  constructor(deps: CommandLineDeps) {
    this.#deps = deps
  }

  /** Puts the keyboard on the line, from wherever it is. */
  enter(): void {
    this.#from = document.activeElement
    document.getElementById('command')?.focus()
  }

  /** The line itself, for the bar at the top. */
  view(): Child {
    const isOpen = this.#isIn && this.#offers().length > 0
    return h('input', {
      key: 'command',
      id: 'command',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-label': 'Command',
      'aria-expanded': String(isOpen),
      'aria-controls': 'command-offers',
      'aria-activedescendant': isOpen ? `command-offer-${this.#at}` : undefined,
      'aria-describedby': 'command-words',
      placeholder: `${this.#deps.desk.keys.word('command')} command`,
      value: this.#text,
      onfocus: () => this.#enterOrLeave(true),
      onblur: () => this.#enterOrLeave(false),
      oninput: (event: Event) => this.#type(typed(event)),
      onkeydown: (event: KeyboardEvent) => this.#key(event),
    })
  }

  /** What the line says so far, under the bar; nothing is covered by it. */
  says(): Child {
    if (!this.#isIn) return undefined
    const offers = this.#offers()
    return h(
      'section.command-says',
      { key: 'command-says', 'aria-label': 'What the command does' },
      h('p', { id: 'command-words', role: 'status' }, this.#words()),
      offers.length > 0 &&
        h(
          'ul.offers',
          { id: 'command-offers', role: 'listbox', 'aria-label': 'What may follow' },
          offers.map(({ code, name }, index) =>
            h(
              'li',
              {
                key: `${index} ${code}`,
                id: `command-offer-${index}`,
                role: 'option',
                'aria-selected': String(index === this.#at),
                onpointerdown: (event: Event) => this.#point(event, index),
              },
              h('b', {}, code),
              ` ${name}`,
            ),
          ),
        ),
    )
  }

  get #known() {
    return knownAt(this.#deps.desk, this.#deps.screen)
  }

  get #parsed(): Parsed {
    return parse(this.#text, this.#known)
  }

  #words(): string {
    const parsed = this.#parsed
    if (this.#said) return this.#said.again ? `${this.#said.words}. Enter again sends it as well.` : this.#said.words
    if (this.#isBusy) return 'On its way'
    if (parsed.state === 'empty') return 'A letter, then what it is about. Tab completes, Esc leaves, ? shows all.'
    if (parsed.state !== 'whole') return parsed.words
    const { command } = parsed
    return preview(command, this.#known, {
      place: this.#answerTo(command)?.where === null ? null : this.#answerTo(command)?.where?.text,
      going: command.verb === 'd' ? goingTo(this.#deps.desk, command.incident) : null,
    })
  }

  /** What Tab would write, or what was found. */
  #offers(): readonly { code: string; name: string }[] {
    const parsed = this.#parsed
    if (parsed.state === 'whole' && parsed.command.verb === 'f')
      return this.#found(parsed.command).map(({ kind, words }) => ({ code: kind, name: words }))
    if (this.#answered && ['place', 'spot'].includes(parsed.ending.slot) && this.#answered.said === parsed.ending.said)
      return this.#answered.others.map((place) => ({ code: placeLabel(place), name: place.kind.replace('-', ' ') }))
    return completions(parsed.ending, this.#known)
  }

  #found({ text }: Command): Found[] {
    const { board, words } = this.#deps.desk
    return find(text, board, (code) => nameOf(words.types, code))
  }

  #answerTo({ place }: Command): Answered | undefined {
    return this.#answered?.said === place ? this.#answered : undefined
  }

  #enterOrLeave(isIn: boolean): void {
    this.#isIn = isIn
    this.#said = undefined
    this.#deps.desk.repaint()
  }

  #type(text: string): void {
    this.#text = text
    this.#at = 0
    this.#said = undefined
    clearTimeout(this.#timer)
    const said = this.#placeSaid()
    if (said !== undefined && said !== this.#answered?.said)
      this.#timer = window.setTimeout(() => void this.#ask(said), PAUSE_MS)
    this.#deps.desk.repaint()
  }

  /** The place that the line names, in words. */
  #placeSaid(): string | undefined {
    const parsed = this.#parsed
    if (parsed.state === 'whole') return parsed.command.place === '' ? undefined : parsed.command.place
    return parsed.ending.slot === 'place' && parsed.ending.said.length > 1 ? parsed.ending.said : undefined
  }

  async #ask(said: string): Promise<void> {
    const query = new URLSearchParams({ text: said.slice(0, 200), limit: '5' })
    const answer = await this.#deps.desk.ask<PlacesFound>(`/places?${query}`)
    if (said !== this.#placeSaid()) return
    const { places, point } = answer.ok ? answer.body : { places: [], point: null }
    const [first] = places
    const where: WhereDraft | null = first
      ? { ...nowhere, text: placeLabel(first), placeId: first.id, lat: first.lat, lon: first.lon, from: 'gazetteer' }
      : point && { ...nowhere, text: said, lat: point.lat, lon: point.lon }
    this.#answered = { said, where, others: places, shownAt: performance.now() }
    this.#deps.desk.repaint()
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const offers = this.#offers()
    const { ending } = this.#parsed
    if (event.key === 'Enter') void this.#run()
    else if (event.key === 'Escape') this.#leave()
    else if (event.key === 'Tab' && !event.shiftKey && this.#text !== '' && offers[this.#at]) {
      const place = ['place', 'spot'].includes(ending.slot)
      const code = offers[this.#at]?.code ?? ''
      this.#type(place ? completed(this.#text, ending, code).trimEnd() : completed(this.#text, ending, code))
    } else if (event.key === 'ArrowDown' && this.#text !== '' && offers.length > 0)
      this.#at = (this.#at + 1) % offers.length
    else if (event.key === 'ArrowUp' && this.#at > 0) this.#at -= 1
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.#recall(event.key === 'ArrowUp' ? -1 : 1)
    else return
    event.preventDefault()
    this.#deps.desk.repaint()
  }

  /** Up: what was entered before, the newest first; kept in this page only, because it holds what was said of people. */
  #recall(by: 1 | -1): void {
    const next = this.#recallAt + by
    if (next < 0 || next > this.#recalled.length) return
    this.#type(this.#recalled[next] ?? '')
    this.#recallAt = next
  }

  #point(event: Event, index: number): void {
    event.preventDefault()
    this.#at = index
    const parsed = this.#parsed
    if (parsed.state === 'whole' && parsed.command.verb === 'f') void this.#run()
    else this.#type(completed(this.#text, parsed.ending, this.#offers()[index]?.code ?? ''))
  }

  async #run(): Promise<void> {
    const parsed = this.#parsed
    if (this.#isBusy || (parsed.state !== 'whole' && parsed.state !== 'not-here')) return
    if (parsed.state === 'not-here') {
      this.#deps.screen.show?.(parsed.incident, 'closing')
      return this.#done()
    }
    const { command } = parsed
    if (command.verb === 'f') return this.#open(this.#found(command)[this.#at])
    const insists = this.#said?.again === true
    this.#isBusy = true
    this.#said = undefined
    this.#deps.desk.repaint()
    const isMeant = command.place === '' || (await this.#isPlaceMeant(command))
    const known = this.#known
    if (isMeant) {
      const answer = this.#answerTo(command)
      const where = answer?.where ?? { ...nowhere, text: command.place }
      this.#said = await act(command, { ...this.#deps, known, where, insists })
    }
    this.#isBusy = false
    if (isMeant && !this.#said) this.#done()
    this.#deps.desk.repaint()
  }

  /** A place that nobody has read yet goes only when it is surely the one that was said; else it is shown first. */
  async #isPlaceMeant(command: Command): Promise<boolean> {
    const before = this.#answerTo(command)
    if (before && performance.now() - before.shownAt > READ_AFTER_MS) return true
    clearTimeout(this.#timer)
    if (!before) await this.#ask(command.place)
    const where = this.#answerTo(command)?.where
    return where != null && isSurely(where.text, command.place)
  }

  #open(found: Found | undefined): void {
    if (!found) return
    const { screen, desk } = this.#deps
    const at = desk.positions.get(found.id) ?? desk.board.units.get(found.id)?.position
    if (found.incidentId !== null) screen.show?.(found.incidentId)
    else if (at) screen.moveMap?.(at)
    this.#done()
  }

  #done(): void {
    this.#recalled = [...this.#recalled.filter((line) => line !== this.#text), this.#text].slice(-MOST_RECALLED)
    this.#recallAt = this.#recalled.length
    this.#text = ''
    this.#at = 0
    // what was shown may have taken the keyboard with it
    if (document.activeElement?.id === 'command') this.#leave()
  }

  /** Back to where the keyboard was. */
  #leave(): void {
    const from = this.#from
    if (from instanceof HTMLElement && from.isConnected && from !== document.body) from.focus()
    else focusSoon(document.getElementById('queue') ? '#queue' : '#where')
    this.#from = null
  }
}
