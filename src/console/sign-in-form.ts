import type { CommandSender } from './command-sender.ts'
import { problemWords, type SignedIn } from './desk.ts'
import { field, typed } from './marks.ts'
import { type Child, h } from './paint.ts'
import { say } from './words/say.ts'

type SignInDeps = {
  sender: CommandSender
  repaint: () => void
  onSignedIn: (you: SignedIn) => void
  /** the one before is signed out at the service: else their going would end this session */
  isFree: () => Promise<unknown>
}

/** The way in: a name and a password. What was wrong is said in words, and what was typed stays. */
export class SignInForm {
  readonly #deps: SignInDeps
  #username = ''
  #password = ''
  #words: string
  #busy = false

  constructor(deps: SignInDeps, words = '') {
    this.#deps = deps
    this.#words = words
  }

  view(): readonly Child[] {
    return [
      h(
        'form.sign-in',
        { key: 'sign-in', onsubmit: (event: SubmitEvent) => void this.#submit(event) },
        h('h1', {}, say('sign-in.name')),
        h('p', {}, say('sign-in.promise')),
        field(
          say('sign-in.username'),
          h('input', {
            name: 'username',
            autocomplete: 'username',
            autocapitalize: 'none',
            spellcheck: 'false',
            required: true,
            autofocus: true,
            value: this.#username,
            oninput: (event: Event) => {
              this.#username = typed(event)
            },
          }),
        ),
        field(
          say('sign-in.password'),
          h('input', {
            name: 'password',
            type: 'password',
            autocomplete: 'current-password',
            required: true,
            value: this.#password,
            oninput: (event: Event) => {
              this.#password = typed(event)
            },
          }),
        ),
        h('p.wrong', { role: 'alert' }, this.#words),
        h(
          'button.primary',
          { type: 'submit', disabled: this.#busy },
          this.#busy ? say('sign-in.going') : say('sign-in.go'),
        ),
      ),
    ]
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    this.#busy = true
    this.#words = ''
    this.#deps.repaint()
    await this.#deps.isFree()
    const answer = await this.#deps.sender.send<SignedIn>(say('sign-in.go'), 'POST', '/session', {
      username: this.#username.trim(),
      password: this.#password,
    })
    this.#busy = false
    if (answer.ok) return this.#deps.onSignedIn(answer.body)
    this.#password = ''
    this.#words = problemWords(answer.problem)
    this.#deps.repaint()
  }
}
