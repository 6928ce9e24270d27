import { request as requestPlain } from 'node:http'
import { type Agent, request as requestSecure } from 'node:https'
import { readUpTo } from './bounded-body.ts'

/** What another system answered; `text` undefined: it was longer than we take. */
export type OutsideAnswer = { status: number; text: string | undefined }

/** Whether a status says to come again: it is down, was too slow, or has too much to do. */
export const isAway = (status: number): boolean => status >= 500 || status === 408 || status === 429

type Asking = {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
  signal: AbortSignal
  agent?: Agent | undefined
}

/**
 * Asks another system once, or again when an older connection was closed on us. A redirection is an answer like any other and is not followed: what is asked goes where the
 * force says, and nowhere else. `agent`: with our own certificate, where the system wants one.
 * @throws when it is away, or the signal says so
 */
export async function askOutside(url: string, asking: Asking, mostBytes: number): Promise<OutsideAnswer> {
  const answer = await askOnce(url, asking, mostBytes)
  // an idle connection was closed while our question was on its way; to ask twice changes nothing there
  if (answer !== 'closed') return answer
  const again = await askOnce(url, asking, mostBytes)
  if (again === 'closed') throw new Error('It closed two connections.')
  return again
}

/** `closed`: the question went by a connection from before, and that was closed. */
function askOnce(
  url: string,
  { method, headers, body, signal, agent }: Asking,
  mostBytes: number,
): Promise<OutsideAnswer | 'closed'> {
  return new Promise((resolve, reject) => {
    const ask = url.startsWith('https:') ? requestSecure : requestPlain
    const request = ask(url, { method, headers, signal, ...(agent ? { agent } : {}) }, (response) => {
      readUpTo(response, mostBytes).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject)
    })
    request.once('error', (error: NodeJS.ErrnoException) => {
      if (request.reusedSocket && error.code === 'ECONNRESET') resolve('closed')
      else reject(error)
    })
    request.end(body)
  })
}
