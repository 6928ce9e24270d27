import type pg from 'pg'
import { idsThere, RowProblem } from '../importing/index.ts'

/** What became of the rows of one batch. */
export class RowTally<Row extends { notes: string[] }> {
  readonly #rows: ReadonlyMap<Row, number>
  readonly saved: { there: number; rejected: Map<number, RowProblem>; notes: Record<string, number> } = {
    there: 0,
    rejected: new Map(),
    notes: {},
  }

  constructor(rows: readonly Row[]) {
    this.#rows = new Map(rows.map((row, index) => [row, index]))
  }

  /** Those that are not in the table, each once; what the others have to say of themselves was said when they came. */
  async leaveOut(client: pg.Client, table: string, idOfRow: (row: Row) => string): Promise<Row[]> {
    const rows = [...this.#rows.keys()]
    const seen = new Set(await idsThere(client, table, rows.map(idOfRow)))
    return rows.filter((row) => {
      const isThere = seen.has(idOfRow(row))
      if (isThere) this.saved.there += 1
      else for (const note of row.notes) this.note(note)
      seen.add(idOfRow(row))
      return !isThere
    })
  }

  reject(row: Row, problem: RowProblem): void {
    this.saved.rejected.set(this.#rows.get(row) as number, problem)
  }

  /** Whether what the row refers to is there. A dry run cannot know what the files before this one would bring. */
  refersTo(row: Row, field: string, to: string | null, there: Set<string>, dryRun: boolean): boolean {
    if (to === null || there.has(to)) return true
    if (dryRun) this.note(`rows whose ${field} is not there yet: import what they refer to first`)
    else this.reject(row, new RowProblem(field, 'is nothing that was imported from this source'))
    return dryRun
  }

  note(note: string): void {
    this.saved.notes[note] = (this.saved.notes[note] ?? 0) + 1
  }
}
