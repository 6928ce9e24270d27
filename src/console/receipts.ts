import type { BoardEvent } from './board-event.ts'

/** Which events a role's console shows, and so receipts (CRD/1 P5). */
const shownBy: Readonly<Record<string, readonly BoardEvent['type'][]>> = {
  'call-handler': ['contact-received'],
  'front-desk': ['contact-received'],
  dispatcher: ['incident-graded', 'recommendation-made', 'deployment-made', 'briefing-added', 'officer-emergency'],
  supervisor: [
    'contact-received',
    'incident-graded',
    'recommendation-made',
    'deployment-made',
    'briefing-added',
    'officer-emergency',
  ],
  unit: ['deployment-made', 'briefing-added'],
}

/** The service takes 20 frames a second from a console; a burst of receipts is spread. */
const MOST_A_SECOND = 10
/** Shown by nothing for this long, it was overtaken by what is on the screen now. Milliseconds. */
const GIVEN_UP_AFTER_MS = 60_000

type Owed = { about: string | null; since: number }

/**
 * Receipts that this console owes. One is given only when what the event says is painted on a visible page:
 * an element that names it in `data-about` is inside the window and inside the part of its list that shows.
 */
export class Receipts {
  readonly #owed = new Map<number, Owed>()
  readonly #give: (seq: number) => boolean
  readonly #types: readonly string[]
  #sent: number[] = []

  constructor(role: string, give: (seq: number) => boolean) {
    this.#types = shownBy[role] ?? []
    this.#give = give
  }

  /** An event came that this console must show; `about` names what shows it. */
  owe(event: BoardEvent, about: string | undefined): void {
    if (about !== undefined && this.#types.includes(event.type))
      this.#owed.set(event.seq, { about, since: performance.now() })
  }

  /** Everything up to a snapshot is on the screen as soon as the snapshot is. */
  owePicture(unreceipted: readonly number[]): void {
    for (const seq of unreceipted) this.#owed.set(seq, { about: null, since: performance.now() })
  }

  /** Call after each paint: what has been on the screen for one frame is receipted. */
  afterPaint(): void {
    if (this.#owed.size > 0) requestAnimationFrame(() => this.#settle())
  }

  #settle(): void {
    if (document.visibilityState !== 'visible') return
    const now = performance.now()
    this.#sent = this.#sent.filter((at) => now - at < 1_000)
    for (const [seq, { about, since }] of this.#owed) {
      if (this.#sent.length >= MOST_A_SECOND) return
      if (about !== null && !isShown(about)) {
        if (now - since > GIVEN_UP_AFTER_MS) this.#owed.delete(seq)
        continue
      }
      if (!this.#give(seq)) return
      this.#sent.push(now)
      this.#owed.delete(seq)
    }
  }
}

function isShown(about: string): boolean {
  return [...document.querySelectorAll(`[data-about~="${CSS.escape(about)}"]`)].some(isInSight)
}

/** Inside the window and inside every scrolled part around it. */
function isInSight(element: Element): boolean {
  if (!element.checkVisibility()) return false
  const box = element.getBoundingClientRect()
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
  if (middle.x < 0 || middle.y < 0 || middle.x > innerWidth || middle.y > innerHeight) return false
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (around.scrollHeight <= around.clientHeight) continue
    const frame = around.getBoundingClientRect()
    if (middle.y < frame.top || middle.y > frame.bottom) return false
  }
  return true
}
