import type { Page } from 'playwright-core'
import type { Test } from 'tap'

/** The keys of a person at one page, counted: each press and each character that is typed is one. */
export class Keystrokes {
  readonly #page: Page
  #count = 0

  constructor(page: Page) {
    this.#page = page
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.#count += 1
      await this.#page.keyboard.press(key)
    }
  }

  async type(text: string): Promise<void> {
    this.#count += text.length
    await this.#page.keyboard.type(text)
  }

  /** What is said in answer to a caller, such as an address or a result: typed, and not counted as keys of the console. */
  async say(text: string): Promise<void> {
    await this.#page.keyboard.type(text)
  }

  /** Prints how many keys it took, and holds it against what the consoles promise (CONSOLES 1.5 to 1.8). */
  atMost(t: Pick<Test, 'ok' | 'comment'>, what: string, most: number): void {
    t.comment(`keystrokes: ${what}: ${this.#count}, at most ${most}`)
    t.ok(this.#count > 0 && this.#count <= most, `${what}: ${this.#count} keys, at most ${most}`)
  }
}
