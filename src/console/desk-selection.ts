/** What windows of one person tell each other: what is open, what is to be opened, and that somebody new asks. */
type Said =
  | { kind: 'open-now'; incidentId: string | null }
  | { kind: 'open-this'; incidentId: string }
  | { kind: 'what' }

type Listener = {
  /** another window has this open now */
  onOpenNow?: (incidentId: string | null) => void
  /** another window asks for this to be opened here */
  onOpenThis?: (incidentId: string) => void
  /** a window that has just come asks what is open */
  whatIsOpen?: () => string | null
}

/**
 * What is open on a desk, told to its other windows in the same browser. Each window has its own link to the service and
 * its own rights: what is told is an identifier, and nothing of the incident.
 */
export class DeskSelection {
  readonly #channel: BroadcastChannel
  #told: string | null | undefined

  constructor(staffId: string, { onOpenNow, onOpenThis, whatIsOpen }: Listener) {
    this.#channel = new BroadcastChannel(`golden-hour-selection/${staffId}`)
    this.#channel.onmessage = ({ data }: MessageEvent<Said>) => {
      if (data.kind === 'open-now') onOpenNow?.(data.incidentId)
      else if (data.kind === 'open-this') onOpenThis?.(data.incidentId)
      else if (whatIsOpen) this.#say({ kind: 'open-now', incidentId: whatIsOpen() })
    }
  }

  /** Tells the others what is open here, when it is another than before. */
  tell(incidentId: string | null): void {
    if (incidentId === this.#told) return
    this.#told = incidentId
    this.#say({ kind: 'open-now', incidentId })
  }

  /** Asks the others to open this. */
  askToOpen(incidentId: string): void {
    this.#say({ kind: 'open-this', incidentId })
  }

  /** Asks the others what is open. */
  ask(): void {
    this.#say({ kind: 'what' })
  }

  close(): void {
    this.#channel.close()
  }

  #say(said: Said): void {
    this.#channel.postMessage(said)
  }
}
