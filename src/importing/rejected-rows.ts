import { closeSync, fsyncSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs'
import { writeCell } from './csv-line-rules.ts'
import type { RowProblem } from './import-mapping.ts'

/** Columns that stand before those of the file. */
const OURS = ['rejected_line', 'rejected_field', 'rejected_because']

/**
 * The rows that could not be taken, beside their file: line, field and reason, then the row byte for byte as it was,
 * so that it can be mended and imported as a file of its own. Only as long as the database says: what was written
 * after the last commit is cut off again.
 */
export class RejectedRows {
  readonly path: string
  readonly #header: Buffer
  readonly #separator: string
  #file: number | undefined
  #bytes: number

  constructor(
    inputPath: string,
    { header, mark, separator, bytes }: { header: Buffer; mark: number; separator: string; bytes: number },
  ) {
    this.path = `${inputPath}.rejected.csv`
    this.#separator = separator
    const start = mark > 0 ? '\uFEFF' : ''
    this.#header = Buffer.concat([
      Buffer.from(`${start}${OURS.join(separator)}${separator}`),
      header,
      Buffer.from('\n'),
    ])
    this.#bytes = bytes
  }

  /** Adds rows and waits until they are on disk. @returns how long the file is now */
  add(rows: ReadonlyArray<{ line: number; problem: RowProblem; raw: Buffer }>): number {
    if (rows.length === 0) return this.#bytes
    this.#file ??= this.#open()
    const file = this.#file
    const parts = rows.flatMap(({ line, problem, raw }) => [
      Buffer.from(
        `${[String(line), problem.field, problem.because].map(writeCell).join(this.#separator)}${this.#separator}`,
      ),
      raw,
      NEW_LINE,
    ])
    const added = Buffer.concat(this.#bytes === 0 ? [this.#header, ...parts] : parts)
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
    const file = openSync(this.path, there && this.#bytes > 0 ? 'r+' : 'w')
    ftruncateSync(file, this.#bytes)
    return file
  }
}

const NEW_LINE = Buffer.from('\n')
