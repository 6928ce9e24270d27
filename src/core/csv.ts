/**
 * Reads CSV text as RFC 4180 has it: quotes may hold commas, line ends and doubled quotes. Every row has as many
 * cells as its line; a last line without a line end counts, an empty one does not.
 */
export function* readCsvRows(text: string): Generator<string[]> {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (start < text.length) {
    let end = text.indexOf('\n', start)
    if (end === -1) end = text.length
    const line = text.slice(start, end > start && text[end - 1] === '\r' ? end - 1 : end)
    if (line.includes('"')) {
      const [row, next] = readQuotedRow(text, start)
      yield row
      start = next
    } else {
      if (line !== '') yield line.split(',')
      start = end + 1
    }
  }
}

/** Rows of CSV text as objects by the names in its first line; a cell that is not there reads as ''. */
export function* readCsv<const Column extends string>(
  text: string,
  columns: readonly Column[],
): Generator<Record<Column, string>> {
  const rows = readCsvRows(text)
  const first = rows.next()
  const header = first.done ? [] : first.value
  const places = columns.map((column) => [column, header.indexOf(column)] as const)
  const missing = places.filter(([, index]) => index === -1).map(([column]) => column)
  if (missing.length > 0) throw new Error(`The CSV has no column ${missing.join(', ')}`)
  for (const row of rows) {
    const record = {} as Record<Column, string>
    for (const [column, index] of places) record[column] = row[index] ?? ''
    yield record
  }
}

function readQuotedRow(text: string, start: number): [row: string[], next: number] {
  const row: string[] = []
  let cell = ''
  let quoted = false
  let at = start
  for (; at < text.length; at += 1) {
    const mark = text[at] as string
    if (quoted) {
      if (mark !== '"') cell += mark
      else if (text[at + 1] === '"') {
        cell += mark
        at += 1
      } else quoted = false
    } else if (mark === '"') quoted = true
    else if (mark === ',') {
      row.push(cell)
      cell = ''
    } else if (mark === '\n') break
    else if (mark !== '\r') cell += mark
  }
  row.push(cell)
  return [row, at + 1]
}
