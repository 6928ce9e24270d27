import { z } from 'zod'
import type { Secret } from '../config.ts'
import { parseJson } from '../core/index.ts'
import { type SaidWords, WordsFault, type WordsLocator } from '../places/index.ts'
import { askOutside, isAway, type OutsideAnswer } from './outside-http.ts'
import { readSecret } from './secret-file.ts'

/** No answer about three words is longer; bytes. */
const MOST_BYTES = 16 * 1024

const corner = z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) })
const answer = z.object({
  words: z.string().max(200),
  country: z.string().max(10),
  coordinates: corner,
  square: z.object({ southwest: corner, northeast: corner }),
  nearestPlace: z.string().max(200).nullish(),
})
const refusal = z.object({ error: z.object({ code: z.string() }) })

/**
 * The service for three words that the force has a contract with, by the contract of docs/three-words.md. It is told the
 * words and our key, in a header, and nothing of whose they are. What this throws names neither words nor key.
 */
export function openWordsLocator({
  url,
  key,
  timeLimitMs,
}: {
  url: string
  key: Secret
  timeLimitMs: number
}): WordsLocator {
  const base = `${url.replace(/\/+$/, '')}/convert-to-coordinates`
  return {
    async find(words) {
      const { status, text } = await ask(`${base}?${new URLSearchParams({ words, format: 'json' })}`, key, timeLimitMs)
      if (status === 200) return read(text)
      if (status === 400 && refusedFor(text) === 'BadWords') return undefined
      if (status === 401 || status === 402 || status === 403)
        throw new WordsFault('refused', `it answered ${status}: our key was not accepted`)
      throw new WordsFault(isAway(status) ? 'unreachable' : 'wrong', `it answered ${status}`)
    },
  }
}

async function ask(url: string, key: Secret, timeLimitMs: number): Promise<OutsideAnswer> {
  let headers: Record<string, string>
  try {
    headers = { accept: 'application/json', 'x-api-key': await readSecret(key) }
  } catch {
    throw new WordsFault('refused', 'our key cannot be read')
  }
  try {
    return await askOutside(url, { method: 'GET', headers, signal: AbortSignal.timeout(timeLimitMs) }, MOST_BYTES)
  } catch {
    throw new WordsFault('unreachable', 'it could not be asked, or not in time')
  }
}

function read(text: string | undefined): SaidWords {
  const found = answer.safeParse(parseJson(text ?? ''))
  if (!found.success) throw new WordsFault('wrong', 'its answer is of another shape')
  const { words, country, coordinates, square, nearestPlace } = found.data
  const pointOf = ({ lat, lng }: z.output<typeof corner>) => ({ lat, lon: lng })
  return {
    words,
    country,
    point: pointOf(coordinates),
    southWest: pointOf(square.southwest),
    northEast: pointOf(square.northeast),
    nearestPlace: nearestPlace || null,
  }
}

function refusedFor(text: string | undefined): string | undefined {
  return refusal.safeParse(parseJson(text ?? '')).data?.error.code
}
