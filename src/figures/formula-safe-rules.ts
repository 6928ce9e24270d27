/** What a spreadsheet would take for a formula, or hide one behind. */
const RISKY = /^[=+\-@\t\r]/

/**
 * One line of CSV (RFC 4180), with its line end. A cell that begins as a formula does gets an apostrophe before it: a
 * spreadsheet shows it as text and runs nothing (OWASP, CSV injection). Numbers and empty cells stay as they are.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = RISKY.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
