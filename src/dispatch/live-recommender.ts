import type { Logger } from 'pino'
import { theService } from '../core/index.ts'
import type { IncidentView } from '../incidents/index.ts'
import { type Desk, writeDown } from '../journal/index.ts'
import { listUnitsOnDuty } from '../units/index.ts'
import { listShown, listWaiting, type Shown } from './dispatch-board.ts'
import { clockOf, inTurn, whatChanged } from './live-rules.ts'
import { type RankingDesk, rankFor } from './ranker.ts'

/** How often what waits is looked at, in milliseconds: half of the two seconds in which a closed road must show. */
const LOOK_EVERY_MS = 1_000
/**
 * How long one look may rank, in milliseconds: a room with hundreds waiting has other work for this process. The most
 * urgent are looked at each time, the others in turn.
 */
const LOOK_WITHIN_MS = 150
/** The variant of the job that makes a recommendation anew: one an incident, whichever node saw it first. */
export const LIVE = 'live'

/**
 * Keeps the recommendations that wait up to date: ranks anew, in memory, when a unit moved or changed its state, a road
 * closed, or time went by, and plans a new version only when that would be news. Every node looks; the job's unique key
 * makes one of it, and the job looks again under the incident's lock.
 */
export class LiveRecommender {
  readonly #desk: Desk & RankingDesk
  readonly #log: Pick<Logger, 'warn'>
  /** what was shown, by recommendation: it never changes */
  #shown = new Map<string, Shown>()
  /** the incident that the last look ended with */
  #lastLooked = ''
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #stopped = false

  constructor(desk: Desk & RankingDesk, log: Pick<Logger, 'warn'>) {
    this.#desk = desk
    this.#log = log
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Looks now, unless a look is under way. */
  look(): void {
    if (this.#stopped) return
    this.#looking ??= this.#look()
      .catch((error: Error & { code?: string }) =>
        this.#log.warn({ fault: error.name, code: error.code }, 'waiting recommendations could not be looked at'),
      )
      .finally(() => {
        this.#looking = undefined
      })
  }

  async #look(): Promise<void> {
    const { db, book, positions } = this.#desk
    if (this.#desk.roadChanges.isSettling) return
    const waiting = await listWaiting(db)
    await this.#learn(waiting.map(({ recommendationId }) => recommendationId))
    if (waiting.length === 0) return
    const [units, grades, { body: rules }] = await Promise.all([
      listUnitsOnDuty(db, positions),
      book.listGrades(),
      book.get('dispatch-rules'),
    ])
    const mostUrgent = Math.min(...grades.map(({ position }) => position))
    const isUrgent = ({ grade }: IncidentView) => grades.some((one) => one.id === grade && one.position === mostUrgent)
    const until = performance.now() + LOOK_WITHIN_MS
    const outdated: string[] = []
    for (const { incident, recommendationId } of inTurn(waiting, isUrgent, this.#lastLooked)) {
      const grade = grades.find(({ id }) => id === incident.grade)
      const shown = this.#shown.get(recommendationId)
      if (this.#stopped || performance.now() > until) break
      if (!isUrgent(incident)) this.#lastLooked = incident.id
      if (!shown || !grade?.deploys || incident.location.lat === null) continue
      const now = await rankFor(this.#desk, incident, grade, { units })
      if (whatChanged(shown, now, clockOf(incident.attendBy, shown.madeAt, Date.now()), rules.live))
        outdated.push(incident.id)
    }
    if (outdated.length === 0) return
    await db.transaction().execute((trx) =>
      writeDown(trx, theService, {
        events: [],
        audits: [],
        jobs: outdated.map((subjectId) => ({ kind: 'recommend', subjectId, variant: LIVE })),
      }),
    )
    this.#desk.wake('jobs')
  }

  /** Reads what has not been read yet, and forgets what waits no more. */
  async #learn(recommendationIds: readonly string[]): Promise<void> {
    const news = await listShown(
      this.#desk.db,
      recommendationIds.filter((id) => !this.#shown.has(id)),
    )
    this.#shown = new Map(
      recommendationIds.flatMap((id) => {
        const shown = this.#shown.get(id) ?? news.get(id)
        return shown ? [[id, shown] as const] : []
      }),
    )
  }
}
