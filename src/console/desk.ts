import type { z } from 'zod'
import type { actorView } from '../staff/staff-contract.ts'
import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import type { Order, Outcome, Problem, Waiting } from './command-sender.ts'
import type { DeskKeys } from './desk-keys.ts'
import type { WhereDraft } from './draft.ts'
import type { ForceWords } from './force-words.ts'
import type { HeldPosition, Link } from './live-client.ts'
import type { Child } from './paint.ts'
import type { Undoable } from './undo-rules.ts'

/** Who is signed in at this console. */
export type SignedIn = z.output<typeof actorView>

/** What every console works with: what is known, the force's words, and a way to order things. */
export type Desk = {
  readonly you: SignedIn
  readonly words: ForceWords
  readonly keys: DeskKeys
  readonly board: Board
  readonly link: Link
  readonly positions: ReadonlyMap<string, HeldPosition>
  /** others who have each incident open, by name */
  readonly presence: ReadonlyMap<string, readonly string[]>
  /** Tells the others which incident is open here. */
  look: (incidentId: string | null) => void
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
  /** what was just done may be undone for ten seconds */
  offerUndo: (undoable: Undoable) => void
  listWaiting: () => Waiting[]
}

/** What of a call a command has said. */
export type SaidOfCall = { grade: string; type: string; where: WhereDraft; summary: string }

/** What the command line may do on the screen of a console; what is absent this console has not. */
export type Screen = {
  /** whether units are sent from here */
  sendsUnits: boolean
  /** the incident that is open, said as a dot */
  openId: () => string | null
  show?: (incidentId: string, part?: 'briefing' | 'closing' | 'recommendation') => void
  moveMap?: (point: { lat: number; lon: number }) => void
  /** Fills in the call on the screen and sends it; false: there is none, or it is an incident already. */
  sendCall?: (said: SaidOfCall) => Promise<boolean>
}

/** One role's console inside the frame. */
export type Console = {
  /** what stands first in the top bar */
  title: string
  /** whether alarms are this desk's to answer */
  answersAlarms: boolean
  view: () => readonly Child[]
  /** what it adds to the top bar */
  topBar?: () => readonly Child[]
  /** keys that work everywhere: function keys and Alt; true when it was one of its own */
  onKey?: (event: KeyboardEvent) => boolean
  onEvent?: (event: BoardEvent, board: Board) => void
  /** what was pressed and is on no record yet: whoever signs out loses it */
  unsent?: () => number
  /** the desk is left: nothing more is done by it, or told to its other windows */
  end?: () => void
  /** shows an incident, from an alarm or a message */
  open?: (incidentId: string) => void
  /** what the command line works on; absent: there is no command line */
  screen?: Screen
}

/** A refusal in one sentence. */
export function problemWords({ title, detail }: Problem): string {
  return detail && detail !== title ? `${title}. ${detail}` : title
}
