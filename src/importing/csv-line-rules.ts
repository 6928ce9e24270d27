/**
 * Reads one record of a CSV file, a line at a time, as RFC 4180 has it: a cell that begins with a quote may hold
 * separators, doubled quotes and line ends. A quote further on in a cell is a letter like any other (`5" pipe`).
 */
export type RecordInHand = {
  cells: string[]
  /** the quoted cell that the last line did not end; undefined: the record is whole */
  open: string | undefined
  /** after the quote that ends a cell came something else: this is no record */
  broken: boolean
}

/** A record's first line. */
export function beginRecord(line: string, separator: string): RecordInHand {
  if (!line.includes('"')) return { cells: line.split(separator), open: undefined, broken: false }
  return readOn({ cells: [], open: undefined, broken: false }, line, separator, 0)
}

/** The line after an open one: a new value, so that the record can be given up and its first line taken alone. */
export function continueRecord(record: RecordInHand, line: string, separator: string): RecordInHand {
  const open = `${record.open}\n`
  // quoted prose of many lines is passed over quickly
  if (!line.includes('"')) return { ...record, open: open + line }
  return readOn({ cells: [...record.cells], open, broken: false }, line, separator, 0)
}

function readOn(record: RecordInHand, line: string, separator: string, from: number): RecordInHand {
  const { cells } = record
  let [at, cell] = [from, record.open]
  for (;;) {
    if (cell === undefined) {
      if (line[at] === '"') {
        cell = ''
        at += 1
      } else {
        const end = line.indexOf(separator, at)
        cells.push(line.slice(at, end === -1 ? undefined : end))
        if (end === -1) return { cells, open: undefined, broken: false }
        at = end + 1
        continue
      }
    }
    const quote = line.indexOf('"', at)
    if (quote === -1) return { cells, open: cell + line.slice(at), broken: false }
    cell += line.slice(at, quote)
    const after = line[quote + 1]
    if (after === '"') {
      cell += '"'
      at = quote + 2
      continue
    }
    if (after !== undefined && after !== separator) return { cells, open: undefined, broken: true }
    cells.push(cell)
    if (after === undefined) return { cells, open: undefined, broken: false }
    cell = undefined
    at = quote + 2
  }
}

/** Separators that are looked for when the mapping names none. */
export const separators = [',', ';', '\t', '|'] as const

/** The separator under which a first line names most of the wanted columns; of equals the one that makes most cells. */
export function findSeparator(line: string, wanted: readonly string[]): string {
  const found = separators.map((separator) => {
    const cells = beginRecord(line, separator).cells.map((cell) => cell.trim())
    return { separator, named: wanted.filter((column) => cells.includes(column)).length, cells: cells.length }
  })
  return found.reduce((best, one) => ((one.named - best.named || one.cells - best.cells) > 0 ? one : best)).separator
}

/** A cell as it is written in the file of rejected rows. */
export function writeCell(text: string): string {
  return /[",;\t|\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** What Windows-1252 has in place of 27 control characters; five of the 32 places are empty. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ'
export const NOT_IN_WINDOWS: readonly number[] = [0x81, 0x8d, 0x8f, 0x90, 0x9d]

/** Text of Windows-1252 that was read byte by byte. */
export function fromWindows(latin: string): string {
  return latin.replace(/[\x80-\x9f]/g, (byte) => WINDOWS.charAt(byte.charCodeAt(0) - 0x80))
}
