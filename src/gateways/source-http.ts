import {
  type OutsideSource,
  type SourceAnswer,
  SourceFault,
  type SourceQuestion,
  sourceAnswer,
  subjectOf,
} from '../history/index.ts'
import { readUpTo } from './bounded-body.ts'

/** No answer about one subject is longer; bytes. */
const MOST_BYTES = 1024 * 1024

/**
 * An outside system that keeps the contract of docs/check-sources.md: `POST <base>/v1/checks`. Away, slow or busy is
 * unreachable; an answer of another shape or to another question is wrong. What it throws names neither question nor answer.
 */
export function openHttpSource(code: string, base: string, withinMs: number): OutsideSource {
  const url = `${base.replace(/\/+$/, '')}/v1/checks`
  return {
    code,
    withinMs,
    async ask(id, question, signal) {
      const answer = await fetchAnswer(url, { version: 1, id, subject: subjectOf(question), ...question }, signal)
      if (answer.id !== id) throw new SourceFault('wrong', 'it answered another question')
      return answer
    },
  }
}

type Asked = SourceQuestion & { version: 1; id: string; subject: string }

async function fetchAnswer(url: string, asked: Asked, signal: AbortSignal): Promise<SourceAnswer> {
  let text: string | undefined
  try {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(asked),
      signal,
      redirect: 'error',
    })
    if (!response.ok) {
      await response.body?.cancel()
      const isAway = response.status >= 500 || response.status === 408 || response.status === 429
      throw new SourceFault(isAway ? 'unreachable' : 'wrong', `it answered ${response.status}`)
    }
    text = await readUpTo(response, MOST_BYTES)
  } catch (error) {
    if (error instanceof SourceFault) throw error
    throw new SourceFault('unreachable', 'it could not be asked, or not in time')
  }
  if (text === undefined) throw new SourceFault('wrong', 'its answer is too long')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new SourceFault('wrong', 'its answer is not JSON')
  }
  const read = sourceAnswer.safeParse(json)
  if (!read.success) throw new SourceFault('wrong', 'its answer is of another shape')
  return read.data
}
