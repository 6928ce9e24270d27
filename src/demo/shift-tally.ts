import type { Recommendation, Step } from './shift-events.ts'

/** A recommendation as it came to a dispatcher's console. */
export type SeenRecommendation = { version: number; because: string; withBriefing: boolean; desk: string; seq: number }

/** What a shift did and saw, for people and for tests. */
export type ShiftReport = {
  /** real seconds it took */
  seconds: number
  contacts: {
    /** handed over at least once */
    sent: number
    /** `externalRef` of each that the service acknowledged, and what it called it */
    acknowledged: Array<{ externalRef: string; contactId: string }>
    joined: number
    /** taken by somebody else */
    left: number
  }
  incidents: {
    opened: string[]
    /** graded by the shift's handlers, with the grade */
    graded: Array<{ incidentId: string; grade: string; deploys: boolean }>
  }
  /** recommendations by incident, in the order in which they came to a console entitled to them */
  recommendations: Record<string, SeenRecommendation[]>
  deployments: number
  diverts: number
  notFirst: number
  steps: Record<Step, number>
  /** incidents closed by the shift */
  closures: { byDispatchers: number; bySupervisors: number }
  /** refusals met, by code: in a shift with people in it some are as usual */
  errors: Record<string, number>
  /** what had to be sent again, by why; lost feeds as `feed ...` */
  retries: Record<string, number>
  /** milliseconds from sending the grade to the recommendation on the dispatcher's socket, in order */
  gradedToRecommendationMs: number[]
  /** incidents of this shift that were still open when it ended */
  unfinished: string[]
}

/** In a shift that runs for ever only so many of each list are kept. */
const MOST_KEPT = 20_000

/** Keeps count while the shift goes on. */
export class ShiftTally {
  readonly #began = performance.now()
  readonly #gradedAt = new Map<string, number>()
  readonly #report: Omit<ShiftReport, 'seconds' | 'unfinished'> = {
    contacts: { sent: 0, acknowledged: [], joined: 0, left: 0 },
    incidents: { opened: [], graded: [] },
    recommendations: {},
    deployments: 0,
    diverts: 0,
    notFirst: 0,
    steps: { acknowledge: 0, mobile: 0, 'at-scene': 0, clear: 0, 'stand-down': 0 },
    closures: { byDispatchers: 0, bySupervisors: 0 },
    errors: {},
    retries: {},
    gradedToRecommendationMs: [],
  }
  /** when anything last went on, by `performance.now()` */
  movedAt = performance.now()

  /** The report as it stands; `unfinished` are those the shift opened and nobody has closed. */
  report(unfinished: Iterable<string>): ShiftReport {
    return structuredClone({
      ...this.#report,
      seconds: (performance.now() - this.#began) / 1_000,
      unfinished: [...unfinished],
    })
  }

  sent(): void {
    this.#report.contacts.sent += 1
  }

  acknowledged(externalRef: string, contactId: string): void {
    keep(this.#report.contacts.acknowledged, { externalRef, contactId })
    this.#move()
  }

  joined(): void {
    this.#report.contacts.joined += 1
    this.#move()
  }

  left(): void {
    this.#report.contacts.left += 1
    this.#move()
  }

  opened(incidentId: string): void {
    keep(this.#report.incidents.opened, incidentId)
    this.#move()
  }

  /** The grade is about to be sent: the watch starts here. */
  grading(incidentId: string): void {
    if (this.#gradedAt.size < MOST_KEPT) this.#gradedAt.set(incidentId, performance.now())
  }

  graded(incidentId: string, grade: string, deploys: boolean): void {
    keep(this.#report.incidents.graded, { incidentId, grade, deploys })
    this.#move()
  }

  recommended(recommendation: Recommendation, seen: Omit<SeenRecommendation, 'version' | 'because'>): void {
    const { incidentId, version, because } = recommendation
    const gradedAt = this.#gradedAt.get(incidentId)
    if (gradedAt !== undefined) {
      this.#gradedAt.delete(incidentId)
      keep(this.#report.gradedToRecommendationMs, performance.now() - gradedAt)
    }
    const all = this.#report.recommendations
    const earlier = all[incidentId]
    if (earlier) earlier.push({ version, because, ...seen })
    else {
      const ids = Object.keys(all)
      if (ids.length >= MOST_KEPT && ids[0] !== undefined) delete all[ids[0]]
      all[incidentId] = [{ version, because, ...seen }]
    }
    this.#move()
  }

  deployed({ isDivert, isNotFirst }: { isDivert: boolean; isNotFirst: boolean }): void {
    this.#report.deployments += 1
    if (isDivert) this.#report.diverts += 1
    if (isNotFirst) this.#report.notFirst += 1
    this.#move()
  }

  stepped(step: Step): void {
    this.#report.steps[step] += 1
    this.#move()
  }

  closed(by: 'byDispatchers' | 'bySupervisors'): void {
    this.#report.closures[by] += 1
    this.#move()
  }

  refused(code: string): void {
    count(this.#report.errors, code)
  }

  retried(because: string): void {
    count(this.#report.retries, because)
  }

  #move(): void {
    this.movedAt = performance.now()
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}

function keep<T>(list: T[], item: T): void {
  if (list.length >= MOST_KEPT) list.shift()
  list.push(item)
}
