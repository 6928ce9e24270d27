import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { NOT_IN_WINDOWS } from './csv-line-rules.ts'
import { ImportError } from './import-mapping.ts'

export type Encoding = 'utf-8' | 'windows-1252'

/** A file that can be read: what is in it, byte for byte, and in which alphabet. */
export type InputFile = {
  path: string
  name: string
  bytes: number
  /** SHA-256 over all of it: the same file under another name is the same file */
  hash: Buffer
  encoding: Encoding
  /** bytes of a byte order mark */
  mark: number
  /** it begins as JSON does */
  isJson: boolean
}

/** Bytes by which it is seen what a file is: white space may come first. */
const HEAD = 256
/** Bytes read at once. */
const CHUNK = 1 << 20

/**
 * Reads a file once from end to end: its hash, and which alphabet it is in where the mapping does not say.
 * @throws ImportError when it is not there, empty, packed, or in another alphabet
 */
export function openInput(path: string, said: Encoding | undefined, onProgress: (share: number) => void): InputFile {
  const name = basename(path)
  const bytes = sizeOf(path)
  const hash = createHash('sha256')
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let [isUtf8, isWindows, read] = [true, true, 0]
  let [head, start] = [Buffer.alloc(0), Buffer.alloc(0)]
  for (const chunk of chunksOf(path)) {
    if (read === 0) {
      head = Buffer.from(chunk.subarray(0, HEAD))
      start = head.subarray(0, 4)
      refusePacked(name, start)
    }
    hash.update(chunk)
    if (isUtf8) isUtf8 = isText(utf8, chunk, true)
    if (isWindows) isWindows = !NOT_IN_WINDOWS.some((byte) => chunk.includes(byte))
    read += chunk.length
    onProgress(read / bytes)
  }
  isUtf8 &&= isText(utf8, Buffer.alloc(0), false)
  const mark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0
  const isJson = head.toString('latin1', mark).replace('\u001E', '').trimStart().startsWith('{')
  const encoding = said ?? (isUtf8 ? 'utf-8' : 'windows-1252')
  if (encoding === 'utf-8' && !isUtf8)
    throw new ImportError(
      `${name} is not in UTF-8, as the mapping says: say windows-1252 as its encoding, or save it as UTF-8.`,
    )
  if (encoding === 'windows-1252' && !isWindows)
    throw new ImportError(`${name} is neither in UTF-8 nor in Windows-1252: save it as UTF-8.`)
  return { path, name, bytes, hash: hash.digest(), encoding, mark, isJson }
}

function isText(decoder: TextDecoder, chunk: Buffer, stream: boolean): boolean {
  try {
    decoder.decode(chunk, { stream })
    return true
  } catch {
    return false
  }
}

function sizeOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) throw new ImportError(`There is no file ${path}.`)
  if (!stats.isFile()) throw new ImportError(`${path} is not a file.`)
  if (stats.size === 0) throw new ImportError(`${basename(path)} is empty.`)
  return stats.size
}

function refusePacked(name: string, start: Buffer): void {
  const [a, b] = start
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || start.includes(0))
    throw new ImportError(`${name} is in UTF-16: save it as UTF-8.`)
  if (a === 0x1f && b === 0x8b) throw new ImportError(`${name} is packed by gzip: unpack it first.`)
  if (start.toString('latin1', 0, 2) === 'PK')
    throw new ImportError(`${name} is a zip or a spreadsheet: save it as CSV.`)
}

function* chunksOf(path: string): Generator<Buffer> {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(CHUNK)
    for (let n = readSync(file, buffer); n > 0; n = readSync(file, buffer)) yield buffer.subarray(0, n)
  } finally {
    closeSync(file)
  }
}
