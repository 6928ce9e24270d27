import type { DeploymentView } from '../dispatch/dispatch.ts'
import type { UnitView } from '../units/unit.ts'
import type { Board } from './board.ts'
import type { Order } from './command-sender.ts'

/** Something that was just done here, and the further entry that takes it back (CONSOLES A19). */
export type Undoable = {
  /** what was done */
  words: string
  /** when, by the service's clock, in milliseconds */
  at: number
  order: Order
  /** what somebody has done with it since; null: nothing. The service asks the same, and has the last word. */
  since: (board: Board) => string | null
}

/** How an undo stands: open with its seconds, or why it is not. */
export type UndoState = { open: true; words: string; seconds: number } | { open: false; words: string }

/** As long as the service gives, in milliseconds. */
const UNDO_WITHIN_MS = 10_000

/** Whether the last action may still be undone, and what that would do. `now` by the service's clock, in milliseconds. */
export function undoState(last: Undoable | undefined, board: Board, now: number): UndoState {
  if (!last) return { open: false, words: 'There is nothing to undo' }
  const since = last.since(board)
  if (since !== null) return { open: false, words: `Not undone: ${since}` }
  const seconds = Math.ceil((last.at + UNDO_WITHIN_MS - now) / 1_000)
  if (seconds <= 0) return { open: false, words: `Not undone: ${last.words} more than ten seconds ago` }
  return { open: true, words: last.words, seconds: Math.min(seconds, UNDO_WITHIN_MS / 1_000) }
}

/** A unit that was sent is taken back, as long as its crew has not acknowledged it. */
export function undoSending({ id, callsign, assignedAt }: DeploymentView, reference: string): Undoable {
  return {
    words: `${callsign} assigned to ${reference}`,
    at: Date.parse(assignedAt),
    order: {
      what: `${callsign} taken back from ${reference}`,
      method: 'POST',
      path: `/deployments/${id}/steps`,
      body: { step: 'stand-down', text: '', undo: true },
    },
    since: ({ deployments }) => {
      const now = deployments.get(id)
      if (!now) return null
      if (now.releasedAt !== null) return `${callsign} is not going there any more`
      if (now.atSceneAt !== null) return `${callsign} is at the scene`
      if (now.mobileAt !== null) return `${callsign} is on its way: stand it down`
      return now.acknowledgedAt === null ? null : `${callsign} has acknowledged it: stand it down`
    },
  }
}

/** The state before, as long as no other was set since. */
export function undoUnitState(before: Pick<UnitView, 'state'>, { id, callsign, state, stateAt }: UnitView): Undoable {
  return {
    words: `${callsign} set to ${state}`,
    at: Date.parse(stateAt),
    order: {
      what: `${callsign} back to ${before.state}`,
      method: 'PUT',
      path: `/units/${id}/state`,
      body: { state: before.state, undoes: stateAt },
    },
    since: ({ units }) => {
      const now = units.get(id)
      // the event may come after the answer
      if (!now || Date.parse(now.stateAt) <= Date.parse(stateAt)) return null
      return now.commitment === null ? `${callsign} is in state ${now.state} since` : `${callsign} was sent since`
    },
  }
}

/** A line of the log is struck through by a correcting line; nothing is ever taken off a log. */
export function undoLogLine(incidentId: string, entryId: string, reference: string, at: number): Undoable {
  return {
    words: `line on the log of ${reference}`,
    at,
    order: {
      what: `Line on the log of ${reference} struck through`,
      method: 'POST',
      path: `/incidents/${incidentId}/log/${entryId}/strike`,
    },
    since: () => null,
  }
}
