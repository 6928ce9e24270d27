import type { Logger } from 'pino'
import { theService } from '../core/index.ts'
import { type Desk, writeDown } from '../journal/index.ts'
import { listUnitsOnDuty } from '../units/index.ts'
import { listWaiting } from './dispatch-board.ts'
import { clockOf, whatChanged } from './live-rules.ts'
import { type RankingDesk, rankFor } from './ranker.ts'

/** How often what waits is looked at, in milliseconds: half of the two seconds in which a closed road must show. */
const LOOK_EVERY_MS = 1_000
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
    const waiting = await listWaiting(db)
    if (waiting.length === 0) return
    const [units, grades, { body: rules }] = await Promise.all([
      listUnitsOnDuty(db, positions),
      book.listGrades(),
      book.get('dispatch-rules'),
    ])
    const outdated: string[] = []
    for (const { incident, recommendation } of waiting) {
      const grade = grades.find(({ id }) => id === incident.grade)
      if (this.#stopped || !grade?.deploys || incident.location.lat === null) continue
      const now = await rankFor(this.#desk, incident, grade, { units })
      if (whatChanged(recommendation, now, clockOf(incident.attendBy, recommendation.madeAt, Date.now()), rules.live))
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
}
