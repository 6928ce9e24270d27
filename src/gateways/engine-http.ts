import type { z } from 'zod'
import { parseJson } from '../core/index.ts'
import { RoadEngineFault } from '../routing/index.ts'
import { readUpTo } from './bounded-body.ts'

/** No answer for twenty units is longer; bytes. */
const MOST_BYTES = 256 * 1024

/**
 * Asks an engine and checks what it answers. What it throws names neither the question nor the answer: both hold
 * where people are. @throws RoadEngineFault
 */
export async function askEngine<Schema extends z.ZodType>(
  url: string,
  init: RequestInit & { signal: AbortSignal },
  schema: Schema,
): Promise<z.output<Schema>> {
  let text: string
  try {
    const response = await fetch(url, { ...init, redirect: 'error' })
    if (!response.ok) {
      await response.body?.cancel()
      throw new RoadEngineFault('failed', `it answered ${response.status}`)
    }
    const body = await readUpTo(response.body, MOST_BYTES)
    if (body === undefined) throw new RoadEngineFault('wrong-shape', 'its answer is too long')
    text = body
  } catch (error) {
    if (error instanceof RoadEngineFault) throw error
    throw new RoadEngineFault('failed', 'it could not be asked')
  }
  const read = schema.safeParse(parseJson(text))
  if (!read.success) throw new RoadEngineFault('wrong-shape', 'its answer is of another shape')
  return read.data
}
