import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import type { Secret } from '../config.ts'
import {
  type OutsideSource,
  type SourceAnswer,
  SourceFault,
  type SourceQuestion,
  sourceAnswer,
  subjectOf,
} from '../history/index.ts'
import { askOutside, type OutsideAnswer } from './outside-http.ts'
import { readSecret } from './secret-file.ts'

/** No answer about one subject is longer; bytes. */
const MOST_BYTES = 1024 * 1024

/** What an outside system is shown of us, and by what we know that it is itself. */
export type SourceKeys = {
  /** a bearer token */
  token?: Secret
  /** files in PEM: our certificate and its key, and who signs the system's, where no public authority does */
  certificate?: { certFile: string; keyFile: string }
  authorityFile?: string
}

/**
 * An outside system that keeps the contract of docs/check-sources.md: `POST <base>/v1/checks`. Away, slow or busy is
 * unreachable; one that does not accept who we are has refused; an answer of another shape or to another question is
 * wrong. What it throws names neither question nor answer, and no secret. @throws when a certificate cannot be read
 */
export function openHttpSource(code: string, base: string, withinMs: number, keys: SourceKeys = {}): OutsideSource {
  const url = `${base.replace(/\/+$/, '')}/v1/checks`
  const agent = agentOf(keys)
  return {
    code,
    withinMs,
    async ask(id, question, signal) {
      const asked = { version: 1, id, subject: subjectOf(question), ...question } as const
      const answer = read(await ask(url, asked, await headersOf(keys), agent, signal))
      if (answer.id !== id) throw new SourceFault('wrong', 'it answered another question')
      return answer
    },
  }
}

function agentOf({ certificate, authorityFile }: SourceKeys): Agent | undefined {
  if (!certificate && authorityFile === undefined) return undefined
  return new Agent({
    keepAlive: true,
    ...(certificate && { cert: readFileSync(certificate.certFile), key: readFileSync(certificate.keyFile) }),
    ...(authorityFile !== undefined && { ca: readFileSync(authorityFile) }),
  })
}

async function headersOf({ token }: SourceKeys): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  if (!token) return headers
  try {
    return { ...headers, authorization: `Bearer ${await readSecret(token)}` }
  } catch {
    throw new SourceFault('refused', 'our token for it cannot be read')
  }
}

type Asked = SourceQuestion & { version: 1; id: string; subject: string }

async function ask(
  url: string,
  asked: Asked,
  headers: Record<string, string>,
  agent: Agent | undefined,
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  try {
    return await askOutside(url, { method: 'POST', headers, body: JSON.stringify(asked), signal, agent }, MOST_BYTES)
  } catch (error) {
    if (REFUSED_IN_TLS.test(String((error as NodeJS.ErrnoException).code)))
      throw new SourceFault('refused', 'it did not accept our certificate')
    throw new SourceFault('unreachable', 'it could not be asked, or not in time')
  }
}

/** How a system says in TLS that our certificate is missing, or is none of those it knows. */
const REFUSED_IN_TLS = /^ERR_SSL_.*ALERT_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/

function read({ status, text }: OutsideAnswer): SourceAnswer {
  if (status === 401 || status === 403) throw new SourceFault('refused', `it answered ${status}`)
  if (status !== 200) {
    const isAway = status >= 500 || status === 408 || status === 429
    throw new SourceFault(isAway ? 'unreachable' : 'wrong', `it answered ${status}`)
  }
  if (text === undefined) throw new SourceFault('wrong', 'its answer is too long')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new SourceFault('wrong', 'its answer is not JSON')
  }
  const found = sourceAnswer.safeParse(json)
  if (!found.success) throw new SourceFault('wrong', 'its answer is of another shape')
  return found.data
}
