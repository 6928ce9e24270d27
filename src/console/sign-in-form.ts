import type { CommandSender } from './command-sender.ts'
import { problemWords, type SignedIn } from './desk.ts'
import { field, typed } from './marks.ts'
import { type Child, h } from './paint.ts'

type SignInDeps = { sender: CommandSender; repaint: () => void; onSignedIn: (you: SignedIn) => void }

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
        h('h1', {}, 'Golden Hour'),
        h('p', {}, 'From the first ring to the door: the right unit, sent first, knowing what it walks into.'),
        field(
          'User name',
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
          'Password',
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
        h('button.primary', { type: 'submit', disabled: this.#busy }, this.#busy ? 'Signing in' : 'Sign in'),
      ),
    ]
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    this.#busy = true
    this.#words = ''
    this.#deps.repaint()
    const answer = await this.#deps.sender.send<SignedIn>('Sign in', 'POST', '/session', {
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
