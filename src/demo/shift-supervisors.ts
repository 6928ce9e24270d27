import { ShiftBoard } from './shift-board.ts'
import type { Closer } from './shift-closer.ts'
import type { ShiftEvent } from './shift-events.ts'
import type { ShiftRoom } from './shift-room.ts'

/** The supervisor of the communication centre: closes what nobody else may (CR-27). Approvals are left to people. */
export class Supervisor {
  readonly board = new ShiftBoard()
  readonly #room: ShiftRoom
  readonly #closer: Closer

  constructor(room: ShiftRoom, closer: Closer) {
    this.#room = room
    this.#closer = closer
  }

  load(snapshot: unknown): void {
    this.board.load(snapshot)
    for (const [id, known] of this.board.incidents) {
      if (known.incident.locked && known.attended === undefined) this.#room.run(() => this.#closer.learnAttendance(id))
      else this.#closer.look(id, known)
    }
  }

  take(event: ShiftEvent): void {
    const incidentId = this.board.take(event)
    if (event.type === 'incident-closed') this.#room.ours.delete(event.data.incident.id)
    const known = incidentId === undefined ? undefined : this.board.incidents.get(incidentId)
    if (known) this.#closer.look(known.incident.id, known)
  }
}
