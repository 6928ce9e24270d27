import { request as requestPlain } from 'node:http'
import { type Agent, request as requestSecure } from 'node:https'
import { readUpTo } from './bounded-body.ts'

/** What another system answered; `text` undefined: it was longer than we take. */
export type OutsideAnswer = { status: number; text: string | undefined }

/**
 * Asks another system once. A redirection is an answer like any other and is not followed: what is asked goes where the
 * force says, and nowhere else. `agent`: with our own certificate, where the system wants one.
 * @throws when it is away, or the signal says so
 */
export function askOutside(
  url: string,
  {
    method,
    headers,
    body,
    signal,
    agent,
  }: {
    method: 'GET' | 'POST'
    headers: Record<string, string>
    body?: string
    signal: AbortSignal
    agent?: Agent | undefined
  },
  mostBytes: number,
): Promise<OutsideAnswer> {
  return new Promise((resolve, reject) => {
    const ask = url.startsWith('https:') ? requestSecure : requestPlain
    const request = ask(url, { method, headers, signal, ...(agent ? { agent } : {}) }, (response) => {
      readUpTo(response, mostBytes).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject)
    })
    request.once('error', reject)
    request.end(body)
  })
}
