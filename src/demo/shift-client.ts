import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { newId } from '../core/index.ts'

/** How a client proves who it is: a member of staff signs in, an outside system has a token. */
export type Credentials = { username: string; password: string } | { token: string }

export type ClientOptions = {
  url: string
  credentials: Credentials
  /** ends everything that has not been sent; what was sent has a moment more to be answered */
  signal: AbortSignal
  /** told each time something had to be sent again, and why */
  onRetry?: (because: string) => void
}

/** The service said no, and saying it again would not help. `code` is the refusal's: `unit/committed`. */
export class ProblemAnswer extends Error {
  override readonly name = 'ProblemAnswer'
  readonly status: number
  readonly code: string
  readonly problem: Readonly<Record<string, unknown>>

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const code = typeof problem['type'] === 'string' ? problem['type'].replace(/^\/problems\//, '') : 'none'
    super(`${status} ${code}`)
    this.status = status
    this.code = code
    this.problem = problem
  }
}

type Exchange = { status: number; headers: IncomingHttpHeaders; body: unknown }

/** No answer within this many milliseconds: the outcome is unknown, and the same request is sent again. */
const ANSWER_WITHIN_MS = 10_000
/** What was sent when the end came is answered within this, or given up: what was done is known to have been done. */
const LAST_ANSWER_MS = 1_000
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2_000
/** A fault of the service's own is asked again this often; after that it is one that stays. */
const MOST_FAULTS = 4
/** Signing in anew after a session ended, before giving up. */
const MOST_SIGN_INS = 3

/**
 * A caller of the public interface that keeps the promise on its side (CRD/1 P1): a command that is not answered
 * is sent again with the same `Idempotency-Key` until it is, through restarts of the service.
 */
export class ShiftClient {
  readonly #options: ClientOptions
  readonly #agent: HttpAgent
  readonly #request: typeof httpRequest
  #cookie: string | undefined
  #signingIn: Promise<void> | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    const isSecure = options.url.startsWith('https:')
    this.#agent = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 16 })
    this.#request = isSecure ? httpsRequest : httpRequest
  }

  /** Reads something. @throws ProblemAnswer; AbortError when ended */
  async get<T>(path: string): Promise<T> {
    return (await this.#untilAnswered('GET', path, undefined, undefined)) as T
  }

  /** Has something done, once, however often it must be sent. @throws ProblemAnswer; AbortError when ended */
  async command<T>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    key: string = newId(),
  ): Promise<T> {
    return (await this.#untilAnswered(method, path, body, key)) as T
  }

  /** Who this is, as headers for a websocket. */
  async identify(): Promise<Record<string, string>> {
    const { credentials } = this.#options
    if ('token' in credentials) return { authorization: `Bearer ${credentials.token}` }
    if (this.#cookie === undefined) {
      this.#signingIn ??= this.#signIn(credentials).finally(() => {
        this.#signingIn = undefined
      })
      await this.#signingIn
    }
    return { cookie: this.#cookie ?? '' }
  }

  /** The session has ended: the next request signs in again. */
  forgetSession(): void {
    this.#cookie = undefined
  }

  /** Lets go of the connections. */
  close(): void {
    this.#agent.destroy()
  }

  async #signIn({ username, password }: { username: string; password: string }): Promise<void> {
    const body = { username, password }
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#exchange('POST', '/session', body, {}).catch((fault: unknown) => this.#noAnswer(fault))
      if (answer?.status === 201) {
        this.#cookie = answer.headers['set-cookie']?.map((line) => line.split(';')[0]).join('; ') ?? ''
        return
      }
      if (answer && !isWorthRetrying(answer, attempt)) throw new ProblemAnswer(answer.status, problemIn(answer))
      await this.#pause(attempt, answer)
    }
  }

  async #untilAnswered(method: string, path: string, body: unknown, key: string | undefined): Promise<unknown> {
    let signIns = 0
    let faults = 0
    for (let attempt = 0; ; attempt += 1) {
      const headers: Record<string, string> = {
        ...(await this.identify()),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      }
      const answer = await this.#exchange(method, path, body, headers).catch((fault: unknown) => this.#noAnswer(fault))
      if (answer && answer.status < 400) return answer.body
      if (answer?.status === 401 && 'username' in this.#options.credentials && signIns < MOST_SIGN_INS) {
        signIns += 1
        // another request may have signed in again already
        if (this.#cookie === headers['cookie']) this.#cookie = undefined
        continue
      }
      if (isFault(answer)) faults += 1
      if (answer && !isWorthRetrying(answer, faults)) throw new ProblemAnswer(answer.status, problemIn(answer))
      await this.#pause(attempt, answer)
    }
  }

  /** Nothing came back: undefined, to be sent again. @throws AbortError when ended */
  #noAnswer(fault: unknown): undefined {
    this.#options.signal.throwIfAborted()
    this.#options.onRetry?.((fault as NodeJS.ErrnoException).code ?? 'no answer')
    return undefined
  }

  async #pause(attempt: number, answer: Exchange | undefined): Promise<void> {
    if (answer) this.#options.onRetry?.(new ProblemAnswer(answer.status, problemIn(answer)).code)
    const asked = Number(answer?.headers['retry-after']) * 1_000
    const grown = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10))
    // spread out, so that everybody who lost the service does not come back in the same instant
    await wait(Number.isFinite(asked) ? asked : grown * (0.5 + Math.random() / 2), undefined, {
      signal: this.#options.signal,
    })
  }

  async #exchange(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Exchange> {
    const { signal } = this.#options
    signal.throwIfAborted()
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
    return new Promise((resolve, reject) => {
      const outgoing = this.#request(new URL(path, this.#options.url), {
        method,
        agent: this.#agent,
        timeout: ANSWER_WITHIN_MS,
        headers: {
          ...headers,
          ...(payload ? { 'content-type': 'application/json', 'content-length': payload.length } : {}),
        },
      })
      let last: NodeJS.Timeout | undefined
      const giveUp = () => {
        last = setTimeout(() => outgoing.destroy(signal.reason as Error), LAST_ANSWER_MS)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      outgoing.on('close', () => {
        signal.removeEventListener('abort', giveUp)
        clearTimeout(last)
      })
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')))
      outgoing.on('error', reject)
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          try {
            const text = Buffer.concat(chunks).toString('utf8')
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: text === '' ? undefined : (JSON.parse(text) as unknown),
            })
          } catch (error) {
            reject(error instanceof Error ? error : new Error('the answer is not JSON'))
          }
        })
      })
      outgoing.end(payload)
    })
  }
}

/** Not recorded, still being worked on, too many, or a fault that may pass. */
function isWorthRetrying(answer: Exchange, faults: number): boolean {
  const { code } = new ProblemAnswer(answer.status, problemIn(answer))
  if (answer.status === 503 || answer.status === 429 || code === 'request/in-flight') return true
  return answer.status >= 500 && faults <= MOST_FAULTS
}

/** A fault of the service's own: not that it could not record. */
function isFault(answer: Exchange | undefined): boolean {
  return answer !== undefined && answer.status >= 500 && answer.status !== 503
}

function problemIn({ body }: Exchange): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
