import type { SeededRandom } from './seeded-random.ts'
import { type BoardIncident, ShiftBoard, wantsUnits } from './shift-board.ts'
import { type Choice, chooseUnit } from './shift-choice-rules.ts'
import { ProblemAnswer, type ShiftClient } from './shift-client.ts'
import type { Closer } from './shift-closer.ts'
import { humanSeconds } from './shift-delay-rules.ts'
import type { Deployment, Recommendation, ShiftEvent } from './shift-events.ts'
import type { ShiftRoom } from './shift-room.ts'

/** How long an incident that nobody could go to waits before it is ranked anew, unless a unit comes free first. */
const LOOK_AGAIN_SECONDS = 90
/** Real milliseconds between two looks, however fast the shift is played. */
const LOOK_AGAIN_MS = 250

/** Refusals that mean: the units have moved on, ask for the ranking anew. */
const OUT_OF_DATE = new Set([
  'unit/committed',
  'unit/divert-needed',
  'unit/not-deployable',
  'unit/off-duty',
  'unit/not-eligible',
  'recommendation/stale',
])
/** Refusals that mean: somebody has seen to it. */
const SEEN_TO = new Set(['recommendation/met', 'incident/closed', 'incident/unknown'])

/** The dispatcher of an area: shows what the feed brings, sends the recommended unit, closes what is not locked. */
export class Dispatcher {
  readonly board = new ShiftBoard()
  readonly #room: ShiftRoom
  readonly #client: ShiftClient
  readonly #name: string
  readonly #closer: Closer
  /** incidents somebody of this desk is seeing to */
  readonly #serving = new Set<string>()
  /** incidents that nobody can go to now: called when a unit comes free */
  readonly #waiting = new Map<string, () => void>()
  /** incidents without an area come to every desk: only one of them sees to them */
  readonly #takesUnplaced: boolean
  #isFirstPicture = true

  constructor(room: ShiftRoom, client: ShiftClient, name: string, options: { takesUnplaced: boolean; closer: Closer }) {
    this.#room = room
    this.#client = client
    this.#name = name
    this.#takesUnplaced = options.takesUnplaced
    this.#closer = options.closer
  }

