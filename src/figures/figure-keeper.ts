import type { Reader } from '../db/index.ts'
import { foldOn } from './figure-store.ts'

/** How often a node looks whether the journal went on, in milliseconds; a question reads on by itself. */
const EVERY_MS = 5_000

/** Reads on in the journal beside the work of the node, one portion after the other. @returns how to stop */
export function keepFigures(db: Reader, onFault: (fault: Error) => void): () => Promise<void> {
  let reading: Promise<void> | undefined
  let stopped = false
  const readOn = async () => {
    while (!stopped && (await foldOn(db)));
  }
  const timer = setInterval(() => {
    reading ??= readOn()
      .catch(onFault)
      .finally(() => {
        reading = undefined
      })
  }, EVERY_MS)
  timer.unref()
  return async () => {
    stopped = true
    clearInterval(timer)
    await reading
  }
}
