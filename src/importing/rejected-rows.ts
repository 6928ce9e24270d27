import { closeSync, fchmodSync, fsyncSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs'
import type { RecordSource } from './record-source.ts'

/** Rows are about people: whoever imports reads what was left of them, and nobody else on the machine. */
const OURS_ALONE = 0o600

/**
 * The rows that could not be taken, beside their file: line, field and reason, then the row byte for byte as it was,
 * so that it can be mended and imported as a file of its own. Only as long as the database says: what was written
 * after the last commit is cut off again.
 */
export class RejectedRows {
  readonly path: string
  readonly #how: RecordSource['rejects']
  #file: number | undefined
  #bytes: number

  constructor(inputPath: string, how: RecordSource['rejects'], bytes: number) {
    this.path = `${inputPath}${how.suffix}`
    this.#how = how
    this.#bytes = bytes
  }

  /** Adds rows and waits until they are on disk. @returns how long the file is now */
  add(rows: ReadonlyArray<Parameters<RecordSource['rejects']['write']>[0]>): number {
    if (rows.length === 0) return this.#bytes
    this.#file ??= this.#open()
    const file = this.#file
    const parts = rows.map((row) => this.#how.write(row))
    const added = Buffer.concat(this.#bytes === 0 ? [this.#how.header, ...parts] : parts)
    for (let written = 0; written < added.length; )
      written += writeSync(file, added, written, added.length - written, this.#bytes + written)
    fsyncSync(file)
    this.#bytes += added.length
    return this.#bytes
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
  }

  /** When somebody took the file away meanwhile, a new one begins. */
  #open(): number {
    const there = statSync(this.path, { throwIfNoEntry: false })
    if (!there || there.size < this.#bytes) this.#bytes = 0
    const file = openSync(this.path, there && this.#bytes > 0 ? 'r+' : 'w', OURS_ALONE)
    // one that was there keeps the mode it had, unless it is told another
    fchmodSync(file, OURS_ALONE)
    ftruncateSync(file, this.#bytes)
    return file
  }
}
