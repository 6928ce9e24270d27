import { closeSync, openSync, readSync } from 'node:fs'
import {
  beginRecord,
  continueRecord,
  findSeparator,
  fromWindows,
  type RecordInHand,
  writeCell,
} from './csv-line-rules.ts'
import { ImportError, type Mapping } from './import-mapping.ts'
import type { Encoding, InputFile } from './input-file.ts'
import type { RecordSource, SourceRecord } from './record-source.ts'

/** Columns that stand before those of the file in that of its rejected rows. */
const OURS = ['rejected_line', 'rejected_field', 'rejected_because']

/** Opens a CSV file by its first line. */
export function openCsv(input: InputFile, mapping: Mapping): RecordSource {
  const first = readFirstLine(input)
  const separator = mapping.separator ?? findSeparator(first.text, mapping.columns)
  const header = beginRecord(first.text, separator).cells
  const mark = input.mark > 0 ? '\uFEFF' : ''
  const names = Buffer.from(`${mark}${OURS.join(separator)}${separator}`)
  return {
    header,
    start: { byte: first.end, line: 2 },
    records: (from) => readRecords(input, { ...from, separator, columns: header.length }),
    counted: 'line',
    rejects: {
      suffix: '.rejected.csv',
      header: Buffer.concat([names, first.raw.subarray(input.mark), NEW_LINE]),
      write: ({ line, problem, raw }) => {
        const why = [String(line), problem.field, problem.because].map(writeCell).join(separator)
        return Buffer.concat([Buffer.from(`${why}${separator}`), raw, NEW_LINE])
      },
    },
  }
}

/** Bytes read at once. */
const CHUNK = 1 << 20
/** A line longer than this is no line of a CSV file. */
const LONGEST_LINE = 4 << 20
/** A quoted cell that goes on over more lines than this was never closed. */
const MOST_LINES = 400

type Line = { bytes: Buffer; text: string; end: number }

/**
 * The records of a file from a byte on, in constant memory. A quote that is opened and never closed costs the line it
 * is in: the reading goes on with the next one, where readers that go by the letter lose what follows.
 * @param columns how many cells a record must have
 */
function* readRecords(
  input: InputFile,
  from: { byte: number; line: number; separator: string; columns: number },
): Generator<SourceRecord> {
  const { separator, columns } = from
  const lines = new Lines(input, from.byte)
  try {
    let number = from.line
    for (let first = lines.take(); first; first = lines.take()) {
      const line = number
      const { record, more, raw, end } = readOne(first, lines, separator, columns)
      number += 1 + more
      if (first.text === '') continue
      yield { cells: record.cells, line, nextLine: number, end, raw, damage: damageOf(first, record, columns) }
    }
  } finally {
    lines.close()
  }
}

/** The record that begins with this line, and how many more lines it has; broken ones have none. */
function readOne(first: Line, lines: Lines, separator: string, columns: number) {
  let record = beginRecord(first.text, separator)
  let more = 0
  while (record.open !== undefined && !record.broken && more < MOST_LINES) {
    const next = lines.peek(more)
    if (!next) break
    record = continueRecord(record, next.text, separator)
    more += 1
  }
  const isWhole = record.open === undefined && !record.broken && (more === 0 || record.cells.length === columns)
  if (!isWhole || more === 0) {
    return { record: isWhole ? record : { ...record, broken: true }, more: 0, raw: first.bytes, end: first.end }
  }
  const all = [first, ...lines.drop(more)]
  return {
    record,
    more,
    raw: Buffer.concat(all.flatMap(({ bytes }) => [bytes, NEW_LINE]).slice(0, -1)),
    end: (all.at(-1) as Line).end,
  }
}

const NEW_LINE = Buffer.from('\n')

function damageOf(first: Line, { broken, cells }: RecordInHand, columns: number): string | undefined {
  if (first.text.includes('\u0000')) return 'holds a zero byte'
  if (broken) return 'has a quote that does not end as a cell ends'
  return cells.length === columns ? undefined : `has ${cells.length} cells and not the ${columns} of the first line`
}

/** The lines of a file, some of them looked at before they are taken. */
class Lines {
  readonly #file: number
  readonly #name: string
  readonly #decode: (bytes: Buffer) => string
  #ahead: Line[] = []
  #buffer: Buffer = Buffer.alloc(0)
  #at = 0
  /** where in the file #buffer begins */
  #offset: number
  #ended = false

  constructor({ path, name, encoding, mark }: InputFile, byte: number) {
    this.#file = openSync(path, 'r')
    this.#name = name
    this.#offset = Math.max(byte, mark)
    this.#decode = decoderOf(encoding)
  }

  take(): Line | undefined {
    return this.#ahead.shift() ?? this.#read()
  }

  peek(index: number): Line | undefined {
    while (this.#ahead.length <= index) {
      const line = this.#read()
      if (!line) return undefined
      this.#ahead.push(line)
    }
    return this.#ahead[index]
  }

  drop(count: number): Line[] {
    return this.#ahead.splice(0, count)
  }

  close(): void {
    closeSync(this.#file)
  }

  #read(): Line | undefined {
    let end = this.#buffer.indexOf(10, this.#at)
    while (end === -1 && !this.#ended) {
      const searched = this.#buffer.length - this.#at
      this.#fill()
      end = this.#buffer.indexOf(10, searched)
    }
    if (end === -1 && this.#at === this.#buffer.length) return undefined
    const stop = end === -1 ? this.#buffer.length : end
    const bytes = this.#buffer.subarray(this.#at, this.#buffer[stop - 1] === 13 && stop > this.#at ? stop - 1 : stop)
    this.#at = end === -1 ? stop : stop + 1
    return { bytes, text: this.#decode(bytes), end: this.#offset + this.#at }
  }

  /** A buffer of its own each time: lines looked at earlier still point into the last one. */
  #fill(): void {
    const rest = this.#buffer.subarray(this.#at)
    if (rest.length > LONGEST_LINE)
      throw new ImportError(`${this.#name} has a line of more than 4 MB: its lines must end with LF or CR LF.`)
    this.#offset += this.#at
    this.#at = 0
    const next = Buffer.allocUnsafe(rest.length + CHUNK)
    rest.copy(next)
    const read = readSync(this.#file, next, rest.length, CHUNK, this.#offset + rest.length)
    this.#ended = read === 0
    this.#buffer = next.subarray(0, rest.length + read)
  }
}

function decoderOf(encoding: Encoding): (bytes: Buffer) => string {
  return encoding === 'utf-8' ? (bytes) => bytes.toString('utf8') : (bytes) => fromWindows(bytes.toString('latin1'))
}

/** The first line of a file as text, and the byte after it. */
function readFirstLine(input: InputFile): { text: string; end: number; raw: Buffer } {
  const lines = new Lines(input, 0)
  try {
    const line = lines.take()
    if (!line || line.text.trim() === '')
      throw new ImportError(`${input.name} does not begin with the names of its columns.`)
    if (line.text.includes('\r'))
      throw new ImportError(`${input.name} has lines that end with CR alone: save it with LF or CR LF.`)
    return { text: line.text, end: line.end, raw: line.bytes }
  } finally {
    lines.close()
  }
}
