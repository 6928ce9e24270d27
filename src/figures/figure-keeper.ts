import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { rollOn } from './figure-span-store.ts'
import { foldOn } from './figure-store.ts'

/** How often a node looks whether the journal went on, in milliseconds; a question reads on by itself. */
const EVERY_MS = 5_000

/**
 * Reads on in the journal beside the work of the node, one portion after the other, and then rolls up what is over, one month
 * at a time. @returns how to stop
 */
export function keepFigures(db: Reader, book: DefinitionBook, onFault: (fault: Error) => void): () => Promise<void> {
  let working: Promise<void> | undefined
  let stopped = false
  const workOn = async () => {
    while (!stopped && (await foldOn(db)));
    const limit = (await book.find('figure-definitions'))?.body.answerWithinSeconds
    if (!stopped && limit !== undefined) await rollOn(db, limit)
  }
  const timer = setInterval(() => {
    working ??= workOn()
      .catch(onFault)
      .finally(() => {
        working = undefined
      })
  }, EVERY_MS)
  timer.unref()
  return async () => {
    stopped = true
    clearInterval(timer)
    await working
  }
}
