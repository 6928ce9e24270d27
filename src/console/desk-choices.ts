import { type KeyChoice, plainKeys, readKeyChoice } from './key-map-rules.ts'

/** What a person has chosen for their desk beside its look: kept in this browser under whoever sits here. */
export class DeskChoices {
  readonly #keptUnder: string

  constructor(personId: string) {
    this.#keptUnder = `keys/${personId}`
  }

  readKeys(): KeyChoice {
    const kept = localStorage.getItem(this.#keptUnder)
    try {
      return kept === null ? plainKeys : readKeyChoice(JSON.parse(kept))
    } catch {
      // what a spoiled browser kept is no choice
      return plainKeys
    }
  }

  keepKeys(choice: KeyChoice): void {
    localStorage.setItem(this.#keptUnder, JSON.stringify(choice))
  }
}