  /** A picture: everything that waits is seen to. */
  load(snapshot: unknown): void {
    this.board.load(snapshot)
    for (const [id, known] of this.board.incidents) {
      // what a shift before this one left open is nobody else's
      if (this.#isFirstPicture) this.#room.ours.add(id)
      this.#look(id, known)
    }
    this.#isFirstPicture = false
  }

  /** One event of the live feed. */
  take(event: ShiftEvent): void {
    if (event.type === 'recommendation-made') {
      const { recommendation, briefing } = event.data
      // typed as always there: that it is, is what the shift is asked to prove
      const withBriefing =
        Boolean((briefing as typeof briefing | undefined)?.body) && briefing.id === recommendation.briefingId
      this.#room.tally.recommended(recommendation, { withBriefing, desk: this.#name, seq: event.seq })
    }
    const incidentId = this.board.take(event)
    if (event.type === 'incident-closed') {
      this.#room.ours.delete(event.data.incident.id)
      this.#waiting.get(event.data.incident.id)?.()
      return
    }
    if (event.type === 'unit-changed' && event.data.unit.commitment === null) this.#wakeMostUrgent()
    const known = incidentId === undefined ? undefined : this.board.incidents.get(incidentId)
    if (known) this.#look(known.incident.id, known)
  }

  #look(incidentId: string, known: BoardIncident): void {
    if (known.incident.areaId === null && !this.#takesUnplaced) return
    if (wantsUnits(known) && !this.#serving.has(incidentId)) {
      this.#serving.add(incidentId)
      this.#room.run(() =>
        this.#serve(incidentId).finally(() => {
          this.#serving.delete(incidentId)
          const now = this.board.incidents.get(incidentId)
          if (now && !this.#room.clock.signal.aborted) this.#look(incidentId, now)
        }),
      )
    }
    this.#closer.look(incidentId, known)
  }

  /** Until enough units are on their way, by whomever. */
  async #serve(incidentId: string): Promise<void> {
    const { clock } = this.#room
    const random = this.#room.random.fork(`dispatch/${incidentId}`)
    const began = this.board.incidents.get(incidentId)
    if (began?.attended === undefined) await this.#closer.learnAttendance(incidentId)
    await clock.sleep(humanSeconds.dispatch(random, this.#room.isEmergency(began?.incident.grade ?? null)))
    for (;;) {
      const known = this.board.incidents.get(incidentId)
      if (!known || !wantsUnits(known) || !known.recommendation) return
      const choice = this.#choose(known, known.recommendation, random)
      const outcome = choice ? await this.#send(incidentId, known.recommendation, choice) : 'out-of-date'
      if (outcome === 'seen-to') return
      if (outcome === 'sent') await clock.sleep(humanSeconds.lookAgain(random))
      else await this.#askAnew(incidentId, random)
    }
  }

  #choose(
    { going, incident }: BoardIncident,
    { candidates }: Recommendation,
    random: SeededRandom,
  ): Choice | undefined {
    return chooseUnit(
      {
        candidates,
        going: new Set([...going.values()].map(({ unitId }) => unitId)),
        isEmergency: this.#room.isEmergency(incident.grade),
        commitmentOf: (unitId) => this.board.units.get(unitId)?.commitment ?? undefined,
      },
      random,
    )
  }

  async #send(
    incidentId: string,
    { id: recommendationId }: Recommendation,
    choice: Choice,
  ): Promise<'sent' | 'seen-to' | 'out-of-date'> {
    try {
      const deployment = await this.#client.command<Deployment>('POST', `/incidents/${incidentId}/deployments`, {
        recommendationId,
        ...choice,
      })
      this.#room.tally.deployed({ isDivert: choice.divert !== null, isNotFirst: choice.reasonCode !== null })
      if (deployment.reasonOwed)
        await this.#client.command('POST', `/deployments/${deployment.id}/reason`, { reasonCode: 'keep-cover' })
      // the feed says the same in a moment; until then nobody is sent twice
      this.board.incidents.get(incidentId)?.going.set(deployment.id, deployment)
      return 'sent'
    } catch (error) {
      if (!(error instanceof ProblemAnswer)) throw error
      this.#room.tally.refused(error.code)
      if (SEEN_TO.has(error.code)) return 'seen-to'
      if (OUT_OF_DATE.has(error.code)) return 'out-of-date'
      throw error
    }
  }

  /** Ranks the units anew; when still nobody can go, waits for one to come free. */
  async #askAnew(incidentId: string, random: SeededRandom): Promise<void> {
    const { clock, tally } = this.#room
    await clock.sleep(humanSeconds.lookAgain(random))
    try {
      const recommendation = await this.#client.command<Recommendation>(
        'POST',
        `/incidents/${incidentId}/recommendations`,
      )
      const known = this.board.incidents.get(incidentId)
      if (!known) return
      if (recommendation.version >= (known.recommendation?.version ?? 0)) known.recommendation = recommendation
      if (!this.#choose(known, recommendation, random)) await this.#untilFree(incidentId)
    } catch (error) {
      if (!(error instanceof ProblemAnswer)) throw error
      tally.refused(error.code)
      await this.#untilFree(incidentId)
    }
  }

  async #untilFree(incidentId: string): Promise<void> {
    const woken = new Promise<void>((resolve) => this.#waiting.set(incidentId, resolve))
    await Promise.race([woken, this.#room.clock.sleep(LOOK_AGAIN_SECONDS, { atLeastMs: LOOK_AGAIN_MS })])
    this.#waiting.delete(incidentId)
  }

  /** One free unit is one incident's: the most urgent, and among equals the oldest. */
  #wakeMostUrgent(): void {
    const [first] = [...this.#waiting.keys()]
      .flatMap((id) => this.board.incidents.get(id)?.incident ?? [])
      .sort((a, b) => (a.grade ?? '9').localeCompare(b.grade ?? '9') || a.openedAt.localeCompare(b.openedAt))
    if (first) this.#waiting.get(first.id)?.()
  }
}
