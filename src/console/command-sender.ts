import type { z } from 'zod'
import type { closingView } from '../incidents/closing-contract.ts'
import { backoff } from './link-rules.ts'

/** A problem document of the service (RFC 9457), with what a refusal adds. */
export type Problem = {
  type: string
  title: string
  status: number
  detail?: string
  errors?: readonly { pointer: string; detail: string }[]
  /** what is owed before closing, by whom, and the fields of which one says it */
  missing?: z.output<typeof closingView>['owed']
}

/** How a command of a person is sent: `what` names it for the list of what waits and for what came of it. */
export type Order = { what: string; method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; body?: unknown }

/** What came of a request. */
export type Outcome<T> = { ok: true; body: T } | { ok: false; problem: Problem }

/** A command that is not answered yet: how often it was sent, and what is known of why. */
export type Waiting = { key: string; what: string; since: number; tries: number; paper: boolean }

/** A request without an answer after this has an unknown outcome, and is sent again. */
const TIMEOUT_MS = 10_000
/** Answers that mean "not now": the same command is sent again with the same key. */
const AGAIN = new Set([429, 502, 503, 504])

/**
 * Sends commands until they are answered (CRD/1 P1): the same key each time, so that repeating one never
 * makes a second thing. What waits is listed for the screen.
 */
export class CommandSender {
  readonly #waiting = new Map<string, Waiting>()
  readonly #onChange: () => void
  readonly #onSignedOut: () => void

  constructor(onChange: () => void, onSignedOut: () => void) {
    this.#onChange = onChange
    this.#onSignedOut = onSignedOut
  }

  /** Commands that are on their way, oldest first. */
  listWaiting(): Waiting[] {
    return [...this.#waiting.values()]
  }

  /** Sends one command; resolves with its answer, however long that takes. `what` names it to the person. */
  async send<T>(
    what: string,
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Outcome<T>> {
    const key = crypto.randomUUID()
    const waiting: Waiting = { key, what, since: Date.now(), tries: 0, paper: false }
    this.#waiting.set(key, waiting)
    try {
      for (;;) {
        this.#waiting.set(key, { ...waiting })
        this.#onChange()
        const answer = await request<T>(method, path, body, key)
        if (answer !== 'unanswered' && (answer.ok || !isForLater(answer.problem))) {
          if (!answer.ok && isSignedOut(answer.problem)) this.#onSignedOut()
          return answer
        }
        waiting.tries += 1
        waiting.paper = answer !== 'unanswered' && answer.problem.status === 503
        await pause(backoff(waiting.tries - 1, Math.random()))
      }
    } finally {
      this.#waiting.delete(key)
      this.#onChange()
    }
  }

  /**
   * Reads; what cannot be read is a problem at once, because reading again is up to whoever asked. `about` is sent as
   * a body, where it is too long for an address.
   */
  async ask<T>(path: string, signal?: AbortSignal, about?: unknown): Promise<Outcome<T>> {
    const answer = await request<T>(about === undefined ? 'GET' : 'POST', path, about, undefined, signal)
    if (answer === 'unanswered')
      return { ok: false, problem: { type: 'about:blank', title: 'The service did not answer', status: 0 } }
    if (!answer.ok && isSignedOut(answer.problem)) this.#onSignedOut()
    return answer
  }
}

/** The session is over: whoever sits here signs in again. A wrong password is a 401 as well, and ends nothing. */
export function isSignedOut({ type }: Problem): boolean {
  return type.endsWith('/session/none')
}

/** "Not now": nothing was done, and the same command is sent again with the same key. */
export function isForLater({ status, type }: Problem): boolean {
  return AGAIN.has(status) || type.endsWith('/request/in-flight')
}

/** Sends a request once; without an answer its outcome is unknown. */
export async function request<T>(
  method: string,
  path: string,
  body: unknown,
  key: string | undefined,
  signal?: AbortSignal,
): Promise<Outcome<T> | 'unanswered'> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const text = await response.text()
    if (response.ok) return { ok: true, body: (text === '' ? null : JSON.parse(text)) as T }
    return { ok: false, problem: readProblem(text, response.status) }
  } catch {
    return 'unanswered'
  }
}

/** A proxy in between may answer with something that is no problem document. */
function readProblem(text: string, status: number): Problem {
  try {
    return JSON.parse(text) as Problem
  } catch {
    return { type: 'about:blank', title: `The service answered ${status}`, status }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
