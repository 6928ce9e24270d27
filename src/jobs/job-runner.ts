import type { Logger } from 'pino'
import { theService } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import { type Desk, type NewJob, type Work, writeDown } from '../journal/index.ts'
import { type Job, type JobHandler, MOST_ATTEMPTS } from './job.ts'
import { claimNext, saveDone, savePutOff } from './job-store.ts'

/** How long a job may lie due before this node looks by itself, in milliseconds. */
const POLL_MS = 250
/** Jobs one node works on at once; more only makes them wait for connections. */
const LANES = 4
/** Other systems that are asked at once beside the lanes; a lane that brings one more waits. */
const MOST_BESIDE = 32

/**
 * Does due jobs, on any number of nodes. A job is claimed with `for update skip locked` inside the
 * transaction that does it, so it is done exactly once: if this process dies, its connection ends, the
 * row is free again and another node takes it (I9).
 */
export class JobRunner {
  readonly #desk: Desk
  readonly #log: Logger
  readonly #handlers: Map<string, JobHandler>
  readonly #lanes = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  readonly #beside = new Set<Promise<void>>()
  readonly #ending = new AbortController()
  #more = false
  #stopped = false

  constructor(desk: Desk, log: Logger, handlers: readonly JobHandler[]) {
    this.#desk = desk
    this.#log = log
    this.#handlers = new Map(handlers.map((handler) => [handler.kind, handler]))
  }

  /** Begins to look for due jobs. */
  start(): void {
    this.#timer = setInterval(() => this.wake(), POLL_MS)
    this.wake()
  }

  /** There may be something due now. */
  wake(): void {
    if (this.#stopped) return
    if (this.#lanes.size >= LANES) {
      this.#more = true
      return
    }
    const lane = this.#drain().finally(() => {
      this.#lanes.delete(lane)
      if (this.#more) {
        this.#more = false
        this.wake()
      }
    })
    this.#lanes.add(lane)
  }

  /** Takes no more jobs and waits for those begun; who asks another system is told to leave it. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    this.#ending.abort()
    await Promise.allSettled([...this.#lanes])
    await Promise.allSettled([...this.#beside])
  }

  async #drain(): Promise<void> {
    try {
      while (!this.#stopped && (await this.#doNext())) {}
    } catch (error) {
      this.#log.warn(
        { fault: (error as Error).name, code: (error as { code?: string }).code },
        'jobs could not be read',
      )
    }
  }

  /** Does one due job; false when none is due. */
  async #doNext(): Promise<boolean> {
    let claimed: Job | undefined
    let isDone = false
    const wakes = { jobs: false, journal: false }
    try {
      await this.#desk.db.transaction().execute(async (trx) => {
        claimed = await claimNext(trx, [...this.#handlers.keys()])
        if (!claimed) return
        const job = claimed
        await this.#inWork(trx, wakes, async (work) => {
          await this.#handlerOf(job).run(job, work)
          await saveDone(trx, job.id)
        })
      })
      isDone = true
    } catch (error) {
      if (!claimed) throw error
      await this.#putOff(claimed, error as Error & { code?: string })
    }
    if (wakes.jobs) this.#more = true
    if (wakes.journal) this.#desk.wake('journal')
    if (claimed && isDone) await this.#goBeside(claimed)
    return claimed !== undefined
  }

  async #goBeside(job: Job): Promise<void> {
    const { runBeside } = this.#handlerOf(job)
    if (!runBeside) return
    if (this.#beside.size >= MOST_BESIDE) await Promise.race(this.#beside)
    const going = runBeside(job, this.#ending.signal)
      .catch((error: Error & { code?: string }) =>
        this.#log.warn({ jobKind: job.kind, fault: error.name, code: error.code }, 'work beside a job failed'),
      )
      .finally(() => this.#beside.delete(going))
    this.#beside.add(going)
  }

  async #putOff(job: Job, error: Error & { code?: string }): Promise<void> {
    const last = job.attempts + 1 >= MOST_ATTEMPTS
    this.#log.warn(
      {
        jobKind: job.kind,
        attempts: job.attempts + 1,
        fault: error.name,
        code: error.code,
        stack: error.stack?.split('\n').slice(1, 5),
      },
      'job failed',
    )
    const wakes = { jobs: false, journal: false }
    await this.#desk.db.transaction().execute(async (trx) => {
      const giveUp = last ? this.#handlerOf(job).giveUp : undefined
      await this.#inWork(trx, wakes, async (work) => {
        if (giveUp) await giveUp(job, work)
        await savePutOff(trx, job, `${error.name} ${error.code ?? ''}`.trim(), last)
      })
    })
    if (wakes.journal) this.#desk.wake('journal')
  }

  /** Runs this, and writes down what it noted as the last thing of the transaction. */
  async #inWork(
    trx: Trx,
    wakes: { jobs: boolean; journal: boolean },
    run: (work: Work) => Promise<void>,
  ): Promise<void> {
    const notes: Parameters<typeof writeDown>[2] = { events: [], audits: [], jobs: [] }
    await run({
      trx,
      actor: theService,
      tokenHash: Buffer.alloc(0),
      record: (event) => void notes.events.push(event),
      audit: (entry) => void notes.audits.push(entry),
      later: (job: NewJob) => void notes.jobs.push(job),
    })
    if (notes.events.length + notes.audits.length + notes.jobs.length > 0) await writeDown(trx, theService, notes)
    wakes.jobs = notes.jobs.length > 0
    wakes.journal = notes.events.length > 0
  }

  #handlerOf(job: Job): JobHandler {
    const handler = this.#handlers.get(job.kind)
    if (!handler) throw new Error(`no handler for ${job.kind}`)
    return handler
  }
}
