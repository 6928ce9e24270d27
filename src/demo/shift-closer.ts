import type { IncidentView } from '../incidents/index.ts'
import { type BoardIncident, isWorked } from './shift-board.ts'
import { ProblemAnswer, type ShiftClient } from './shift-client.ts'
import { humanSeconds } from './shift-delay-rules.ts'
import type { Deployment } from './shift-events.ts'
import { type Closing, completeClosing, composeClosing } from './shift-result-rules.ts'
import type { ShiftRoom } from './shift-room.ts'

/** Somebody who closes: a dispatcher what is not locked, a supervisor what is. */
export type CloserOptions = {
  locked: boolean
  as: 'byDispatchers' | 'bySupervisors'
  /** the incident as this desk's board has it now */
  find: (incidentId: string) => BoardIncident | undefined
}

/** An incident that people who are signed in opened is left to them this long after it is worked, in seconds. */
const OTHERS_SECONDS = 1_800
/** Something is still missing that somebody else owes: asked again after this. */
const STILL_MISSING_SECONDS = 120
const STILL_MISSING_MS = 500
/** Asked this often, an incident is left to people. */
const MOST_ATTEMPTS = 20

/** Closes incidents with complete results, once they are worked. */
export class Closer {
  readonly #room: ShiftRoom
  readonly #client: ShiftClient
  readonly #options: CloserOptions
  readonly #closing = new Set<string>()

  constructor(room: ShiftRoom, client: ShiftClient, options: CloserOptions) {
    this.#room = room
    this.#client = client
    this.#options = options
  }

  /** Call it whenever something about an incident changed. */
  look(incidentId: string, known: BoardIncident): void {
    if (this.#closing.has(incidentId) || !this.#isMine(known)) return
    this.#closing.add(incidentId)
    this.#room.run(() => this.#close(incidentId).finally(() => this.#closing.delete(incidentId)))
  }

  #isMine(known: BoardIncident): boolean {
    const { locked, grade } = known.incident
    if (locked !== this.#options.locked || !isWorked(known)) return false
    // graded, and the recommendation is on its way: nobody has been sent yet
    return known.attended === true || known.recommendation !== undefined || !this.#room.deploys(grade)
  }

  async #close(incidentId: string): Promise<void> {
    const { clock, ours } = this.#room
    const random = this.#room.random.fork(`closing/${incidentId}`)
    const isByTelephone = this.#options.find(incidentId)?.attended !== true
    await clock.sleep(
      ours.has(incidentId)
        ? isByTelephone
          ? humanSeconds.resolveByTelephone(random)
          : humanSeconds.close(random)
        : OTHERS_SECONDS,
    )
    let closing: Closing | undefined
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const known = this.#options.find(incidentId)
      if (!known || !this.#isMine(known)) return
      closing ??= composeClosing(known.incident, known.attended === true, random)
      const missing = await this.#send(incidentId, closing)
      if (!missing) return
      const completed = completeClosing(closing, missing)
      const isSame = JSON.stringify(completed) === JSON.stringify(closing)
      closing = completed
      if (isSame) await clock.sleep(STILL_MISSING_SECONDS, { atLeastMs: STILL_MISSING_MS })
    }
  }

  /** @returns what is missing, or undefined when it is closed, or nothing more is to be done here */
  async #send(incidentId: string, closing: Closing): Promise<Array<{ what: string }> | undefined> {
    try {
      await this.#client.command<IncidentView>('POST', `/incidents/${incidentId}/close`, closing)
      this.#room.tally.closed(this.#options.as)
      this.#room.ours.delete(incidentId)
      return undefined
    } catch (error) {
      if (!(error instanceof ProblemAnswer)) throw error
      this.#room.tally.refused(error.code)
      return error.code === 'incident/incomplete' ? (error.problem['missing'] as Array<{ what: string }>) : undefined
    }
  }

  /** What happened before this desk looked is asked for: whether anybody has been there. */
  async learnAttendance(incidentId: string): Promise<void> {
    const deployments = await this.#client.get<Deployment[]>(`/incidents/${incidentId}/deployments`)
    const known = this.#options.find(incidentId)
    if (!known) return
    known.attended ??= deployments.some(({ atSceneAt }) => atSceneAt !== null)
    this.look(incidentId, known)
  }
}
