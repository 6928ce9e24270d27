import type { z } from 'zod'
import type { actorView } from '../staff/staff-contract.ts'
import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import type { Outcome, Problem, Waiting } from './command-sender.ts'
import type { ForceWords } from './force-words.ts'
import type { HeldPosition, Link } from './live-client.ts'
import type { Child } from './paint.ts'

/** Who is signed in at this console. */
export type SignedIn = z.output<typeof actorView>

/** How a command of a person is sent: `what` names it for the list of what waits and for what came of it. */
export type Order = { what: string; method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; body?: unknown }

/** What every console works with: what is known, the force's words, and a way to order things. */
export type Desk = {
  readonly you: SignedIn
  readonly words: ForceWords
  readonly board: Board
  readonly link: Link
  readonly positions: ReadonlyMap<string, HeldPosition>
  /** the service's clock in milliseconds */
  now: () => number
  /** Something of the console's own changed: paint again. */
  repaint: () => void
  /** Sends a command until it is answered; a refusal is shown in the message list, and returned. */
  order: <T>(order: Order) => Promise<Outcome<T>>
  /** Reads once; with `about` what is too long for an address. */
  ask: <T>(path: string, signal?: AbortSignal, about?: unknown) => Promise<Outcome<T>>
  /** Says what was done, in the last-action line. */
  done: (words: string) => void
  listWaiting: () => Waiting[]
}

/** One role's console inside the frame. */
export type Console = {
  /** what stands first in the top bar */
  title: string
  /** whether alarms are this desk's to answer */
  answersAlarms: boolean
  view: () => readonly Child[]
  /** keys that work everywhere: function keys and Alt; true when it was one of its own */
  onKey?: (event: KeyboardEvent) => boolean
  onEvent?: (event: BoardEvent, board: Board) => void
  /** what was pressed and is on no record yet: whoever signs out loses it */
  unsent?: () => number
  /** the desk is left: nothing more is done by it */
  end?: () => void
  /** shows an incident, from an alarm or a message */
  open?: (incidentId: string) => void
}

/** A refusal in one sentence. */
export function problemWords({ title, detail }: Problem): string {
  return detail && detail !== title ? `${title}. ${detail}` : title
}
