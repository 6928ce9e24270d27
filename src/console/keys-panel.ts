import { verbsFor } from './command-grammar-rules.ts'
import { slotHints, usage } from './command-words-rules.ts'
import type { Desk } from './desk.ts'
import type { Doing } from './key-map.ts'
import { chordOf, type KeyChoice, listKeys, plainKeys, rekey } from './key-map-rules.ts'
import { type Child, h, type Spec } from './paint.ts'

type KeysPanelDeps = {
  desk: Desk
  /** null: this desk has no command line */
  sendsUnits: boolean | null
  onChange: (choice: KeyChoice) => void
}

/** Keys and commands (?), made from the lists that run them; single letters are switched off here, and keys changed. */
export class KeysPanel {
  readonly #deps: KeysPanelDeps
  #isOpen = false
  /** the action that waits for its new key */
  #asks: Doing | undefined
  #words = ''
  #from: Element | null = null

  constructor(deps: KeysPanelDeps) {
    this.#deps = deps
  }

  toggle(): void {
    this.#isOpen = !this.#isOpen
    this.#asks = undefined
    this.#words = ''
    if (this.#isOpen) {
      this.#from = document.activeElement
      requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('keys')?.focus()))
    } else if (this.#from instanceof HTMLElement && this.#from.isConnected) this.#from.focus()
    this.#deps.desk.repaint()
  }

  view(): Child {
    if (!this.#isOpen) return undefined
    const { keys } = this.#deps.desk
    return h(
      'section.panel.keys-panel',
      {
        key: 'keys',
        id: 'keys',
        tabindex: -1,
        'aria-label': 'Keys and commands',
        onkeydown: (event: KeyboardEvent) => this.#key(event),
      },
      h(
        'h2',
        {},
        'Keys and commands',
        h('span.grow', {}),
        h(
          'label.tick',
          {},
          h('input', {
            type: 'checkbox',
            checked: keys.choice.letters,
            onchange: (event: Event) => this.#letters((event.target as HTMLInputElement).checked),
          }),
          'single letters work in lists',
        ),
        h('button', { onclick: () => this.#choose(plainKeys, 'Keys are as they come') }, 'As they come'),
        h('button', { onclick: () => this.toggle() }, 'Close (Esc)'),
      ),
      h('p.hint', { role: 'status' }, this.#words),
      h(
        'div.key-lists',
        {},
        this.#commands(),
        listKeys(keys.choice).map(({ place, words, actions }) =>
          h(
            'section',
            { key: place },
            h('h3', {}, words),
            h(
              'ul',
              {},
              actions.map((action) => this.#action(action)),
            ),
          ),
        ),
      ),
    )
  }

  #commands(): Child {
    const { sendsUnits } = this.#deps
    if (sendsUnits === null) return undefined
    return h(
      'section.commands-list',
      { key: 'commands' },
      h('h3', {}, 'Commands'),
      h(
        'ul',
        {},
        verbsFor(sendsUnits).map((verb) =>
          h(
            'li',
            { key: verb.letter, title: slotHints(verb) },
            h('b', {}, usage(verb)),
            ` ${verb.meaning} `,
            h('small', {}, verb.example),
          ),
        ),
      ),
    )
  }

  #action({ does, words, keys, fixed }: ReturnType<typeof listKeys>[number]['actions'][number]): Spec {
    const isAsked = this.#asks === does
    const said = isAsked ? ['press a key'] : [...keys.flatMap((key) => [h('kbd', {}, key), ' ']), words]
    return h(
      'li',
      { key: does },
      fixed ? said : h('button.quiet', { title: 'Change the key', onclick: () => this.#ask(does) }, said),
    )
  }

  #ask(does: Doing): void {
    this.#asks = does
    this.#words = 'Press the new key; Esc leaves it as it is'
    this.#deps.desk.repaint()
  }

  #key(event: KeyboardEvent): void {
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
    if (event.key === 'Escape') {
      if (this.#asks === undefined) this.toggle()
      this.#asks = undefined
      this.#words = ''
    } else if (this.#asks !== undefined && event.key !== 'Tab') {
      const next = rekey(this.#deps.desk.keys.choice, this.#asks, chordOf(event))
      if (typeof next === 'string') this.#words = next
      else this.#choose(next, 'Changed')
    } else return
    event.preventDefault()
    this.#deps.desk.repaint()
  }

  #letters(letters: boolean): void {
    const words = letters ? 'Single letters work in lists' : 'Single letters do nothing; every action has another way'
    this.#choose({ ...this.#deps.desk.keys.choice, letters }, words)
  }

  #choose(choice: KeyChoice, words: string): void {
    this.#asks = undefined
    this.#words = words
    this.#deps.desk.keys.choice = choice
    this.#deps.onChange(choice)
    this.#deps.desk.repaint()
  }
}
