const LOCK = 'golden-hour-sound'

/**
 * Of all windows of one browser the one that sounds: it holds a lock that the browser gives to another as soon as this window
 * is closed or falls silent. Where a browser has no locks every window sounds: too loud, and never too quiet.
 */
export class SoundLeader {
  leads = false
  readonly #onChange: () => void
  #asked: AbortController | undefined
  #letGo: (() => void) | undefined

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** This window can sound: it does when no other one does, and waits for its turn else. */
  stand(): void {
    if (this.#asked) return
    this.#asked = new AbortController()
    if (!('locks' in navigator)) {
      this.#set(true)
      return
    }
    const { signal } = this.#asked
    const held = navigator.locks.request(LOCK, { signal }, async () => {
      this.#set(true)
      await new Promise<void>((letGo) => {
        this.#letGo = letGo
      })
      this.#set(false)
    })
    // it was called off while it waited
    held.catch(() => this.#set(false))
  }

  /** This window falls silent: another one may sound. */
  resign(): void {
    this.#asked?.abort()
    this.#asked = undefined
    this.#letGo?.()
    this.#letGo = undefined
    this.#set(false)
  }

  #set(leads: boolean): void {
    this.leads = leads
    this.#onChange()
  }
}
