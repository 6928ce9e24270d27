import { isForLater, isSignedOut, type Outcome, request } from './command-sender.ts'
import {
  type CrewQueue as Acts,
  addAct,
  answerAct,
  type CrewAct,
  dismissAct,
  keptText,
  nextAct,
  readKept,
} from './crew-queue-rules.ts'
import { problemWords } from './desk.ts'
import { backoff } from './link-rules.ts'

type Deps = {
  /** whose queue it is: nobody else's is ever sent */
  personId: string
  now: () => number
  onChange: () => void
  /** the service has done it */
  onSent?: (act: CrewAct) => void
}

const KEPT_UNDER = 'golden-hour-crew/'
type Lane = 'emergency' | 'rest'

/**
 * Sends what a crew pressed, in order, each until it is answered, with the key it was given at the tap (CRD/1 P1). An
 * emergency has a lane of its own.
 *
 * Kept over a reload in `sessionStorage`, of this tab alone, and only while it is not on the record: whoever signs out clears
 * it, and so does closing the tab. It is not encrypted there: a key that outlives the reload would lie beside it, as the
 * session's own cookie does, and would keep nobody out who holds the unlocked telephone.
 */
export class CrewQueue {
  acts: Acts
  readonly #deps: Deps
  readonly #sending = new Set<Lane>()
  readonly #waiting = new Set<() => void>()
  #stopped = false
  readonly #hurry = () => this.hurry()

  constructor(deps: Deps) {
    this.#deps = deps
    this.acts = readKept(sessionStorage.getItem(KEPT_UNDER + deps.personId))
    addEventListener('online', this.#hurry)
    this.#start()
  }

  /** Somebody pressed something: it is kept at once, and sent as soon as that can be. */
  press(act: Pick<CrewAct, 'what' | 'method' | 'path' | 'body' | 'kind' | 'step'>): void {
    const more = { key: crypto.randomUUID(), tappedAt: this.#deps.now(), state: 'waiting', answeredAt: null } as const
    this.#set(addAct(this.acts, { ...act, ...more, because: '' }))
    this.#start()
  }

  /** What was refused has been seen. */
  dismiss(key: string): void {
    this.#set(dismissAct(this.acts, key))
  }

  /** There is a network again: nobody waits for the next try. */
  hurry(): void {
    for (const goOn of this.#waiting) goOn()
  }

  /** Sends nothing more; what waits is still kept, unless whoever signed out cleared it. */
  stop(): void {
    this.#stopped = true
    removeEventListener('online', this.#hurry)
    this.hurry()
  }

  #start(): void {
    for (const lane of ['emergency', 'rest'] as const) if (!this.#sending.has(lane)) void this.#send(lane)
  }

  async #send(lane: Lane): Promise<void> {
    this.#sending.add(lane)
    let tries = 0
    for (let act = this.#next(lane); act; act = this.#next(lane)) {
      const answer = await request<unknown>(act.method, act.path, act.body, act.key)
      // the page was left meanwhile: what it was is kept, or cleared by whoever signed out
      if (!this.#next(lane)) break
      if (answer !== 'unanswered' && isAnswer(answer)) {
        tries = 0
        this.#take(act, answer)
      } else {
        await this.#pause(backoff(tries, Math.random()))
        tries += 1
      }
    }
    this.#sending.delete(lane)
  }

  #next(lane: Lane): CrewAct | undefined {
    return this.#stopped ? undefined : nextAct(this.acts, lane)
  }

  #take(act: CrewAct, answer: Outcome<unknown>): void {
    this.#set(answerAct(this.acts, act.key, this.#deps.now(), answer.ok ? undefined : problemWords(answer.problem)))
    if (answer.ok) this.#deps.onSent?.(act)
  }

  #set(acts: Acts): void {
    this.acts = acts
    const [name, text] = [KEPT_UNDER + this.#deps.personId, keptText(acts)]
    if (text === '') sessionStorage.removeItem(name)
    else sessionStorage.setItem(name, text)
    this.#deps.onChange()
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const goOn = () => {
        clearTimeout(timer)
        this.#waiting.delete(goOn)
        resolve()
      }
      const timer = setTimeout(goOn, ms)
      this.#waiting.add(goOn)
    })
  }
}

/** Not now is no answer; nor is a session that has ended: it goes on once the crew has signed in again. */
function isAnswer(answer: Outcome<unknown>): boolean {
  return answer.ok || !(isForLater(answer.problem) || isSignedOut(answer.problem))
}

/** Removes what other people left in this tab: nobody may read or send it. */
export function forgetOtherQueues(personId: string): void {
  for (const name of Object.keys(sessionStorage))
    if (name.startsWith(KEPT_UNDER) && name !== KEPT_UNDER + personId) sessionStorage.removeItem(name)
}
