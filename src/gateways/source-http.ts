import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { Agent } from 'node:https'
import type { SourceAccess } from '../config.ts'
import { parseJson } from '../core/index.ts'
import {
  type OutsideSource,
  type SourceAnswer,
  SourceFault,
  type SourceQuestion,
  sourceAnswer,
  subjectOf,
} from '../history/index.ts'
import { askOutside, isAway, type OutsideAnswer } from './outside-http.ts'
import { readSecret } from './secret-file.ts'

/** No answer about one subject is longer; bytes. */
const MOST_BYTES = 1024 * 1024

/** A connection that was idle for longer is closed, as it is where no certificate of ours is needed. */
const IDLE_MS = 5_000

/**
 * An outside system that keeps the contract of docs/check-sources.md: `POST <base>/v1/checks`. Away, slow or busy is
 * unreachable; one that does not accept who we are has refused; an answer of another shape or to another question is
 * wrong. What it throws names neither question nor answer, and no secret. @throws when a certificate cannot be read
 */
export function openHttpSource(code: string, base: string, withinMs: number, keys: SourceAccess = {}): OutsideSource {
  const url = `${base.replace(/\/+$/, '')}/v1/checks`
  const agents = new AgentOfFiles(keys)
  agents.get()
  const hasCertificate = keys.certificate !== undefined
  return {
    code,
    withinMs,
    async ask(id, question, signal) {
      const asked = { version: 1, id, subject: subjectOf(question), ...question } as const
      const answer = read(await ask(url, asked, await headersOf(keys), { agent: agents.get(), hasCertificate, signal }))
      if (answer.id !== id) throw new SourceFault('wrong', 'it answered another question')
      return answer
    },
  }
}

/** Our certificate and whom we trust, read again when a file of theirs has changed: a new certificate needs no restart. */
class AgentOfFiles {
  readonly #keys: SourceAccess
  #agent: Agent | undefined
  #readAt = ''

  constructor(keys: SourceAccess) {
    this.#keys = keys
  }

  /** None where neither is needed. While a file cannot be read, as while it is replaced, what was read stands; @throws the first time */
  get(): Agent | undefined {
    const { certificate, authorityFile } = this.#keys
    const files = [certificate?.certFile, certificate?.keyFile, authorityFile].filter((file) => file !== undefined)
    if (files.length === 0) return undefined
    try {
      const changedAt = files.map((file) => statSync(file).mtimeMs).join()
      if (changedAt === this.#readAt) return this.#agent
      const agent = new Agent({
        keepAlive: true,
        // a firewall forgets what is idle without a word: what nobody used for so long is asked by no more
        timeout: IDLE_MS,
        ...(certificate && pairOf(certificate)),
        ...(authorityFile !== undefined && { ca: readFileSync(authorityFile) }),
      })
      this.#agent = agent
      this.#readAt = changedAt
    } catch (error) {
      if (!this.#agent) throw error
    }
    return this.#agent
  }
}

/** @throws when the key is not the certificate's: one of the two files is still the old one */
function pairOf({ certFile, keyFile }: { certFile: string; keyFile: string }): { cert: Buffer; key: Buffer } {
  const [cert, key] = [readFileSync(certFile), readFileSync(keyFile)]
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
    throw new Error('the key is not that of the certificate')
  return { cert, key }
}

async function headersOf({ token }: SourceAccess): Promise<Record<string, string>> {
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
  { agent, hasCertificate, signal }: { agent: Agent | undefined; hasCertificate: boolean; signal: AbortSignal },
): Promise<OutsideAnswer> {
  try {
    return await askOutside(url, { method: 'POST', headers, body: JSON.stringify(asked), signal, agent }, MOST_BYTES)
  } catch (error) {
    const said = alertIn(error as NodeJS.ErrnoException)
    if (REFUSED_IN_TLS.test(said) || (hasCertificate && said.includes('handshake failure')))
      throw new SourceFault('refused', 'it did not accept our certificate')
    throw new SourceFault('unreachable', 'it could not be asked, or not in time')
  }
}

/**
 * How a system says in TLS that our certificate is missing, or is none of those it knows. Older ones speak of a handshake
 * that failed; where we showed none that may as well be of the cipher.
 */
const REFUSED_IN_TLS = /certificate|unknown ca|access denied/

/** The alert of TLS in an error, in words: in its code when it came after the handshake, in its message when within. */
function alertIn({ code, message }: NodeJS.ErrnoException): string {
  const said = code === 'EPROTO' ? message : String(code).startsWith('ERR_SSL_') ? String(code) : ''
  return /alert .*/.exec(said.toLowerCase().replaceAll('_', ' '))?.[0] ?? ''
}

function read({ status, text }: OutsideAnswer): SourceAnswer {
  if (status === 401 || status === 403) throw new SourceFault('refused', `it answered ${status}`)
  if (status !== 200) throw new SourceFault(isAway(status) ? 'unreachable' : 'wrong', `it answered ${status}`)
  if (text === undefined) throw new SourceFault('wrong', 'its answer is too long')
  const found = sourceAnswer.safeParse(parseJson(text))
  if (!found.success) throw new SourceFault('wrong', 'its answer is of another shape')
  return found.data
}
