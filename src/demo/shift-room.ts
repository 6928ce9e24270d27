import { DEMO_PASSWORD } from './demo-staff.ts'
import type { SeededRandom } from './seeded-random.ts'
import { ProblemAnswer, ShiftClient } from './shift-client.ts'
import { isEnded, type ShiftClock } from './shift-clock.ts'
import { type FeedListener, ShiftFeed } from './shift-feed.ts'
import type { ShiftTally } from './shift-tally.ts'

/** A grade in force, as `GET /definitions` has it. */
export type GradeInForce = { id: string; position: number; deploys: boolean }

export type RoomOptions = {
  url: string
  clock: ShiftClock
  tally: ShiftTally
  random: SeededRandom
  onLog: (line: string) => void
}

/** What everybody of the playing shift shares. */
export class ShiftRoom {
  readonly clock: ShiftClock
  readonly tally: ShiftTally
  readonly random: SeededRandom
  /** open incidents that this shift opened, or found open when it began: it closes them when they are worked */
  readonly ours = new Set<string>()
  #grades: readonly GradeInForce[] = []
  readonly #url: string
  readonly #onLog: (line: string) => void
  readonly #clients: ShiftClient[] = []
  readonly #running = new Set<Promise<unknown>>()

  constructor({ url, clock, tally, random, onLog }: RoomOptions) {
    this.clock = clock
    this.tally = tally
    this.random = random
    this.#url = url
    this.#onLog = onLog
  }

  /** Somebody who works at the public interface: a demo sign-in, or an outside system with its token. */
  open(who: { username: string } | { token: string }): ShiftClient {
    const credentials = 'token' in who ? who : { ...who, password: DEMO_PASSWORD }
    const client = new ShiftClient({
      url: this.#url,
      credentials,
      signal: this.clock.signal,
      onRetry: (because) => this.tally.retried(because),
    })
    this.#clients.push(client)
    return client
  }

  /** Follows the live feed as this client until the shift ends; resolves when it is live. */
  async follow(client: ShiftClient, name: string, listener: FeedListener): Promise<void> {
    const onLost = (because: string) => this.tally.retried(`feed ${name} ${because}`)
    await new ShiftFeed({ url: this.#url, client, listener, signal: this.clock.signal, onLost }).start()
  }

  /** The grades in force, asked for once. */
  async learnGrades(client: ShiftClient): Promise<void> {
    this.#grades = (await client.get<{ grades: GradeInForce[] }>('/definitions')).grades
  }

  /** Whether somebody is sent for this grade. */
  deploys(grade: string | null): boolean {
    return this.#grades.some(({ id, deploys }) => id === grade && deploys)
  }

  /** Whether it is the most urgent grade there is. */
  isEmergency(grade: string | null): boolean {
    return (
      this.#grades.find(({ id }) => id === grade)?.position ===
      Math.min(...this.#grades.map(({ position }) => position))
    )
  }

  /** Lets a task go on by itself: its refusals are counted, its faults said, its end with the shift is no fault. */
  run(task: () => Promise<unknown>): void {
    const running = task()
      .catch((error: unknown) => this.note(error))
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Waits, after the end, for what was still being answered: the report counts it. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
  }

  /** Counts what went wrong; the end of the shift or of a job is nothing. */
  note(error: unknown): void {
    if (isEnded(error)) return
    if (error instanceof ProblemAnswer) {
      this.tally.refused(error.code)
      return
    }
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    this.tally.refused(`fault ${name}`)
    this.#onLog(`shift: ${name}: ${message}`)
  }

  /** Says something to whoever started the shift. */
  say(line: string): void {
    this.#onLog(line)
  }

  /** Lets go of every connection. */
  close(): void {
    for (const client of this.#clients) client.close()
  }
}
